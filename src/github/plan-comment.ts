import type { GitHubClient } from './http/client.ts';
import { isFailure } from './http/github-error.ts';
import { pagesOf } from './http/paging.ts';
import { writeOnce } from './http/write-once.ts';
import { hasMarker, readMarker, requireMarker } from './marker.ts';
import * as shapes from './wire/shapes.ts';

export interface UpsertComment {
  readonly pullRequest: number;
  /** See `marker.ts`. */
  readonly marker: string;
  /** Starts with the marker; GitHub takes 65,536 characters. */
  readonly body: string;
  /** False: update the comment if there is one, and write none otherwise. */
  readonly create: boolean;
  /** Says that a comment that stands there need not be rewritten; the same text, when left out. */
  readonly isSame?: (before: string, after: string) => boolean;
}

export type UpsertedComment =
  | { readonly action: 'created' | 'updated' | 'unchanged'; readonly id: number; readonly url: string }
  | { readonly action: 'none' };

export interface CommentRecord {
  readonly id: number;
  readonly url: string;
  /** The JSON of the marker line; empty when somebody broke it. */
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * Keeps one comment per marker. It is found by its marker and its author; comments of others with the same
 * marker are left alone, and so are their bodies. When a race has left several of ours, the oldest is kept.
 */
export async function upsertComment(client: GitHubClient, options: UpsertComment): Promise<UpsertedComment> {
  const { pullRequest, marker, body, create } = options;
  requireMarker(body, marker);
  const [first, ...duplicates] = await ownComments(client, pullRequest, marker);
  for (const { id } of duplicates) await deleteComment(client, id);
  if (first !== undefined) {
    if (first.body === body || options.isSame?.(first.body, body))
      return { action: 'unchanged', id: first.id, url: first.url };
    const updated = await updateComment(client, first, body);
    if (updated) return { action: 'updated', id: first.id, url: first.url };
  }
  if (!create) return { action: 'none' };
  const created = await createComment(client, options);
  return settleRace(client, options, created);
}

/**
 * Another run may have written its comment at the same time. The later one gives way: it takes its own back and
 * writes into the older one. Whoever wrote last always sees both.
 */
async function settleRace(
  client: GitHubClient,
  { pullRequest, marker, body }: UpsertComment,
  created: OwnComment,
): Promise<UpsertedComment> {
  const [oldest] = await ownComments(client, pullRequest, marker);
  if (oldest === undefined || oldest.id >= created.id) {
    return { action: 'created', id: created.id, url: created.url };
  }
  await deleteComment(client, created.id);
  // It was listed just now: that it cannot be found is a failure, which says nothing about whether it is there.
  if (oldest.body !== body) await updateListed(client, oldest, body);
  return { action: 'updated', id: oldest.id, url: oldest.url };
}

/** Rewrites our comment, if there is one, from what it says; `revise` answers undefined to leave it. */
export async function reviseComment(
  client: GitHubClient,
  options: Pick<UpsertComment, 'pullRequest' | 'marker'> & {
    readonly revise: (before: string) => string;
  },
): Promise<boolean> {
  const [comment] = await ownComments(client, options.pullRequest, options.marker);
  if (comment === undefined) return false;
  const body = options.revise(comment.body);
  if (body === comment.body) return false;
  requireMarker(body, options.marker);
  return updateComment(client, comment, body);
}

/** Our comment's place and the JSON of its marker, to show it; undefined: there is none. No decision may rest on it. */
export async function readComment(
  client: GitHubClient,
  options: Pick<UpsertComment, 'pullRequest' | 'marker'>,
): Promise<CommentRecord | undefined> {
  const [comment] = await ownComments(client, options.pullRequest, options.marker);
  return comment && { id: comment.id, url: comment.url, record: readMarker(comment.body) ?? {} };
}

interface OwnComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
}

/** Pages of 100 comments. */
const maxPages = 30;

/** Oldest first. */
async function ownComments(
  client: GitHubClient,
  pullRequest: number,
  marker: string,
): Promise<readonly OwnComment[]> {
  const marked = await markedComments(client, pullRequest, marker);
  const own = (): typeof marked => marked.filter(({ user }) => client.identity.isOwn(user));
  if (own().length === 0 && marked.length > 0) await client.identity.ask();
  return own().map(({ id, html_url, body = '' }) => ({ id, url: html_url, body }));
}

async function markedComments(client: GitHubClient, pullRequest: number, marker: string) {
  const pages = pagesOf(
    (page) =>
      client.call(
        'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        { issue_number: pullRequest, per_page: 100, page },
        { permission: 'pull-requests: read', answer: shapes.comments },
      ),
    {
      maxPages,
      operation: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      tooMany: `#${pullRequest} has more than ${maxPages * 100} comments`,
    },
  );
  const marked = [];
  for await (const { data } of pages) marked.push(...data.filter(({ body }) => hasMarker(body, marker)));
  return marked;
}

async function createComment(client: GitHubClient, options: UpsertComment): Promise<OwnComment> {
  const { identity, clock } = client;
  const { pullRequest, marker, body } = options;
  return writeOnce({
    clock,
    write: async () => {
      const { data } = await client.call(
        'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
        { issue_number: pullRequest, body },
        { permission: 'pull-requests: write', answer: shapes.comment },
      );
      if (!identity.isOwn(data.user)) {
        // Not the identity that was assumed, so older comments of ours were not recognised before.
        identity.learnFromOwn(data.user);
        const older = await ownComments(client, pullRequest, marker);
        for (const { id } of older) if (id !== data.id) await deleteComment(client, id);
      }
      return { id: data.id, url: data.html_url, body };
    },
    lookUp: async () => {
      const [found] = await ownComments(client, pullRequest, marker);
      if (found !== undefined && found.body !== body) await updateComment(client, found, body);
      return found;
    },
  });
}

/** False when the comment is gone: somebody deleted it meanwhile. */
async function updateComment(client: GitHubClient, comment: OwnComment, body: string): Promise<boolean> {
  try {
    await updateListed(client, comment, body);
    return true;
  } catch (error) {
    if (isFailure(error, 'not-found')) return false;
    throw error;
  }
}

async function updateListed(client: GitHubClient, { id }: OwnComment, body: string): Promise<void> {
  const write = async (): Promise<true> => {
    await client.call(
      'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
      { comment_id: id, body },
      { permission: 'pull-requests: write', answer: shapes.comment },
    );
    return true;
  };
  const lookUp = async (): Promise<true | undefined> => {
    const { data } = await client.call(
      'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
      { comment_id: id },
      { permission: 'pull-requests: read', answer: shapes.comment },
    );
    return data.body === body ? true : undefined;
  };
  await writeOnce({ clock: client.clock, write, lookUp });
}

async function deleteComment(client: GitHubClient, id: number): Promise<void> {
  const write = async (): Promise<void> => {
    try {
      await client.call(
        'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
        { comment_id: id },
        { permission: 'pull-requests: write', answer: shapes.nothing },
      );
    } catch (error) {
      if (!isFailure(error, 'not-found')) throw error; // gone is what was wanted
    }
  };
  await writeOnce({ clock: client.clock, write, lookUp: async () => undefined });
}
