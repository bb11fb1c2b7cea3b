import { failedPlanComment, invalidSpecComment } from '../../report/texts/spec-check.ts';
import { withoutMarker } from '../../report/words/marker.ts';
import { headSha, runLink, sourceLinks, type Writing } from '../session.ts';
import type { NotPrepared } from '../systems/prepare.ts';
import { writeComment } from './write-comment.ts';

/** There is no plan: an old one on the pull request must not stay, and the reason stands where the plan would. */
export async function reportNoPlan(session: Writing, refused: Omit<NotPrepared, 'ok'>): Promise<void> {
  const { out, inputs } = session;
  const { name, end, findings, workflowLines, mayComment = true } = refused;
  const context = {
    name,
    head: headSha(session),
    run: runLink(session),
    source: sourceLinks(session, headSha(session)),
  };
  const body =
    end.reason === 'spec-invalid'
      ? invalidSpecComment({ findings, context })
      : failedPlanComment({
          reason: end.summary,
          next: findings.map(({ hint }) => hint ?? '').join(' '),
          ...(workflowLines !== undefined && { workflowLines }),
          context,
        });
  if (inputs.jobSummary) await out.summary(withoutMarker(body));
  if (mayComment) await writeComment(session, { name, body, create: true });
}
