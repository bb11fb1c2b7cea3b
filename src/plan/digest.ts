import { createHash } from 'node:crypto';
import type { Change } from '../model/change.ts';
import { type Operation, operationsOf } from '../model/operation.ts';
import type { Plan } from './plan.ts';
import { placeLines, placesOf } from './topology.ts';

/** Raised when the canonical form of an operation changes, so that digests of two versions are never equal. */
const formatVersion = 1;

/** Sorted by place, kind, name, field: the order of discovery has no meaning. */
export function sortedOperations(changes: readonly Change[]): readonly Operation[] {
  return changes
    .flatMap(operationsOf)
    .map((operation) => ({ operation, key: sortKey(operation) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ operation }) => operation);
}

/**
 * `sha256:` and 64 hex digits over the operations, what the names of their places stand for, and what the run leaves out: whoever
 * approves the digest approves all of it. It carries no secrets, ids, times or counts, so it can be public.
 */
export function planDigest(
  plan: Pick<Plan, 'name' | 'changes' | 'operations' | 'topology' | 'leftOut'>,
): string {
  const { name, changes, operations, topology, leftOut } = plan;
  const ids = changes.map(({ id }) => id);
  const parts = [...part('places', placeLines(placesOf(ids, topology))), ...part('left-out', leftOut)];
  return `sha256:${sha256(JSON.stringify([formatVersion, name, operations.map(canonical), ...parts]))}`;
}

function part(called: string, entries: readonly unknown[]): readonly unknown[] {
  return entries.length === 0 ? [] : [[called, ...entries]];
}

function canonical(operation: Operation): readonly unknown[] {
  const { place, kind, name, action, field, from, to } = operation;
  return [place, kind, name, action, field, from, to];
}

function sortKey({ place, kind, name, action, field }: Operation): string {
  return JSON.stringify([place, kind, name, field, action]);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
