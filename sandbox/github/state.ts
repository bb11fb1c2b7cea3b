import { GitObjects } from './git-objects.ts';

export interface User {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot' | 'Organization';
}

/** The author of everything that a job token writes. */
export const actionsBot: User = { login: 'github-actions[bot]', id: 41898282, type: 'Bot' };

/** The GitHub App behind job tokens; it owns the check runs they write. */
export const actionsApp = { id: 15368, slug: 'github-actions', name: 'GitHub Actions' } as const;

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface Pull {
  /** `owner` differs from the repository's owner when the branch is in a fork. */
  readonly head: { readonly owner: string; readonly ref: string };
  readonly base: { readonly ref: string };
  readonly draft: boolean;
  /** Set when the pull request is closed or merged: branches may move or go afterwards. */
  fixed?: { readonly head: string; readonly base: string };
  merged?: {
    readonly at: Date;
    readonly by: User;
    readonly sha: string;
    /** The commits that the merge put on the base branch. */
    readonly introduced: readonly string[];
  };
}

/** An issue or a pull request: GitHub numbers them together and treats both as issues. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: User;
  readonly pull?: Pull;
  readonly createdAt: Date;
  title: string;
  body: string;
  labels: string[];
  assignees: string[];
  state: 'open' | 'closed';
  stateReason: 'completed' | 'reopened' | 'not_planned' | 'duplicate' | null;
  locked: boolean;
  updatedAt: Date;
  closedAt: Date | null;
  closedBy: User | null;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: User;
  readonly createdAt: Date;
  body: string;
  updatedAt: Date;
}

export interface CheckRun {
  readonly id: number;
  readonly headSha: string;
  readonly app: { readonly id: number; readonly slug: string; readonly name: string };
  name: string;
  externalId: string;
  detailsUrl: string | null;
  status: string;
  conclusion: string | null;
  startedAt: Date;
  completedAt: Date | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: number;
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly targetUrl: string;
  readonly creator: User;
  readonly createdAt: Date;
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly payload: unknown;
  readonly description: string | null;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: User;
  readonly createdAt: Date;
  /** Oldest first. */
  readonly statuses: DeploymentStatus[];
}

/** A run of a workflow, as GitHub Actions lists them. */
export interface WorkflowRun {
  readonly id: number;
  readonly number: number;
  /** Of its workflow's file. */
  readonly path: string;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  readonly createdAt: Date;
  status: 'queued' | 'in_progress' | 'requested' | 'waiting' | 'pending' | 'completed';
  conclusion: 'success' | 'failure' | 'cancelled' | null;
}

/** How long lists lag behind writes. */
export interface Lag {
  /** So many of the next answers of `commits/{sha}/pulls` are empty. */
  commitPulls: number;
  /** So many of the next comment lists miss the newest comment. */
  comments: number;
  /** So many of the next issue lists miss the newest issue. */
  issues: number;
}

/** Everything the emulated GitHub knows about one repository. */
export class GitHubState {
  readonly owner: string;
  readonly repo: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  readonly now: () => Date;
  readonly objects = new GitObjects();
  /** Head commit by branch, of the repository itself. */
  readonly branches = new Map<string, string>();
  /** Head commit by `owner:branch`, of forks. */
  readonly forkBranches = new Map<string, string>();
  readonly issues = new Map<number, Issue>();
  readonly comments = new Map<number, Comment>();
  /** By lower-cased name: GitHub ignores case. */
  readonly labels = new Map<string, Label>();
  readonly checkRuns = new Map<number, CheckRun>();
  readonly deployments = new Map<number, Deployment>();
  readonly workflowRuns = new Map<number, WorkflowRun>();
  readonly lag: Lag = { commitPulls: 0, comments: 0, issues: 0 };
  /** Recursive trees are cut after so many entries; GitHub's own limit is 100,000. */
  treeLimit = 100_000;
  /** A setting of repositories, which no `permissions:` overrides. */
  actionsMayOpenPullRequests = true;
  /** Address of the emulator, known once it listens. */
  api = '';
  readonly #users = new Map<string, User>([[actionsBot.login, actionsBot]]);
  #id: number;

  constructor(options: {
    readonly owner: string;
    readonly repo: string;
    readonly defaultBranch: string;
    readonly isPrivate: boolean;
    readonly firstId: number;
    readonly now: () => Date;
  }) {
    this.owner = options.owner;
    this.repo = options.repo;
    this.defaultBranch = options.defaultBranch;
    this.isPrivate = options.isPrivate;
    this.now = options.now;
    this.#id = options.firstId;
  }

  /** Answers what puts everything back as it is now. Git objects stay: they never change. */
  save(): () => void {
    const { branches, forkBranches, issues, comments, labels, checkRuns, deployments, workflowRuns, lag } =
      this;
    const mine = [
      ...[branches, forkBranches, issues, comments, labels, checkRuns, deployments, workflowRuns],
      this.#users,
    ];
    const kept = structuredClone([mine, lag, this.#id] as const);
    return () => {
      const [maps, lagThen, id] = structuredClone(kept);
      maps.forEach((map, index) => {
        refill<unknown, unknown>(mine[index] ?? new Map(), map);
      });
      Object.assign(lag, lagThen);
      this.#id = id;
    };
  }

  nextId(): number {
    return this.#id++;
  }

  nextNumber(): number {
    return this.issues.size + 1;
  }

  user(login: string): User {
    const existing = this.#users.get(login);
    if (existing !== undefined) return existing;
    const type = login.endsWith('[bot]') ? 'Bot' : login === this.owner ? 'Organization' : 'User';
    const user = { login, id: this.nextId(), type } as const;
    this.#users.set(login, user);
    return user;
  }

  /** A branch, `heads/…`, `refs/heads/…`, `refs/pull/N/head` or a full commit id. */
  resolve(ref: string): string | undefined {
    const name = ref.replace(/^(refs\/)?heads\//, '');
    const pull = /^(?:refs\/)?pull\/(\d+)\/head$/.exec(ref)?.[1];
    if (pull !== undefined) return this.headOf(Number(pull));
    return this.branches.get(name) ?? this.objects.commit(ref)?.sha;
  }

  headOf(number: number): string | undefined {
    const pull = this.issues.get(number)?.pull;
    if (pull === undefined) return undefined;
    if (pull.fixed !== undefined) return pull.fixed.head;
    const { owner, ref } = pull.head;
    return owner === this.owner ? this.branches.get(ref) : this.forkBranches.get(`${owner}:${ref}`);
  }

  baseOf(number: number): string | undefined {
    const pull = this.issues.get(number)?.pull;
    return pull?.fixed?.base ?? (pull && this.branches.get(pull.base.ref));
  }
}

function refill<K, V>(map: Map<K, V>, entries: Iterable<readonly [K, V]>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
