import { defaultBranch, headOfBranch } from './branch.ts';
import { createCheckRun, readCheckRuns } from './check-run.ts';
import { commitsOfRange, isAncestor } from './compared.ts';
import { createDeployment, recordedRuns, setDeploymentState } from './deployment.ts';
import { closeDriftIssue, findDriftIssue, openOrUpdateDriftIssue } from './drift-issue.ts';
import { fileIdsAt, firstParentOf, readFileAt, readFilesAt } from './files.ts';
import type { GitHub } from './github.ts';
import { createClient, type GitHubOptions } from './http/client.ts';
import { keepOneLabel } from './labels.ts';
import { askPermissions } from './permission-probes.ts';
import { readComment, reviseComment, upsertComment } from './plan-comment.ts';
import { deleteBranch, readOwnBranch, writeBranch } from './proposals/branch.ts';
import { closeProposal, openProposal, proposals, updateProposal } from './proposals/pull-request.ts';
import { pullRequest, pullRequestsOfRange, pullRequestsToldLate, recentlyMerged } from './pull-requests.ts';
import { unfinishedRuns } from './workflow-runs.ts';

/** Nothing is sent before the first call. */
export function connectGitHub(options: GitHubOptions): GitHub {
  const client = createClient(options);
  return {
    askPermissions: (questions) => askPermissions(client, questions),
    upsertComment: (request) => upsertComment(client, request),
    reviseComment: (request) => reviseComment(client, request),
    readComment: (request) => readComment(client, request),
    keepOneLabel: (request) => keepOneLabel(client, request),
    findDriftIssue: (key) => findDriftIssue(client, key),
    openOrUpdateDriftIssue: (request) => openOrUpdateDriftIssue(client, request),
    closeDriftIssue: (request) => closeDriftIssue(client, request),
    pullRequest: (number) => pullRequest(client, number),
    pullRequestsOfRange: (range) => pullRequestsOfRange(client, range),
    pullRequestsToldLate: (range, branch) => pullRequestsToldLate(client, range, branch),
    commitsOfRange: (range) => commitsOfRange(client, range),
    recentlyMerged: (request) => recentlyMerged(client, request),
    isAncestor: (commits) => isAncestor(client, commits),
    firstParentOf: (sha) => firstParentOf(client, sha),
    readFilesAt: (request) => readFilesAt(client, request),
    fileIdsAt: (request) => fileIdsAt(client, request),
    readFileAt: (request) => readFileAt(client, request),
    defaultBranch: () => defaultBranch(client),
    headOfBranch: (name) => headOfBranch(client, name),
    createCheckRun: (run) => createCheckRun(client, run),
    readCheckRuns: (request) => readCheckRuns(client, request),
    createDeployment: (deployment) => createDeployment(client, deployment),
    setDeploymentState: (request) => setDeploymentState(client, request),
    recordedRuns: (query) => recordedRuns(client, query),
    readOwnBranch: (request) => readOwnBranch(client, request),
    writeBranch: (request) => writeBranch(client, request),
    deleteBranch: (name) => deleteBranch(client, name),
    proposals: (key) => proposals(client, key),
    openProposal: (request) => openProposal(client, request),
    updateProposal: (request) => updateProposal(client, request),
    closeProposal: (request) => closeProposal(client, request),
    unfinishedRuns: (query) => unfinishedRuns(client, query),
  };
}
