import type { Desired, OwnedPattern } from './desired.ts';
import { findMatching, findOwning } from './matching-patterns.ts';

/** The pattern under `manage.acls.principals` that owns a principal; undefined: its ACLs are not the spec's. */
export function owningPrincipalPattern(
  desired: Desired,
  cluster: string,
  principal: string,
): OwnedPattern | undefined {
  return findOwning(desired.ownership.get(cluster)?.principals ?? [], principal);
}

/** Whether the ACLs of some principals are exactly those of the spec. */
export function ownsPrincipals(desired: Desired, cluster: string): boolean {
  return (desired.ownership.get(cluster)?.principals.length ?? 0) > 0;
}

/** The pattern under `manage.topics.scope` that owns a topic name; undefined: none does, or an `exclude` takes the name out again. */
export function owningTopicPattern(
  desired: Desired,
  cluster: string,
  name: string,
): OwnedPattern | undefined {
  const topics = desired.ownership.get(cluster)?.topics;
  if (topics === undefined) return undefined;
  if (findMatching(topics.exclude, name) !== undefined) return undefined;
  return findMatching(topics.scope, name);
}

/** Whether topics in scope that the spec does not list are deleted (`prune: scope`). */
export function prunesTopics(desired: Desired, cluster: string): boolean {
  return desired.ownership.get(cluster)?.topics?.prune === 'scope';
}
