import { type FirstSeen, readFirstSeen, seenAgain } from '../model/first-seen.ts';
import type { GitHubClient } from './http/client.ts';
import { isFailure } from './http/github-error.ts';
import { pagesOf } from './http/paging.ts';
import { writeOnce } from './http/write-once.ts';
import { ensureLabels, type Label } from './labels.ts';
import { hasMarker, readMarker, requireMarker } from './marker.ts';
import * as shapes from './wire/shapes.ts';

/** What tells the issue from all others: its marker, its first label and that this token's identity opened it. */
export interface DriftIssueKey {
  /** See `marker.ts`. The JSON of the marker carries `first` (ISO time), `seen` (a number) and `since` (`FirstSeen` as text). */
  readonly marker: string;
  /** At least one. */
  readonly labels: readonly [Label, ...Label[]];
}

export interface DriftHistory {
  /** ISO 8601. */
  readonly firstSeen: string;
  /** Checks in a row that found a difference, this one included. */
  readonly seen: number;
  /** Since when what lasts is there, thing by thing. */
  readonly since: FirstSeen;
}

export interface DriftIssue extends Partial<DriftHistory> {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed';
}

export interface DriftReport extends DriftIssueKey {
  readonly assignees?: readonly string[];
  /** What was counted before an issue was open; this check is not in it. */
  readonly before?: DriftHistory;
  /** Names of what is seen to last now. */
  readonly lasting: readonly string[];
  /** Only an issue that is open is written, and it is not counted as one more check. */
  readonly onlyIfOpen?: true;
  /** Title and body; the body starts with the marker, whose JSON carries the history. */
  readonly render: (history: DriftHistory) => { readonly title: string; readonly body: string };
}

export type ReportedDriftIssue =
  | (DriftHistory & {
      readonly action: 'opened' | 'updated' | 'unchanged' | 'reopened';
      readonly number: number;
      readonly url: string;
    })
  | { readonly action: 'none' };

export type ClosedDriftIssue =
  | { readonly action: 'closed'; readonly number: number; readonly url: string }
  | { readonly action: 'none' };

/** The open issue; when none is open, the one that was opened last; undefined: there never was one. Locked issues do not count. */
export async function findDriftIssue(
  client: GitHubClient,
  key: DriftIssueKey,
): Promise<DriftIssue | undefined> {
  const found = choose(await ownIssues(client, key)).current;
  return found && { number: found.number, url: found.url, state: found.state, ...historyOf(found) };
}

/**
 * Says that there is drift: updates the open issue, reopens the last one, or opens the first. Issues of ours
 * that are open beside it are closed and point to it. A locked issue is a person's decision: it is left as it is.
 */
export async function openOrUpdateDriftIssue(
  client: GitHubClient,
  options: DriftReport,
): Promise<ReportedDriftIssue> {
  const { current, extra } = choose(await ownIssues(client, options));
  if (options.onlyIfOpen && current?.state !== 'open') return { action: 'none' };
  const history = nextHistory(current, options, client.clock.now());
  const { title, body } = options.render(history);
  requireMarker(body, options.marker);
  if (current === undefined) {
    const opened = await openIssue(client, options, title, body);
    // Another run may have opened one at the same time; whoever was last sees both.
    const { current: newest = opened, extra: older } = choose(await ownIssues(client, options));
    for (const issue of older) await closeAsDuplicate(client, issue, newest);
    return { number: newest.number, url: newest.url, ...history, action: 'opened' };
  }
  for (const issue of extra) await closeAsDuplicate(client, issue, current);
  const result = { number: current.number, url: current.url, ...history };
  if (current.state === 'closed') {
    await updateIssue(client, current.number, { title, body, state: 'open', state_reason: 'reopened' });
    return { ...result, action: 'reopened' };
  }
  if (current.title === title && current.body === body) return { ...result, action: 'unchanged' };
  await updateIssue(client, current.number, { title, body });
  return { ...result, action: 'updated' };
}

/** Says that there is no drift (any more): closed, with one comment. Nothing is written when no issue is open. */
export async function closeDriftIssue(
  client: GitHubClient,
  options: DriftIssueKey & { readonly comment?: string },
): Promise<ClosedDriftIssue> {
  const { current, extra } = choose(await ownIssues(client, options));
  if (current === undefined || current.state === 'closed') return { action: 'none' };
  for (const issue of extra) await closeAsDuplicate(client, issue, current);
  await updateIssue(client, current.number, { state: 'closed', state_reason: 'completed' });
  if (options.comment !== undefined) await addComment(client, current.number, options.comment);
  return { action: 'closed', number: current.number, url: current.url };
}

interface OwnIssue {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
}

const maxPages = 10;

/** Newest first; unlocked only. */
async function ownIssues(client: GitHubClient, key: DriftIssueKey): Promise<readonly OwnIssue[]> {
  const marked = await markedIssues(client, key);
  const own = (): typeof marked => marked.filter(({ user }) => client.identity.isOwn(user));
  if (own().length === 0 && marked.length > 0) await client.identity.ask();
  return own()
    .filter(({ locked }) => !locked)
    .map(({ number, html_url, state, title, body }) => ({
      number,
      url: html_url,
      state,
      title,
      body: body ?? '',
    }))
    .sort((a, b) => b.number - a.number);
}

async function markedIssues(client: GitHubClient, { marker, labels }: DriftIssueKey) {
  const label = labels[0].name;
  const pages = pagesOf(
    (page) =>
      client.call(
        'GET /repos/{owner}/{repo}/issues',
        { state: 'all', labels: label, per_page: 100, page },
        { permission: 'issues: read', answer: shapes.issues },
      ),
    {
      maxPages,
      operation: 'GET /repos/{owner}/{repo}/issues',
      tooMany: `more than ${maxPages * 100} issues have the label ${label}`,
    },
  );
  const marked = [];
  for await (const { data } of pages) {
    // GitHub lists pull requests as issues too.
    marked.push(...data.filter((issue) => issue.pull_request === undefined && hasMarker(issue.body, marker)));
  }
  return marked;
}

function choose(issues: readonly OwnIssue[]): {
  readonly current: OwnIssue | undefined;
  readonly extra: readonly OwnIssue[];
} {
  const open = issues.filter(({ state }) => state === 'open');
  const current = open[0] ?? issues[0];
  return { current, extra: open.slice(1) };
}

function historyOf({ body }: OwnIssue): Partial<DriftHistory> {
  const { first, seen, since } = readMarker(body) ?? {};
  return {
    since: readFirstSeen(since),
    ...(typeof first === 'string' && !Number.isNaN(Date.parse(first)) && { firstSeen: first }),
    ...(Number.isSafeInteger(seen) && Number(seen) > 0 && { seen: Number(seen) }),
  };
}

/** A closed issue means that the drift was gone: counting starts again. */
function nextHistory(
  issue: OwnIssue | undefined,
  { before: counted, lasting, onlyIfOpen }: Pick<DriftReport, 'before' | 'lasting' | 'onlyIfOpen'>,
  now: Date,
): DriftHistory {
  const before = issue?.state === 'open' ? historyOf(issue) : (counted ?? {});
  return {
    firstSeen: before.firstSeen ?? now.toISOString(),
    seen: (before.seen ?? 0) + (onlyIfOpen ? 0 : 1),
    since: seenAgain(before.since ?? {}, lasting, now),
  };
}

async function openIssue(
  client: GitHubClient,
  options: DriftReport,
  title: string,
  body: string,
): Promise<{ readonly number: number; readonly url: string }> {
  const { identity, clock } = client;
  await ensureLabels(client, options.labels);
  return writeOnce({
    clock,
    write: async () => {
      const { data } = await client.call(
        'POST /repos/{owner}/{repo}/issues',
        {
          title,
          body,
          labels: options.labels.map(({ name }) => name),
          ...(options.assignees && { assignees: [...options.assignees] }),
        },
        { permission: 'issues: write', answer: shapes.issue },
      );
      identity.learnFromOwn(data.user);
      return { number: data.number, url: data.html_url };
    },
    lookUp: async () => {
      const found = (await ownIssues(client, options)).find(({ state }) => state === 'open');
      return found && { number: found.number, url: found.url };
    },
  });
}

async function closeAsDuplicate(
  client: GitHubClient,
  issue: OwnIssue,
  current: Pick<OwnIssue, 'number'>,
): Promise<void> {
  const [marker = '', ...rest] = issue.body.split('\n');
  const body = [marker, `Continued in #${current.number}.`, '', ...rest].join('\n').slice(0, 60_000);
  await updateIssue(client, issue.number, { body, state: 'closed', state_reason: 'not_planned' });
}

/** Tried once: a comment that is missing harms less than one that stands there twice. */
async function addComment(client: GitHubClient, number: number, body: string): Promise<void> {
  await client.call(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { issue_number: number, body },
    { permission: 'issues: write', answer: shapes.comment },
  );
}

/** Doing it twice does no harm, so it is simply done again when GitHub fails. */
async function updateIssue(
  client: GitHubClient,
  number: number,
  change: {
    readonly title?: string;
    readonly body?: string;
    readonly state?: 'open' | 'closed';
    readonly state_reason?: 'completed' | 'not_planned' | 'reopened';
  },
): Promise<void> {
  const write = async (): Promise<void> => {
    await client.call(
      'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
      { issue_number: number, ...change },
      { permission: 'issues: write', answer: shapes.issue },
    );
  };
  try {
    await writeOnce({ clock: client.clock, write, lookUp: async () => undefined });
  } catch (error) {
    if (isFailure(error, 'not-found')) return; // transferred or deleted meanwhile; the next check starts anew
    throw error;
  }
}
