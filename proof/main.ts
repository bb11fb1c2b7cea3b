import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { KAFKA_3_9, kafkaDistribution, MissingProgramError } from '../sandbox/kafka/distribution.ts';
import { whenAbandoned } from '../sandbox/parents.ts';
import { keepTemporaryFilesTogether } from '../sandbox/temporary-root.ts';
import { lostInWords } from './effects.ts';
import { carryOutExperiments, experiments } from './experiments.ts';
import { pageWithExperiments } from './experiments-page.ts';
import { pageWithProof } from './page.ts';
import { inPart, parsePart } from './part.ts';
import { collectProof } from './proven.ts';
import { addExperimentResult, experimentResults, openResults } from './results.ts';
import type { RunResult } from './run-scenario.ts';
import { carryOut, plannedRuns } from './runs.ts';
import { scenarios } from './scenarios.ts';

/*
 * npm run prove: that what is derived from a flow is enough, and that each right is needed. Takes up where it was
 * interrupted. With the results of both Kafka lines complete it writes the table in docs/mirrormaker.md.
 */

const usage = `npm run prove [-- options]
  --kafka <version>    only on this release; otherwise on the newest one and ${KAFKA_3_9}
  --scenario <id>      only this one; may be repeated
  --lanes <number>     runs side by side, 2 unless told; each takes about 1 GB
  --part <part>        such as 3/12: every twelfth run, from the third on. Results lie in .cache/proof, one a line; those
                       of several machines, one after the other in the same files, are a whole proof
  --seed <text>        names of topics, groups and users come from it, to repeat a run exactly
  --again              also what was run before
  --experiments        what removals cannot show, and nothing else
  --experiment <id>    only this one of them; may be repeated`;

const { values } = parseArgs({
  options: {
    kafka: { type: 'string' },
    scenario: { type: 'string', multiple: true },
    lanes: { type: 'string', default: '2' },
    part: { type: 'string', default: '1/1' },
    seed: { type: 'string' },
    again: { type: 'boolean', default: false },
    experiments: { type: 'boolean', default: false },
    experiment: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});
const page = fileURLToPath(new URL('../docs/mirrormaker.md', import.meta.url));
const print = (line: string) => process.stdout.write(`${line}\n`);

class UsageError extends Error {}

async function main(): Promise<void> {
  if (values.help) {
    print(usage);
    return;
  }
  const unknown = (values.scenario ?? []).filter((id) => !scenarios.some((scenario) => scenario.id === id));
  if (unknown.length > 0) {
    const known = scenarios.map(({ id }) => id).join(', ');
    throw new UsageError(`There is no scenario ${unknown.join(', ')}. There are: ${known}`);
  }
  if (!/^[1-9]\d?$/.test(values.lanes))
    throw new UsageError(`--lanes takes a number from 1 to 99, not ${values.lanes}`);
  if (parsePart(values.part) === undefined)
    throw new UsageError(`--part takes a part such as 3/12, not ${values.part}`);
  await keepTemporaryFilesTogether();
  whenAbandoned(() => {
    process.exit(1);
  });
  const versions =
    values.kafka === undefined ? [(await kafkaDistribution()).version, KAFKA_3_9] : [values.kafka];
  const experimenting = values.experiments || values.experiment !== undefined;
  for (const version of versions) await (experimenting ? experiment(version) : prove(version));
  if (!experimenting) await writePage();
}

/** The runs of a part are the same on each release, whatever was run before. */
function ofThisPart<T>(items: readonly T[]): readonly T[] {
  const part = parsePart(values.part);
  if (part === undefined) throw new Error('the part was looked at before');
  return inPart(items, part);
}

async function prove(version: string): Promise<void> {
  const wanted = scenarios.filter(({ id }) => values.scenario?.includes(id) ?? true);
  const planned = ofThisPart(await plannedRuns(wanted));
  const results = await openResults(version);
  const runs = planned.filter(({ scenario, without }) => {
    const before = results.of(scenario.id, without);
    return values.again || before === undefined || before.surprises.length > 0;
  });
  const seed = values.seed ?? randomBytes(4).toString('hex');
  print(
    `Kafka ${version}: ${planned.length} runs, ${planned.length - runs.length} of them done before; seed ${seed}`,
  );
  let count = 0;
  await carryOut({
    runs,
    version,
    lanes: Number(values.lanes),
    seed,
    done: async (result) => {
      await results.add(result);
      count += 1;
      print(`${count}/${runs.length} ${line(result)}`);
    },
  });
  const asPredicted = planned.filter(({ scenario, without }) => {
    return results.of(scenario.id, without)?.surprises.length === 0;
  });
  print(`Kafka ${version}: ${asPredicted.length} of ${planned.length} runs as predicted`);
  if (asPredicted.length < planned.length) process.exitCode = 1;
}

async function experiment(version: string): Promise<void> {
  const before = new Set(
    (await experimentResults()).flatMap((one) => (one.version === version ? [one.id] : [])),
  );
  const part = ofThisPart(experiments.filter(({ id }) => values.experiment?.includes(id) ?? true));
  const wanted = part.filter(({ id }) => values.again || !before.has(id));
  print(`Kafka ${version}: ${part.length} experiments, ${part.length - wanted.length} of them done before`);
  const asExpected = await carryOutExperiments(version, wanted, async ({ id, title }, observation) => {
    const { asExpected, seen } = observation;
    print(`${id} ${title}: ${seen} · ${asExpected ? 'ok' : 'NOT AS EXPECTED'}`);
    if (asExpected) await addExperimentResult({ id, title, version, seen });
  });
  await writeFile(page, pageWithExperiments(await readFile(page, 'utf8'), await experimentResults()));
  if (!asExpected) process.exitCode = 1;
}

/** The table is there for all runs on both lines, or not at all. Scenarios that have not changed since need no new runs. */
async function writePage(): Promise<void> {
  const versions = [(await kafkaDistribution()).version, KAFKA_3_9];
  const before = await readFile(page, 'utf8');
  const proof = await collectProof(versions, before);
  if (!proof.complete) {
    print(
      `docs/mirrormaker.md stays as it is: ${proof.missing} runs on Kafka ${versions.join(' and ')} are left`,
    );
    return;
  }
  await writeFile(page, pageWithProof(before, proof.scenarios, versions));
  print('docs/mirrormaker.md has the table of all runs');
}

function line({ scenario, without, lost, exitCode, surprises, seconds }: RunResult): string {
  const what = without === null ? 'with all rights' : `without ${without}`;
  const seen = [lostInWords(lost) || 'works', ...(exitCode === null ? [] : [`ends with code ${exitCode}`])];
  const verdict = surprises.length === 0 ? 'ok' : `NOT AS PREDICTED (${surprises.join('; ')})`;
  return `${scenario} ${what}: ${seen.join(', ')} · ${seconds} s · ${verdict}`;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof MissingProgramError || error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
