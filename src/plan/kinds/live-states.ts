import { known, type Reading, unknown } from '../../model/reading.ts';
import { nameOf, type ResourceId } from '../../model/resource.ts';
import type { LiveState } from '../kind-definition.ts';

/** The names at a place that was read, with what each does. */
export function states<T>(
  reading: Reading<readonly T[]> | undefined,
  entry: (each: T) => readonly [name: string, state: LiveState],
): Reading<ReadonlyMap<string, LiveState>> {
  if (reading === undefined) return unknown('not-managed', 'the spec does not name it');
  return reading.state === 'known' ? known(new Map(reading.value.map(entry))) : reading;
}

/** For a kind that has no state but to be there. */
export function asThere({ id }: { readonly id: ResourceId }): readonly [string, LiveState] {
  return [nameOf(id), 'there'];
}
