import { type CheckRunOfApp, putCheckRun } from './check-runs.ts';
import type { FileContent, FileEntry } from './git-objects.ts';
import { commitsBetween } from './history.ts';
import { addLabels, closeIssue, createLabel, openIssue } from './issues.ts';
import { commitOf, type MergeMethod, mergeByButton, writeCommit } from './merge-button.ts';
import { required } from './required.ts';
import { mergeCommit } from './shapes/pull-request.ts';
import type { CheckRun, Comment, Deployment, GitHubState, Issue, Pull } from './state.ts';
import { putWorkflowRun, type RunOfWorkflow } from './workflow-runs.ts';

/** What people and other systems do on GitHub, and what can be seen there. None of it goes through the API. */
export class GitHubWorld {
  readonly #state: GitHubState;

  constructor(state: GitHubState) {
    this.#state = state;
  }

  /** Answers what puts everything back as it is now. */
  save(): () => void {
    return this.#state.save();
  }

  /**
   * Commits on a branch and answers the commit id. `null` deletes a file; files not named stay. A branch that
   * does not exist starts at the default branch.
   */
  commit(options: {
    readonly files: Readonly<Record<string, FileContent | null>>;
    readonly branch?: string;
    readonly message?: string;
    readonly author?: string;
    readonly committer?: string;
    /** Owner of the fork that the branch is in. */
    readonly fork?: string;
  }): string {
    const {
      branch = this.#state.defaultBranch,
      message = 'Change files',
      author = 'octocat',
      committer = author,
      fork,
    } = options;
    const branches = fork === undefined ? this.#state.branches : this.#state.forkBranches;
    const key = fork === undefined ? branch : `${fork}:${branch}`;
    const isFirst = fork === undefined && branch === this.#state.defaultBranch;
    const tip = branches.get(key) ?? (isFirst ? undefined : this.head());
    const files = new Map<string, FileEntry>(tip === undefined ? [] : commitOf(this.#state, tip).files);
    for (const [path, content] of Object.entries(options.files)) {
      if (content === null) files.delete(path);
      else files.set(path, this.#state.objects.writeFile(content));
    }
    const parents = tip === undefined ? [] : [tip];
    const commit = writeCommit(this.#state, { files, parents, message, author, committer });
    branches.set(key, commit.sha);
    return commit.sha;
  }

  /** Creates or moves a branch, as a push or a forced push does. Starts at the default branch. */
  branch(name: string, options: { readonly at?: string; readonly fork?: string } = {}): void {
    const at = options.at ?? this.head();
    commitOf(this.#state, at);
    if (options.fork === undefined) this.#state.branches.set(name, at);
    else this.#state.forkBranches.set(`${options.fork}:${name}`, at);
  }

  /** A push from a clone: takes over a commit that git made, and moves a branch to it, by force if need be. */
  receive(
    clone: { object(sha: string): { readonly content: Buffer } },
    { sha, branch }: { readonly sha: string; readonly branch?: string },
  ): void {
    this.#state.objects.receive(sha, (wanted) => clone.object(wanted));
    if (branch !== undefined) this.#state.branches.set(branch, sha);
  }

  /** Says that a pull request was merged by commits that git made and that are received already. */
  merged(
    number: number,
    options: { readonly sha: string; readonly introduced: readonly string[]; readonly by?: string },
  ): void {
    const { sha, introduced, by = 'octocat' } = options;
    const issue = this.issue(number);
    const pull = required(issue.pull, `pull request ${number}`);
    const head = required(this.#state.headOf(number), `head of pull request ${number}`);
    pull.fixed = { head, base: this.head(pull.base.ref) };
    pull.merged = {
      at: this.#state.now(),
      by: this.#state.user(by),
      sha: commitOf(this.#state, sha).sha,
      introduced,
    };
    closeIssue(this.#state, issue, this.#state.user(by), null);
  }

  /** Head commit of a branch; of the default branch when none is named. */
  head(branch: string = this.#state.defaultBranch): string {
    return required(this.#state.branches.get(branch), `branch ${branch}`);
  }

  /** The regular files of a commit, as a checkout has them. */
  checkout(sha: string): ReadonlyMap<string, Uint8Array> {
    const files = [...commitOf(this.#state, sha).files].filter(([, { mode }]) => mode !== '120000');
    return new Map(
      files.map(([path, entry]) => [path, required(this.#state.objects.blob(entry.sha), `blob of ${path}`)]),
    );
  }

  /** GitHub's test merge of an open pull request, which its runs are made on; the real one once it is merged. */
  mergeCommit(number: number): string {
    const issue = this.issue(number);
    const pull = required(issue.pull, `pull request ${number}`);
    return required(mergeCommit(this.#state, issue, pull) ?? undefined, 'merge without conflicts');
  }

  openPullRequest(options: {
    readonly head: string;
    readonly base?: string;
    readonly title?: string;
    readonly author?: string;
    /** Owner of the fork that the head branch is in. */
    readonly fork?: string;
    readonly labels?: readonly string[];
    readonly draft?: boolean;
  }): number {
    const { head, base = this.#state.defaultBranch, title = `Merge ${head}`, author = 'octocat' } = options;
    const pull: Pull = {
      head: { owner: options.fork ?? this.#state.owner, ref: head },
      base: { ref: base },
      draft: options.draft ?? false,
    };
    const { number } = openIssue(this.#state, {
      author: this.#state.user(author),
      title,
      body: '',
      labels: options.labels ?? [],
      pull,
    });
    required(this.#state.headOf(number), `branch ${head}`);
    return number;
  }

  /** Merges as one of GitHub's three buttons does; answers the commit that the base branch is at afterwards. */
  merge(number: number, options: { readonly method?: MergeMethod; readonly by?: string } = {}): string {
    const { method = 'merge', by = 'octocat' } = options;
    const issue = this.issue(number);
    const pull = required(issue.pull, `pull request ${number}`);
    const head = required(this.#state.headOf(number), `head of pull request ${number}`);
    const base = this.head(pull.base.ref);
    const { title } = issue;
    const introduced = mergeByButton(this.#state, { method, base, head, number, title, by });
    const sha = required(introduced.at(-1), 'commit to merge');
    this.#state.branches.set(pull.base.ref, sha);
    pull.fixed = { head, base };
    pull.merged = { at: this.#state.now(), by: this.#state.user(by), sha, introduced };
    closeIssue(this.#state, issue, this.#state.user(by), null);
    return sha;
  }

  comment(options: {
    readonly issue: number;
    readonly body: string;
    readonly author: string;
    /** Tells a person's account from a bot's that has the same name. */
    readonly type?: 'User' | 'Bot';
  }): number {
    const id = this.#state.nextId();
    const at = this.#state.now();
    const user = this.#state.user(options.author);
    const author = options.type === undefined ? user : { ...user, type: options.type };
    this.#state.comments.set(id, {
      id,
      issue: this.issue(options.issue).number,
      author,
      body: options.body,
      createdAt: at,
      updatedAt: at,
    });
    return id;
  }

  editComment(id: number, body: string): void {
    const comment = required(this.#state.comments.get(id), `comment ${id}`);
    comment.body = body;
    comment.updatedAt = this.#state.now();
  }

  deleteComment(id: number): void {
    this.#state.comments.delete(id);
  }

  openIssue(options: {
    readonly title: string;
    readonly body?: string;
    readonly author: string;
    readonly labels?: readonly string[];
  }): number {
    const author = this.#state.user(options.author);
    return openIssue(this.#state, { body: '', labels: [], ...options, author }).number;
  }

  /** Closes an issue, or a pull request without merging it. */
  closeIssue(
    number: number,
    options: { readonly by: string; readonly reason?: 'completed' | 'not_planned' | 'duplicate' },
  ): void {
    const issue = this.issue(number);
    if (issue.pull !== undefined) {
      issue.pull.fixed = {
        head: required(this.#state.headOf(number), 'head'),
        base: required(this.#state.baseOf(number), 'base'),
      };
    }
    closeIssue(this.#state, issue, this.#state.user(options.by), options.reason ?? 'completed');
  }

  lock(number: number): void {
    this.issue(number).locked = true;
  }

  setLabels(number: number, labels: readonly string[]): void {
    const issue = this.issue(number);
    issue.labels = addLabels(this.#state, [], labels);
    issue.updatedAt = this.#state.now();
  }

  label(name: string, color: string): void {
    createLabel(this.#state, name, { color });
  }

  /** A check run of a GitHub App; of another one than Actions unless told. */
  checkRun(run: CheckRunOfApp): number {
    return putCheckRun(this.#state, run);
  }

  /** Nobody can on GitHub; for tests that put another one in its place. */
  removeCheckRun(id: number): void {
    this.#state.checkRuns.delete(id);
  }

  /** Starts a run of a workflow, or says how one goes on; answers its id. */
  workflowRun(run: RunOfWorkflow): number {
    return putWorkflowRun(this.#state, run);
  }

  /** How the next lists lag behind; see `Lag`. */
  setLag(lag: Partial<GitHubState['lag']>): void {
    Object.assign(this.#state.lag, lag);
  }

  /** The setting "Allow GitHub Actions to create and approve pull requests", which is on unless told. */
  letActionsOpenPullRequests(allowed: boolean): void {
    this.#state.actionsMayOpenPullRequests = allowed;
  }

  /** Undefined: there is no such branch. */
  branchHead(name: string): string | undefined {
    return this.#state.branches.get(name);
  }

  /** Pull requests from branches of the repository, oldest first. */
  pullRequests(): readonly Issue[] {
    return [...this.#state.issues.values()].filter((issue) => issue.pull !== undefined);
  }

  /** The messages of the commits of a branch that the default branch does not have, oldest first. */
  messagesOf(branch: string): readonly string[] {
    return commitsBetween(this.#state.objects, this.head(), this.head(branch)).map(({ message }) => message);
  }

  setTreeLimit(entries: number): void {
    this.#state.treeLimit = entries;
  }

  issue(number: number): Issue {
    return required(this.#state.issues.get(number), `issue ${number}`);
  }

  issues(): readonly Issue[] {
    return [...this.#state.issues.values()].filter((issue) => issue.pull === undefined);
  }

  comments(number: number): readonly Comment[] {
    const issue = this.issue(number).number;
    return [...this.#state.comments.values()].filter((comment) => comment.issue === issue);
  }

  /** Of a commit that is there: asking for one that never was is an error, not an empty list. */
  checkRuns(commit: string): readonly CheckRun[] {
    const { sha } = commitOf(this.#state, commit);
    return [...this.#state.checkRuns.values()].filter((run) => run.headSha === sha);
  }

  deployments(): readonly Deployment[] {
    return [...this.#state.deployments.values()];
  }
}
