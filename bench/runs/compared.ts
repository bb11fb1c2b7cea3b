import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What one program took. */
interface Measured {
  readonly wallMs: number;
  /** Undefined of a program that is no Node. */
  readonly cpuMs: number | undefined;
  readonly peakMb: number | undefined;
  readonly requests: number | undefined;
}

/** A program to be measured. `usage`: what its environment gets, so that it notes what it has used of the machine. */
export interface Contestant {
  readonly name: string;
  /** Made before each run, and not measured. */
  readonly before?: () => Promise<void>;
  readonly run: (usage: Readonly<Record<string, string>>) => Promise<void>;
  /** How many it sent, where somebody counts them. */
  readonly requests?: () => number;
}

/**
 * Runs all of them in turn, so many times, and prints the medians; the first is the floor, which the others are divided by. What counts
 * are the ratios of one run.
 */
export async function compare(title: string, contestants: readonly Contestant[], turns = 3): Promise<void> {
  const measured = new Map<string, Measured[]>();
  for (let turn = 0; turn < turns; turn++) {
    for (const one of contestants)
      measured.set(one.name, [...(measured.get(one.name) ?? []), await measure(one)]);
  }
  const floor = median([...measured.values()][0] ?? []);
  for (const [name, all] of measured) {
    const { wallMs, cpuMs, peakMb, requests } = median(all);
    process.stdout.write(
      row([
        title,
        name,
        seconds(wallMs),
        cpuMs === undefined ? '' : seconds(cpuMs),
        peakMb === undefined ? '' : `${peakMb.toFixed(0)} MB`,
        requests === undefined ? '' : String(requests),
        (wallMs / floor.wallMs).toFixed(1),
      ]),
    );
  }
}

export function head(what: string): void {
  process.stdout.write(`${what}\n`);
  process.stdout.write(row(['topics + ACLs', 'run', 'wall', 'CPU', 'peak', 'requests', '÷ floor']));
}

async function measure({ before, run, requests }: Contestant): Promise<Measured> {
  await before?.();
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const usage = join(folder, 'usage.json');
  const preload = fileURLToPath(new URL('usage.mjs', import.meta.url));
  const start = performance.now();
  try {
    await run({ BENCH_USAGE: usage, NODE_OPTIONS: `--import ${preload}` });
    const wallMs = performance.now() - start;
    return { wallMs, ...(await usedIn(usage)), requests: requests?.() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function usedIn(path: string): Promise<Pick<Measured, 'cpuMs' | 'peakMb'>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Pick<Measured, 'cpuMs' | 'peakMb'>; // of usage.mjs
  } catch {
    return { cpuMs: undefined, peakMb: undefined }; // nobody wrote it
  }
}

/** A program that must end well. */
export async function program(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

function median(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((a, b) => a.wallMs - b.wallMs);
  return sorted[Math.floor(sorted.length / 2)] as Measured; // of at least one turn
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}

function row(cells: readonly string[]): string {
  return `${cells.map((cell, index) => (index < 2 ? cell.padEnd(26) : cell.padStart(10))).join('')}\n`;
}
