import type { Plan } from '../../plan/plan.ts';
import { sayOnGitHub } from '../github/on-github.ts';
import { warnOfStranger } from '../github/token-owner.ts';
import type { Session } from '../session.ts';
import { leftPayload } from '../systems/spec-before.ts';

/** Tells this action's deployments from others on the same environment. */
export const applyTask = 'aiven-kafka-gitops';

export function environmentOf(name: string): string {
  return `aiven-kafka/${name}`;
}

/**
 * The record of what was applied: the next apply asks what was merged since the last one that succeeded, which is
 * in the payload.
 */
export async function recordApply(
  session: Session,
  plan: Plan,
  end: { readonly succeeded: boolean; readonly summary: string },
): Promise<void> {
  const { github, event, out } = session;
  if (github === undefined) return;
  await sayOnGitHub(session, 'Record the apply', async () => {
    const { id, stranger } = await github.createDeployment({
      sha: event.sha,
      environment: environmentOf(plan.name),
      task: applyTask,
      payload: {
        v: 1,
        name: plan.name,
        digest: plan.digest,
        operations: plan.operations.length,
        succeeded: end.succeeded,
        ...(plan.leftNames.length > 0 && { left: leftPayload(plan.leftNames) }),
      },
      description: out.clean(end.summary),
    });
    await github.setDeploymentState({
      id,
      state: end.succeeded ? 'success' : 'failure',
      description: out.clean(end.summary),
      logUrl: event.run.url,
    });
    warnOfStranger(out, 'Record the apply', stranger);
    out.info(`Deployment ${id} on ${environmentOf(plan.name)}: ${end.succeeded ? 'success' : 'failure'}`);
  });
}
