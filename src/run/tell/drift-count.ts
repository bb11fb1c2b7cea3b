import type { CheckRun } from '../../github/check-run.ts';
import type { DriftHistory } from '../../github/drift-issue.ts';
import type { GitHub } from '../../github/github.ts';
import { warnOfStranger } from '../github/token-owner.ts';
import type { Session } from '../session.ts';

/** The name of the check run that counts, on the commit that was checked. */
function driftCheckName(name: string): string {
  return `Kafka drift: ${name}`;
}

/**
 * How many checks in a row found drift before an issue is open. The count lives in a check run on the commit that
 * was checked: a push starts it anew, because its apply has made the services match or has said why not.
 */
export async function readDriftCount(
  { event }: Session,
  github: GitHub,
  name: string,
): Promise<DriftHistory | undefined> {
  const [newest] = await github.readCheckRuns({ ref: event.sha, name: driftCheckName(name) });
  return newest === undefined ? undefined : historyOf(newest);
}

export async function writeDriftCount(
  { event, inputs, out }: Session,
  github: GitHub,
  name: string,
  history: DriftHistory | undefined,
): Promise<void> {
  const title =
    history === undefined
      ? 'No drift'
      : `Drift in ${history.seen} of the ${inputs.driftThreshold} checks in a row that open an issue`;
  const { stranger } = await github.createCheckRun({
    name: driftCheckName(name),
    headSha: event.sha,
    externalId: JSON.stringify(history ?? {}),
    conclusion: history === undefined ? 'success' : 'neutral',
    title,
    summary: `${title}. The log of the run has the differences.`,
    detailsUrl: event.run.url,
  });
  warnOfStranger(out, 'Count of the drift checks', stranger);
}

function historyOf({ externalId }: CheckRun): DriftHistory | undefined {
  const [, firstSeen, seen] =
    /^\{"firstSeen":"([0-9TZ:.-]{20,30})","seen":(\d{1,6})\}$/.exec(externalId) ?? [];
  if (firstSeen === undefined || Number.isNaN(Date.parse(firstSeen))) return undefined;
  return { firstSeen, seen: Number(seen) };
}
