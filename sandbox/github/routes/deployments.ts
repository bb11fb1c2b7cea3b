import { error, invalid, notFound, page } from '../answers.ts';
import { ancestors } from '../history.ts';
import { bodyOf, type GitHubRoute, numberOf } from '../route.ts';
import { deploymentShape, deploymentStatusShape } from '../shapes/deployment.ts';
import type { Deployment, DeploymentStatus, GitHubState } from '../state.ts';

interface DeploymentBody {
  readonly ref: string;
  readonly task?: string;
  readonly auto_merge?: boolean;
  readonly required_contexts?: readonly string[];
  readonly payload?: unknown;
  readonly environment?: string;
  readonly description?: string | null;
  readonly transient_environment?: boolean;
  readonly production_environment?: boolean;
}

interface StatusBody {
  readonly state: string;
  readonly target_url?: string;
  readonly log_url?: string;
  readonly description?: string;
  readonly auto_inactive?: boolean;
}

const maxDescriptionLength = 140;

export function deploymentRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'repos/create-deployment',
      needs: { permission: 'deployments', level: 'write' },
      handle: (request) => {
        const body = bodyOf<DeploymentBody>(request);
        const sha = state.resolve(body.ref);
        if (sha === undefined) return error(422, `No ref found for: ${body.ref}`);
        if ((body.description ?? '').length > maxDescriptionLength) {
          return invalid({ resource: 'Deployment', field: 'description', code: 'custom' });
        }
        if (body.auto_merge !== false && isBehind(state, sha)) {
          const message = `Auto-merged ${state.defaultBranch} into ${body.ref} on deployment.`;
          return { status: 202, body: { message } };
        }
        if (hasOpenChecks(state, sha, body.required_contexts)) {
          return error(409, `Conflict: Commit status checks failed for ${body.ref}.`);
        }
        const environment = body.environment ?? 'production';
        const deployment: Deployment = {
          id: state.nextId(),
          sha,
          ref: body.ref,
          task: body.task ?? 'deploy',
          environment,
          payload: body.payload ?? {},
          description: body.description ?? null,
          transient: body.transient_environment ?? false,
          production: body.production_environment ?? environment === 'production',
          creator: request.caller.user,
          createdAt: state.now(),
          statuses: [],
        };
        state.deployments.set(deployment.id, deployment);
        request.effect(`deployment ${deployment.id} of ${sha} to ${environment} created`);
        return { status: 201, body: deploymentShape(state, deployment) };
      },
    },
    {
      operation: 'repos/list-deployments',
      needs: { permission: 'deployments', level: 'read' },
      handle: (request) => {
        const { query } = request;
        const fits = (deployment: Deployment): boolean =>
          (['sha', 'ref', 'task', 'environment'] as const).every(
            (key) => (query.get(key) ?? deployment[key]) === deployment[key],
          );
        const list = [...state.deployments.values()].reverse().filter(fits);
        return page(request, list, (deployment) => deploymentShape(state, deployment));
      },
    },
    {
      operation: 'repos/get-deployment',
      needs: { permission: 'deployments', level: 'read' },
      handle: (request) => {
        const deployment = state.deployments.get(numberOf(request, 'deployment_id'));
        if (deployment === undefined) return notFound();
        return { status: 200, body: deploymentShape(state, deployment) };
      },
    },
    {
      operation: 'repos/create-deployment-status',
      needs: { permission: 'deployments', level: 'write' },
      handle: (request) => {
        const deployment = state.deployments.get(numberOf(request, 'deployment_id'));
        if (deployment === undefined) return notFound();
        const body = bodyOf<StatusBody>(request);
        if ((body.description ?? '').length > maxDescriptionLength) {
          return invalid({ resource: 'DeploymentStatus', field: 'description', code: 'custom' });
        }
        const status = addStatus(state, deployment, {
          state: body.state,
          description: body.description ?? '',
          targetUrl: body.log_url ?? body.target_url ?? '',
          creator: request.caller.user,
        });
        if (body.state === 'success' && body.auto_inactive !== false) retireOthers(state, deployment, status);
        request.effect(`deployment ${deployment.id} is ${body.state}`);
        return { status: 201, body: deploymentStatusShape(state, deployment, status) };
      },
    },
    {
      operation: 'repos/list-deployment-statuses',
      needs: { permission: 'deployments', level: 'read' },
      handle: (request) => {
        const deployment = state.deployments.get(numberOf(request, 'deployment_id'));
        if (deployment === undefined) return notFound();
        return page(request, [...deployment.statuses].reverse(), (status) =>
          deploymentStatusShape(state, deployment, status),
        );
      },
    },
  ];
}

function addStatus(
  state: GitHubState,
  deployment: Deployment,
  status: Pick<DeploymentStatus, 'state' | 'description' | 'targetUrl' | 'creator'>,
): DeploymentStatus {
  const added = { ...status, id: state.nextId(), createdAt: state.now() };
  deployment.statuses.push(added);
  return added;
}

/** A success makes earlier deployments of its environment inactive, unless they are transient or production. */
function retireOthers(state: GitHubState, deployment: Deployment, { creator }: DeploymentStatus): void {
  for (const other of state.deployments.values()) {
    if (other.id >= deployment.id || other.environment !== deployment.environment) continue;
    if (other.transient || other.production || other.statuses.at(-1)?.state === 'inactive') continue;
    addStatus(state, other, { state: 'inactive', description: '', targetUrl: '', creator });
  }
}

/** GitHub then merges the default branch into the ref instead of deploying. */
function isBehind(state: GitHubState, sha: string): boolean {
  const tip = state.branches.get(state.defaultBranch);
  return tip !== undefined && !ancestors(state.objects, sha).has(tip);
}

/** Without a list of contexts every check on the commit must have passed. */
function hasOpenChecks(state: GitHubState, sha: string, contexts: readonly string[] | undefined): boolean {
  return [...state.checkRuns.values()].some(
    (run) =>
      run.headSha === sha &&
      (contexts === undefined || contexts.includes(run.name)) &&
      !['success', 'neutral', 'skipped'].includes(run.conclusion ?? ''),
  );
}
