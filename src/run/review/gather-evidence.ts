import type { CheckRun } from '../../github/check-run.ts';
import type { GitHubReader } from '../../github/github.ts';
import { isFailure } from '../../github/http/github-error.ts';
import type { PullRequest } from '../../github/pull-requests.ts';
import type { Evidence } from '../../review/evidence.ts';
import { isEmptyRecord } from '../../review/record.ts';
import { isPartOf, otherForm, readRecord } from '../../review/record-text.ts';
import type { Speaking } from '../session.ts';
import type { MergedSince } from './merged-since.ts';
import { reviewCheckName } from './record-review.ts';

/** The newest complete record of a pull request's head that this action wrote for this pull request and spec. */
export async function readEvidence(
  github: GitHubReader,
  pullRequest: PullRequest,
  name: string,
): Promise<Evidence> {
  const runs = await checkRuns(github, pullRequest.head.sha, reviewCheckName(name));
  const own = { name, pullRequest: pullRequest.number };
  for (const parts of groups(runs.filter(({ text }) => isPartOf(text ?? '', own)))) {
    const record = readRecord(parts.map(({ text }) => text ?? ''));
    if (record !== undefined && parts.every(({ externalId }) => externalId.split(' ')[0] === record.digest)) {
      return { pullRequest, record };
    }
  }
  const form = runs.map(({ text }) => otherForm(text ?? '', own)).find((each) => each !== 'none');
  return { pullRequest, record: undefined, ...(form === undefined ? {} : { otherForm: form }) };
}

/** Pull requests of a range that are read, the newest first. */
const maxRead = 64;
/** Pull requests merged last into the branch that are read where no apply is recorded. */
const maxRecent = 30;
const maxAtATime = 8;

/** Reads what was reviewed, newest first, until `isEnough`: usually one pull request, and one request for it. */
export async function gatherEvidence(
  { event, out }: Pick<Speaking, 'event' | 'out'>,
  github: GitHubReader,
  options: {
    readonly name: string;
    readonly since: MergedSince;
    readonly isEnough: (evidence: readonly Evidence[]) => boolean;
  },
): Promise<readonly Evidence[]> {
  const { name, since, isEnough } = options;
  const found: Evidence[] = [];
  const read = async (pullRequests: readonly PullRequest[], onlyMergedHere: boolean): Promise<void> => {
    for (let start = 0; start < pullRequests.length; start += maxAtATime) {
      if (start > 0 && isEnough(found)) return;
      const some = await Promise.all(
        pullRequests
          .slice(start, start + maxAtATime)
          .map(async (pull) => ({ pull, evidence: await readEvidence(github, pull, name) })),
      );
      for (const { pull, evidence } of some) {
        if (onlyMergedHere && !(await countsHere(github, pull, evidence, event.sha))) continue;
        out.info(describe(evidence));
        found.push(evidence);
      }
    }
  };
  const newestFirst = [...since.pullRequests].sort((a, b) => b.number - a.number);
  await read(newestFirst.slice(0, maxRead), false);
  if (!since.hasBase) {
    const branch = event.repository.defaultBranch;
    const known = new Set(found.map(({ pullRequest }) => pullRequest.number));
    const recent = (since.recent ?? (await github.recentlyMerged({ branch, maxCount: maxRecent }))).slice(
      0,
      maxRecent,
    );
    out.info(
      `No apply of ${name} is recorded: the last ${maxRecent} pull requests merged into ${branch} count.`,
    );
    await read(
      recent.filter(({ number }) => !known.has(number)),
      true,
    );
  }
  return found;
}

/** Whether the merge commit is still part of the branch, which may have been moved by force to before the merge. */
async function countsHere(
  github: GitHubReader,
  pullRequest: PullRequest,
  { record }: Evidence,
  head: string,
): Promise<boolean> {
  if (record === undefined || isEmptyRecord(record) || pullRequest.mergeCommitSha === undefined) return false;
  return github.isAncestor({ sha: pullRequest.mergeCommitSha, head });
}

async function checkRuns(github: GitHubReader, ref: string, name: string): Promise<readonly CheckRun[]> {
  try {
    const runs = await github.readCheckRuns({ ref, name });
    return runs.filter(({ conclusion }) => conclusion === 'success');
  } catch (error) {
    // The head is gone, as that of a deleted fork may be: nothing is recorded there.
    if (isFailure(error, 'not-found') || isFailure(error, 'invalid')) return [];
    throw error;
  }
}

/** Check runs that belong together, newest first: those of one plan, each part once. */
function groups(runs: readonly CheckRun[]): readonly (readonly CheckRun[])[] {
  const byPlan = Map.groupBy(runs, ({ externalId }) => externalId.replace(/ \d+\/(\d+)$/, ' of $1'));
  return [...byPlan.values()].map((group) => [
    ...new Map(group.toReversed().map((run) => [run.externalId, run])).values(),
  ]);
}

function describe({ pullRequest, record, otherForm: form }: Evidence): string {
  if (record === undefined) {
    return `#${pullRequest.number}: ${form === undefined ? 'no recorded plan' : `a plan recorded in a form that is ${form} than this version`}`;
  }
  const { digest, operations, created, pending, version } = record;
  const entries = operations.length + created.length + pending.length;
  return `#${pullRequest.number}: plan ${digest}, ${entries} recorded entries${version === 2 ? ' in an older form' : ''}`;
}
