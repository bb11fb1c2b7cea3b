import { describe, expect, test } from '@jest/globals';
import { type ClusterFeatures, unknownFeatures } from '../../../src/model/cluster-features.ts';
import type { LiveCluster } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import type { LiveTopic, LiveTopicConfig, Topic } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { inherited, liveCluster, liveTopic, liveWorld, overridden } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { topic } from '../../support/build/resources.ts';

const notTold = unknown('incomplete', 'not told');

function features(parts: Partial<ClusterFeatures> = {}): ClusterFeatures {
  return { ...unknownFeatures(notTold), ...parts };
}

function config(values: Readonly<Record<string, string | null>>): Topic['config'] {
  return new Map(Object.entries(values));
}

function there(values: Readonly<Record<string, LiveTopicConfig>>, parts: Partial<LiveTopic> = {}): LiveTopic {
  return liveTopic('core', 'orders', { config: new Map(Object.entries(values)), ...parts });
}

/** `severity code: hint` of what a plan of the one topic finds on an Aiven service. */
function allFound(
  wanted: Partial<Topic>,
  live: LiveTopic | undefined,
  cluster: Partial<LiveCluster> = {},
  alias = 'core',
): readonly string[] {
  const result = buildPlan({
    desired: desiredWorld({ topics: [topic(alias, 'orders', wanted)] }),
    live: liveWorld({
      clusters: new Map([
        ['core', liveCluster('core')],
        ['onprem', liveCluster('onprem')],
        [alias, liveCluster(alias, live === undefined ? [] : [live], cluster)],
      ]),
    }),
    findings: [],
  });
  return result.findings.map(({ severity, code, hint }) => `${severity} ${code}: ${hint}`);
}

/** Without what the topics of these tests leave out. */
function found(...question: Parameters<typeof allFound>): readonly string[] {
  return allFound(...question).filter((text) => !text.startsWith('error topic-layout-missing'));
}

describe('partitions and replication', () => {
  test.each<[string, Partial<Topic>, LiveTopic | undefined, string, readonly string[]]>([
    ['of a new topic are stated', {}, undefined, 'core', ['partitions and replication']],
    ['of a new topic are stated both', { partitions: 3 }, undefined, 'core', ['replication']],
    ['of a topic that is there may be left out', {}, there({}), 'core', []],
    ['of a new topic on an external cluster may be left out', {}, undefined, 'onprem', []],
  ])('%s', (_, wanted, live, alias, missing) => {
    expect(allFound(wanted, live, {}, alias)).toEqual(
      missing.map(
        (what) => `error topic-layout-missing: State ${what} of the topic, here or in its profile.`,
      ),
    );
  });
});

describe('the name', () => {
  test.each<[string, string, LiveTopic | undefined, boolean]>([
    ['of a new topic, beside one that differs in a dot', 'or.ders', undefined, true],
    ['of a new topic, beside one that differs in an underscore', 'or_ders', undefined, true],
    ['of a new topic, beside others', 'order', undefined, false],
    ['of a topic that is there already', 'or_ders', there({}), false],
  ])('%s', (_, other, live, isRefused) => {
    const wanted = {
      id: { kind: 'topic' as const, cluster: 'core', name: 'or.ders' },
      partitions: 1,
      replication: 3,
    };
    const own = live === undefined ? [] : [{ ...live, id: wanted.id }];
    const names = [other, ...own.map(({ id }) => id.name)].filter(
      (name) => name !== wanted.id.name || live !== undefined,
    );
    const result = buildPlan({
      desired: desiredWorld({ topics: [topic('core', 'or.ders', wanted)] }),
      live: liveWorld({
        clusters: new Map([
          [
            'core',
            liveCluster('core', own, {
              topicNames: known(names),
              ...(live === undefined ? { topics: new Map([['or.ders', known(undefined)]]) } : {}),
            }),
          ],
        ]),
      }),
      findings: [],
    });
    const codes = result.findings.map(({ code }) => code).filter((code) => code === 'topic-collision');
    expect(codes).toEqual(isRefused && other !== 'or.ders' ? ['topic-collision'] : []);
  });
});

describe('tiered storage', () => {
  const on = { 'remote.storage.enable': overridden('true') };
  test.each<
    [
      string,
      Readonly<Record<string, string | null>>,
      Readonly<Record<string, LiveTopicConfig>>,
      string,
      boolean,
    ]
  >([
    ['switched off on Aiven', { 'remote.storage.enable': 'false' }, on, 'core', true],
    ['switched off on an external cluster', { 'remote.storage.enable': 'false' }, on, 'onprem', true],
    [
      'switched off, with what it holds to be deleted',
      { 'remote.storage.enable': 'false', 'remote.log.delete.on.disable': 'true' },
      on,
      'onprem',
      false,
    ],
    ['left on', { 'remote.storage.enable': 'true' }, on, 'core', false],
    [
      'off before',
      { 'remote.storage.enable': 'false' },
      { 'remote.storage.enable': overridden('false') },
      'core',
      false,
    ],
  ])('%s', (_, wanted, live, alias, isTold) => {
    const tiered = { features: features({ tieredStorage: known(true) }) };
    const told = found({ config: config(wanted) }, there(live), tiered, alias).filter((text) =>
      text.startsWith('warning tiered-storage-stays: '),
    );
    expect(told).toHaveLength(isTold ? 1 : 0);
    if (isTold)
      expect(told[0]).toContain(alias === 'core' ? 'ask Aiven' : 'remote.log.delete.on.disable: true');
  });
});

describe('replication', () => {
  test.each<[string, number, LiveTopic | undefined, number, readonly string[]]>([
    [
      'of an existing topic above the nodes',
      4,
      there({}),
      3,
      ['error replication-above-brokers: Set replication to at most 3.'],
    ],
    [
      'of a new topic above the nodes',
      3,
      undefined,
      2,
      ['error replication-above-brokers: Set replication to at most 2.'],
    ],
    [
      'one of a new topic with three nodes',
      1,
      undefined,
      3,
      ['error replication-one: Write replication: 3.'],
    ],
    [
      'one of an existing topic with two nodes',
      1,
      there({}),
      2,
      ['error replication-one: Write replication: 2.'],
    ],
    ['one that is there already', 1, there({}, { replication: 1 }), 3, []],
    ['more than the nodes, and there already', 3, there({}), 2, []],
    ['one with one node', 1, undefined, 1, []],
  ])('%s', (_, replication, live, brokers, expected) => {
    expect(found({ replication }, live, { brokers: known(brokers) })).toEqual(expected);
  });

  test('one on an external cluster is its owner’s business', () => {
    expect(found({ replication: 1 }, undefined, {}, 'onprem')).toEqual([]);
  });

  test('one of a diskless topic is right, more are refused when it is created', () => {
    const diskless = { config: config({ 'diskless.enable': 'true' }) };
    const service = { features: features({ diskless: known(true) }) };
    expect(found({ replication: 1, ...diskless }, undefined, service)).toEqual([]);
    expect(found({ replication: 3, ...diskless }, undefined, service)).toEqual([
      'error diskless-replication: Write replication: 1.',
    ]);
  });
});

describe('the version of the service', () => {
  const kafka = (major: number, minor: number) => ({
    features: features({ kafkaVersion: known({ major, minor }) }),
  });
  const small = { config: config({ 'segment.bytes': '524288' }) };
  const refused = ['error config-needs-older-kafka: Write segment.bytes: 1048576 or more.'];

  test.each<[string, Partial<Topic>, LiveTopic | undefined, Partial<LiveCluster>, readonly string[]]>([
    ['small segments of a new topic on 4.1', small, undefined, kafka(4, 1), refused],
    ['small segments of a new topic on 3.9', small, undefined, kafka(3, 9), []],
    [
      'small segments that stay, and nothing is written',
      small,
      there({ 'segment.bytes': overridden('524288') }),
      kafka(4, 1),
      [],
    ],
    [
      'small segments that stay, and another config is written',
      { config: config({ 'segment.bytes': '524288', 'retention.ms': '1' }) },
      there({ 'segment.bytes': overridden('524288') }),
      kafka(4, 1),
      refused,
    ],
    ['an unknown version', small, undefined, {}, []],
    [
      'a config that is gone in 4.0',
      { config: config({ 'message.downconversion.enable': 'true' }) },
      undefined,
      kafka(4, 2),
      ['error config-deprecated: Remove it: Kafka 4.0 refuses it.'],
    ],
    [
      'a config that 3.5 does not have yet',
      { config: config({ 'message.timestamp.after.max.ms': '1' }) },
      undefined,
      kafka(3, 5),
      ['error config-needs-newer-kafka: Remove it, or upgrade the service first.'],
    ],
  ])('%s', (_, wanted, live, cluster, expected) => {
    expect(found(wanted, live, cluster)).toEqual(expected);
  });
});

describe('storage', () => {
  const tiered = { config: config({ 'remote.storage.enable': 'true' }) };
  const diskless = { replication: 1, config: config({ 'diskless.enable': 'true' }) };

  test.each<[string, Partial<Topic>, Partial<ClusterFeatures>, readonly string[]]>([
    [
      'tiered where there is none',
      tiered,
      { tieredStorage: known(false) },
      [
        'error storage-not-there: Remove remote.storage.enable, or switch tiered_storage on in the service first.',
      ],
    ],
    ['tiered where there is', tiered, { tieredStorage: known(true) }, []],
    [
      'tiered where it is not known',
      tiered,
      {},
      [
        'warning storage-not-checked: Look in Aiven whether the service has tiered storage. If not, the apply fails: switch tiered_storage on there first, or remove remote.storage.enable.',
      ],
    ],
    [
      'diskless where there is none',
      diskless,
      { diskless: known(false) },
      ['error storage-not-there: Remove diskless.enable, or switch kafka_diskless on in the service first.'],
    ],
    ['diskless where there is', diskless, { diskless: known(true) }, []],
    [
      'diskless where it is not known',
      diskless,
      {},
      [
        'warning storage-not-checked: Look in Aiven whether the service has diskless storage. If not, the apply fails: switch kafka_diskless on there first, or remove diskless.enable.',
      ],
    ],
    ['neither is asked for, and neither is known', { config: config({ 'retention.ms': '1' }) }, {}, []],
    [
      'both are refused by name, and neither is known',
      { config: config({ 'remote.storage.enable': 'false', 'diskless.enable': 'false' }) },
      {},
      [],
    ],
  ])('%s', (_, wanted, parts, expected) => {
    expect(found(wanted, undefined, { features: features(parts) })).toEqual(expected);
  });

  test('what a topic has already is not asked for again', () => {
    const live = there({ 'remote.storage.enable': overridden('true') });
    expect(found({ ...tiered, replication: 3 }, live)).toEqual([]);
  });

  test('the brokers of an external cluster are asked instead', () => {
    expect(found(tiered, undefined, {}, 'onprem')).toEqual([]);
  });

  test('the warning says why it cannot be told', () => {
    const { findings } = buildPlan({
      desired: desiredWorld({
        topics: [topic('core', 'orders', { ...tiered, partitions: 6, replication: 3 })],
      }),
      live: liveWorld({
        clusters: new Map([['core', liveCluster('core', [], { features: features() })]]),
      }),
      findings: [],
    });
    expect(findings).toMatchObject([
      {
        message: 'topic orders asks for tiered storage, and whether core has it cannot be told: not told',
      },
    ]);
  });

  test.each<[string, string | null]>([
    ['false', 'false'],
    ['the default', null],
  ])('a diskless topic cannot be switched back to %s', (_, value) => {
    const live = there({ 'diskless.enable': overridden('true', 'false') });
    expect(found({ config: config({ 'diskless.enable': value }) }, live)).toEqual([
      'error diskless-one-way: Write diskless.enable: true.',
    ]);
  });
});

describe('values that contradict what the topic has today', () => {
  test.each<[string, Partial<Topic>, LiveTopic, readonly string[]]>([
    [
      'a minimal compaction lag above the live maximal one',
      { config: config({ 'min.compaction.lag.ms': '10' }) },
      there({ 'max.compaction.lag.ms': overridden('5') }),
      ['error config-conflict: Write min.compaction.lag.ms: 5 or less, or raise max.compaction.lag.ms.'],
    ],
    [
      'compaction of a topic that is tiered',
      { config: config({ 'cleanup.policy': 'compact' }) },
      there({ 'remote.storage.enable': overridden('true') }),
      ['error config-conflict: Write cleanup.policy: delete, or remote.storage.enable: false.'],
    ],
    [
      'a diskless switch of a topic with unclean election',
      { config: config({ 'diskless.enable': 'true' }) },
      there({ 'unclean.leader.election.enable': overridden('true') }),
      ['error config-conflict: Write unclean.leader.election.enable: false, or diskless.enable: false.'],
    ],
    [
      'local retention above the retention that the service sets',
      { config: config({ 'local.retention.ms': '20' }) },
      there({ 'remote.storage.enable': overridden('true'), 'retention.ms': inherited('10') }),
      ['error local-retention: Write local.retention.ms: -2 to follow retention.ms, or at most 10.'],
    ],
    [
      'local retention without tiered storage',
      { config: config({ 'local.retention.ms': '20' }) },
      there({ 'remote.storage.enable': inherited('false'), 'retention.ms': inherited('10') }),
      [],
    ],
    [
      'more replicas in sync than the topic has',
      { config: config({ 'min.insync.replicas': '4' }) },
      there({}),
      ['error min-insync-too-high: Set min.insync.replicas to 2, or raise replication.'],
    ],
    [
      'a contradiction that is there, where nothing is written',
      { config: config({ 'min.compaction.lag.ms': '10' }) },
      there({ 'min.compaction.lag.ms': overridden('10'), 'max.compaction.lag.ms': overridden('5') }),
      [],
    ],
    [
      'a live value that the plan resets',
      { unlistedConfig: 'reset', config: config({ 'min.compaction.lag.ms': '10' }) },
      there({ 'max.compaction.lag.ms': overridden('5', '9223372036854775807') }),
      [],
    ],
  ])('%s', (_, wanted, live, expected) => {
    expect(found(wanted, live, { features: features({ diskless: known(true) }) })).toEqual(expected);
  });
});

describe('resets on Aiven', () => {
  test.each<[string, Partial<Topic>, Readonly<Record<string, LiveTopicConfig>>, readonly string[]]>([
    [
      'an unlisted config whose default is not told',
      { unlistedConfig: 'reset' },
      { 'retention.ms': overridden('5') },
      ['error config-cannot-reset: Write retention.ms: 5 for this topic.'],
    ],
    [
      'null of a config whose default is not told',
      { config: config({ 'flush.ms': null }) },
      { 'flush.ms': overridden('5') },
      ['error config-cannot-reset: Write flush.ms: 5 for this topic.'],
    ],
    [
      'a config that the API does not take',
      { unlistedConfig: 'reset' },
      { 'compression.zstd.level': overridden('5', '3') },
      ['error config-cannot-reset: Write unlisted_config: keep for this topic.'],
    ],
    ['a default that is told', { unlistedConfig: 'reset' }, { 'retention.ms': overridden('5', '10') }, []],
    ['an unlisted config that is reported only', {}, { 'retention.ms': overridden('5') }, []],
  ])('%s', (_, wanted, live, expected) => {
    expect(found(wanted, there(live))).toEqual(expected);
  });

  test('an external cluster resets by itself', () => {
    const live = {
      ...there({ 'retention.ms': overridden('5') }),
      id: { kind: 'topic', cluster: 'onprem', name: 'orders' } as const,
    };
    expect(found({ unlistedConfig: 'reset' }, live, {}, 'onprem')).toEqual([]);
  });
});

describe('how many topics and partitions a service has', () => {
  test('a topic too many is a warning, and only where the plan adds one', () => {
    const names = Array.from({ length: 7_000 }, (_, index) => `t${index}`);
    const cluster = {
      topicNames: known([...names, 'orders']),
      partitionCounts: new Map(),
      brokers: known(6),
    };
    expect(
      found({ partitions: 6, replication: 3 }, undefined, { ...cluster, topicNames: known(names) }),
    ).toEqual([expect.stringContaining('warning too-many-topics')]);
    expect(found({ partitions: 6, replication: 3 }, there({}), cluster)).toEqual([]);
  });

  test('partitions count with their replicas, on each broker', () => {
    expect(found({ partitions: 4_001, replication: 3 }, undefined)).toEqual([
      expect.stringContaining('warning too-many-topics'),
    ]);
    expect(found({ partitions: 4_000, replication: 3 }, undefined)).toEqual([]);
  });
});

test('a finding stands at the line of its value', () => {
  const [finding] = buildPlan({
    desired: desiredWorld({
      topics: [
        topic('core', 'orders', {
          partitions: 6,
          replication: 4,
          positions: new Map([['replication', at(17)]]),
        }),
      ],
    }),
    live: liveWorld(),
    findings: [],
  }).findings;
  expect(finding).toMatchObject({ code: 'replication-above-brokers', position: at(17) });
});

describe('what the spec alone could only suspect', () => {
  const suspected = {
    code: 'replication-one',
    severity: 'warning',
    message: 'offline',
    position: at(17),
  } as const;
  const planWith = (brokers: number) =>
    buildPlan({
      desired: desiredWorld({
        topics: [topic('core', 'orders', { replication: 1, positions: new Map([['replication', at(17)]]) })],
      }),
      live: liveWorld({
        clusters: new Map([['core', liveCluster('core', [], { brokers: known(brokers) })]]),
      }),
      findings: [suspected],
    }).findings.filter(({ code }) => code === 'replication-one');

  test('is refuted by one node, and confirmed once by two', () => {
    expect(planWith(1)).toEqual([]);
    expect(planWith(2)).toMatchObject([
      { severity: 'error', message: expect.not.stringContaining('offline') },
    ]);
  });
});
