import { expect, test } from '@jest/globals';
import { carryOut } from '../../support/untouched/carry-out.ts';

/** Values that live and that Aiven does not take back: its limits have changed, or a client of long ago sent another form. */

const endpoints = [
  {
    name: 'onprem-kafka',
    userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT' },
  },
];
const core = { alias: 'core', from: 'kafka-core', tuning: {}, others: {} } as const;
const onprem = { alias: 'onprem', from: 'onprem-kafka', tuning: {}, others: {} } as const;
const flow = { source_cluster: 'onprem', target_cluster: 'core', enabled: true, topics: ['edge'] };

const spec = (topics: readonly string[], tuning: object = {}) => ({
  clusters: {
    core: { service: 'kafka-core' },
    onprem: {
      bootstrap_servers: ['kafka-1.example:9093'],
      security_protocol: 'PLAINTEXT',
      mirror: { endpoint: 'onprem-kafka' },
    },
  },
  mirrormaker: {
    mm2: { clusters: tuning, flows: { 'onprem -> core': { topics, access: 'off', create_topics: 'none' } } },
  },
});

test.each([
  { sync_group_offsets_interval_seconds: 0 },
  { replication_policy_class: 'org.example.Own' },
  { offset_syncs_topic_location: 'both' },
  { replication_factor: -1 },
])('a flow with %j is updated, and keeps it', async (odd) => {
  const live = { endpoints, integrations: [core, onprem], flows: [{ ...flow, ...odd }] };
  const { said, after } = await carryOut(live, spec(['edge', 'more']));
  expect(said).toContain('update flow onprem -> core: applied');
  expect(said.filter((line) => line.startsWith('again'))).toEqual([]);
  const is = after.get('flow mm2/onprem -> core');
  expect(is?.get('topics')).toBe('["edge","more"]');
  for (const [key, value] of Object.entries(odd)) expect(is?.get(key)).toBe(JSON.stringify(value));
});

test.each(['merge', 'deep-merge', 'replace'] as const)(
  'an integration with one is left as it is where a PUT is a %s; once the spec states the key it is updated',
  async (integrationPut) => {
    const tuned = { ...core, tuning: { producer_linger_ms: 10_000, producer_max_request_size: 7 } };
    const live = { endpoints, integrations: [tuned, onprem], flows: [flow] };
    const switches = { integrationPut };
    const { said, before, after } = await carryOut(
      live,
      spec(['edge'], { core: { producer_batch_size: 1 } }),
      {
        switches,
      },
    );
    expect(said).toContainEqual(
      expect.stringMatching(
        /^update integration core: failed 400 .*State producer_linger_ms in mirrormaker\.mm2\.clusters\.core/,
      ),
    );
    expect(after).toEqual(before);
    const stated = { core: { producer_batch_size: 1, producer_linger_ms: 5_000 } };
    const next = await carryOut(live, spec(['edge'], stated), { switches });
    expect(next.said).toContain('update integration core: applied');
    expect(next.after.get('integration mm2/core')?.get('producer_max_request_size')).toBe('7');
  },
);

test('a number that is a text is sent as the number that the spec states', async () => {
  const live = {
    endpoints,
    integrations: [{ ...core, tuning: { producer_linger_ms: '5' } }, onprem],
    flows: [flow],
  };
  const tuning = { core: { producer_linger_ms: 5, producer_batch_size: 1 } };
  const { said, after } = await carryOut(live, spec(['edge'], tuning));
  expect(said).toContain('update integration core: applied');
  expect(after.get('integration mm2/core')?.get('producer_linger_ms')).toBe('5');
});

test('a topic with a config out of its range is updated, and keeps it', async () => {
  const topic = { name: 't.a', partitions: 3, tags: [], description: null, owner: null };
  const live = { topics: [{ ...topic, config: { 'flush.messages': '7' } }] };
  const config = { 'retention.ms': 1000 };
  const message = "Invalid input for config 'config.flush_messages': 7 is less than the minimum of 9";
  const { said, after } = await carryOut(
    live,
    {
      clusters: {
        core: { service: 'kafka-core', topics: { 't.a': { partitions: 3, replication: 3, config } } },
      },
    },
    {
      first: ({ aiven }) =>
        aiven.faults.add({
          route: 'topic.update',
          fault: { kind: 'answer', response: { status: 400, body: { message } } },
        }),
    },
  );
  expect(said).toContain('update topic t.a: applied');
  expect(after.get('topic core/t.a')?.get('config.flush.messages')).toBe('"7"');
});
