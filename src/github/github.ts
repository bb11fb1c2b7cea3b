import type { CheckRun, NewCheckRun } from './check-run.ts';
import type { DeploymentState, NewDeployment, RecordedRuns, RecordedRunsQuery } from './deployment.ts';
import type {
  ClosedDriftIssue,
  DriftIssue,
  DriftIssueKey,
  DriftReport,
  ReportedDriftIssue,
} from './drift-issue.ts';
import type { FilesAsked, FilesAt } from './files.ts';
import type { Written } from './http/identity.ts';
import type { Label } from './labels.ts';
import type { PermissionAnswer, PermissionQuestions } from './permission-probes.ts';
import type { CommentRecord, UpsertComment, UpsertedComment } from './plan-comment.ts';
import type { BranchAsked, BranchWrite, OtherFiles, OwnBranch } from './proposals/branch.ts';
import type { Opened, Proposal, ProposalKey, ProposalText } from './proposals/pull-request.ts';
import type { CommitRange, PullRequest } from './pull-requests.ts';
import type { UnfinishedRun, UnfinishedRunsQuery } from './workflow-runs.ts';

/**
 * One repository on GitHub, to ask. Everything throws `GitHubError`; a missing permission is named by
 * `missingPermission`.
 */
export interface GitHubReader {
  /** Writes nothing; one answer per permission, in order. Never throws `GitHubError`. */
  askPermissions(questions: PermissionQuestions): Promise<readonly PermissionAnswer[]>;

  /** Undefined: the pull request has no comment of ours. */
  readComment(request: Pick<UpsertComment, 'pullRequest' | 'marker'>): Promise<CommentRecord | undefined>;
  /** The open issue, else the one that was opened last; undefined: there never was one. */
  findDriftIssue(key: DriftIssueKey): Promise<DriftIssue | undefined>;

  pullRequest(number: number): Promise<PullRequest>;
  /** The commits after `base` up to `head`. */
  pullRequestsOfRange(range: {
    readonly base: string;
    readonly head: string;
    readonly branch: string;
  }): Promise<CommitRange>;
  /** With what GitHub names late, up to seven seconds after the first question: until then what is unclear is neither merged nor direct. */
  pullRequestsToldLate(range: CommitRange, branch: string): Promise<CommitRange>;

  /** Oldest first, with the first lines of their messages. */
  commitsOfRange(range: { readonly base: string; readonly head: string }): Promise<{
    readonly status: CommitRange['status'];
    readonly commits: readonly { readonly sha: string; readonly subject: string }[];
    readonly files: readonly string[] | undefined;
  }>;
  /** Newest first. */
  recentlyMerged(request: {
    readonly branch: string;
    /** At most 100. */
    readonly maxCount: number;
  }): Promise<readonly PullRequest[]>;
  isAncestor(commits: { readonly sha: string; readonly head: string }): Promise<boolean>;

  /** Undefined: it is the first commit of all. */
  firstParentOf(sha: string): Promise<string | undefined>;
  readFilesAt(request: FilesAsked): Promise<FilesAt>;
  /** git's ids of those of the paths that are files there. */
  fileIdsAt(request: {
    readonly ref: string;
    readonly paths: readonly string[];
  }): Promise<ReadonlyMap<string, string>>;
  /** Undefined: the commit has no such file. */
  readFileAt(request: { readonly ref: string; readonly path: string }): Promise<Uint8Array | undefined>;
  defaultBranch(): Promise<{ readonly name: string; readonly sha: string }>;
  headOfBranch(name: string): Promise<string>;

  readCheckRuns(request: { readonly ref: string; readonly name: string }): Promise<readonly CheckRun[]>;

  recordedRuns(query: RecordedRunsQuery): Promise<RecordedRuns>;

  readOwnBranch(request: BranchAsked): Promise<OwnBranch>;
  /** Newest first; of closed ones the last few. */
  proposals(key: ProposalKey): Promise<readonly Proposal[]>;

  unfinishedRuns(query: UnfinishedRunsQuery): Promise<readonly UnfinishedRun[]>;
}

/** The same, and everything that is written there. How many writes a run makes is up to the caller: GitHub notifies people of them. */
export interface GitHub extends GitHubReader {
  upsertComment(request: UpsertComment): Promise<UpsertedComment>;
  /** False: nothing was written. */
  reviseComment(
    request: Pick<UpsertComment, 'pullRequest' | 'marker'> & {
      readonly revise: (before: string) => string;
    },
  ): Promise<boolean>;

  keepOneLabel(request: {
    readonly pullRequest: number;
    /** The name of one of `among`. */
    readonly label: string;
    readonly among: readonly Label[];
  }): Promise<void>;

  openOrUpdateDriftIssue(report: DriftReport): Promise<ReportedDriftIssue>;
  closeDriftIssue(request: DriftIssueKey & { readonly comment?: string }): Promise<ClosedDriftIssue>;

  /** Only a branch that `readOwnBranch` calls absent or own. */
  writeBranch(
    request: BranchWrite,
  ): Promise<{ readonly is: 'written'; readonly sha: string } | OtherFiles | { readonly is: 'moved' }>;
  deleteBranch(name: string): Promise<void>;
  openProposal(request: ProposalKey & ProposalText): Promise<Opened>;
  updateProposal(
    request: { readonly number: number } & Partial<ProposalText> & { readonly state?: 'open' | 'closed' },
  ): Promise<void>;
  closeProposal(request: { readonly number: number; readonly comment: string }): Promise<void>;

  createCheckRun(run: NewCheckRun): Promise<CheckRun & Written>;

  createDeployment(deployment: NewDeployment): Promise<{ readonly id: number } & Written>;
  setDeploymentState(request: {
    readonly id: number;
    readonly state: DeploymentState;
    /** Cut at 140 characters. */
    readonly description: string;
    readonly logUrl?: string;
  }): Promise<void>;
}
