import { z } from 'zod';
import type { CheckRun } from '../../github/check-run.ts';
import type { DriftHistory } from '../../github/drift-issue.ts';
import type { GitHub, GitHubReader } from '../../github/github.ts';
import { firstSeenText, readFirstSeen } from '../../model/first-seen.ts';
import { warnOfForeignAuthor } from '../github/token-owner.ts';
import type { Facts, Speaking } from '../session.ts';

/** The name of the check run that counts, on the commit that was checked. */
function driftCheckName(name: string): string {
  return `Kafka drift: ${name}`;
}

/**
 * How many checks in a row found drift before an issue is open. The count lives in a check run on the commit that
 * was checked: a push starts it again, because its apply has made the services match or has said why not.
 * Undefined: nothing was counted, or no drift.
 */
export async function readDriftCount(
  { event }: Pick<Facts, 'event'>,
  github: GitHubReader,
  name: string,
): Promise<DriftHistory | undefined> {
  const [newest] = await github.readCheckRuns({ ref: event.sha, name: driftCheckName(name) });
  return newest === undefined ? undefined : historyOf(newest);
}

export async function writeDriftCount(
  { event, inputs, out }: Speaking,
  github: GitHub,
  name: string,
  history: DriftHistory | 'no-drift',
): Promise<void> {
  const title =
    history === 'no-drift'
      ? 'No drift'
      : `Drift in ${history.seen} of the ${inputs.driftThreshold} checks in a row that open an issue`;
  const { foreignAuthor } = await github.createCheckRun({
    name: driftCheckName(name),
    headSha: event.sha,
    externalId: out.shown(
      JSON.stringify(history === 'no-drift' ? {} : { ...history, since: firstSeenText(history.since) }),
    ),
    conclusion: history === 'no-drift' ? 'success' : 'neutral',
    title,
    summary: `${title}. The log of the run has the differences.`,
    detailsUrl: event.run.url,
  });
  warnOfForeignAuthor(out, 'Count of the drift checks', foreignAuthor);
}

/** Anybody with `checks: write` may have written it. */
const stored = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'it is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      firstSeen: z.iso.datetime(),
      seen: z.number().int().min(1).max(999_999),
      since: z.string().optional(),
    }),
  );

function historyOf({ externalId }: CheckRun): DriftHistory | undefined {
  const parsed = stored.safeParse(externalId);
  if (!parsed.success) return undefined;
  const { firstSeen, seen, since } = parsed.data;
  return { firstSeen, seen, since: readFirstSeen(since) };
}
