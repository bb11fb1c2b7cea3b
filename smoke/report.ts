import type { Findings, Row } from './findings.ts';

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
  const rows = findings.rows();
  const notes = findings.notes.map(({ step, what, answered }) => [String(step), what, answered]);
  return [
    ...aligned([
      ['what', 'assumed', 'answered', ''],
      ...rows.map(({ name, assumed, answered, verdict }) => [name, assumed, answered, verdict]),
    ]),
    '',
    ...(notes.length === 0 ? [] : [...aligned([['step', 'what', 'answered'], ...notes]), '']),
    summary(rows),
    '',
  ].join('\n');
}

function summary(rows: readonly Row[]): string {
  const count = (verdict: Row['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  const otherwise = count('otherwise');
  const next =
    otherwise === 0 ? '' : ' docs/aiven.md says of each what the action does then. Please report them.';
  return `${count('as assumed')} as assumed, ${otherwise} otherwise, ${count('open')} open.${next}`;
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

/**
 * Throws rather than print a text that holds a token. Names are not looked for: a service may be called `kafka`, which is one of
 * this program's own words; that none gets in is for `Findings` and `Said` to hold.
 */
export function checked(text: string, tokens: readonly string[]): string {
  if (tokens.some((token) => text.includes(token)))
    throw new Error('The report held a token, so it was not written. Please report that as a bug.');
  return text;
}
