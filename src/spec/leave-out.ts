import { suggest } from '../model/suggest.ts';
import { clusterKey } from './cluster-of.ts';
import type { Spec } from './spec.ts';

/** Each problem in words, to follow the name of what named the clusters. */
export type LeftOutSpec =
  | { readonly ok: true; readonly spec: Spec }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The same spec for a run without some of its clusters. It still holds them: what is asked for there is not missing from the
 * spec, it is only not looked at.
 */
export function leaveOut(spec: Spec, names: readonly string[]): LeftOutSpec {
  const problems = names.filter((name) => !spec.clusters.has(name)).map((name) => problemOf(spec, name));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, spec: { ...spec, leftOut: new Set([...spec.leftOut, ...names].sort()) } };
}

function problemOf({ clusters, aliases }: Spec, name: string): string {
  const key = aliases.get(name);
  if (key !== undefined) return `${name} is an alias of the cluster ${key}; write ${key}`;
  const meant = suggest(name, clusters.keys());
  const all = [...clusters.keys()].join(', ');
  return meant === undefined
    ? `the spec has no cluster ${name}, only ${all}`
    : `the spec has no cluster ${name}; did you mean ${meant}?`;
}

/** Whether a flow has an end on a cluster that is left out. */
export function isLeftOutFlow(
  spec: Pick<Spec, 'aliases' | 'leftOut'>,
  { source, target }: { readonly source: string; readonly target: string },
): boolean {
  return [source, target].some((alias) => spec.leftOut.has(clusterKey(spec, alias)));
}
