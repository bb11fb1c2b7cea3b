/** One of several parts into which a proof is split, for as many machines or evenings. */
export interface Part {
  /** From 1 on. */
  readonly number: number;
  readonly of: number;
}

/** `3/12`; undefined for anything else. */
export function parsePart(text: string): Part | undefined {
  const [, number, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(text)?.map(Number) ?? [];
  if (number === undefined || of === undefined || number < 1 || number > of) return undefined;
  return { number, of };
}

/** Each item is in exactly one part, and neighbours are in different ones, so that parts take about as long as each other. */
export function inPart<T>(items: readonly T[], { number, of }: Part): readonly T[] {
  return items.filter((_, index) => index % of === number - 1);
}
