import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { kafkaDistribution } from '../../../sandbox/kafka/distribution.ts';
import { startMirrorMaker } from '../../../sandbox/mirrormaker/mirrormaker-process.ts';
import { isRunning } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

const moduleOf = (name: string) =>
  JSON.stringify(fileURLToPath(new URL(`../../../sandbox/${name}`, import.meta.url)));
/** Nobody listens there, so MirrorMaker 2 tries for a minute. */
const nowhere = {
  clusters: 'a,b',
  'a.bootstrap.servers': 'localhost:1',
  'b.bootstrap.servers': 'localhost:1',
  'a->b.enabled': 'true',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mirrormaker-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('nothing is left of a MirrorMaker whose parent was killed', async () => {
  const directory = join(folder, 'orphan');
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { kafkaDistribution } from ${moduleOf('kafka/distribution.ts')};
       import { startMirrorMaker } from ${moduleOf('mirrormaker/mirrormaker-process.ts')};
       const process = await startMirrorMaker({
         distribution: await kafkaDistribution(), name: 'orphan',
         directory: ${JSON.stringify(directory)}, properties: new Map(Object.entries(${JSON.stringify(nowhere)})),
       });
       const wait = setInterval(async () => {
         if ((await process.log()).includes('Connection to node')) console.log(process.pid);
       }, 100);`,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const exited = once(parent, 'exit');
  const [pid] = await once(createInterface({ input: parent.stdout }), 'line');
  expect(existsSync(join(directory, 'mm2.properties'))).toBe(true);
  parent.kill('SIGKILL');
  await exited;
  await until(
    () => ({ directory: existsSync(directory), process: isRunning(Number(pid)) }),
    (left) => !left.directory && !left.process,
  );
});

test('nothing but its last words is left of one that ended by itself', async () => {
  const directory = join(folder, 'ended');
  const process = await startMirrorMaker({
    distribution: await kafkaDistribution(),
    name: 'ended',
    directory,
    properties: new Map([['clusters', 'a']]),
  });
  expect(await process.exited).toEqual({ code: 2, signal: null });
  expect(process.running).toBe(false);
  expect(await process.log()).toContain('No source->target replication flows.');
  expect(readdirSync(folder)).not.toContain('ended');
  await process.stop();
});
