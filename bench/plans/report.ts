import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Estate, type EstateSize, project, service, specFiles, startEstate } from './estate.ts';

/** As a hosted runner and Aiven's API are apart. */
const millisecondsARequest = 50;
const pairs = 3;
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly requests: number;
}

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
  process.stdout.write('a plan on Aiven\n');
  process.stdout.write(row(['topics + ACLs', 'run', 'wall', 'CPU', 'peak', 'requests', '÷ floor']));
  for (const size of sizes) await measureSize(size);
}

async function measureSize(size: EstateSize): Promise<void> {
  const estate = await startEstate(size, millisecondsARequest);
  try {
    const number = estate.repository.openPullRequest({
      branch: 'one-line',
      title: 'One line',
      files: changed(size),
    });
    const runs = {
      floor,
      plan,
      'pull request': (of: Estate, usage: NodeJS.ProcessEnv) => pullRequest(of, number, usage),
    };
    const measured = new Map<string, Measured[]>();
    for (let pair = 0; pair < pairs; pair++) {
      for (const [name, run] of Object.entries(runs)) {
        measured.set(name, [...(measured.get(name) ?? []), await measure(estate, run)]);
      }
    }
    const floors = median(measured.get('floor') ?? []);
    for (const [name, all] of measured) {
      const { wallMs, cpuMs, peakMb, requests } = median(all);
      process.stdout.write(
        row([
          `${size.topics} + ${size.acls}${size.written === 'out' ? '' : ' by profile'}`,
          name,
          `${(wallMs / 1_000).toFixed(2)} s`,
          `${(cpuMs / 1_000).toFixed(2)} s`,
          `${peakMb.toFixed(0)} MB`,
          String(requests),
          (wallMs / floors.wallMs).toFixed(1),
        ]),
      );
    }
  } finally {
    await estate.stop();
  }
}

type Run = (estate: Estate, usage: NodeJS.ProcessEnv) => Promise<void>;

async function measure(estate: Estate, run: Run): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const usage = join(folder, 'usage.json');
  estate.aiven.log.clear();
  const start = performance.now();
  try {
    await run(estate, { BENCH_USAGE: usage, NODE_OPTIONS: `--import ${file('usage.mjs')}` });
    const wallMs = performance.now() - start;
    const used = JSON.parse(await readFile(usage, 'utf8')) as Pick<Measured, 'cpuMs' | 'peakMb'>; // of usage.mjs
    return { wallMs, ...used, requests: estate.aiven.log.requests.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function floor(estate: Estate, usage: NodeJS.ProcessEnv): Promise<void> {
  const path = `/project/${project}/service/${service}`;
  const urls = [`${estate.aiven.url}/v1${path}`, `${estate.aiven.url}/v2${path}/topic`];
  const env = { ...process.env, ...usage, AIVEN_TOKEN: estate.aivenToken };
  const child = spawn(process.execPath, [file('floor.mjs'), ...urls], { env, stdio: 'inherit' });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error('the floor failed');
}

async function plan({ repository }: Estate, usage: NodeJS.ProcessEnv): Promise<void> {
  const run = await repository.byHand({ inputs: { mode: 'plan' }, env: strings(usage) });
  if (run.outputs['to-create'] !== '0') throw new Error(run.log);
}

async function pullRequest({ repository }: Estate, number: number, usage: NodeJS.ProcessEnv): Promise<void> {
  const run = await repository.onPullRequest(number, { env: strings(usage) });
  if (run.outputs['to-create'] !== '1') throw new Error(run.log);
}

/** One topic more. */
function changed(size: EstateSize): Readonly<Record<string, string>> {
  const [path = '', text = ''] =
    Object.entries(specFiles(size)).find(([name]) => name.includes('topics-0')) ?? [];
  return { [path]: `${text}      team-new.events: { partitions: 3, replication: 3 }\n` };
}

function strings(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function median(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((a, b) => a.wallMs - b.wallMs);
  return sorted[Math.floor(sorted.length / 2)] as Measured; // of at least one pair
}

function row(cells: readonly string[]): string {
  return `${cells.map((cell, index) => (index < 2 ? cell.padEnd(26) : cell.padStart(10))).join('')}\n`;
}
