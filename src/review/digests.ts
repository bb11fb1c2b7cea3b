import { createHash } from 'node:crypto';
import type { Change } from '../model/change.ts';
import { type Operation, operationsOf } from '../model/operation.ts';

/** By which an operation is looked up: a resource is created only whole, everything else field by field. */
export function reviewDigest(change: Change, operation: Operation): string {
  return change.action === 'create' ? createDigest(operationsOf(change)) : exactDigest(operation);
}

/** Of all operations of one resource that is created. */
export function createDigest(operations: readonly Operation[]): string {
  const [first] = operations;
  const fields = operations
    .map(({ field, to }) => JSON.stringify([field, to]))
    .sort((a, b) => (a < b ? -1 : 1));
  return short(['create', first?.place, first?.kind, first?.name, fields]);
}

/** Of an operation with what it starts from and what it leads to. */
export function exactDigest({ place, kind, name, action, field, from, to }: Operation): string {
  return short(['exact', place, kind, name, action, field, from, to]);
}

/** Of an operation without what it starts from: equal where only the live value has changed since. */
export function outcomeDigest({ place, kind, name, action, field, to }: Operation): string {
  return short(['outcome', place, kind, name, action, field, to]);
}

/** 72 bits in 12 characters: a collision among 10,000 operations is less likely than one in 10^13. */
export function short(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('base64url').slice(0, 12);
}
