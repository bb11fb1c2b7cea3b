import type { GitHub } from '../github/github.ts';
import type { Link } from '../report/words/report-context.ts';
import type { Ports } from './ports.ts';
import type { Outlet } from './runner/outlet.ts';
import type { GitHubEvent } from './start/event.ts';
import type { Inputs } from './start/inputs.ts';

/** What every mode needs, settled before any of them starts. */
export interface Session {
  readonly ports: Ports;
  readonly inputs: Inputs;
  readonly event: GitHubEvent;
  readonly out: Outlet;
  /** Undefined when the workflow gives no github-token. */
  readonly github: GitHub | undefined;
}

/** `kafka #482` */
export function runLink({ event }: Session): Link {
  return { label: `${event.run.workflow} #${event.run.number}`, url: event.run.url };
}

export function sourceUrl({ event, ports }: Session, sha: string): string {
  const server = ports.env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  return `${server}/${event.repository.owner}/${event.repository.repo}/blob/${sha}`;
}

/** The commit that people see: a pull request's head, not GitHub's merge commit. */
export function headSha({ event }: Session): string {
  return event.pullRequest?.headSha ?? event.sha;
}
