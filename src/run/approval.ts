import type { GitHub } from '../github/github.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import type { Operation } from '../model/operation.ts';
import type { Plan } from '../plan/plan.ts';
import { joinRecords, type ReviewRecord, unreviewed } from '../plan/review-record.ts';
import { readRecord } from '../plan/review-record-text.ts';
import type { ApplyRefusal } from './apply-refusal.ts';
import { applyTask, environmentOf } from './record-apply.ts';
import { reviewCheckName } from './record-review.ts';
import type { Session } from './session.ts';

export interface Approval {
  /** Merged since the last successful apply, or named by the event; their comments are told how it went. */
  readonly pullRequests: readonly number[];
  /** Undefined: everything in the plan was reviewed. */
  readonly refusal: ApplyRefusal | undefined;
}

/**
 * May this plan be applied? Everything in it must have been shown by the plan of a pull request merged since the
 * last successful apply, or a person names its digest by hand. What was shown and is no longer needed is skipped.
 */
export async function approve(session: Session, plan: Plan): Promise<Approval> {
  const { github, inputs, out } = session;
  if (inputs.approveDigest !== '') return approvedByDigest(inputs.approveDigest, plan);
  if (github === undefined) return { pullRequests: [], refusal: inputs.requirePlan ? noToken : undefined };
  return out.group('Look up what was reviewed', async () => {
    const since = await mergedSince(session, github, plan.name);
    const pullRequests = since.pullRequests.map(({ number }) => number);
    if (!inputs.requirePlan || plan.operations.length === 0) return { pullRequests, refusal: undefined };
    if (since.rewritten) return { pullRequests, refusal: rewritten(plan) };
    const found = await Promise.all(
      since.pullRequests.map(async (pullRequest) => ({
        pullRequest,
        record: await readReview(github, pullRequest, plan.name),
      })),
    );
    for (const { pullRequest, record } of found) {
      out.info(
        `#${pullRequest.number}: ${record === undefined ? 'no recorded plan' : `plan ${record.digest}, ${record.operations.length} operations`}`,
      );
    }
    const records = found.flatMap(({ record }) => (record === undefined ? [] : [record]));
    return { pullRequests, refusal: refusalOf(plan, records, found) };
  });
}

interface MergedSince {
  readonly pullRequests: readonly PullRequest[];
  /** The branch was moved by force since the last apply. */
  readonly rewritten: boolean;
}

async function mergedSince(session: Session, github: GitHub, name: string): Promise<MergedSince> {
  const { event, out } = session;
  const last = await github.lastSuccessfulDeployment({ environment: environmentOf(name), task: applyTask });
  const base = last?.sha ?? event.before;
  if (base === undefined || base === event.sha) {
    const pullRequests = await github.pullRequestsOfCommit(event.sha);
    return { pullRequests: pullRequests.filter(({ mergedAt }) => mergedAt !== undefined), rewritten: false };
  }
  const range = await github.pullRequestsOfRange({
    base,
    head: event.sha,
    branch: event.repository.defaultBranch,
  });
  const since = last === undefined ? 'before the push' : 'applied last';
  out.info(
    `${base.slice(0, 7)} (${since}) to ${event.sha.slice(0, 7)}: ${range.pullRequests.length} merged pull requests, ${range.direct.length} direct commits`,
  );
  return {
    pullRequests: range.pullRequests,
    rewritten: range.status === 'behind' || range.status === 'diverged',
  };
}

/** The newest complete record of a pull request's head. */
async function readReview(
  github: GitHub,
  pullRequest: PullRequest,
  name: string,
): Promise<ReviewRecord | undefined> {
  const runs = await github.readCheckRuns({ ref: pullRequest.head.sha, name: reviewCheckName(name) });
  const newest = runs.find(({ conclusion }) => conclusion === 'success');
  if (newest === undefined) return undefined;
  const parts = Number(/ \d+\/(\d+)$/.exec(newest.externalId)?.[1] ?? 1);
  const record = readRecord(runs.slice(0, parts).map(({ text }) => text ?? ''));
  return record?.name === name ? record : undefined;
}

function refusalOf(
  plan: Plan,
  records: readonly ReviewRecord[],
  found: readonly { readonly pullRequest: PullRequest; readonly record: ReviewRecord | undefined }[],
): ApplyRefusal | undefined {
  const missing = unreviewed(plan, joinRecords(records));
  if (missing.length === 0) return undefined;
  const without = found
    .filter(({ record }) => record === undefined)
    .map(({ pullRequest }) => `#${pullRequest.number}`);
  const byHand = `look at the plan of this run, then run the workflow by hand with mode: apply and approve-digest: ${plan.digest}`;
  const changed = missing.filter(({ why }) => why === 'from-changed').length;
  const operations: readonly { readonly operation: Operation }[] = missing.map(({ operation }) => ({
    operation,
  }));
  if (records.length === 0) {
    const whose =
      without.length === 0
        ? 'no merged pull request stands behind this commit'
        : `no plan is recorded for ${without.join(', ')}`;
    return {
      reason: 'plan-missing',
      reasons: [
        {
          message: `nobody reviewed a plan for these changes: ${whose}`,
          hint: `Change the spec in a pull request, or ${byHand}.`,
        },
      ],
      operations,
    };
  }
  const what =
    changed === missing.length
      ? 'somebody changed the live state after the plan was reviewed'
      : 'the plan has changes that no merged pull request showed';
  return {
    reason: changed === missing.length ? 'from-changed' : 'plan-changed',
    reasons: [
      {
        message: what,
        hint: `Find out who changed it, then re-run the plan job of the pull request and this job; or ${byHand}.`,
      },
    ],
    operations,
  };
}

function approvedByDigest(digest: string, plan: Plan): Approval {
  if (digest === plan.digest) return { pullRequests: [], refusal: undefined };
  return {
    pullRequests: [],
    refusal: {
      reason: 'plan-changed',
      reasons: [
        {
          message: `approve-digest is ${digest}, and the plan is now ${plan.digest}`,
          hint: 'Look at the plan of this run; if it is what you want, run the workflow again with its digest.',
        },
      ],
      operations: plan.operations.map((operation) => ({ operation })),
    },
  };
}

function rewritten(plan: Plan): ApplyRefusal {
  return {
    reason: 'plan-changed',
    reasons: [
      {
        message: 'the branch was moved by force since the last apply, so what was reviewed cannot be told',
        hint: `Look at the plan of this run, then run the workflow by hand with mode: apply and approve-digest: ${plan.digest}.`,
      },
    ],
    operations: [],
  };
}

const noToken: ApplyRefusal = {
  reason: 'plan-missing',
  reasons: [
    {
      message: 'without a github-token it cannot be told what was reviewed',
      hint: 'Pass github-token, or approve-digest with the digest of a plan that you looked at, or set require-plan: false.',
    },
  ],
  operations: [],
};
