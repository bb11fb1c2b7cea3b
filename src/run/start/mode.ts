import type { GitHubEvent, MergeGroupEvent } from './event.ts';

export const modes = ['auto', 'validate', 'plan', 'apply', 'drift', 'adopt', 'import'] as const;
export type RequestedMode = (typeof modes)[number];
export type Mode = Exclude<RequestedMode, 'auto'>;

/** A merge queue's run makes a plan, too: it holds it against what was reviewed, where a pull request's shows it for review. */
type Work = { readonly mode: Mode } | { readonly mode: 'merge-group'; readonly group: MergeGroupEvent };

/** As the output `mode` calls it. */
export function modeName({ mode }: Work): Mode {
  return mode === 'merge-group' ? 'plan' : mode;
}

export type Decision =
  | ({
      readonly kind: 'run';
      readonly why: string;
      /** A plan was meant, and the workflow passes no Aiven token: somebody has to hear of it. */
      readonly lacksAivenToken?: true;
    } & Work)
  /** Nothing to do for this event, which is fine. */
  | { readonly kind: 'skip'; readonly why: string }
  /** The event must not get further. */
  | { readonly kind: 'refuse'; readonly why: string; readonly hint: string };

/**
 * Which mode an event runs; decided before any secret is looked at. Events that run with the repository's secrets
 * on somebody else's text are refused; runs that are not trusted with secrets validate offline, whether or not a
 * secret reaches them. Only a push to the default branch, or a person who asks for it on that branch, applies.
 * docs/events.md is the whole table, and a test holds it against this function.
 */
export function decideMode(options: {
  readonly event: GitHubEvent;
  readonly requested: RequestedMode;
}): Decision {
  const { event, requested } = options;
  const refusal = refusedEvent(event);
  if (refusal !== undefined) return refusal;
  if (requested === 'validate') return run('validate', 'the input mode asks for it');
  const nothing = requested === 'auto' ? nothingToDo(event) : undefined;
  if (nothing !== undefined) return { kind: 'skip', why: nothing };
  const untrusted = untrustedReason(event);
  if (untrusted !== undefined) return run('validate', untrusted);
  if (requested === 'auto') return automatic(event);
  if (requested === 'import') return importing(event);
  if (requested === 'adopt') return adopting(event);
  if (requested !== 'plan' && !mayChange(event)) {
    const branch = event.repository.defaultBranch;
    const consequence = requested === 'apply' ? 'apply' : 'report as drift';
    return refuse(
      `mode: ${requested} on ${event.name} of ${event.ref} would ${consequence} what is not on ${branch}`,
      `Run it on a push to ${branch}, on a schedule, or by workflow_dispatch on that branch.`,
    );
  }
  return requested === 'plan'
    ? plan(event, 'the input mode asks for it')
    : run(requested, 'the input mode asks for it');
}

/** What a mode that reads live services becomes when the workflow passes no aiven-token. */
export function withoutAivenToken(decision: Decision, event: GitHubEvent): Decision {
  if (decision.kind !== 'run' || decision.mode === 'validate') return decision;
  if (modeName(decision) === 'plan' && (isPullRequest(event) || event.name === 'merge_group')) {
    const why = 'the input aiven-token is empty';
    return { kind: 'run', mode: 'validate', why, lacksAivenToken: true };
  }
  return refuse(
    'the input aiven-token is empty',
    'Pass it as aiven-token: ${{ secrets.AIVEN_TOKEN }}, or set mode: validate to check the spec only.',
  );
}

const privilegedEvents = new Map([
  ['pull_request_target', 'it runs with secrets on the text of a pull request'],
  ['workflow_run', 'it runs with secrets after a run that anybody can start'],
  ['issue_comment', 'anybody who may comment can start it, and it names no commit'],
]);

/** Events that only people and systems with write access can cause, or that bring no secrets otherwise. */
const supportedEvents = new Set([
  'pull_request',
  'pull_request_review',
  'push',
  'merge_group',
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'release',
  'deployment',
]);

function refusedEvent(event: GitHubEvent): Decision | undefined {
  const reason = privilegedEvents.get(event.name);
  if (reason !== undefined) {
    return refuse(
      `the event ${event.name} is not supported: ${reason}`,
      'Use on: pull_request. Pull requests from forks are validated without secrets, and a maintainer gets the plan by pushing the branch to this repository. To apply by hand, use on: workflow_dispatch with approve-digest.',
    );
  }
  if (!supportedEvents.has(event.name)) {
    return refuse(
      `the event ${event.name} is not supported: it is not known who can cause it`,
      `Use one of ${[...supportedEvents].join(', ')}.`,
    );
  }
  if (event.name === 'schedule' && !isDefaultBranch(event)) {
    return refuse(
      `a schedule on ${event.ref} would report as drift what is not on ${event.repository.defaultBranch}`,
      'GitHub runs schedules on the default branch only; run this workflow there.',
    );
  }
  return undefined;
}

const dependabot = 'dependabot[bot]';

function untrustedReason(event: GitHubEvent): string | undefined {
  if (event.pullRequest?.fork) return 'pull request from a fork: no credentials reach this run';
  if (event.actor !== dependabot && event.sender !== dependabot) return undefined;
  return isPullRequest(event)
    ? 'pull request from Dependabot: no credentials reach this run'
    : `${event.name} by Dependabot: no credentials reach this run; the next push, or a run by hand, applies what is merged`;
}

/** Whether the commit is the default branch's own, so that its spec is the one that counts. */
function mayChange(event: GitHubEvent): boolean {
  return !isPullRequest(event) && event.name !== 'merge_group' && isDefaultBranch(event);
}

function nothingToDo(event: GitHubEvent): string | undefined {
  if (event.name === 'push' && event.deleted) return 'a branch or tag was deleted';
  if (event.name !== 'pull_request' || event.action !== 'closed') return undefined;
  return event.pullRequest?.merged
    ? 'the push that the merge makes applies it'
    : 'closed without a merge: nothing is applied';
}

function automatic(event: GitHubEvent): Decision {
  switch (event.name) {
    case 'pull_request':
    case 'pull_request_review':
      return run('plan', 'pull request');
    case 'merge_group':
      return plan(event, 'merge queue: the plan must be possible, nothing is applied');
    case 'push':
      return isDefaultBranch(event)
        ? run('apply', `push to ${event.repository.defaultBranch}`)
        : run('validate', `push to ${event.ref}, which is not ${event.repository.defaultBranch}`);
    case 'schedule':
      return run('drift', 'schedule');
    default:
      return run('plan', `event ${event.name}`);
  }
}

/** It shows what a whole project has, so that somebody has to ask for it. It changes nothing, on whatever branch. */
function importing({ name }: GitHubEvent): Decision {
  if (name === 'workflow_dispatch' || name === 'repository_dispatch') {
    return run('import', 'the input mode asks for it');
  }
  return refuse(
    `mode: import on ${name} would read a whole project where nobody asked for it`,
    'Run it by hand: on: workflow_dispatch.',
  );
}

/** It proposes what is live to whoever reads the repository: on a schedule, or because somebody asks for it, and of the default branch. */
function adopting(event: GitHubEvent): Decision {
  const branch = event.repository.defaultBranch;
  const isAsked = ['schedule', 'workflow_dispatch', 'repository_dispatch'].includes(event.name);
  if (isAsked && mayChange(event)) return run('adopt', 'the input mode asks for it');
  return refuse(
    isAsked
      ? `mode: adopt on ${event.ref} would take into ${branch} what differs from another branch`
      : `mode: adopt on ${event.name} would open pull requests where nobody asked for it`,
    `Run it by hand on ${branch}: on: workflow_dispatch. Or on a schedule.`,
  );
}

function isPullRequest(event: GitHubEvent): boolean {
  return event.pullRequest !== undefined;
}

/** The payload of a push names the branch too; when it was deleted, `GITHUB_REF` is the default branch instead. */
function isDefaultBranch(event: GitHubEvent): boolean {
  const ref = `refs/heads/${event.repository.defaultBranch}`;
  return event.ref === ref && (event.pushedRef ?? ref) === ref && !event.deleted;
}

function plan({ mergeGroup: group }: GitHubEvent, why: string): Decision {
  return group === undefined ? run('plan', why) : { kind: 'run', mode: 'merge-group', group, why };
}

function run(mode: Mode, why: string): Decision {
  return { kind: 'run', mode, why };
}

function refuse(why: string, hint: string): Decision {
  return { kind: 'refuse', why, hint };
}
