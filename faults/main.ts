import { appendFile, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { allCells, type Cell, tryCell } from './cells.ts';
import { drawn } from './drawn.ts';

// npm run faults -- [--part 3/12] [--seed 7 --cells 20] [--resume file]: one line for each cell, and those with problems once more.

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: '1/1' },
    seed: { type: 'string', default: '1' },
    cells: { type: 'string' },
    resume: { type: 'string' },
  },
});
const [part = 1, parts = 1] = values.part.split('/').map(Number);
const every = (await allCells()).filter((_, index) => index % parts === part - 1);
const chosen = values.cells === undefined ? every : drawn(every, Number(values.cells), Number(values.seed));
const done = new Set(values.resume === undefined ? [] : await linesOf(values.resume));

let wrong = 0;
for (const [index, cell] of chosen.entries()) {
  const name = nameOf(cell);
  if (done.has(name)) continue;
  const { end, problems } = await tryCell(cell);
  const verdict = problems.length === 0 ? 'as it must be' : problems.join('; ');
  process.stdout.write(`${index + 1}/${chosen.length} | ${name} | ${end} | ${verdict}\n`);
  if (problems.length > 0) wrong++;
  else if (values.resume !== undefined) await appendFile(values.resume, `${name}\n`);
}
process.stdout.write(`${chosen.length} cells, ${wrong} not as they must be\n`);
process.exitCode = wrong === 0 ? 0 : 1;

function nameOf({ phase, route, fault, often }: Cell): string {
  return `${phase} | ${route} | ${fault} | ${often}`;
}

/** Cells that an earlier call found as they must be. */
async function linesOf(path: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n');
  } catch {
    return []; // the first call
  }
}
