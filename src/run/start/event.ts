import * as z from 'zod';

/** What happened on GitHub, reduced to what decides about mode and trust. */
export interface GitHubEvent {
  readonly name: string;
  readonly action?: string;
  readonly repository: {
    readonly owner: string;
    readonly repo: string;
    readonly defaultBranch: string;
    /** For people. */
    readonly url: string;
    /** Internal ones are, too; what is not told counts as public. */
    readonly isPrivate: boolean;
  };
  /** The commit that the workflow runs on: the merge commit of a pull request, the tip after a push. */
  readonly sha: string;
  readonly ref: string;
  /** The branch's commit before a push; undefined for other events and for a new branch. */
  readonly before?: string;
  /** The branch or tag that a push says it is about. */
  readonly pushedRef?: string;
  /** A push that deletes its branch or tag. */
  readonly deleted: boolean;
  /** Who started the run first, and who caused the event; a re-run changes neither. */
  readonly actor: string;
  readonly sender: string;
  readonly mergeGroup?: MergeGroupEvent;
  readonly pullRequest?: PullRequestEvent;
  readonly run: {
    readonly id: string;
    readonly attempt: string;
    readonly url: string;
    readonly workflow: string;
    /** The page of the workflow, on which it can be run by hand; of all workflows where its file is not this repository's. */
    readonly workflowUrl: string;
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

export interface MergeGroupEvent {
  readonly headSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-12-<sha>`: names one of the pull requests. */
  readonly headRef: string;
  readonly baseSha: string;
}

const repositorySchema = z.object({
  default_branch: z.string().optional(),
  private: z.boolean().nullish().catch(undefined),
});

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
  ref: z.string().nullish(),
  deleted: z.boolean().nullish(),
  sender: z.object({ login: z.string() }).nullish(),
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_sha: z.string() }).nullish(),
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
  const { action, before, ref, deleted, sender, repository } = parsed.data;
  const { pull_request: pullRequest, merge_group: mergeGroup } = parsed.data;
  if (name.startsWith('pull_request') && !pullRequest) {
    return { ok: false, message: `the payload of the event ${name} names no pull request` };
  }
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const url = `${server}/${owner}/${repo}`;
  const runId = env['GITHUB_RUN_ID'] ?? '0';
  return {
    ok: true,
    event: {
      name,
      ...(action === undefined ? {} : { action }),
      repository: {
        ...{ owner, repo, url },
        defaultBranch: repository?.default_branch ?? 'main',
        isPrivate: repository?.private === true,
      },
      sha: env['GITHUB_SHA'] ?? '',
      ref: env['GITHUB_REF'] ?? '',
      ...(name === 'push' && before !== undefined && !/^0+$/.test(before) ? { before } : {}),
      ...(name === 'push' && typeof ref === 'string' ? { pushedRef: ref } : {}),
      deleted: name === 'push' && deleted === true,
      actor: env['GITHUB_ACTOR'] ?? '',
      sender: sender?.login ?? '',
      ...(mergeGroup ? { mergeGroup: toMergeGroup(mergeGroup) } : {}),
      ...(pullRequest === undefined ? {} : { pullRequest: toPullRequest(pullRequest) }),
      run: {
        id: runId,
        attempt: env['GITHUB_RUN_ATTEMPT'] ?? '1',
        url: `${url}/actions/runs/${runId}`,
        workflow: env['GITHUB_WORKFLOW'] ?? 'workflow',
        workflowUrl: workflowUrl(url, `${owner}/${repo}`, env['GITHUB_WORKFLOW_REF'] ?? ''),
        number: env['GITHUB_RUN_NUMBER'] ?? '0',
      },
    },
  };
}

/** `acme/kafka/.github/workflows/kafka.yaml@refs/heads/main` */
function workflowUrl(url: string, repository: string, ref: string): string {
  const start = `${repository}/.github/workflows/`;
  const file = ref.startsWith(start) ? /^[A-Za-z0-9._-]+(?=@)/.exec(ref.slice(start.length))?.[0] : undefined;
  return file === undefined ? `${url}/actions` : `${url}/actions/workflows/${file}`;
}

function toMergeGroup(group: {
  readonly head_sha: string;
  readonly head_ref: string;
  readonly base_sha: string;
}): MergeGroupEvent {
  return { headSha: group.head_sha, headRef: group.head_ref, baseSha: group.base_sha };
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

/** The checkout is the default branch: no spec is read from GitHub. */
export function isOwnAnchor({ pullRequest, ref, repository }: GitHubEvent): boolean {
  return pullRequest === undefined && ref === `refs/heads/${repository.defaultBranch}`;
}
