import type { OwnedPattern, Ownership } from '../model/desired.ts';
import { compareText } from '../model/text-order.ts';
import type { ManageSpec, NamePattern, Spec } from '../spec/spec.ts';

/** What the spec owns on each cluster, by the cluster's key. */
export function ownershipOf(spec: Spec): ReadonlyMap<string, Ownership> {
  const clusters = [...spec.clusters.values()].sort((a, b) => compareText(a.key, b.key));
  const owned = clusters.filter(({ manage }) => manage.topics !== undefined || manage.acls !== undefined);
  return new Map(owned.map(({ key, manage }) => [key, ownership(manage)]));
}

function ownership({ topics, acls }: ManageSpec): Ownership {
  return {
    ...(topics === undefined
      ? {}
      : {
          topics: { scope: patterns(topics.scope), exclude: patterns(topics.exclude), prune: topics.prune },
        }),
    principals: patterns(acls?.principals ?? []),
  };
}

function patterns(named: readonly NamePattern[]): readonly OwnedPattern[] {
  return named
    .map(({ pattern, position }) => ({ pattern, position }))
    .sort((a, b) => compareText(a.pattern, b.pattern));
}
