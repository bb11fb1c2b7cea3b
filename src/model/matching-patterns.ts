import { matchesNamePattern, ownsPrincipal } from './name-pattern.ts';

interface Pattern {
  /** A glob on the whole name. */
  readonly pattern: string;
}

/** The first pattern that matches a topic's name; undefined: none does. */
export function findMatching<P extends Pattern>(patterns: readonly P[], name: string): P | undefined {
  return find(patterns, name, matchesNamePattern);
}

/** The first pattern that owns the ACLs of a principal, see `ownsPrincipal`; undefined: none does. */
export function findOwning<P extends Pattern>(patterns: readonly P[], principal: string): P | undefined {
  return find(patterns, principal, ownsPrincipal);
}

/** Fewer are looked through. */
const minIndexed = 16;

/** Places in the list, so that the first of several that match is found. */
interface Index {
  readonly exact: ReadonlyMap<string, number>;
  /** By what stands before a `*` at the end, which is the only sign. */
  readonly prefixes: ReadonlyMap<string, number>;
  readonly prefixLengths: readonly number[];
  /** Patterns with signs elsewhere. */
  readonly others: readonly number[];
}

/** A list is looked at for every topic or ACL of a spec. */
const indexes = new WeakMap<readonly Pattern[], Index>();

function find<P extends Pattern>(
  patterns: readonly P[],
  name: string,
  matches: (pattern: string, name: string) => boolean,
): P | undefined {
  if (patterns.length < minIndexed) return patterns.find(({ pattern }) => matches(pattern, name));
  const index = indexes.get(patterns) ?? indexOf(patterns);
  let first = index.exact.get(name) ?? patterns.length;
  for (const length of index.prefixLengths)
    first = Math.min(first, index.prefixes.get(name.slice(0, length)) ?? patterns.length);
  for (const at of index.others) {
    if (at >= first) break;
    const one = patterns[at];
    if (one !== undefined && matches(one.pattern, name)) return one;
  }
  return patterns[first];
}

function indexOf(patterns: readonly Pattern[]): Index {
  const exact = new Map<string, number>();
  const prefixes = new Map<string, number>();
  const others: number[] = [];
  for (const [at, { pattern }] of patterns.entries()) {
    const sign = pattern.search(/[*?]/);
    const isPrefix = sign >= 0 && /^\*+$/.test(pattern.slice(sign));
    const text = isPrefix ? pattern.slice(0, sign) : pattern;
    const kind = sign < 0 ? exact : prefixes;
    if (sign >= 0 && !isPrefix) others.push(at);
    else if (!kind.has(text)) kind.set(text, at);
  }
  const prefixLengths = [...new Set([...prefixes.keys()].map(({ length }) => length))];
  const index = { exact, prefixes, prefixLengths, others };
  indexes.set(patterns, index);
  return index;
}
