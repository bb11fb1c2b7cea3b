import type { CellResult } from './try-cell.ts';

/** A part of the cells of one system, and what became of those that were tried. */
export interface PartTried {
  /** `github`, or `github, stops`. */
  readonly what: string;
  /** `3/12` */
  readonly part: string;
  /** Another one mixes the cells in another way. */
  readonly seed: number;
  readonly cells: number;
  readonly results: readonly Pick<CellResult, 'problems' | 'seconds' | 'megabytes'>[];
}

const begin = '<!-- parts: begin (written by npm run faults -- --note docs/reliability.md) -->';
const end = '<!-- parts: end -->';
const head = [
  '| Cells of | Part | Seed | There are | Tried | As they must be | Longest run | Most memory |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
];

/** The page with the figures of this part in its table, in the place of what it held of the same part before. */
export function withPart(page: string, tried: PartTried): string {
  const [before, rest] = page.split(begin);
  const [table, after] = rest?.split(end) ?? [];
  if (before === undefined || table === undefined || after === undefined)
    throw new Error(`the page lacks ${begin} … ${end}`);
  const row = rowOf(tried);
  const others = table.split('\n').filter((line) => line.startsWith('| ') && !head.includes(line));
  const rows = [...others.filter((line) => keyOf(line) !== keyOf(row)), row].sort((a, b) =>
    keyOf(a).localeCompare(keyOf(b), 'en', { numeric: true }),
  );
  return `${before}${begin}\n${[...head, ...rows].join('\n')}\n${end}${after}`;
}

function rowOf({ what, part, seed, cells, results }: PartTried): string {
  const good = results.filter(({ problems }) => problems.length === 0).length;
  const longest = Math.max(0, ...results.map(({ seconds }) => seconds));
  const largest = Math.max(0, ...results.map(({ megabytes }) => megabytes));
  return `| ${what} | ${part} | ${seed} | ${cells} | ${results.length} | ${good} | ${longest} s | ${largest} MB |`;
}

function keyOf(row: string): string {
  return row.split(' | ').slice(0, 3).join(' | ');
}
