import { fileURLToPath } from 'node:url';
import { type Contestant, compare, head, program } from '../runs/compared.ts';
import { type Estate, type EstateSize, fill, project, service, specFiles, startEstate } from './estate.ts';

/** As a hosted runner and Aiven's API are apart. */
const millisecondsARequest = 50;
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const sizes: readonly EstateSize[] = [
  { topics: 1_000, acls: 1_000, written: 'out' },
  { topics: 10_000, acls: 10_000, written: 'out' },
  { topics: 10_000, acls: 10_000, written: 'by profile' },
  { topics: 50_000, acls: 10_000, written: 'out' },
];

/**
 * A plan of `dist/` that finds no changes, and one of a pull request that adds a topic, against a bare script that sends the
 * requests of the first. They run in turn, on the emulated Aiven API with 50 ms added to each request; what counts are the
 * ratios of one run.
 */
export async function reportPlans(): Promise<void> {
  head('a plan on Aiven');
  for (const size of sizes) await measurePlans(size);
}

async function measurePlans(size: EstateSize): Promise<void> {
  const estate = await startEstate(size, millisecondsARequest);
  try {
    await fill(estate, size);
    const number = estate.repository.openPullRequest({
      branch: 'one-line',
      title: 'One line',
      files: changed(size),
    });
    const onAiven = counting(estate);
    await compare(titleOf(size), [
      { name: 'floor', ...onAiven, run: (usage) => floor(estate, ['floor.mjs'], usage) },
      { name: 'plan', ...onAiven, run: (usage) => plan(estate, usage) },
      { name: 'pull request', ...onAiven, run: (usage) => pullRequest(estate, number, usage) },
    ]);
  } finally {
    await estate.stop();
  }
}

/** An apply of `dist/` to an empty service, with its plans before and after, against a bare script that writes the same and reads it back once. */
export async function reportApplies(): Promise<void> {
  head('an apply on Aiven');
  const size: EstateSize = { topics: 1_000, acls: 1_000, written: 'out' };
  let estate = await startEstate(size, millisecondsARequest);
  const renewed = {
    before: async () => {
      await estate.stop();
      estate = await startEstate(size, millisecondsARequest);
      estate.aiven.log.clear();
    },
    requests: () => estate.aiven.log.requests.length,
  };
  const written = [String(size.topics), String(size.acls)];
  try {
    await compare(
      titleOf(size),
      [
        { name: 'floor', ...renewed, run: (usage) => floor(estate, ['floor-apply.mjs', ...written], usage) },
        { name: 'apply', ...renewed, run: (usage) => apply(estate, usage) },
      ],
      2,
    );
  } finally {
    await estate.stop();
  }
}

function titleOf(size: EstateSize): string {
  return `${size.topics} + ${size.acls}${size.written === 'out' ? '' : ' by profile'}`;
}

function counting(estate: Estate): Pick<Contestant, 'before' | 'requests'> {
  return {
    before: async () => estate.aiven.log.clear(),
    requests: () => estate.aiven.log.requests.length,
  };
}

type Usage = Readonly<Record<string, string>>;

async function floor(estate: Estate, [script = '', ...args]: readonly string[], usage: Usage): Promise<void> {
  const path = `/project/${project}/service/${service}`;
  const urls = [`${estate.aiven.url}/v1${path}`, `${estate.aiven.url}/v2${path}/topic`];
  await program(process.execPath, [file(script), ...urls, ...args], {
    ...usage,
    AIVEN_TOKEN: estate.aivenToken,
  });
}

async function plan({ repository }: Estate, usage: Usage): Promise<void> {
  const run = await repository.byHand({ inputs: { mode: 'plan' }, env: usage });
  if (run.outputs['to-create'] !== '0') throw new Error(run.log);
}

async function pullRequest({ repository }: Estate, number: number, usage: Usage): Promise<void> {
  const run = await repository.onPullRequest(number, { env: usage });
  if (run.outputs['to-create'] !== '1') throw new Error(run.log);
}

async function apply({ repository }: Estate, usage: Usage): Promise<void> {
  const inputs = { mode: 'apply', 'require-plan': 'false', 'max-changes': '10000' };
  const run = await repository.byHand({ inputs, env: usage });
  if (run.outputs['result'] !== 'applied') throw new Error(run.log);
}

/** One topic more. */
function changed(size: EstateSize): Readonly<Record<string, string>> {
  const [path = '', text = ''] =
    Object.entries(specFiles(size)).find(([name]) => name.includes('topics-0')) ?? [];
  return { [path]: `${text}      team-new.events: { partitions: 3, replication: 3 }\n` };
}
