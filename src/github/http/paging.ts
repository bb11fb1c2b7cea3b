import { GitHubError } from './github-error.ts';

interface Page {
  readonly hasNext: boolean;
}

/**
 * The pages of a list, up to `maxPages`; a list that goes on after that is an error, because what is further on would
 * be taken for absent.
 */
export async function* pagesOf<P extends Page>(
  read: (page: number) => Promise<P>,
  {
    maxPages,
    operation,
    tooMany,
  }: { readonly maxPages: number; readonly operation: string; readonly tooMany: string },
): AsyncGenerator<P> {
  for (let page = 1; page <= maxPages; page++) {
    const answer = await read(page);
    yield answer;
    if (!answer.hasNext) return;
  }
  throw new GitHubError(operation, { kind: 'incomplete', reason: tooMany });
}
