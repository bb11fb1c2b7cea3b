import type { Unit } from '../../model/limits/topic-configs.ts';
import { parseQuantity, unitFactors } from '../schema/units.ts';

/** The units that people use for what they set, largest first. */
const preferred: { readonly [U in Unit]: readonly string[] } = {
  duration: ['d', 'h', 'm', 's'],
  size: ['TiB', 'GiB', 'MiB', 'KiB'],
  count: [],
};

/** `7d` for 604800000: the largest unit that holds the number exactly. Else, and below one, the number itself. */
export function humanQuantity(value: bigint, unit: Unit): string | bigint {
  return value <= 0n ? value : (inFirstOf(preferred[unit], value, unit) ?? value);
}

/**
 * The value as its line says another one now: in the same unit where that holds it exactly, else in any, and as a number in place of
 * a number. Undefined: one of the two is no quantity.
 */
export function quantityLike(written: unknown, value: unknown, unit: Unit): string | bigint | undefined {
  const [before, after] = [parseQuantity(written, unit), parseQuantity(value, unit)];
  if (!before.ok || !after.ok) return undefined;
  const own = /[A-Za-z]+$/.exec(String(written))?.[0];
  if (own === undefined || after.value <= 0n) return after.value;
  return inFirstOf([own], after.value, unit) ?? humanQuantity(after.value, unit);
}

/** Undefined: none of the units holds it exactly. */
function inFirstOf(units: readonly string[], value: bigint, unit: Unit): string | undefined {
  for (const name of units) {
    const factor = unitFactors[unit].get(name);
    if (factor !== undefined && value % factor === 0n) return `${value / factor}${name}`;
  }
  return undefined;
}
