import { keyOf, type ResourceId } from '../model/resource.ts';
import { compareText } from '../model/text-order.ts';

export function byId<T extends { readonly id: ResourceId }>(resources: readonly T[]): readonly T[] {
  return resources
    .map((resource) => ({ resource, key: keyOf(resource.id) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ resource }) => resource);
}
