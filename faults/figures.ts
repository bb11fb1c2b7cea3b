import { stopOf, systems } from './cells.ts';
import type { CellResult } from './try-cell.ts';

/** The results in numbers, as a table of Markdown. */
export function figures(results: readonly CellResult[]): string {
  const stopped = results.filter(({ cell }) => stopOf(cell) !== undefined);
  const struck = results.filter(({ cell }) => stopOf(cell) === undefined);
  const rows = [
    ...systems.map((system) => row(system, ofSystem(struck, system))),
    ...systems.map((system) => row(`${system}, stopped at a write`, ofSystem(stopped, system))),
  ];
  return [
    '| | Cells | As they must be | Ended well all the same | Longest run | Most memory |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.flat(),
  ].join('\n');
}

function ofSystem(results: readonly CellResult[], system: string): readonly CellResult[] {
  return results.filter(({ cell }) => cell.system === system);
}

function row(title: string, results: readonly CellResult[]): readonly string[] {
  if (results.length === 0) return [];
  const good = results.filter(({ problems }) => problems.length === 0).length;
  const unharmed = results.filter(({ end }) => !end.includes(':') && end !== 'killed').length;
  const longest = Math.max(...results.map(({ seconds }) => seconds));
  const largest = Math.max(...results.map(({ megabytes }) => megabytes));
  return [`| ${title} | ${results.length} | ${good} | ${unharmed} | ${longest} s | ${largest} MB |`];
}
