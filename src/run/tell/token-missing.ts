import { failedPlanComment } from '../../report/texts/spec-check.ts';
import { headSha, runLink, sourceLinks, type Writing } from '../session.ts';
import { loadWorkspaceSpec, namesOnly } from '../spec/load.ts';
import { specName } from '../spec/spec-name.ts';
import { writeComment } from './write-comment.ts';

/** GitHub gives empty text for a secret that does not exist, and a job that only validates is green. */
const reason = 'the input `aiven-token` is empty, so the spec was checked without looking at Aiven and Kafka';
const next =
  'Is the secret defined, and spelled as in `aiven-token: ${{ secrets.AIVEN_TOKEN }}`? A secret of an environment reaches only jobs that name the environment. To check the spec only, set `mode: validate`.';

/** A pull request of this repository, or its merge queue, that gets no plan although nothing forbids one. */
export async function tellTokenMissing(session: Writing): Promise<void> {
  const { out } = session;
  out.annotate([{ level: 'warning', title: 'Kafka plan not made', message: `${reason}. ${next}` }]);
  if (session.event.pullRequest === undefined) return;
  const name = specName(session, await loadWorkspaceSpec(session, namesOnly));
  const head = headSha(session);
  const body = failedPlanComment({
    reason,
    next,
    context: { name, head, run: runLink(session), source: sourceLinks(session, head) },
  });
  await writeComment(session, { name, body, create: true });
}
