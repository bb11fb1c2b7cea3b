import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { connectAiven } from './aiven/connect.ts';
import { connectGitHub } from './github/connect.ts';
import { connectKafka } from './kafka/connect.ts';
import { run } from './run/run.ts';
import { actionsRunner } from './run/runner/actions-runner.ts';
import { systemClock } from './run/runner/clock.ts';

const cancelled = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancelled.abort());

process.exitCode = await run({
  runner: actionsRunner(),
  env: process.env,
  clock: systemClock,
  workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
  readPayload: async () => {
    const path = process.env['GITHUB_EVENT_PATH'];
    return path ? JSON.parse(await readFile(path, 'utf8')) : undefined;
  },
  writeFile: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  },
  connectAiven,
  connectKafka,
  connectGitHub,
  cancelled: cancelled.signal,
});
