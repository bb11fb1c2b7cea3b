import type { Commit, FileEntry, Files, GitObjects } from './git-objects.ts';

/** Everything reachable from a commit, itself included. */
export function ancestors(objects: GitObjects, sha: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [sha];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(objects.commit(next)?.parents ?? []));
  }
  return seen;
}

/** Commits of `head` that `base` does not have, parents before children: the order of the compare API. */
export function commitsBetween(objects: GitObjects, base: string, head: string): readonly Commit[] {
  const known = new Set(ancestors(objects, base));
  const result: Commit[] = [];
  const visit = (sha: string): void => {
    if (known.has(sha)) return;
    known.add(sha);
    const commit = objects.commit(sha);
    if (commit === undefined) return;
    for (const parent of commit.parents) visit(parent);
    result.push(commit);
  };
  visit(head);
  return result;
}

export function mergeBase(objects: GitObjects, one: string, other: string): string | undefined {
  const ofOther = ancestors(objects, other);
  const common = [...ancestors(objects, one)].filter((sha) => ofOther.has(sha));
  return common.find((candidate) =>
    common.every((rival) => rival === candidate || !ancestors(objects, rival).has(candidate)),
  );
}

/** File by file: a file changed on both sides in different ways is a conflict, and the answer is undefined. */
export function mergeFiles(base: Files, ours: Files, theirs: Files): Files | undefined {
  const merged = new Map<string, FileEntry>();
  for (const path of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    const [before, our, their] = [base.get(path), ours.get(path), theirs.get(path)];
    if (!same(our, their) && !same(our, before) && !same(their, before)) return undefined;
    const chosen = same(our, before) ? their : our;
    if (chosen !== undefined) merged.set(path, chosen);
  }
  return merged;
}

export function same(one: FileEntry | undefined, other: FileEntry | undefined): boolean {
  return one?.sha === other?.sha && one?.mode === other?.mode;
}
