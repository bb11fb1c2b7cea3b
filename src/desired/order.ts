import { keyOf, type ResourceId } from '../model/resource.ts';

/** By code unit: the same order on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function byId<T extends { readonly id: ResourceId }>(resources: readonly T[]): readonly T[] {
  return resources
    .map((resource) => ({ resource, key: keyOf(resource.id) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ resource }) => resource);
}
