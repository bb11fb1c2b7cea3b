import type { GitHubClient } from '../http/client.ts';
import { isFailure } from '../http/github-error.ts';
import { writeOnce } from '../http/write-once.ts';
import { hasMarker, readMarker, requireMarker } from '../marker.ts';
import * as shapes from '../wire/shapes.ts';

/** A pull request from a branch of this action. */
export interface Proposal {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed' | 'merged';
  /** Written by a program, with the marker: one that somebody opened by hand from the branch is not edited. */
  readonly isOwn: boolean;
  /** What its hidden line says; for display and for telling whether anything changed. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly title: string;
  readonly body: string;
}

export interface ProposalKey {
  /** In this repository. */
  readonly branch: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
  readonly marker: string;
}

export interface ProposalText {
  readonly title: string;
  /** Begins with the marker. */
  readonly body: string;
}

/** The pull requests from the branch, newest first; of closed ones the last few. */
export async function proposals(
  client: GitHubClient,
  { branch, base, marker }: ProposalKey,
): Promise<readonly Proposal[]> {
  const { data } = await client.call(
    'GET /repos/{owner}/{repo}/pulls',
    { head: `${client.repository.owner}:${branch}`, base, state: 'all', per_page: 10 },
    { permission: 'pull-requests: read', answer: shapes.proposedPulls },
  );
  return data.map((pull) => proposalOf(client, pull, marker));
}

/** `forbidden`: the repository lets no job's token open pull requests, whatever its permissions. */
export type Opened = { readonly is: 'opened'; readonly proposal: Proposal } | { readonly is: 'forbidden' };

export async function openProposal(
  client: GitHubClient,
  request: ProposalKey & ProposalText,
): Promise<Opened> {
  const { branch, base, marker, title, body } = request;
  requireMarker(body, marker);
  const write = async (): Promise<Opened> => {
    const { data } = await client.call(
      'POST /repos/{owner}/{repo}/pulls',
      { head: branch, base, title, body },
      { permission: 'pull-requests: write', answer: shapes.proposedPull },
    );
    client.identity.learnFromOwn(data.user);
    return { is: 'opened', proposal: proposalOf(client, data, marker) };
  };
  const lookUp = async (): Promise<Opened | undefined> => {
    const found = (await proposals(client, request)).find(({ state }) => state === 'open');
    return found && { is: 'opened', proposal: found };
  };
  try {
    return await writeOnce({ clock: client.clock, write, lookUp });
  } catch (error) {
    // A missing permission has another sentence; this is the setting of the repository.
    if (isFailure(error, 'refused') && error.failure.kind === 'refused' && error.failure.status === 403)
      return { is: 'forbidden' };
    throw error;
  }
}

/** Doing it twice does no harm. */
export async function updateProposal(
  client: GitHubClient,
  {
    number,
    ...change
  }: { readonly number: number } & Partial<ProposalText> & {
      readonly state?: 'open' | 'closed';
    },
): Promise<void> {
  const write = async (): Promise<void> => {
    await client.call(
      'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
      { pull_number: number, ...change },
      { permission: 'pull-requests: write', answer: shapes.proposedPull },
    );
  };
  await writeOnce({ clock: client.clock, write, lookUp: async () => undefined });
}

/** Closes it, and says why: tried once, since a comment that is missing harms less than one that is there twice. */
export async function closeProposal(
  client: GitHubClient,
  { number, comment }: { readonly number: number; readonly comment: string },
): Promise<void> {
  await client.call(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { issue_number: number, body: comment },
    { permission: 'pull-requests: write', answer: shapes.comment },
  );
  await updateProposal(client, { number, state: 'closed' });
}

function proposalOf(client: GitHubClient, pull: shapes.ProposedPull, marker: string): Proposal {
  const isMerged = pull.merged_at !== undefined;
  const body = pull.body ?? '';
  return {
    number: pull.number,
    url: pull.html_url,
    state: isMerged ? 'merged' : pull.state,
    isOwn: (pull.user?.type === 'Bot' || client.identity.isOwn(pull.user)) && hasMarker(body, marker),
    fields: readMarker(body) ?? {},
    title: pull.title,
    body,
  };
}
