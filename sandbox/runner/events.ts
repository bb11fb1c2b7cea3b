import {
  branchOf,
  commitObject,
  type EventRepository,
  labelObject,
  repositoryObject,
  TIME,
  urls,
  user,
} from './event-objects.ts';

/** What starts a run: the event's name and the JSON behind `GITHUB_EVENT_PATH`. */
export interface WebhookEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An event with what GitHub derives from it, so that `runAction({ ...run, github: { ...api, ...run.github } })` fits together. */
export interface TriggeredRun {
  readonly event: WebhookEvent;
  readonly github: {
    readonly sha: string;
    readonly ref: string;
    readonly headRef?: string;
    readonly baseRef?: string;
  };
}

export interface PullRequestFacts {
  readonly action:
    | 'opened'
    | 'synchronize'
    | 'reopened'
    | 'ready_for_review'
    | 'labeled'
    | 'unlabeled'
    | 'closed';
  readonly number: number;
  readonly title?: string;
  readonly body?: string | null;
  readonly headRef: string;
  readonly headSha: string;
  /** `owner/name` of the fork it comes from; the repository itself unless told. */
  readonly headRepository?: string;
  readonly baseRef?: string;
  readonly baseSha: string;
  /** The merge commit: GitHub's test merge while open, the real one when merged. */
  readonly mergeSha: string;
  readonly merged?: boolean;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  /** Of `labeled` and `unlabeled`. */
  readonly label?: string;
  /** Of `synchronize`: the head before. */
  readonly before?: string;
  /** The author and sender: `octocat` unless told. `dependabot[bot]` is a bot. */
  readonly author?: string;
}

/** `pull_request`, or `pull_request_target` with the same payload and the base branch's commit. */
export function pullRequestEvent(
  repository: EventRepository,
  facts: PullRequestFacts,
  name: 'pull_request' | 'pull_request_target' = 'pull_request',
): TriggeredRun {
  const { action, number, headRef, headSha, baseSha, mergeSha, merged = false } = facts;
  const baseRef = facts.baseRef ?? branchOf(repository);
  const author = user(repository, facts.author ?? 'octocat');
  const base = repositoryObject(repository);
  const headFullName = facts.headRepository ?? repository.fullName;
  const isFork = headFullName !== repository.fullName;
  const head = repositoryObject({ ...repository, fullName: headFullName }, isFork);
  const { html, api } = urls(repository);
  const closed = action === 'closed';
  const labels = (facts.labels ?? []).map(labelObject);
  const pull_request = {
    url: `${api}/pulls/${number}`,
    id: 279147437 + number,
    node_id: `PR_${number}`,
    html_url: `${html}/pull/${number}`,
    diff_url: `${html}/pull/${number}.diff`,
    patch_url: `${html}/pull/${number}.patch`,
    issue_url: `${api}/issues/${number}`,
    number,
    state: closed ? 'closed' : 'open',
    locked: false,
    title: facts.title ?? 'Change the Kafka spec',
    user: author,
    body: facts.body ?? null,
    created_at: TIME,
    updated_at: TIME,
    closed_at: closed ? TIME : null,
    merged_at: merged ? TIME : null,
    merge_commit_sha: mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels,
    milestone: null,
    draft: facts.draft ?? false,
    commits_url: `${api}/pulls/${number}/commits`,
    comments_url: `${api}/issues/${number}/comments`,
    statuses_url: `${api}/statuses/${headSha}`,
    head: {
      label: `${head.owner.login}:${headRef}`,
      ref: headRef,
      sha: headSha,
      user: head.owner,
      repo: head,
    },
    base: {
      label: `${base.owner.login}:${baseRef}`,
      ref: baseRef,
      sha: baseSha,
      user: base.owner,
      repo: base,
    },
    author_association: isFork ? 'FIRST_TIME_CONTRIBUTOR' : 'COLLABORATOR',
    auto_merge: null,
    active_lock_reason: null,
    merged,
    mergeable: closed ? null : true,
    rebaseable: closed ? null : true,
    mergeable_state: closed ? 'unknown' : 'clean',
    merged_by: merged ? author : null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: isFork,
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
  const payload = {
    action,
    number,
    pull_request,
    ...(facts.label === undefined ? {} : { label: labelObject(facts.label) }),
    ...(action === 'synchronize' ? { before: facts.before ?? baseSha, after: headSha } : {}),
    repository: base,
    sender: author,
  };
  return {
    event: { name, payload },
    github:
      name === 'pull_request_target'
        ? { sha: baseSha, ref: `refs/heads/${baseRef}`, headRef, baseRef }
        : {
            sha: mergeSha,
            ref: merged ? `refs/heads/${baseRef}` : `refs/pull/${number}/merge`,
            headRef,
            baseRef,
          },
  };
}

export interface PushFacts {
  /** The default branch unless told. */
  readonly branch?: string;
  readonly before: string;
  readonly after: string;
  /** Oldest first; the last one is the head commit. One without a message of note unless told. */
  readonly commits?: readonly { readonly id: string; readonly message: string }[];
  readonly forced?: boolean;
  readonly pusher?: string;
}

export function pushEvent(repository: EventRepository, facts: PushFacts): TriggeredRun {
  const { before, after, forced = false } = facts;
  const branch = facts.branch ?? branchOf(repository);
  const ref = `refs/heads/${branch}`;
  const sender = user(repository, facts.pusher ?? 'octocat');
  const { html } = urls(repository);
  const commits = (facts.commits ?? [{ id: after, message: 'Change the Kafka spec' }]).map(
    ({ id, message }) => commitObject(html, id, message, sender.login),
  );
  const none = '0'.repeat(40);
  const payload = {
    ref,
    before,
    after,
    base_ref: null,
    created: before === none,
    deleted: after === none,
    forced,
    compare: `${html}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: after === none ? null : commits.at(-1),
    repository: repositoryObject(repository),
    pusher: { name: sender.login, email: `${sender.login}@users.noreply.github.com` },
    sender,
  };
  return { event: { name: 'push', payload }, github: { sha: after, ref } };
}

/** Runs on the default branch only. */
export function scheduleEvent(
  repository: EventRepository,
  facts: { readonly sha: string; readonly cron?: string },
): TriggeredRun {
  const payload = {
    schedule: facts.cron ?? '17 5 * * *',
    workflow: WORKFLOW,
    repository: repositoryObject(repository),
    sender: user(repository, 'octocat'),
  };
  return {
    event: { name: 'schedule', payload },
    github: { sha: facts.sha, ref: `refs/heads/${branchOf(repository)}` },
  };
}

export function workflowDispatchEvent(
  repository: EventRepository,
  facts: {
    readonly sha: string;
    readonly branch?: string;
    readonly inputs?: Readonly<Record<string, string>>;
    readonly actor?: string;
  },
): TriggeredRun {
  const ref = `refs/heads/${facts.branch ?? branchOf(repository)}`;
  const payload = {
    inputs: facts.inputs ?? null,
    ref,
    workflow: WORKFLOW,
    repository: repositoryObject(repository),
    sender: user(repository, facts.actor ?? 'octocat'),
  };
  return { event: { name: 'workflow_dispatch', payload }, github: { sha: facts.sha, ref } };
}

/** The group's branch names one pull request; the payload holds none. */
export function mergeGroupEvent(
  repository: EventRepository,
  facts: {
    readonly number: number;
    readonly headSha: string;
    readonly baseSha: string;
    readonly baseRef?: string;
  },
): TriggeredRun {
  const baseRef = facts.baseRef ?? branchOf(repository);
  const head_ref = `refs/heads/gh-readonly-queue/${baseRef}/pr-${facts.number}-${facts.baseSha}`;
  const { html } = urls(repository);
  const { id, tree_id, message, timestamp, author, committer } = commitObject(
    html,
    facts.headSha,
    `Merge pull request #${facts.number}`,
    'octocat',
  );
  const head_commit = { id, tree_id, message, timestamp, author, committer };
  const payload = {
    action: 'checks_requested',
    merge_group: {
      head_sha: facts.headSha,
      head_ref,
      base_sha: facts.baseSha,
      base_ref: `refs/heads/${baseRef}`,
      head_commit,
    },
    repository: repositoryObject(repository),
    sender: user(repository, 'octocat'),
  };
  return { event: { name: 'merge_group', payload }, github: { sha: facts.headSha, ref: head_ref } };
}

const WORKFLOW = '.github/workflows/kafka.yml';
