/** A copy of plain data. `structuredClone` refuses the raw numbers of `JSON.rawJSON`, which never change. */
export function copyOf<T>(value: T): T {
  return copy(value) as T; // the same shape, part by part
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, copy(item)]));
  // Raw numbers are frozen, and nothing else here is.
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}
