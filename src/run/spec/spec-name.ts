import type { Facts } from '../session.ts';
import type { Loaded } from './load.ts';

/** The spec's name, or its path where the spec could not be read. */
export function specName({ inputs }: Pick<Facts, 'inputs'>, loaded: Loaded): string {
  return (loaded.ok ? loaded.spec.name : loaded.name) ?? inputs.spec[0] ?? 'spec';
}
