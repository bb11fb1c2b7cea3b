import type { GitHub, GitHubReader } from '../github/github.ts';
import type { Clock } from '../model/clock.ts';
import type { Link, SourceLinks } from '../report/words/report-context.ts';
import type { Ports } from './ports.ts';
import type { Outlet } from './runner/outlet.ts';
import type { GitHubEvent } from './start/event.ts';
import type { Inputs, Tokens } from './start/inputs.ts';
import type { Ending } from './tell/ending.ts';

/*
 * The parts of a run, from the least to the most. The type of a parameter says what a function can do at most:
 * it takes the first of these that has what it uses.
 */

/** Plain facts: enough to make a sentence, and for nothing else. */
export interface Facts {
  readonly event: GitHubEvent;
  /** Without the tokens. */
  readonly inputs: Inputs;
  /** Where the repository lies in the workspace; empty: it is the workspace. */
  readonly checkoutFolder: string;
}

/** May speak in the run's own places (log, annotations, outputs, summary, files) and read the checkout. */
export interface Speaking extends Facts {
  readonly out: Outlet;
  readonly clock: Clock;
  /** Where the checkout is. */
  readonly workspace: string;
  /** Where files for later steps go. */
  readonly outputFolder: string;
  /** The `KAFKA_SECRET_…` variables that are there, set or empty, without their values. */
  readonly secretVariables: ReadonlySet<string>;
  /** What the run has come to, once it has. */
  readonly ending: Ending;
}

/** May ask GitHub, too. */
export interface Asking extends Speaking {
  /** Undefined when the workflow gives no github-token. */
  readonly github: GitHubReader | undefined;
}

/** May write on GitHub, too. */
export interface Writing extends Asking {
  readonly github: GitHub | undefined;
}

/** The whole: may open secrets, and connect to Aiven and Kafka. For the modes, and for what prepares their systems. */
export interface Session extends Writing {
  readonly tokens: Tokens;
  readonly ports: Ports;
}

/** `kafka #482` */
export function runLink({ event }: Pick<Facts, 'event'>): Link {
  return { label: `${event.run.workflow} #${event.run.number}`, url: event.run.url };
}

/** The page of the workflow, on which it can be run by hand. */
export function workflowLink({ event }: Pick<Facts, 'event'>): Link {
  return { label: event.run.workflow, url: event.run.workflowUrl };
}

/** The one branch that this action writes for a spec. A name is made what git takes. */
export function adoptBranch(name: string): string {
  return `aiven-kafka/adopt-${name.replace(/\.(?=\.|$)|(?<=\.loc)k$/g, '-')}`;
}

/** The open pull request from that branch, whether or not there is one. */
export function pullRequestLink({ event }: Pick<Facts, 'event'>, name: string): Link {
  const query = encodeURIComponent(`is:pr is:open head:${adoptBranch(name)}`);
  return { label: 'open already', url: `${event.repository.url}/pulls?q=${query}` };
}

export function sourceLinks(
  { event, checkoutFolder }: Pick<Facts, 'event' | 'checkoutFolder'>,
  sha: string,
): SourceLinks {
  return { commitUrl: `${event.repository.url}/blob/${sha}`, checkoutFolder };
}

/** The commit that people see: a pull request's head, not GitHub's merge commit. */
export function headSha({ event }: Pick<Facts, 'event'>): string {
  return event.pullRequest?.headSha ?? event.sha;
}
