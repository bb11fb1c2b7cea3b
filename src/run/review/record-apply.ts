import type { RecordedRun } from '../../github/deployment.ts';
import type { GitHub } from '../../github/github.ts';
import { type Kind, kinds } from '../../model/resource.ts';
import type { LeftBefore, LeftName, Plan } from '../../plan/plan.ts';
import { type Said, sayOnGitHub } from '../github/on-github.ts';
import { warnOfForeignAuthor } from '../github/token-owner.ts';
import type { Writing } from '../session.ts';
import { leftOutPayload } from './left-out-applies.ts';

/** Tells this action's deployments from others on the same environment. */
export const applyTask = 'aiven-kafka-gitops';

export function environmentOf(name: string): string {
  return `aiven-kafka/${name}`;
}

export interface AppliedRun {
  readonly succeeded: boolean;
  readonly summary: string;
  /** Says everything that is to be said on GitHub about this run. */
  readonly tell?: () => Promise<Said>;
  /** Whose comments that is; for a run that has to say it once more. */
  readonly pullRequests?: readonly number[];
  /** Records of earlier runs that this one has spoken for as well. */
  readonly untold?: readonly RecordedRun[];
}

/**
 * The record of what was applied. It is made first, with what the next apply asks for in its payload; then everything is said;
 * its state comes last. So a record without a state, in whatever moment a run ended, means that something may be unsaid: the
 * next apply looks at the same range again and says it.
 */
export async function recordApply(session: Writing, plan: Plan, applied: AppliedRun): Promise<void> {
  const { github, event, out } = session;
  const { succeeded, tell = async () => 'said' as const, untold = [], pullRequests = [] } = applied;
  if (github === undefined) {
    await tell();
    return;
  }
  const environment = environmentOf(plan.name);
  const summary = out.shown(applied.summary);
  const made: RecordedRun[] = [];
  // A later run takes these for names, so one with a hole in it is none.
  const mayBeKept = plan.leftNames.filter(({ name }) => out.shown(name) === name);
  const left = leftPayload({
    leftNames: mayBeKept,
    leftUnnamed: plan.leftUnnamed + plan.leftNames.length - mayBeKept.length,
  });
  if (left.cut > 0) {
    out.info(
      `${left.cut} of ${plan.leftNames.length} names of what is no longer in the spec and runs on are not kept: the record of an apply has room for ${plan.leftNames.length - left.cut}. Later drift checks give their number.`,
    );
  }
  await sayOnGitHub(session, 'Record the apply', async () => {
    const payload = {
      v: 1,
      name: plan.name,
      digest: plan.digest,
      operations: plan.operations.length,
      succeeded,
      ...leftOutPayload(plan.leftOut),
      ...left.fields,
      ...(pullRequests.length > 0 && { pulls: pullRequests.slice(-maxPullRequests) }),
    };
    const { id, foreignAuthor } = await github.createDeployment({
      sha: event.sha,
      environment,
      task: applyTask,
      payload,
      description: summary,
    });
    made.push({ id, sha: event.sha, environment, payload, createdAt: '' });
    warnOfForeignAuthor(out, 'Record the apply', foreignAuthor);
  });
  session.ending.said();
  const said = await tell();
  session.ending.said();
  // A refusal is believed once it has come twice.
  if (said === 'not-now' || (said === 'refused' && untold.length === 0)) {
    out.info('Not everything could be said on GitHub, so the record gets no state: the next apply says it.');
    return;
  }
  await closeRecords(session, github, [...untold, ...made], summary);
}

/** Gives records their state, the newest last: it is the one that GitHub shows as active. */
export async function closeRecords(
  { event, out }: Pick<Writing, 'event' | 'out'>,
  github: GitHub,
  records: readonly RecordedRun[],
  summary: string,
): Promise<Said> {
  if (records.length === 0) return 'said';
  return sayOnGitHub({ out }, 'Close the record', async () => {
    for (const { id, environment, payload } of [...records].sort((a, b) => a.id - b.id)) {
      const state = payload['succeeded'] === true ? 'success' : 'failure';
      await github.setDeploymentState({ id, state, description: summary, logUrl: event.run.url });
      out.info(`Deployment ${id} on ${environment}: ${state}`);
    }
  });
}

/** In a payload. */
const maxPullRequests = 100;

/** As `recordApply` noted them; whatever does not look like it is left out. */
export function pullRequestsOf({ payload }: RecordedRun): readonly number[] {
  const { pulls } = payload;
  if (!Array.isArray(pulls)) return [];
  return pulls.filter((each: unknown) => Number.isSafeInteger(each) && Number(each) > 0).map(Number);
}

/** GitHub takes payloads of any size we would write; a record need not be a copy of the spec. */
const maxNames = 500;

/** For the payload of the record of an apply, and how many names it has no room for. */
function leftPayload({ leftNames, leftUnnamed }: Pick<Plan, 'leftNames' | 'leftUnnamed'>): {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cut: number;
} {
  const cut = Math.max(0, leftNames.length - maxNames);
  const left = leftNames.slice(0, maxNames).map(({ kind, place, name }) => [kind, place, name]);
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
