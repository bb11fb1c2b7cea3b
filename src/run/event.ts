import * as z from 'zod';

/** What happened on GitHub, reduced to what decides about mode and trust. */
export interface GitHubEvent {
  readonly name: string;
  readonly action?: string;
  readonly repository: { readonly owner: string; readonly repo: string; readonly defaultBranch: string };
  /** The commit that the workflow runs on: the merge commit of a pull request, the tip after a push. */
  readonly sha: string;
  readonly ref: string;
  /** The branch's commit before a push; undefined for other events and for a new branch. */
  readonly before?: string;
  readonly actor: string;
  readonly pullRequest?: PullRequestEvent;
  readonly run: {
    readonly id: string;
    readonly attempt: string;
    readonly url: string;
    readonly workflow: string;
    readonly number: string;
  };
}

export interface PullRequestEvent {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly merged: boolean;
  /** The head lives in another repository, or in one that is gone. */
  readonly fork: boolean;
  readonly author: string;
}

const repositorySchema = z.object({ default_branch: z.string().optional() });

const pullRequestSchema = z.object({
  number: z.number(),
  merged: z.boolean().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  head: z.object({ sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ full_name: z.string() }) }),
});

const payloadSchema = z.object({
  action: z.string().optional(),
  before: z.string().optional(),
  repository: repositorySchema.optional(),
  pull_request: pullRequestSchema.optional(),
});

export type EventResult =
  | { readonly ok: true; readonly event: GitHubEvent }
  | { readonly ok: false; readonly message: string };

/** Reads the runner's environment and the webhook payload in `GITHUB_EVENT_PATH`. */
export function readEvent(env: Readonly<Record<string, string | undefined>>, payload: unknown): EventResult {
  const name = env['GITHUB_EVENT_NAME'];
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  if (!name || !owner || !repo) {
    return {
      ok: false,
      message: 'this action runs inside GitHub Actions: GITHUB_EVENT_NAME or GITHUB_REPOSITORY is not set',
    };
  }
  const parsed = payloadSchema.safeParse(payload ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      ok: false,
      message: `the payload of the event ${name} has an unexpected shape at ${issue?.path.join('.') ?? 'its root'}`,
    };
  }
  const { action, before, repository, pull_request: pullRequest } = parsed.data;
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const runId = env['GITHUB_RUN_ID'] ?? '0';
  return {
    ok: true,
    event: {
      name,
      ...(action === undefined ? {} : { action }),
      repository: { owner, repo, defaultBranch: repository?.default_branch ?? 'main' },
      sha: env['GITHUB_SHA'] ?? '',
      ref: env['GITHUB_REF'] ?? '',
      ...(name === 'push' && before !== undefined && !/^0+$/.test(before) ? { before } : {}),
      actor: env['GITHUB_ACTOR'] ?? '',
      ...(pullRequest === undefined ? {} : { pullRequest: toPullRequest(pullRequest) }),
      run: {
        id: runId,
        attempt: env['GITHUB_RUN_ATTEMPT'] ?? '1',
        url: `${server}/${owner}/${repo}/actions/runs/${runId}`,
        workflow: env['GITHUB_WORKFLOW'] ?? 'workflow',
        number: env['GITHUB_RUN_NUMBER'] ?? '0',
      },
    },
  };
}

function toPullRequest(pullRequest: z.infer<typeof pullRequestSchema>): PullRequestEvent {
  const { number, merged, user, head, base } = pullRequest;
  return {
    number,
    headSha: head.sha,
    baseSha: base.sha,
    baseRef: base.ref,
    merged: merged === true,
    fork: head.repo?.full_name !== base.repo.full_name,
    author: user?.login ?? '',
  };
}
