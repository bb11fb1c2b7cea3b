import type { GitHub } from '../../github/github.ts';
import { GitHubError } from '../../github/http/github-error.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../plan/plan.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { headline } from '../../report/words/headline.ts';
import { reviewRecord } from '../../review/record.ts';
import { writeRecord } from '../../review/record-text.ts';
import { type Advice, adviceFor } from '../github/github-advice.ts';
import { foreignToken, personsToken } from '../github/token-owner.ts';
import type { BadEnd } from '../result.ts';
import { headSha, type Speaking, type Writing } from '../session.ts';

/** The name of the check run that records a reviewed plan. */
export function reviewCheckName(name: string): string {
  return `Kafka plan: ${name}`;
}

export type Recorded =
  | { readonly state: 'recorded' | 'nothing-to-record' }
  | { readonly state: 'unrecorded'; readonly end: BadEnd; readonly findings: readonly Finding[] };

/**
 * Records what this plan showed as check runs on the pull request's head. A later apply holds its own plan
 * against them; the comment is for people and is never read. Without the record a merge would be refused, so the plan
 * fails now and says so.
 */
export async function recordReview(session: Writing, plan: Plan): Promise<Recorded> {
  const { github, event, inputs, out } = session;
  const { pullRequest } = event;
  if (github === undefined || pullRequest === undefined) return { state: 'nothing-to-record' };
  try {
    const written = await out.group('Record what is reviewed', () =>
      writeCheckRuns(session, github, plan, pullRequest.number),
    );
    if (written.state === 'counts' || !inputs.requirePlan) return { state: 'recorded' };
    return unrecorded(session, 'missing-permission', foreignToken(written.foreignAuthor));
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.failure.kind === 'apps-only') return unrecorded(session, 'missing-permission', personsToken);
    const { reason, hint } = adviceFor(error);
    return unrecorded(session, reason, { message: error.message, hint });
  }
}

function unrecorded(
  { out }: Pick<Speaking, 'out'>,
  reason: Advice['reason'],
  { message, hint }: { readonly message: string; readonly hint: string },
): Recorded {
  const summary = `the plan could not be recorded as reviewed: ${message}`;
  const finding: Finding = { code: reason, severity: 'error', message: summary, hint };
  out.info(findingsLog([finding]));
  const end: BadEnd = { result: 'failed', reason, summary: `${summary}. ${hint}` };
  return { state: 'unrecorded', end, findings: [finding] };
}

type Written =
  | { readonly state: 'counts' }
  /** By the token of another app than GitHub Actions, which later runs do not count. */
  | { readonly state: 'counts-not'; readonly foreignAuthor: string };

async function writeCheckRuns(
  { event, out }: Pick<Speaking, 'event' | 'out'>,
  github: GitHub,
  plan: Plan,
  pullRequest: number,
): Promise<Written> {
  const texts = writeRecord(reviewRecord(plan, pullRequest));
  for (const [index, text] of texts.entries()) {
    const { foreignAuthor } = await github.createCheckRun({
      name: reviewCheckName(plan.name),
      headSha: headSha({ event }),
      externalId: texts.length === 1 ? plan.digest : `${plan.digest} ${index + 1}/${texts.length}`,
      conclusion: 'success',
      title: out.shown(headline(plan)),
      summary: out.shown(
        `${plan.operations.length} operations, plan \`${plan.digest}\`. After the merge only what is recorded here is applied; the plan itself stands in the comment on the pull request.`,
      ),
      text: out.exact(text),
      detailsUrl: event.run.url,
    });
    if (foreignAuthor !== undefined) return { state: 'counts-not', foreignAuthor };
  }
  out.info(
    `Check run "${reviewCheckName(plan.name)}": ${plan.operations.length} operations of plan ${plan.digest}`,
  );
  return { state: 'counts' };
}
