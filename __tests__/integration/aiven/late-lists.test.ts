import { describe, expect, test } from '@jest/globals';
import { carryOut } from '../../support/untouched/carry-out.ts';

/** Lists that are behind for minutes, of every kind: what was written is looked for as long as `wait-timeout`, whatever the write answered. */

const endpoints = [
  {
    name: 'onprem-kafka',
    userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT' },
  },
];
const integrations = [
  { alias: 'core', from: 'kafka-core', tuning: {}, others: {} },
  { alias: 'onprem', from: 'onprem-kafka', tuning: {}, others: {} },
] as const;
const onprem = (servers: string) => ({
  bootstrap_servers: [servers],
  security_protocol: 'PLAINTEXT',
  mirror: { endpoint: 'onprem-kafka' },
});
const flows = (topics: readonly string[]) => ({
  clusters: { core: { service: 'kafka-core' }, onprem: onprem('kafka-1.example:9093') },
  mirrormaker: { mm2: { flows: { 'onprem -> core': { topics, access: 'off', create_topics: 'none' } } } },
});
const flow = { source_cluster: 'onprem', target_cluster: 'core', enabled: true, topics: ['edge'] };
const acls = {
  clusters: {
    core: {
      service: 'kafka-core',
      manage: { acls: { principals: ['User:svc-*'] } },
      acls: {
        aiven: [{ username: 'svc-a', topic: 'orders', permission: 'read' }],
        kafka: [{ principal: 'User:svc-b', topic: 'orders', allow: ['Read'] }],
      },
    },
  },
};
const old = {
  principal: 'User:svc-old',
  resourceName: 'orders',
  operation: 'Read',
  permission: 'ALLOW',
} as const;

describe.each(['success', '503-after-effect'] as const)('writes that answer with %s', (writeAnswer) => {
  test.each([
    ['an endpoint and integrations made', {}, flows(['edge'])],
    ['a flow made', { endpoints, integrations }, flows(['edge'])],
    ['a flow changed', { endpoints, integrations, flows: [flow] }, flows(['edge', 'more'])],
    ['ACLs made, and one deleted', { kafkaAcls: [old] }, acls],
  ])('%s', async (_, live, spec) => {
    const { said, applyMs } = await carryOut(live, spec, {
      switches: { writeAnswer },
      timings: { listsBehind: 59_000 },
    });
    const results = said.filter((line) => / (applied|failed|not-tried|unconfirmed)/.test(line));
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter((line) => !line.endsWith(': applied'))).toEqual([]);
    expect(said.filter((line) => line.startsWith('again'))).toEqual([]);
    expect(applyMs).toBeGreaterThan(59_000);
  });
});
