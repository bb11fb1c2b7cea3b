import { expect, test } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import { Secret } from '../../../src/model/secret.ts';
import { systemClock } from '../../../src/run/runner/clock.ts';
import { core, knownValue, openAccount, project } from '../../support/aiven/aiven-account.ts';
import { neverCancelled } from '../../support/never-cancelled.ts';
import { bookOf } from '../../support/secret-book.ts';

/** Of a hundred topics each. */
const pages = 100;
const names = Array.from({ length: pages * 100 }, (_, index) => `t.${String(index).padStart(5, '0')}`);
const request = { cluster: 'core', kafkaAcls: false, aivenAcls: false };

async function withTopics(topics: readonly string[]): Promise<MemoryBackend> {
  const backend = new MemoryBackend({ brokers: 3 });
  for (const name of topics) await backend.createTopic({ name, partitions: 1, replication: 2, config: {} });
  return backend;
}

test('throttled at 20 requests in 5 s, 10,000 topics are read with the requests that their pages need', async () => {
  const services = [
    { type: 'kafka', project, name: core.service, backend: await withTopics(names) },
  ] as const;
  const { aiven, emulator } = await openAccount({
    services,
    rateLimit: { requests: 20, milliseconds: 5_000 },
  });
  const { topics } = await aiven.readCluster(core, { ...request, topics: names });
  expect(names.filter((name) => knownValue(topics.get(name)) === undefined)).toEqual([]);

  const { requests } = emulator.log;
  const taken = requests.filter(({ status }) => status !== 429);
  expect(taken.filter(({ route }) => route === 'topic.batch')).toHaveLength(pages);
  // The service and the list of its topics.
  expect(taken.length).toBeLessThanOrEqual(pages + 2);
  // Eight at most are on their way when the limit is reached; the others wait with them.
  expect(requests.length - taken.length).toBeLessThanOrEqual(8 * Math.ceil(taken.length / 20));
});

test('on the real clock, a limit is waited for again and again', async () => {
  const some = names.slice(0, 1_000);
  const token = crypto.randomUUID();
  const emulator = await startAiven({
    token,
    services: [{ type: 'kafka', project, name: core.service, backend: await withTopics(some) }],
    rateLimit: { requests: 4, milliseconds: 2_000 },
  });
  try {
    const lines: string[] = [];
    const aiven = connectAiven({
      secrecy: bookOf(),
      token: Secret.of('AIVEN_TOKEN', token),
      baseUrl: emulator.url,
      clock: systemClock(neverCancelled),
      cancelled: neverCancelled,
      progress: (line) => lines.push(line),
    });
    const { topics } = await aiven.readCluster(core, { ...request, topics: some });
    expect(some.filter((name) => knownValue(topics.get(name)) === undefined)).toEqual([]);
    expect(lines.filter((line) => line.startsWith('Aiven asks to slow down')).length).toBeGreaterThan(1);
    const taken = emulator.log.requests.filter(({ status }) => status === 200);
    expect(taken.filter(({ route }) => route === 'topic.batch')).toHaveLength(10);
  } finally {
    await emulator.stop();
  }
});
