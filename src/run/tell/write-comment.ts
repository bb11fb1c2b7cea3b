import { withNote } from '../../report/texts/comment-note.ts';
import { comparableBody, planningComment } from '../../report/texts/plan-comment.ts';
import { markerPrefix, readMarker } from '../../report/words/marker.ts';
import { type Said, sayOnGitHub } from '../github/on-github.ts';
import { headSha, runLink, type Writing } from '../session.ts';

/** Marks the plan in the comment as outdated while a newer push is planned; nothing where there is no comment. */
export async function announcePlan(session: Writing, name: string): Promise<void> {
  const { github, inputs, event, out } = session;
  const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
  if (inputs.comment === 'never' || pullRequest === undefined || github === undefined) return;
  await sayOnGitHub(session, `Comment on #${pullRequest}`, async () => {
    const revised = await github.reviseComment({
      pullRequest,
      marker: markerPrefix({ kind: 'plan', id: name }),
      revise: (before) =>
        out.shown(planningComment({ name, head: headSha(session), run: runLink(session), before })),
    });
    if (revised) out.info('The plan in the comment is marked as outdated.');
  });
}

function sameHead(before: string, after: string): boolean {
  return readMarker(before)?.fields['head'] === readMarker(after)?.fields['head'];
}

function isApplied(body: string): boolean {
  return readMarker(body)?.fields['state'] === 'applied';
}

/**
 * Writes the one plan comment of a spec. `create: false` only updates one that exists; `keepApplied` leaves one that says
 * what an earlier run applied, because it says more than that nothing is left.
 */
export async function writeComment(
  session: Writing,
  options: {
    readonly name: string;
    readonly body: string;
    readonly create: boolean;
    readonly pullRequest?: number;
    readonly keepApplied?: boolean;
  },
): Promise<Said> {
  const { github, inputs, event, out } = session;
  const pullRequest = options.pullRequest ?? inputs.pullRequest ?? event.pullRequest?.number;
  if (inputs.comment === 'never' || pullRequest === undefined) return 'said';
  if (github === undefined) {
    out.info('No comment: the workflow gives no github-token.');
    return 'never';
  }
  return sayOnGitHub(session, `Comment on #${pullRequest}`, async () => {
    const result = await github.upsertComment({
      pullRequest,
      marker: markerPrefix({ kind: 'plan', id: options.name }),
      body: out.shown(withNote(options.body, inputs.commentNote)),
      create: options.create,
      isSame: (before, after) =>
        (options.keepApplied === true && isApplied(before) && isApplied(after)) ||
        (sameHead(before, after) && comparableBody(before) === comparableBody(after)),
    });
    if (result.action === 'none') {
      out.info('Nothing to say, and no comment to update.');
    } else {
      out.info(`${result.action}: ${result.url}`);
      out.output('comment-url', result.url);
    }
  });
}
