import type { ResourcePattern } from '../model/acl-coverage.ts';

/**
 * A glob on group names as an ACL pattern; undefined when ACLs cannot say it (`?`, or `*` anywhere but at the end).
 * `*` alone is Kafka's wildcard resource, a LITERAL.
 */
export function groupGrant(glob: string): ResourcePattern | undefined {
  if (glob === '*') return { name: '*', patternType: 'LITERAL' };
  const star = glob.indexOf('*');
  if (glob.includes('?') || (star >= 0 && star < glob.length - 1)) return undefined;
  return star < 0
    ? { name: glob, patternType: 'LITERAL' }
    : { name: glob.slice(0, -1), patternType: 'PREFIXED' };
}

/** Sorted, without duplicates. */
export function groupGrants(globs: readonly string[]): readonly ResourcePattern[] {
  return [...new Set(globs)].sort().flatMap((glob) => groupGrant(glob) ?? []);
}
