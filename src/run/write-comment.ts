import { markerPrefix } from '../report/marker.ts';
import { sayOnGitHub } from './on-github.ts';
import type { Session } from './session.ts';

/** Writes the one plan comment of a spec. `create: false` only updates one that exists. */
export async function writeComment(
  session: Session,
  options: {
    readonly name: string;
    readonly body: string;
    readonly create: boolean;
    readonly pullRequest?: number;
  },
): Promise<void> {
  const { github, inputs, event, out } = session;
  const pullRequest = options.pullRequest ?? inputs.pullRequest ?? event.pullRequest?.number;
  if (inputs.comment === 'never' || pullRequest === undefined) return;
  if (github === undefined) {
    out.info('No comment: the workflow gives no github-token.');
    return;
  }
  await sayOnGitHub(session, `Comment on #${pullRequest}`, async () => {
    const result = await github.upsertComment({
      pullRequest,
      marker: markerPrefix({ kind: 'plan', id: options.name }),
      body: out.clean(options.body),
      create: options.create,
    });
    if (result.action === 'none') {
      out.info('Nothing to say, and no comment to update.');
    } else {
      out.info(`${result.action}: ${result.url}`);
      out.output('comment-url', result.url);
    }
  });
}
