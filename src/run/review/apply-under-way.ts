import type { RecordedRuns } from '../../github/deployment.ts';
import type { UnfinishedRun } from '../../github/workflow-runs.ts';
import type { PendingApply } from '../../report/adopt/pending-apply.ts';
import type { Link } from '../../report/words/report-context.ts';
import { askGitHub } from '../github/on-github.ts';
import type { Asking } from '../session.ts';

/** The applies that are recorded, as far as a drift check may read them. */
export type RecordedApplies = Pick<RecordedRuns, 'newest' | 'untold'> & { readonly state: 'read' | 'unread' };

/** What an apply has to do with what differs. */
export type ApplyUnderWay =
  /** It goes on, or will by itself: what differs may be what it has not done yet, or is just doing. */
  | { readonly state: 'running'; readonly run: Link }
  /** Undefined: an apply of this commit has ended, and no other is about to do anything. */
  | { readonly state: 'not running'; readonly pending: PendingApply | undefined };

/** Runs that may apply. A run by hand may also be another check: nobody can tell, and the next check comes. */
const applying: ReadonlySet<string> = new Set(['push', 'workflow_dispatch']);

/** Asks for runs of this check's own workflow, which is the one that applies in all examples. */
export async function applyUnderWay(
  session: Asking,
  recorded: RecordedApplies,
  /** Path of its file; undefined: it is none of this repository. */
  workflow: string | undefined,
): Promise<ApplyUnderWay> {
  const { event } = session;
  const runs = await unfinishedApplies(session, workflow);
  const running = runs.found.find(({ state }) => state === 'running');
  if (running !== undefined) return { state: 'running', run: linkTo(session, running) };
  const [waiting] = runs.found;
  if (waiting !== undefined)
    return { state: 'not running', pending: { is: 'waiting', run: linkTo(session, waiting) } };
  const isDone = [recorded.newest, ...recorded.untold].some((run) => run?.sha === event.sha);
  if (recorded.state === 'read' && isDone) return { state: 'not running', pending: undefined };
  const pending: PendingApply =
    recorded.state === 'read'
      ? { is: runs.areKnown ? 'not there' : 'not recorded' }
      : { is: 'not known', lacks: runs.areKnown ? 'deployments: read' : 'actions: read' };
  return { state: 'not running', pending };
}

async function unfinishedApplies(
  session: Asking,
  workflow: string | undefined,
): Promise<{ readonly areKnown: boolean; readonly found: readonly UnfinishedRun[] }> {
  const { github, event, out } = session;
  if (github === undefined || workflow === undefined) return { areKnown: false, found: [] };
  const branch = event.repository.defaultBranch;
  const runs = await askGitHub(() => github.unfinishedRuns({ workflow, branch }));
  if (runs.state !== 'answered') {
    const { message, failure } = runs.error;
    const why = failure.kind === 'missing-permission' ? 'the job has no `actions: read`' : message;
    out.info(`Whether an apply is running is not told: ${why}.`);
    return { areKnown: false, found: [] };
  }
  const found = runs.value.filter((run) => applying.has(run.event) && run.id !== event.run.id);
  return { areKnown: true, found };
}

function linkTo({ event }: Pick<Asking, 'event'>, { number, url }: UnfinishedRun): Link {
  return { label: `${event.run.workflow} #${number}`, url };
}
