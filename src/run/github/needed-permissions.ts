import type { Permission } from '../../github/http/github-error.ts';
import type { Session } from '../session.ts';
import { isOwnAnchor } from '../start/event.ts';

export interface NeededPermission {
  readonly permission: Permission;
  /** The inputs with which the run does without it; undefined: it cannot. */
  readonly unless?: string;
}

/** What decides which permissions a run needs; what an input switches off is not asked for. docs/events.md has the table. */
type Run = Pick<Session, 'event' | 'inputs'>;

export function neededByPlan({ event, inputs }: Run): readonly NeededPermission[] {
  const isVerified = event.mergeGroup !== undefined && inputs.requirePlan;
  const onPullRequest = writingOnPullRequest({ event, inputs });
  return [
    ...(event.pullRequest === undefined ? [] : [need('checks: write')]),
    ...(isVerified ? [need('checks: read')] : []),
    ...(isOwnAnchor(event) ? [] : [need('contents: read')]),
    ...(isVerified ? [need('deployments: read')] : []),
    ...(onPullRequest.length === 0 && isVerified ? [need('pull-requests: read')] : onPullRequest),
  ];
}

/** `tellsPullRequests`: there are merged pull requests whose comments say how the apply went. */
export function neededByApply(
  { inputs }: Pick<Run, 'inputs'>,
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

export function neededByDrift({ inputs }: Pick<Run, 'inputs'>): readonly NeededPermission[] {
  if (!inputs.driftIssue) return [];
  return [
    ...(inputs.driftThreshold > 1 ? [need('checks: write', 'drift-threshold: 1')] : []),
    need('issues: write', 'drift-issue: false'),
  ];
}

function writingOnPullRequest({ event, inputs }: Run): readonly NeededPermission[] {
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
