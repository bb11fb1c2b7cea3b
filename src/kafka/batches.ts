/** Cuts a list into consecutive parts whose weights add up to at most `limit`; an item beyond it stands alone. */
export function batches<T>(
  items: readonly T[],
  limit: number,
  weigh: (item: T) => number = () => 1,
): readonly (readonly T[])[] {
  const parts: T[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const added = weigh(item);
    const last = parts.at(-1);
    if (last !== undefined && weight + added <= limit) {
      last.push(item);
      weight += added;
    } else {
      parts.push([item]);
      weight = added;
    }
  }
  return parts;
}
