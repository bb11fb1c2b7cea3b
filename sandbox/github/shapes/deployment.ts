import type { Deployment, DeploymentStatus, GitHubState } from '../state.ts';
import { apiUrl, nodeId, timestamp } from './urls.ts';
import { userShape } from './user.ts';

export function deploymentShape(state: GitHubState, deployment: Deployment) {
  const url = apiUrl(state, `/deployments/${deployment.id}`);
  const updated = deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt;
  return {
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    url,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userShape(state, deployment.creator),
    created_at: timestamp(deployment.createdAt),
    updated_at: timestamp(updated),
    statuses_url: `${url}/statuses`,
    repository_url: apiUrl(state),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: null,
  };
}

export function deploymentStatusShape(state: GitHubState, deployment: Deployment, status: DeploymentStatus) {
  const deploymentUrl = apiUrl(state, `/deployments/${deployment.id}`);
  return {
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    url: `${deploymentUrl}/statuses/${status.id}`,
    state: status.state,
    creator: userShape(state, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.targetUrl,
    log_url: status.targetUrl,
    created_at: timestamp(status.createdAt),
    updated_at: timestamp(status.createdAt),
    deployment_url: deploymentUrl,
    repository_url: apiUrl(state),
    performed_via_github_app: null,
  };
}
