import { type Kind, kinds } from '../../model/resource.ts';
import type { LeftBefore, LeftName, Plan } from '../../plan/plan.ts';
import { sayOnGitHub } from '../github/on-github.ts';
import { warnOfStranger } from '../github/token-owner.ts';
import type { Writing } from '../session.ts';

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
  session: Writing,
  plan: Plan,
  end: { readonly succeeded: boolean; readonly summary: string },
): Promise<void> {
  const { github, event, out } = session;
  if (github === undefined) return;
  const left = leftPayload(plan);
  if (left.cut > 0) {
    out.info(
      `${left.cut} of ${plan.leftNames.length} names of what is no longer in the spec and runs on are not kept: the record of an apply has room for ${plan.leftNames.length - left.cut}. Later drift checks give their number.`,
    );
  }
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
        ...left.fields,
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

/** GitHub takes payloads of any size we would write; a record need not be a copy of the spec. */
const mostNames = 500;

/** For the payload of the record of an apply, and how many names it has no room for. */
function leftPayload({ leftNames, leftUnnamed }: Pick<Plan, 'leftNames' | 'leftUnnamed'>): {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cut: number;
} {
  const cut = Math.max(0, leftNames.length - mostNames);
  const left = leftNames.slice(0, mostNames).map(({ kind, place, name }) => [kind, place, name]);
  const fields = {
    ...(left.length === 0 ? {} : { left }),
    ...(cut + leftUnnamed === 0 ? {} : { leftUnnamed: cut + leftUnnamed }),
  };
  return { fields, cut };
}

/** From that payload; whatever does not look like one of ours is left out. */
export function readLeftPayload(payload: Readonly<Record<string, unknown>> | undefined): LeftBefore {
  const { left = [], leftUnnamed = 0 } = payload ?? {};
  const names = (Array.isArray(left) ? left : []).flatMap((entry: unknown): readonly LeftName[] => {
    if (!Array.isArray(entry) || entry.length !== 3) return [];
    const [kind, place, name] = entry as readonly unknown[]; // an array of JSON values
    if (!isKind(kind) || typeof place !== 'string' || typeof name !== 'string') return [];
    return [{ kind, place, name }];
  });
  return { names, unnamed: Number.isSafeInteger(leftUnnamed) ? Math.max(0, Number(leftUnnamed)) : 0 };
}

function isKind(value: unknown): value is Kind {
  return kinds.some((kind) => kind === value);
}
