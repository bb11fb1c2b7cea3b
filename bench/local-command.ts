import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const pairs = 9;
const topics = 40;

/** A check of a small spec by `dist/cli.js`, as a pre-commit hook runs it, beside a Node that does nothing; in turn. */
export function reportLocalCommand(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cli-'));
  try {
    mkdirSync(join(folder, 'kafka'));
    writeFileSync(join(folder, 'kafka', 'prod.yaml'), spec());
    const [floor, validate]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < pairs; pair++) {
      floor.push(took(folder, ['-e', '']));
      validate.push(took(folder, [cli, 'validate']));
    }
    const [least, own] = [median(floor), median(validate)];
    process.stdout.write(
      `validate on one's own machine\n  ${topics} topics: ${own.toFixed(0)} ms, ${(own / least).toFixed(1)} ÷ a Node that does nothing (${least.toFixed(0)} ms)\n\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function spec(): string {
  const lines = Array.from(
    { length: topics },
    (_, index) => `      orders.t${index}: { partitions: 6, replication: 3, config: { retention.ms: 7d } }\n`,
  );
  return `version: 1\nname: prod\nproject: acme\nclusters:\n  core:\n    service: kafka-core\n    topics:\n${lines.join('')}`;
}

/** Milliseconds that pass; a command that fails is no measurement. */
function took(folder: string, words: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
