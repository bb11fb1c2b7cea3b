import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { nameOf } from '../../../src/model/resource.ts';
import { at } from '../../support/build/places.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
  withoutAdmin,
} from '../../support/build/spec.ts';

const inbound = [mirrorMaker([flowSpec('onprem', 'core')])];
const core = aivenCluster('core');

describe('onprem -> core', () => {
  const { desired, findings } = desiredState(specOf([externalCluster('onprem'), core], inbound));

  test('grants the connecting user what it needs on onprem, from any host, and nothing on core', () => {
    expect(desired.kafkaAcls.map(({ id }) => `${id.cluster}: ${nameOf(id)}`)).toEqual([
      'onprem: User:mm2 may DescribeConfigs Topic edge.readings',
      'onprem: User:mm2 may Read Topic edge.readings',
      'onprem: User:mm2 may Read Topic mm2-offset-syncs.core.internal',
      'onprem: User:mm2 may Write Topic mm2-offset-syncs.core.internal',
    ]);
    expect(findings).toEqual([]);
  });

  test('creates the topic of its offset syncs: compacted, protected, its other configs left to MirrorMaker 2', () => {
    expect(desired.topics).toEqual([
      {
        id: { kind: 'topic', cluster: 'onprem', name: 'mm2-offset-syncs.core.internal' },
        partitions: 1,
        replication: 3,
        keepsLayout: true,
        config: new Map([['cleanup.policy', 'compact']]),
        protect: true,
        unlistedConfig: 'keep',
        provenance: {
          origin: 'derived',
          position: at(50),
          flows: ['onprem -> core'],
          rule: 'I4',
          why: 'offset_syncs_topic_location has the flow note there which source offset became which target offset',
          without: 'Records are copied slowly, and consumer group offsets are never translated.',
        },
      },
    ]);
  });

  test('says for every right which flow needs it, by which rule', () => {
    expect(
      desired.kafkaAcls.map(({ provenance }) => provenance.origin === 'derived' && provenance.rule),
    ).toEqual(['S2', 'S1', 'S4', 'S3']);
  });
});

test.each<[number | undefined, number | undefined, number]>([
  [undefined, undefined, 3],
  [1, undefined, 1],
  [undefined, 2, 2],
  [1, 2, 2],
])('replication factors %s and %s of two flows that share topics give %i', (one, other, expected) => {
  const stated = (replication: number | undefined) =>
    replication === undefined ? {} : { settings: { replication_factor: replication } };
  const flows = [
    flowSpec('a', 'onprem', stated(one)),
    flowSpec('a', 'onprem', { position: at(51), ...stated(other) }),
  ];
  const mirrormakers = flows.map((flow, index) => mirrorMaker([flow], { service: `mm2-${index}` }));
  const { desired } = desiredState(specOf([externalCluster('onprem'), aivenCluster('a')], mirrormakers));
  expect(new Set(desired.topics.map(({ replication }) => replication))).toEqual(new Set([expected]));
});

describe('access', () => {
  const spec = (access: 'manage' | 'check' | 'off', onprem = externalCluster('onprem')) =>
    specOf([onprem, core], [mirrorMaker([flowSpec('onprem', 'core', { access })])]);

  test('check: the same needs, for comparing only', () => {
    const managed = desiredState(spec('manage')).desired;
    const { desired, findings } = desiredState(spec('check'));
    expect(desired.checked).toEqual({
      topics: managed.topics,
      kafkaAcls: managed.kafkaAcls,
      neededElsewhere: [],
    });
    expect([...desired.topics, ...desired.kafkaAcls, ...findings]).toEqual([]);
  });

  test('off: none', () => {
    const { desired, findings } = desiredState(spec('off'));
    const { topics, kafkaAcls } = desired.checked;
    expect([...desired.topics, ...desired.kafkaAcls, ...topics, ...kafkaAcls, ...findings]).toEqual([]);
  });

  test('off: the rights are still known, for nobody to call them too wide', () => {
    const managed = desiredState(spec('manage')).desired;
    const { desired } = desiredState(spec('off', withoutAdmin(externalCluster('onprem'))));
    expect(desired.checked.neededElsewhere).toEqual(managed.kafkaAcls);
  });

  test('check under an owned principal would take the rights away', () => {
    const owned = externalCluster('onprem', {
      manage: { acls: { position: at(25), principals: [{ pattern: 'User:mm*', position: at(26) }] } },
    });
    expect(desiredState(spec('check', owned)).findings).toEqual([
      expect.objectContaining({ code: 'owned-but-only-checked', severity: 'error', position: at(26) }),
    ]);
    expect(desiredState(spec('manage', owned)).findings).toEqual([]);
  });

  test.each([
    ['manage', 'error'],
    ['check', 'warning'],
  ] as const)('%s without a known principal is an %s', (access, severity) => {
    const { mirror } = externalCluster('onprem');
    if (mirror === undefined) throw new Error('the builder gives a mirror identity');
    const { principal: _, ...unknown } = mirror;
    const { desired, findings } = desiredState(spec(access, externalCluster('onprem', { mirror: unknown })));
    expect(findings).toEqual([
      expect.objectContaining({ code: 'principal-unknown', severity, position: at(21) }),
    ]);
    expect([...desired.kafkaAcls, ...desired.checked.kafkaAcls]).toEqual([]);
  });
});

describe('a cluster without admin', () => {
  const onprem = withoutAdmin(externalCluster('onprem'));

  test('manage: people get the commands, nothing is planned', () => {
    const { desired, findings } = desiredState(specOf([onprem, core], inbound));
    expect([...desired.topics, ...desired.kafkaAcls]).toEqual([]);
    expect(findings).toEqual([
      {
        code: 'access-not-managed',
        severity: 'warning',
        message: 'onprem has no admin identity: 4 ACL entries and 1 topic must be created there by hand',
        hint: 'Give onprem an admin section, or run these commands and set access: off.',
        commands: [
          'kafka-topics.sh --bootstrap-server kafka-1.example:9093,kafka-2.example:9093 --command-config admin.properties --create --topic mm2-offset-syncs.core.internal --partitions 1 --replication-factor 3 --config cleanup.policy=compact',
          'kafka-acls.sh --bootstrap-server kafka-1.example:9093,kafka-2.example:9093 --command-config admin.properties --add --allow-principal User:mm2 --topic edge.readings --operation DescribeConfigs --operation Read',
          'kafka-acls.sh --bootstrap-server kafka-1.example:9093,kafka-2.example:9093 --command-config admin.properties --add --allow-principal User:mm2 --topic mm2-offset-syncs.core.internal --operation Read --operation Write',
        ],
        position: at(20),
      },
    ]);
  });

  test('check: a notice, for nothing can be read', () => {
    const flows = [flowSpec('onprem', 'core', { access: 'check' })];
    const { desired, findings } = desiredState(specOf([onprem, core], [mirrorMaker(flows)]));
    expect(desired.checked).toEqual({ topics: [], kafkaAcls: [], neededElsewhere: [] });
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'access-not-checked',
        severity: 'notice',
        commands: expect.arrayContaining([expect.stringMatching(/^kafka-acls\.sh .*--topic edge\.readings/)]),
      }),
    ]);
  });

  test('names from certificates and prefixes are quoted for a shell', () => {
    const { mirror } = onprem;
    if (mirror === undefined) throw new Error('the builder gives a mirror identity');
    const certified = { ...onprem, mirror: { ...mirror, principal: "User:CN=mm2,O=Bob's" } };
    const flows = [flowSpec('onprem', 'core', { settings: { topics: ['edge\\..*'] } })];
    const [finding] = desiredState(specOf([certified, core], [mirrorMaker(flows)])).findings;
    const commands = finding?.commands?.join('\n');
    expect(commands).toContain(`--allow-principal 'User:CN=mm2,O=Bob'\\''s'`);
    expect(commands).toContain('--topic edge. --resource-pattern-type prefixed');
  });
});

describe('declared and derived', () => {
  const withTopic = (changes: Parameters<typeof topicSpec>[1], name = 'mm2-configs.core.internal') => {
    const onprem = externalCluster('onprem', { topics: topicSpecs(topicSpec(name, changes)) });
    const flows = [
      flowSpec('core', 'onprem', { settings: { emit_heartbeats_enabled: true } }),
      flowSpec('onprem', 'core'),
    ];
    return desiredState(specOf([onprem, core], [mirrorMaker(flows)]));
  };
  const compact = new Map([['cleanup.policy', 'compact']]);

  test('a declared topic that fits stays, and is not derived again', () => {
    const { desired, findings } = withTopic({ partitions: 1, config: compact });
    const same = desired.topics.filter(({ id }) => id.name === 'mm2-configs.core.internal');
    expect(same.map(({ provenance }) => provenance.origin)).toEqual(['declared']);
    expect(findings).toEqual([]);
  });

  test.each<[string, Parameters<typeof withTopic>, readonly string[]]>([
    [
      'more than one partition of the configs',
      [{ partitions: 2, config: compact }],
      ['error internal-topic-misfit'],
    ],
    ['no compaction of the worker storage', [{ partitions: 1 }], ['error internal-topic-misfit']],
    [
      'compaction with deletion',
      [{ partitions: 1, config: new Map([['cleanup.policy', 'compact,delete']]) }],
      ['error internal-topic-misfit'],
    ],
    [
      'more partitions of the offsets are fine',
      [{ partitions: 50, config: compact }, 'mm2-offsets.core.internal'],
      [],
    ],
    [
      'no compaction of heartbeats is only unwise',
      [{ partitions: 6 }, 'heartbeats'],
      ['warning internal-topic-misfit'],
    ],
  ])('%s', (_, [changes, name], expected) => {
    const found = withTopic(changes, name).findings.map(({ severity, code }) => `${severity} ${code}`);
    expect(found).toEqual(expected);
  });

  test('of equal ACLs the declared one stays', () => {
    const acl = {
      position: at(31),
      principal: 'User:mm2',
      host: '*',
      permission: 'ALLOW',
      operations: ['Read', 'Write'],
    } as const;
    const resource = {
      namePosition: at(31),
      resourceType: 'Topic',
      resourceName: 'edge.readings',
      patternType: 'LITERAL',
    } as const;
    const onprem = externalCluster('onprem', { kafkaAcls: [{ ...acl, ...resource }] });
    const { desired } = desiredState(specOf([onprem, core], inbound));
    const onReadings = desired.kafkaAcls.filter(({ id }) => id.resourceName === 'edge.readings');
    expect(onReadings.map(({ id, provenance }) => `${id.operation} ${provenance.origin}`)).toEqual([
      'DescribeConfigs derived',
      'Read declared',
      'Write declared',
    ]);
  });

  test('a derived topic under removed is a contradiction', () => {
    const onprem = externalCluster('onprem', {
      removedTopics: new Map([['mm2-offset-syncs.core.internal', { position: at(33) }]]),
    });
    const { desired, findings } = desiredState(specOf([onprem, core], inbound));
    expect(findings).toEqual([
      expect.objectContaining({ code: 'removed-but-needed', severity: 'error', position: at(33) }),
    ]);
    expect(desired.topics).toEqual([]);
  });
});

test('rights for a pattern that ACLs cannot say are granted for the names declared and observed, but not removed', () => {
  const onprem = externalCluster('onprem', {
    topics: topicSpecs(topicSpec('edge.declared')),
    removedTopics: new Map([['edge.gone', { position: at(33) }]]),
  });
  const flows = [flowSpec('onprem', 'core', { settings: { topics: ['edge\\..+'] } })];
  const spec = specOf([onprem, core], [mirrorMaker(flows)]);
  const read = (observed?: ReadonlyMap<string, readonly string[]>) =>
    desiredState(spec, observed)
      .desired.kafkaAcls.filter(({ id }) => id.operation === 'Read' && id.resourceName.startsWith('edge'))
      .map(({ id }) => id.resourceName);
  expect(read()).toEqual(['edge.declared']);
  expect(read(new Map([['onprem', ['edge.live', 'edge.gone', 'orders']]]))).toEqual([
    'edge.declared',
    'edge.live',
  ]);
});

describe('create_topics: all, on an external target', () => {
  const source = aivenCluster('core', {
    topics: topicSpecs(
      topicSpec('orders', {
        partitions: 12,
        config: new Map([
          ['cleanup.policy', 'compact'],
          ['min.insync.replicas', '2'],
          ['retention.ms', null],
        ]),
      }),
    ),
  });
  const outbound = (changes: Parameters<typeof flowSpec>[2] = {}, onprem = externalCluster('onprem')) => {
    const flow = flowSpec('core', 'onprem', {
      createTopics: 'all',
      settings: { topics: ['orders', 'pay'] },
      ...changes,
    });
    return desiredState(specOf([onprem, source], [mirrorMaker([flow])]));
  };

  test('creates the mirrored topic like its source, less what MirrorMaker 2 does not copy', () => {
    const { desired } = outbound();
    expect(desired.topics.find(({ id }) => id.name === 'core.orders')).toMatchObject({
      partitions: 12,
      config: new Map([['cleanup.policy', 'compact']]),
      protect: true,
      provenance: { rule: 'M1', flows: ['core -> onprem'] },
    });
  });

  test('names the topics whose partitions it cannot know', () => {
    const unknown = { code: 'mirrored-topic-not-created', severity: 'warning' };
    expect(outbound().findings).toEqual([
      expect.objectContaining({ ...unknown, message: expect.stringContaining('core.pay') }),
    ]);
    const declared = externalCluster('onprem', { topics: topicSpecs(topicSpec('core.pay')) });
    expect(outbound({}, declared).findings).toEqual([]);
  });

  test('gives no right to create or grow a topic', () => {
    const operations = new Set(outbound().desired.kafkaAcls.map(({ id }) => id.operation));
    expect(operations).toEqual(new Set(['Read', 'Write', 'AlterConfigs']));
  });

  test('a declared target with too few partitions would hang the flow', () => {
    const small = externalCluster('onprem', {
      topics: topicSpecs(topicSpec('core.orders', { partitions: 6 }), topicSpec('core.pay')),
    });
    expect(outbound({}, small).findings).toEqual([
      expect.objectContaining({ code: 'mirrored-topic-too-small', severity: 'error' }),
    ]);
  });

  test('tells that later topics have to be declared', () => {
    const { findings } = outbound({ settings: { topics: ['orders.*'] } });
    expect(findings).toEqual([
      expect.objectContaining({ code: 'mirrored-topics-later', severity: 'notice' }),
    ]);
  });
});

test('create_topics: none derives no topic, and the right to create each', () => {
  const flows = [flowSpec('onprem', 'core', { createTopics: 'none' })];
  const { desired } = desiredState(specOf([externalCluster('onprem'), core], [mirrorMaker(flows)]));
  expect(desired.topics).toEqual([]);
  expect(desired.kafkaAcls.map(({ id }) => nameOf(id))).toContain(
    'User:mm2 may Create Topic mm2-offset-syncs.core.internal',
  );
});

test('topics that a flow writes are known as such on both sides', () => {
  const flows = [
    flowSpec('onprem', 'core', { settings: { topics: ['edge\\..*'], topics_exclude: ['.*\\.raw'] } }),
  ];
  const { desired } = desiredState(specOf([externalCluster('onprem'), core], [mirrorMaker(flows)]));
  const written = (cluster: string, ...names: readonly string[]) =>
    names.filter((name) => desired.mirrored(cluster, name));
  expect(written('core', 'onprem.edge.a', 'onprem.orders', 'onprem.edge.raw', 'edge.a', 'orders')).toEqual([
    'onprem.edge.a',
  ]);
  expect(written('core', 'heartbeats', 'onprem.heartbeats', 'mm2-offsets.onprem.internal')).toHaveLength(3);
  expect(written('onprem', 'mm2-offset-syncs.core.internal', 'edge.a', 'onprem.edge.a')).toEqual([
    'mm2-offset-syncs.core.internal',
  ]);
});
