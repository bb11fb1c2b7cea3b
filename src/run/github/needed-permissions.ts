import type { Permission } from '../../github/http/github-error.ts';
import type { Facts } from '../session.ts';
import { isOwnAnchor } from '../start/event.ts';

export interface NeededPermission {
  readonly permission: Permission;
  /** The inputs with which the run does without it; undefined: it cannot. */
  readonly unless?: string;
  /** Without it the run goes on, and this is what it lacks. */
  readonly without?: string;
}

/*
 * What an input switches off is not asked for. docs/events.md has the table, and a test holds it against these functions.
 */

type Needing = Pick<Facts, 'event' | 'inputs'>;

export function neededByPlan({ event, inputs }: Needing): readonly NeededPermission[] {
  return [
    ...(event.pullRequest === undefined ? [] : [need('checks: write')]),
    ...(isOwnAnchor(event) ? [] : [need('contents: read')]),
    ...writingOnPullRequest({ event, inputs }),
  ];
}

export function neededByMergeGroup(facts: Needing): readonly NeededPermission[] {
  const isVerified = facts.inputs.requirePlan;
  const onPullRequest = writingOnPullRequest(facts);
  return [
    ...(isVerified ? [need('checks: read')] : []),
    need('contents: read'),
    ...(isVerified ? [need('deployments: read')] : []),
    ...(onPullRequest.length === 0 && isVerified ? [need('pull-requests: read')] : onPullRequest),
  ];
}

/** `tellsPullRequests`: there are merged pull requests whose comments say how the apply went. */
export function neededByApply(
  { inputs }: Pick<Facts, 'inputs'>,
  { tellsPullRequests }: { readonly tellsPullRequests: boolean },
): readonly NeededPermission[] {
  return [
    need('checks: read'),
    need('contents: read'),
    need('deployments: write'),
    ...(inputs.driftIssue ? [need('issues: write', 'drift-issue: false')] : []),
    tellsPullRequests && inputs.comment !== 'never'
      ? need('pull-requests: write', 'comment: never')
      : need('pull-requests: read'),
  ];
}

export function neededByDrift({ inputs }: Pick<Facts, 'inputs'>): readonly NeededPermission[] {
  if (!inputs.driftIssue) return [];
  return [
    { permission: 'actions: read', without: 'the issue cannot tell whether an apply is running' },
    ...(inputs.driftThreshold > 1 ? [need('checks: write', 'drift-threshold: 1')] : []),
    { permission: 'deployments: read', without: 'the issue cannot tell what was applied last' },
    need('issues: write', 'drift-issue: false'),
  ];
}

export function neededByAdopt(): readonly NeededPermission[] {
  return [
    { permission: 'actions: read', without: 'it cannot tell whether an apply is running' },
    need('contents: write'),
    { permission: 'deployments: read', without: 'it cannot tell what was applied last' },
    need('pull-requests: write'),
  ];
}

function writingOnPullRequest({ event, inputs }: Needing): readonly NeededPermission[] {
  const isThere = (inputs.pullRequest ?? event.pullRequest?.number) !== undefined;
  const switches = [
    ...(inputs.comment === 'never' ? [] : ['comment: never']),
    ...(inputs.planLabels ? ['plan-labels: false'] : []),
  ];
  return isThere && switches.length > 0 ? [need('pull-requests: write', switches.join(' and '))] : [];
}

function need(permission: Permission, unless?: string): NeededPermission {
  return { permission, ...(unless !== undefined && { unless }) };
}
