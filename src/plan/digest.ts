import { createHash } from 'node:crypto';
import type { Change } from '../model/change.ts';
import { type Operation, operationsOf } from '../model/operation.ts';

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
 * `sha256:` and 64 hex digits. Operations carry no secrets, ids, times or counts, so this can be public. `leftOut`: the clusters
 * that the run leaves out, sorted; whoever approves the digest approves that.
 */
export function planDigest(
  name: string,
  operations: readonly Operation[],
  leftOut: readonly string[],
): string {
  const without = leftOut.length === 0 ? [] : [['left-out', ...leftOut]];
  return `sha256:${sha256(JSON.stringify([formatVersion, name, operations.map(canonical), ...without]))}`;
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
