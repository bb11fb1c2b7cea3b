import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Cell, nameOf, prepared, type System, systems } from './cells.ts';
import { drawn } from './drawn.ts';
import { figures } from './figures.ts';
import { withPart } from './parts.ts';
import { aivenScene } from './scene-aiven.ts';
import { kafkaScene, startBroker } from './scene-kafka.ts';
import { type CellResult, tryCell } from './try-cell.ts';
import { World } from './world.ts';

// npm run faults -- [--stops] [--system aiven] [--part 3/12] [--seed 7 --cells 20] [--jobs 2] [--only <words>] [--resume file]
// One line for each cell, then the figures. `--resume` keeps results in the file, and tries what is not in it. `--note <page>` puts
// the figures of the part into the table of that page.

const { values } = parseArgs({
  options: {
    system: { type: 'string', multiple: true, default: [...systems] },
    part: { type: 'string', default: '1/1' },
    seed: { type: 'string', default: '1' },
    cells: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    only: { type: 'string' },
    stops: { type: 'boolean', default: false },
    resume: { type: 'string' },
    note: { type: 'string' },
  },
});
const [part = 1, parts = 1] = values.part.split('/').map(Number);
const asked = systems.filter((system) => values.system.includes(system));
const results: CellResult[] = values.resume === undefined ? [] : await resultsIn(values.resume);
/** How many cells the part has, by system. */
const sizes = new Map<System, number>();
const done = new Set(results.map(({ cell }) => nameOf(cell)));

const overHttp = asked.filter((system) => system !== 'kafka');
await Promise.all([
  overHttp.length === 0 ? undefined : tryAll(overHttp, Number(values.jobs), () => World.begin(aivenScene)),
  asked.includes('kafka') ? tryAtBroker() : undefined,
]);
process.stdout.write(`\n${figures(results)}\n`);
if (values.note !== undefined) await note(values.note);
process.exitCode = results.every(({ problems }) => problems.length === 0) ? 0 : 1;

async function tryAtBroker(): Promise<void> {
  const broker = await startBroker();
  try {
    await tryAll(['kafka'], 1, () => World.begin((token) => kafkaScene(token, broker)));
  } finally {
    await broker.stop();
  }
}

/** So many worlds at a time, each with its own systems. */
async function tryAll(of: readonly System[], jobs: number, begin: () => Promise<World>): Promise<void> {
  let queue: Cell[] | undefined;
  const work = async (): Promise<void> => {
    const world = await begin();
    try {
      const { calm, faults, stops } = await prepared(world, of);
      queue ??= [...chosen(values.stops ? stops : faults)];
      for (let cell = queue.shift(); cell !== undefined; cell = queue.shift())
        await say(await tryCell(world, calm, cell));
    } finally {
      await world.stop();
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}

/** Mixed, so that each part has something of everything. */
function chosen(cells: readonly Cell[]): readonly Cell[] {
  const seed = Number(values.seed);
  const mine = drawn(cells, cells.length, seed).filter((_, index) => index % parts === part - 1);
  for (const system of systems) {
    const own = mine.filter((cell) => cell.system === system).length;
    if (own > 0) sizes.set(system, own);
  }
  const named = mine.filter((cell) => nameOf(cell).includes(values.only ?? ''));
  const some = values.cells === undefined ? named : named.slice(0, Number(values.cells));
  return some.filter((cell) => !done.has(nameOf(cell)));
}

async function note(page: string): Promise<void> {
  let text = await readFile(page, 'utf8');
  for (const [system, cells] of sizes) {
    text = withPart(text, {
      what: values.stops ? `${system}, stops` : system,
      ...{ part: values.part, seed: Number(values.seed), cells },
      results: results.filter(({ cell }) => cell.system === system),
    });
  }
  await writeFile(page, text);
}

async function say(result: CellResult): Promise<void> {
  results.push(result);
  const { cell, end, problems, seconds } = result;
  const verdict = problems.length === 0 ? 'as it must be' : `WRONG: ${problems.join('; ')}`;
  process.stdout.write(`${nameOf(cell)} | ${end} | ${seconds} s | ${verdict}\n`);
  if (values.resume !== undefined) await appendFile(values.resume, `${JSON.stringify(result)}\n`);
}

async function resultsIn(path: string): Promise<CellResult[]> {
  let text = '';
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return []; // the first call
  }
  // Written by `say` only.
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CellResult);
}
