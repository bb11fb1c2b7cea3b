import type { Plain } from '../text/plain.ts';

export interface ListDifference {
  /** Indexes of items that are not wanted. */
  readonly removed: ReadonlySet<number>;
  /** What is new behind the old item of an index; -1: before the first. */
  readonly added: ReadonlyMap<number, readonly Plain[]>;
}

/** Beyond these, lists are compared from their beginning on only. */
const maxCells = 4_000_000;

/** How one list becomes the other with as many of its items as can stay. */
export function listDifference(
  old: readonly Plain[],
  wanted: readonly Plain[],
  isSame: (one: Plain, other: Plain) => boolean,
): ListDifference {
  let start = 0;
  const same = (a: number, b: number): boolean => {
    const [one, other] = [old[a], wanted[b]];
    return one !== undefined && other !== undefined && isSame(one, other);
  };
  while (start < Math.min(old.length, wanted.length) && same(start, start)) start++;
  let [oldEnd, wantedEnd] = [old.length, wanted.length];
  while (oldEnd > start && wantedEnd > start && same(oldEnd - 1, wantedEnd - 1)) {
    oldEnd--;
    wantedEnd--;
  }
  const stays = longestCommon(oldEnd - start, wantedEnd - start, (a, b) => same(start + a, start + b));
  const removed = new Set<number>();
  const added = new Map<number, Plain[]>();
  let next = start;
  const addUpTo = (end: number, behind: number): void => {
    for (; next < end; next++) {
      const value = wanted[next];
      if (value === undefined) continue;
      const values = added.get(behind) ?? [];
      values.push(value);
      added.set(behind, values);
    }
  };
  let behind = start - 1;
  for (let index = start; index < oldEnd; index++) {
    const match = stays.get(index - start);
    if (match === undefined) {
      removed.add(index);
      continue;
    }
    addUpTo(start + match, behind);
    next++;
    behind = index;
  }
  addUpTo(wantedEnd, behind);
  return { removed, added };
}

/** Pairs of indexes of a longest common subsequence. */
function longestCommon(
  left: number,
  right: number,
  same: (a: number, b: number) => boolean,
): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  if (left * right > maxCells) {
    for (let a = 0, b = 0; a < left && b < right; a++) if (same(a, b)) pairs.set(a, b++);
    return pairs;
  }
  const width = right + 1;
  const lengths = new Uint32Array((left + 1) * width);
  const at = (a: number, b: number) => lengths[a * width + b] ?? 0;
  for (let a = left - 1; a >= 0; a--)
    for (let b = right - 1; b >= 0; b--)
      lengths[a * width + b] = same(a, b) ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
  for (let a = 0, b = 0; a < left && b < right; ) {
    if (same(a, b)) pairs.set(a++, b++);
    else if (at(a + 1, b) >= at(a, b + 1)) a++;
    else b++;
  }
  return pairs;
}
