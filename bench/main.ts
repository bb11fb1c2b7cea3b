import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { reportBrokerApplies, reportBrokerPlans } from './brokers/report.ts';
import { type BenchCase, cases } from './cases.ts';
import { reportLocalCommand } from './local-command.ts';
import { reportApplies, reportPlans } from './plans/report.ts';

/**
 * `npm run bench [-- <part of a name>]`: how time and memory grow when the work doubles, and doubles again. What
 * counts are the ratios of one run, about 2 for twice the work: milliseconds differ from machine to machine. Plans run `dist/`,
 * so build it first.
 */
const script = fileURLToPath(new URL('one.ts', import.meta.url));
const runs = 3;

interface Measured {
  /** CPU time of the work, without making its input. */
  readonly milliseconds: number;
  /** The most memory that the process held, Node itself included. */
  readonly megabytes: number;
}

/** What runs `dist/`, by name, beside a floor. */
const beside: Readonly<Record<string, () => Promise<void> | void>> = {
  "validate on one's own machine": reportLocalCommand,
  'a plan on Aiven': reportPlans,
  'an apply on Aiven': reportApplies,
  'a plan on a broker': reportBrokerPlans,
  'an apply on a broker': reportBrokerApplies,
};
const part = process.argv[2] ?? '';
const all = [...cases.map(({ name }) => name), ...Object.keys(beside)];
const names = new Set(all.filter((name) => name.includes(part)));
if (names.size === 0) {
  process.stderr.write(
    `No case has "${part}" in its name. There are:\n${all.map((name) => `  ${name}\n`).join('')}`,
  );
  process.exitCode = 1;
}
for (const one of cases) if (names.has(one.name)) process.stdout.write(await report(one));
for (const [name, run] of Object.entries(beside)) if (names.has(name)) await run();

async function report(one: BenchCase): Promise<string> {
  const sizes = [one.size, 2 * one.size, 4 * one.size];
  const rows: string[] = [];
  let before: Measured | undefined;
  for (const size of sizes) {
    const measured = await median(one.name, size);
    rows.push(row(`${size.toLocaleString('en')} ${one.unit}`, measured, before));
    before = measured;
  }
  return `${one.name}\n${rows.join('')}\n`;
}

function row(size: string, { milliseconds, megabytes }: Measured, before: Measured | undefined): string {
  const ratio = before === undefined ? '' : `× ${(milliseconds / before.milliseconds).toFixed(1)}`;
  const [time, memory] = [`${milliseconds.toFixed(0)} ms`, `${megabytes.toFixed(0)} MB`];
  return `  ${size.padStart(16)} ${time.padStart(10)} ${ratio.padEnd(6)} ${memory.padStart(8)}\n`;
}

async function median(name: string, size: number): Promise<Measured> {
  const measured: Measured[] = [];
  for (let run = 0; run < runs; run++) measured.push(await measure(name, size));
  measured.sort((a, b) => a.milliseconds - b.milliseconds);
  return measured[Math.floor(runs / 2)] as Measured; // `runs` is positive
}

async function measure(name: string, size: number): Promise<Measured> {
  const args = ['--disable-warning=ExperimentalWarning', script, name, String(size)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Measured; // one.ts prints nothing else
}
