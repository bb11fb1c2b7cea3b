import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExperimentResult } from './experiments-page.ts';
import type { RunResult } from './run-scenario.ts';

const directory = fileURLToPath(new URL('../.cache/proof', import.meta.url));

/** Results of all runs on one Kafka release, kept so that a proof can be interrupted. */
export interface Results {
  /** The last one of this run. */
  of(scenario: string, without: string | null): RunResult | undefined;
  add(result: RunResult): Promise<void>;
}

export async function openResults(version: string): Promise<Results> {
  const file = join(directory, `${version}.jsonl`);
  await mkdir(directory, { recursive: true });
  const text = await textOf(file);
  const results = new Map<string, RunResult>();
  const keep = (result: RunResult): void => {
    results.set(keyOf(result.scenario, result.without), result);
  };
  // Written below and by nobody else.
  for (const line of text.split('\n')) if (line !== '') keep(JSON.parse(line) as RunResult);
  return {
    of: (scenario, without) => results.get(keyOf(scenario, without)),
    add: async (result) => {
      keep(result);
      await appendFile(file, `${JSON.stringify(result)}\n`);
    },
  };
}

function keyOf(scenario: string, without: string | null): string {
  return JSON.stringify([scenario, without]);
}

/** The last result of each experiment on each release. */
export async function experimentResults(): Promise<readonly ExperimentResult[]> {
  const text = await textOf(experimentsFile);
  // Written below and by nobody else.
  const all = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ExperimentResult]));
  return [...new Map(all.map((one) => [`${one.id} ${one.version}`, one])).values()];
}

export async function addExperimentResult(result: ExperimentResult): Promise<void> {
  await mkdir(directory, { recursive: true });
  await appendFile(experimentsFile, `${JSON.stringify(result)}\n`);
}

const experimentsFile = join(directory, 'experiments.jsonl');

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
}
