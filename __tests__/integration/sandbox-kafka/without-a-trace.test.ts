import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { startKafkaCluster } from '../../../sandbox/kafka/cluster.ts';
import { isRunning } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

const clusterModule = fileURLToPath(new URL('../../../sandbox/kafka/cluster.ts', import.meta.url));

describe('nothing is left of a cluster', () => {
  test('that was stopped, of one broker or several', async () => {
    const [one, two] = await Promise.all([
      startKafkaCluster({ name: 'one' }),
      startKafkaCluster({ name: 'two', brokers: 2 }),
    ]);
    try {
      const bridge = await two.bridge();
      await bridge.createTopic({ name: 'twice', partitions: 1, replication: -1, config: {} });
      expect((await bridge.describeTopics(['twice']))[0]).toMatchObject({
        replication: 2,
        partitionDetails: [{ isr: 2 }],
      });
      expect(two.bootstrapServers.split(',')).toHaveLength(2);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
    expect([...one.pids, ...two.pids].filter(isRunning)).toEqual([]);
    expect([one.directory, two.directory].filter(existsSync)).toEqual([]);
    await one.stop();
  });

  test.concurrent.each([
    ['killed', 'await new Promise(() => {})', (parent: ChildProcess) => parent.kill('SIGKILL')],
    [
      'interrupted with Ctrl-C',
      'await new Promise(() => {})',
      (parent: ChildProcess) => parent.kill('SIGINT'),
    ],
    [
      'ended by an uncaught exception',
      'setTimeout(() => { throw new Error("uncaught") }, 10); await new Promise(() => {})',
      () => undefined,
    ],
    ['at its end without a stop', '', () => undefined],
  ])('whose parent was %s', async (_, rest, end) => {
    const parent = startParent(`
      const kafka = await startKafkaCluster({ name: 'orphan' });
      console.log(JSON.stringify({ pids: kafka.pids, directory: kafka.directory }));
      ${rest}`);
    const orphan = await firstLine(parent);
    const exited = once(parent, 'exit');
    end(parent);
    await exited;
    await until(
      () => [...orphan.pids.filter(isRunning), ...[orphan.directory].filter(existsSync)],
      (left) => left.length === 0,
    );
  });
});

test('a broker that cannot start says why', async () => {
  await expect(startKafkaCluster({ name: 'broken', properties: { 'num.io.threads': '0' } })).rejects.toThrow(
    /Kafka cluster broken did not start:.*num\.io\.threads/,
  );
});

function startParent(script: string): ChildProcess {
  const source = `import { startKafkaCluster } from ${JSON.stringify(clusterModule)};${script}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function firstLine(
  parent: ChildProcess,
): Promise<{ readonly pids: readonly number[]; readonly directory: string }> {
  if (!parent.stdout) throw new Error('no standard output');
  for await (const line of createInterface({ input: parent.stdout })) return JSON.parse(line);
  throw new Error('the parent ended without a cluster');
}
