import type { z } from 'zod';
import { type Unknown, unknown } from '../../model/reading.ts';

export type Row<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Unknown };

/** One entry of a list by itself: one of another form than is documented hides no other. */
export function parseRow<T>(schema: z.ZodType<T>, row: unknown, what: string): Row<T> {
  const parsed = schema.safeParse(row);
  if (parsed.success) return { ok: true, value: parsed.data };
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  const message = `Aiven's answer for ${what} does not have the documented shape${where === '' ? '' : ` at ${where}`}`;
  return { ok: false, reason: unknown('incomplete', message) };
}

/** A text of an entry that may have any form. Undefined: it has no such text. */
export function textOf(row: unknown, field: string): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const value = Object.entries(row).find(([key]) => key === field)?.[1];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Objects that a list has under one name each, and those whose name it has more than once: none of these can be trusted. */
export function apartFromTwins<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): { readonly single: readonly T[]; readonly twins: readonly T[] } {
  const named = Map.groupBy(items, nameOf);
  const isSingle = (item: T) => named.get(nameOf(item))?.length === 1;
  return {
    single: items.filter(isSingle),
    twins: [...named.values()].flatMap(([first, second]) =>
      first === undefined || second === undefined ? [] : [first],
    ),
  };
}
