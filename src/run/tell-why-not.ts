import type { Finding } from '../model/finding.ts';
import { withoutMarker } from '../report/marker.ts';
import { failedPlanComment, invalidSpecComment } from '../report/spec-check.ts';
import type { RunEnd } from './result.ts';
import { headSha, runLink, type Session, sourceUrl } from './session.ts';
import { writeComment } from './write-comment.ts';

/** There is no plan: an old one on the pull request must not stay, and the reason stands where the plan would. */
export async function tellWhyNot(
  session: Session,
  refused: { readonly name: string; readonly end: RunEnd; readonly findings: readonly Finding[] },
): Promise<void> {
  const { out, inputs } = session;
  const { name, end, findings } = refused;
  const context = {
    name,
    head: headSha(session),
    run: runLink(session),
    sourceUrl: sourceUrl(session, headSha(session)),
  };
  const body =
    end.reason === 'spec-invalid'
      ? invalidSpecComment({ findings, context })
      : failedPlanComment({
          reason: end.summary,
          next: findings.map(({ hint }) => hint ?? '').join(' '),
          context,
        });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  await writeComment(session, { name, body, create: true });
}
