import { keyOf } from '../../model/resource.ts';
import type { Risk } from '../../plan/plan.ts';
import { humanSize } from '../words/human-values.ts';

/**
 * How much the topics hold that lose records, where Aiven tells: `, 41 GiB`; where it tells a part only, `, at least 41 GiB`. Empty where
 * nothing is told.
 */
export function heldWords(risks: readonly Risk[]): string {
  const held = new Map(risks.map(({ id, heldBytes }) => [keyOf(id), heldBytes]));
  const isPartly = risks.some(({ heldIsAtLeast }) => heldIsAtLeast === true);
  const told = [...held.values()].filter((bytes) => bytes !== undefined);
  const bytes = told.reduce((sum, each) => sum + each, 0);
  if (bytes === 0) return '';
  const size = `${isPartly || told.length < held.size ? 'at least ' : ''}${humanSize(BigInt(Math.trunc(bytes)))}`;
  return risks.every(({ field }) => field === undefined) ? `, ${size}` : `, of ${size} that are there`;
}
