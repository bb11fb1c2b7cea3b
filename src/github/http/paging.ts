import { GitHubError } from './github-error.ts';

interface Page {
  readonly hasNext: boolean;
}

/**
 * The pages of a list, up to `most`; a list that goes on after that is an error, because what is further on would
 * be taken for absent.
 */
export async function* pagesOf<P extends Page>(
  read: (page: number) => Promise<P>,
  {
    most,
    operation,
    tooMany,
  }: { readonly most: number; readonly operation: string; readonly tooMany: string },
): AsyncGenerator<P> {
  for (let page = 1; page <= most; page++) {
    const answer = await read(page);
    yield answer;
    if (!answer.hasNext) return;
  }
  throw new GitHubError(operation, { kind: 'incomplete', reason: tooMany });
}
