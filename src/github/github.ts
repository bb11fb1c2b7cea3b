import type { Clock } from '../model/clock.ts';
import type { Secret } from '../model/secret.ts';

/** One repository, as far as this tool uses it. Implemented by `connectGitHub` in connect.ts. */
export interface GitHub {
  /** The spec files of a commit or branch: path to bytes, sorted. Empty when there are none. */
  readFilesAt(options: {
    readonly ref: string;
    readonly matches: (path: string) => boolean;
  }): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Undefined: there is no such file. */
  readFileAt(options: { readonly ref: string; readonly path: string }): Promise<Uint8Array | undefined>;
  /** Finds the own comment by its beginning and its author; `create: false` only updates one that exists. */
  upsertComment(options: {
    readonly pullRequest: number;
    /** What the body starts with; the rest of the first line may differ from time to time. */
    readonly marker: string;
    readonly body: string;
    readonly create: boolean;
  }): Promise<
    | { readonly action: 'created' | 'updated' | 'unchanged'; readonly id: number; readonly url: string }
    | { readonly action: 'none' }
  >;
  /** Merged pull requests that brought a commit to the default branch. */
  pullRequestsOfCommit(sha: string): Promise<readonly PullRequest[]>;
  /** The newest own issue with this marker and label, open or closed. */
  findDriftIssue(at: DriftIssueAddress): Promise<DriftIssue | undefined>;
  /** Opens, reopens or updates; further open ones of the same marker are closed with a pointer. */
  openDriftIssue(
    options: DriftIssueAddress & { readonly title: string; readonly body: string },
  ): Promise<DriftIssue & { readonly action: 'opened' | 'reopened' | 'updated' | 'unchanged' }>;
  /** Closes the open one, if any, with a comment. */
  closeDriftIssue(options: DriftIssueAddress & { readonly comment: string }): Promise<void>;
}

export interface GitHubOptions {
  readonly token: Secret;
  readonly apiUrl: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly clock: Clock;
  readonly progress: (line: string) => void;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly headSha: string;
  readonly mergeSha: string | undefined;
  readonly baseRef: string;
  readonly labels: readonly string[];
}

export interface DriftIssueAddress {
  /** What the body of the issue starts with. */
  readonly marker: string;
  readonly label: string;
}

export interface DriftIssue {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly body: string;
}
