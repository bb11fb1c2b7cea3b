import { required } from './required.ts';
import type { CheckRun, GitHubState } from './state.ts';

export interface CheckRunOfApp {
  readonly headSha: string;
  readonly name: string;
  readonly conclusion: string;
  readonly externalId?: string;
  readonly app?: { readonly id: number; readonly slug: string; readonly name: string };
  readonly output?: Pick<CheckRun, 'title' | 'summary' | 'text'>;
}

/** A completed one; answers its id. */
export function putCheckRun(state: GitHubState, options: CheckRunOfApp): number {
  const id = state.nextId();
  const at = state.now();
  state.checkRuns.set(id, {
    id,
    headSha: required(state.objects.commit(options.headSha), `commit ${options.headSha}`).sha,
    app: options.app ?? { id: 4711, slug: 'other-ci', name: 'Other CI' },
    name: options.name,
    externalId: options.externalId ?? '',
    detailsUrl: null,
    status: 'completed',
    conclusion: options.conclusion,
    startedAt: at,
    completedAt: at,
    title: null,
    summary: null,
    text: null,
    ...options.output,
    annotations: 0,
  });
  return id;
}
