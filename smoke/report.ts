import type { Findings } from './findings.ts';

/** For an issue: nothing in it comes from an answer but statuses, counts, seconds, and values that are listed in this repository. */
export function asJson(findings: Findings): string {
  const open = findings
    .rows()
    .flatMap(({ name, answered, verdict }) => (verdict === 'open' ? [[name, answered]] : []));
  return `${JSON.stringify(
    { version: 1, switches: findings.settled, open: Object.fromEntries(open), notes: findings.notes },
    null,
    2,
  )}\n`;
}

export function asTable(findings: Findings): string {
  const rows = findings
    .rows()
    .map(({ name, assumed, answered, verdict }) => [name, assumed, answered, verdict]);
  const notes = findings.notes.map(({ step, what, answered }) => [String(step), what, answered]);
  return [
    ...aligned([['what', 'assumed', 'answered', ''], ...rows]),
    '',
    ...aligned([['step', 'what', 'answered'], ...notes]),
    '',
  ].join('\n');
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
}

/** Throws rather than print a text that holds a name or a secret of the project. */
export function checked(text: string, hidden: readonly string[]): string {
  // Shorter ones are words that may stand anywhere.
  const found = hidden.some((one) => one.length >= 4 && text.includes(one));
  if (found)
    throw new Error(
      'The report held something of the project, so it was not written. Please report that as a bug.',
    );
  return text;
}
