import type { GitHubEvent } from './event.ts';

export const modes = ['auto', 'validate', 'plan', 'apply', 'drift'] as const;
export type RequestedMode = (typeof modes)[number];
export type Mode = Exclude<RequestedMode, 'auto'>;

export type Decision =
  | { readonly kind: 'run'; readonly mode: Mode; readonly why: string }
  /** Nothing to do for this event, which is fine. */
  | { readonly kind: 'skip'; readonly why: string }
  /** The event must not get further. */
  | { readonly kind: 'refuse'; readonly why: string; readonly hint: string };

/**
 * Which mode an event runs. Events that run with the repository's secrets on somebody else's text are refused;
 * runs without secrets validate offline. Only a push to the default branch, or a person who asks for it on that
 * branch, applies.
 */
export function decideMode(options: {
  readonly event: GitHubEvent;
  readonly requested: RequestedMode;
  readonly hasAivenToken: boolean;
}): Decision {
  const { event, requested } = options;
  const refusal = refusePrivileged(event);
  if (refusal !== undefined) return refusal;
  if (requested === 'validate') return run('validate', 'the input mode asks for it');
  const untrusted = untrustedReason(event);
  if (untrusted !== undefined) return run('validate', untrusted);
  if (!options.hasAivenToken) {
    if (requested === 'auto' && event.name === 'pull_request')
      return run('validate', 'no aiven-token reaches this run');
    return refuse(
      'the input aiven-token is empty',
      'Pass it as aiven-token: ${{ secrets.AIVEN_TOKEN }}, or set mode: validate to check the spec only.',
    );
  }
  if (requested === 'apply' && !mayApply(event)) {
    return refuse(
      `mode: apply on ${event.name} of ${event.ref} would apply what is not on ${event.repository.defaultBranch}`,
      `Run it on a push to ${event.repository.defaultBranch}, or by workflow_dispatch on that branch.`,
    );
  }
  return requested === 'auto' ? automatic(event) : run(requested, 'the input mode asks for it');
}

const privilegedEvents = new Map([
  ['pull_request_target', 'it runs with secrets on the text of a pull request'],
  ['workflow_run', 'it runs with secrets after a run that anybody can start'],
  ['issue_comment', 'anybody who may comment can start it, and it names no commit'],
]);

function refusePrivileged(event: GitHubEvent): Decision | undefined {
  const reason = privilegedEvents.get(event.name);
  if (reason === undefined) return undefined;
  return refuse(
    `the event ${event.name} is not supported: ${reason}`,
    'Use on: pull_request. Pull requests from forks are validated without secrets, and a maintainer gets the plan by pushing the branch to this repository.',
  );
}

function untrustedReason(event: GitHubEvent): string | undefined {
  if (event.pullRequest?.fork) return 'pull request from a fork: no credentials reach this run';
  if (event.pullRequest !== undefined && event.actor === 'dependabot[bot]') {
    return 'pull request from Dependabot: no credentials reach this run';
  }
  return undefined;
}

function mayApply(event: GitHubEvent): boolean {
  return event.name !== 'pull_request' && event.name !== 'merge_group' && isDefaultBranch(event);
}

function automatic(event: GitHubEvent): Decision {
  switch (event.name) {
    case 'pull_request':
      if (event.action === 'closed') {
        return {
          kind: 'skip',
          why: event.pullRequest?.merged
            ? 'the push that the merge makes applies it'
            : 'closed without a merge: nothing is applied',
        };
      }
      return run('plan', 'pull request');
    case 'merge_group':
      return run('plan', 'merge queue: the plan must be possible, nothing is applied');
    case 'push':
      return isDefaultBranch(event)
        ? run('apply', `push to ${event.repository.defaultBranch}`)
        : run('validate', `push to another branch than ${event.repository.defaultBranch}`);
    case 'schedule':
      return run('drift', 'schedule');
    default:
      return run('plan', `event ${event.name}`);
  }
}

function isDefaultBranch(event: GitHubEvent): boolean {
  return event.ref === `refs/heads/${event.repository.defaultBranch}`;
}

function run(mode: Mode, why: string): Decision {
  return { kind: 'run', mode, why };
}

function refuse(why: string, hint: string): Decision {
  return { kind: 'refuse', why, hint };
}
