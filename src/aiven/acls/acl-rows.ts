import type { z } from 'zod';
import type { NewerAcl } from '../../model/kafka-acl.ts';
import { parseRow, type Row, textOf } from '../wire/row.ts';

/** Entries of a list, and those of another form than is documented, which hide none of the others. */
export function aclRows<T>(
  schema: z.ZodType<T>,
  entries: readonly unknown[],
  isUsual: (entry: unknown) => entry is T,
): { readonly rows: readonly T[]; readonly odd: readonly NewerAcl[] } {
  const rows: T[] = [];
  const odd: NewerAcl[] = [];
  for (const entry of entries) {
    const row: Row<T> = isUsual(entry) ? { ok: true, value: entry } : parseRow(schema, entry, 'an entry');
    if (row.ok) rows.push(row.value);
    else
      odd.push({
        principal: principalOf(entry),
        text: `in a form that is not known here: ${row.reason.message}`,
      });
  }
  return { rows, odd };
}

function principalOf(entry: unknown): string {
  const username = textOf(entry, 'username');
  return textOf(entry, 'principal') ?? (username === undefined ? 'somebody' : `User:${username}`);
}
