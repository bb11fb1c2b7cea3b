import type { Session } from './session.ts';

/**
 * Writes the one plan comment of a spec. A comment that cannot be written does not fail the plan: the job summary
 * has the same text.
 */
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
  await out.group('Comment on the pull request', async () => {
    const result = await github.upsertComment({
      pullRequest,
      marker: markerPrefix(options.name),
      body: out.clean(options.body),
      create: options.create,
    });
    if (result.action === 'none') {
      out.info('No comment: there is nothing to say, and none to update.');
      return;
    }
    out.info(`Comment ${result.action}: ${result.url}`);
    out.output('comment-url', result.url);
  });
}

/** The beginning of the hidden first line, up to the spec's name. */
function markerPrefix(name: string): string {
  return `<!-- aiven-kafka-gitops:plan {"v":1,"id":${JSON.stringify(name)}`;
}
