import './run/start/interpret-schemas.ts'; // before any file that makes a schema

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { connectAiven } from './aiven/connect.ts';
import { connectGitHub } from './github/connect.ts';
import { connectKafka } from './kafka/connect.ts';
import { run } from './run/run.ts';
import { actionsRunner } from './run/runner/actions-runner.ts';
import { listenForCancel } from './run/runner/cancel.ts';
import { systemClock } from './run/runner/clock.ts';
import { useProxyOf } from './run/runner/proxy.ts';

const cancelled = listenForCancel(process);
useProxyOf(process.env);

process.exitCode = await run({
  runner: actionsRunner(),
  env: process.env,
  nodeVersion: process.versions.node,
  clock: systemClock(cancelled),
  workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
  readOwnText: () => readFile(process.argv[1] ?? '', 'utf8'),
  readPayload: async () => {
    const path = process.env['GITHUB_EVENT_PATH'];
    return path ? JSON.parse(await readFile(path, 'utf8')) : undefined;
  },
  writeFile: async (path, text, how) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: how === 'new' ? 'wx' : 'w' });
  },
  connectAiven,
  connectKafka,
  connectGitHub,
  cancelled,
});
// What was given up, such as a question that is not answered, must not keep the process.
if (cancelled.aborted) process.exit();
