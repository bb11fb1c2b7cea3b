/** Keys that the reader of specs refuses: none at all, and those that would reach a prototype in careless code. */
const reservedKeys: ReadonlySet<string> = new Set(['', '__proto__', 'constructor', 'prototype']);

export function isReservedKey(key: string): boolean {
  return reservedKeys.has(key);
}
