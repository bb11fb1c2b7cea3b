import { describe, expect, test } from '@jest/globals';
import { carryOut } from '../../support/untouched/carry-out.ts';

describe('a flow with two lists of excluded topics', () => {
  const flow = { source_cluster: 'onprem', target_cluster: 'core', enabled: true, topics: ['edge'] };
  const live = (one: readonly string[], other: readonly string[]) => ({
    endpoints: [
      {
        name: 'onprem-kafka',
        userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT' },
      },
    ],
    integrations: [
      { alias: 'core', from: 'kafka-core', tuning: {}, others: {} },
      { alias: 'onprem', from: 'onprem-kafka', tuning: {}, others: {} },
    ] as const,
    flows: [{ ...flow, 'topics.blacklist': one, topics_exclude: other }],
  });
  const spec = (more: object) => ({
    clusters: {
      core: { service: 'kafka-core' },
      onprem: {
        bootstrap_servers: ['kafka-1.example:9093'],
        security_protocol: 'PLAINTEXT',
        mirror: { endpoint: 'onprem-kafka' },
      },
    },
    mirrormaker: {
      mm2: {
        flows: {
          'onprem -> core': { topics: ['edge', 'more'], access: 'off', create_topics: 'none', ...more },
        },
      },
    },
  });

  test('is unknown where the lists differ and the spec states none; both are named, with the ways out', async () => {
    const { said, before, after } = await carryOut(live(['secret.*'], ['other']), spec({}));
    const [unread, ...more] = said.filter((line) => line.startsWith('unread'));
    expect(more).toEqual([]);
    for (const part of [
      'onprem -> core',
      'topics.blacklist (secret.*)',
      'topics_exclude (other)',
      'empty one of them',
    ])
      expect(unread).toContain(part);
    expect(after).toEqual(before);
  });

  test('is updated where the spec states one, and where they say the same in another order', async () => {
    for (const [world, more] of [
      [live(['secret.*'], ['other']), { topics_exclude: ['other'] }],
      [live(['x', 'y'], ['y', 'x']), {}],
    ] as const) {
      const { said } = await carryOut(world, spec(more));
      expect(said).toContain('update flow onprem -> core: applied');
      expect(said.filter((line) => /^(unread|again)/.test(line))).toEqual([]);
    }
  });
});
