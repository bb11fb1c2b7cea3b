import { createHash } from 'node:crypto';
import type { Adoption } from '../../adopt/adopt.ts';
import type { GitHub } from '../../github/github.ts';
import type { Proposal } from '../../github/proposals/pull-request.ts';
import {
  type AdoptContext,
  adoptBody,
  adoptClosingComment,
  adoptCommitMessage,
  adoptTitle,
} from '../../report/adopt/adopt-pull-request.ts';
import { markerLine, markerPrefix, withoutMarker } from '../../report/words/marker.ts';
import { adoptBranch, runLink, type Writing } from '../session.ts';
import { gitIdOf } from '../spec/at-hand.ts';
import { inRepository } from '../spec/spec-paths.ts';

export type Proposed =
  | { readonly is: 'opened' | 'updated' | 'unchanged'; readonly url: string }
  /** Somebody closed the same proposal, and nobody asked for it again. */
  | { readonly is: 'declined'; readonly url: string }
  /** A commit on the branch is not this action's. */
  | { readonly is: 'foreign'; readonly commit: string; readonly by: string | undefined }
  /** The branch is there, and the repository lets no job open a pull request. */
  | { readonly is: 'forbidden'; readonly compareUrl: string }
  /** The tip of the branch has other files than were planned. */
  | { readonly is: 'other-files'; readonly path: string; readonly tip: string };

/** Puts what was adopted on the branch of the spec and keeps one pull request from it. */
export async function propose(
  session: Writing,
  github: GitHub,
  proposal: {
    readonly adoption: Adoption;
    /** Bytes of the spec's files as they were planned, by path in the workspace. */
    readonly files: ReadonlyMap<string, Uint8Array>;
    readonly context: Omit<AdoptContext, 'digest'>;
    /** Asked for by a person, who may want again what somebody closed. */
    readonly isAsked: boolean;
  },
): Promise<Proposed> {
  const { event, out } = session;
  const { adoption, files, context, isAsked } = proposal;
  const { name } = context;
  const base = event.repository.defaultBranch;
  const branch = adoptBranch(name);
  const tip = await github.headOfBranch(base);
  const planned = idsOf(session, files, tip.length);
  const there = await github.fileIdsAt({ ref: tip, paths: [...planned.keys()] });
  for (const [path, id] of planned) if (there.get(path) !== id) return { is: 'other-files', path, tip };
  const changed = new Set([...adoption.changed.keys()].map((path) => inRepository(session, path)));
  const before = new Map([...planned].filter(([path]) => changed.has(path)));
  const commits = adoption.parts.map(({ units, files: texts }) => ({
    message: adoptCommitMessage(units),
    files: new Map([...texts].map(([path, text]) => [inRepository(session, path) ?? path, text] as const)),
  }));
  const digest = digestOf({ commits, adoption, restore: context.restoreDigest });
  const key = { branch, base, marker: markerPrefix({ kind: 'adopt', id: name }) };
  const own = await github.readOwnBranch({
    branch,
    base: tip,
    isOwnMessage: (text) => trailerOf(text, name) !== undefined,
  });
  if (own.is === 'foreign') return { is: 'foreign', commit: own.commit, by: own.by };
  const [newest] = await github.proposals(key);
  if (isDeclined(newest, digest) && !isAsked) return { is: 'declined', url: newest?.url ?? '' };
  const isThere = own.is === 'own' && own.message !== undefined && trailerOf(own.message, name) === digest;
  // Somebody dropped commits of it: putting them back would take what that person refused.
  if (isThere && own.commits !== commits.length) return { is: 'foreign', commit: own.sha, by: undefined };
  if (!isThere) {
    const wrote = await github.writeBranch({
      branch,
      base: tip,
      before,
      commits: commits.map(({ message, files: texts }) => ({
        message: out.shown(`${message}\n\n${trailer} ${name} ${digest}`),
        files: texts,
      })),
      ...(own.is === 'own' && { over: own.sha }),
    });
    if (wrote.is === 'other-files') return { ...wrote, tip };
    if (wrote.is === 'moved') return { is: 'foreign', commit: branch, by: undefined };
  }
  const title = out.shown(adoptTitle(adoption, name));
  const body = out.shown(adoptBody(adoption, { ...context, digest }));
  if (newest?.state === 'open') {
    const isSame = isThere && newest.fields['digest'] === digest;
    if (newest.isOwn && !isSame) await github.updateProposal({ number: newest.number, title, body });
    return { is: isSame || (isThere && !newest.isOwn) ? 'unchanged' : 'updated', url: newest.url };
  }
  const opened = await github.openProposal({ ...key, title, body });
  return opened.is === 'opened'
    ? { is: 'opened', url: opened.proposal.url }
    : { is: 'forbidden', compareUrl: `${event.repository.url}/compare/${base}...${branch}?expand=1` };
}

/** There is nothing to take over any more: the pull request is closed, and its branch goes. Undefined: there was none. */
export async function withdraw(
  session: Writing,
  github: GitHub,
  { name, why }: { readonly name: string; readonly why: 'no-drift' | 'nothing-sayable' },
): Promise<string | undefined> {
  const { event, out, clock } = session;
  const base = event.repository.defaultBranch;
  const branch = adoptBranch(name);
  const key = { branch, base, marker: markerPrefix({ kind: 'adopt', id: name }) };
  const [newest] = await github.proposals(key);
  if (newest?.state !== 'open' || !newest.isOwn) return undefined;
  const own = await github.readOwnBranch({
    branch,
    base,
    isOwnMessage: (text) => trailerOf(text, name) !== undefined,
  });
  // What somebody else put there is theirs to close.
  if (own.is === 'foreign') return undefined;
  const marker = markerLine({ kind: 'adopt', id: name, fields: { digest: '' } });
  await github.updateProposal({ number: newest.number, body: `${marker}\n${withoutMarker(newest.body)}` });
  const comment = adoptClosingComment(why, { run: runLink(session), checkedAt: clock.now() });
  await github.closeProposal({ number: newest.number, comment: out.shown(comment) });
  if (own.is === 'own' && (await github.headOfBranch(branch)) === own.sha) await github.deleteBranch(branch);
  return newest.url;
}

const trailer = 'Aiven-Kafka-Adopt:';

/** The digest that a commit of this action ends with; undefined: it is another's. */
function trailerOf(message: string, name: string): string | undefined {
  const last = message.trimEnd().split('\n').at(-1) ?? '';
  const start = `${trailer} ${name} `;
  return last.startsWith(start) ? last.slice(start.length) : undefined;
}

/** Closed by somebody and not merged, and what is proposed is the same. What this action closed has no digest any more. */
function isDeclined(newest: Proposal | undefined, digest: string): boolean {
  return newest?.state === 'closed' && newest.isOwn && newest.fields['digest'] === digest;
}

/** git's ids of the files that lie in the repository, by their paths there. */
function idsOf(
  session: Pick<Writing, 'checkoutFolder'>,
  files: ReadonlyMap<string, Uint8Array>,
  digits: number,
): ReadonlyMap<string, string> {
  return new Map(
    [...files].flatMap(([path, bytes]) => {
      const there = inRepository(session, path);
      return there === undefined ? [] : [[there, gitIdOf(bytes, digits)] as const];
    }),
  );
}

function digestOf(of: {
  readonly commits: readonly { readonly message: string; readonly files: ReadonlyMap<string, string> }[];
  readonly adoption: Adoption;
  readonly restore: string;
}): string {
  const commits = of.commits.map(({ message, files }) => [message, [...files]]);
  const left = of.adoption.notSaid.map(({ why, unit }) => [why, unit.differences.length]);
  const text = JSON.stringify([commits, left, of.restore]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
