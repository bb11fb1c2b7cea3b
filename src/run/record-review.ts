import type { Plan } from '../plan/plan.ts';
import { reviewRecord } from '../plan/review-record.ts';
import { writeRecord } from '../plan/review-record-text.ts';
import { headline } from '../report/headline.ts';
import { headSha, type Session } from './session.ts';

/** The name of the check run that records a reviewed plan. */
export function reviewCheckName(name: string): string {
  return `Kafka plan: ${name}`;
}

/**
 * Records what this plan showed as check runs on the pull request's head. A later apply holds its own plan
 * against them; the comment is for people and is never read.
 */
export async function recordReview(session: Session, plan: Plan): Promise<void> {
  const { github, event, out } = session;
  if (github === undefined || event.pullRequest === undefined) return;
  await out.group('Record what is reviewed', async () => {
    const texts = writeRecord(reviewRecord(plan));
    for (const [index, text] of texts.entries()) {
      await github.createCheckRun({
        name: reviewCheckName(plan.name),
        headSha: headSha(session),
        externalId: texts.length === 1 ? plan.digest : `${plan.digest} ${index + 1}/${texts.length}`,
        conclusion: 'success',
        title: headline(plan),
        summary: out.clean(
          `${plan.operations.length} operations, plan \`${plan.digest}\`. After the merge only what is recorded here is applied; the plan itself stands in the comment on the pull request.`,
        ),
        text: out.clean(text),
        detailsUrl: event.run.url,
      });
    }
    out.info(
      `Check run "${reviewCheckName(plan.name)}": ${plan.operations.length} operations of plan ${plan.digest}`,
    );
  });
}
