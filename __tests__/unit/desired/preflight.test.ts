import { describe, expect, test } from '@jest/globals';
import { type MirrorLogins, observedTopics } from '../../../src/desired/derived/view.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { mirrorQuestions } from '../../../src/desired/preflight/logins.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { FlowSettings } from '../../../src/model/flow.ts';
import type { AclOperation } from '../../../src/model/kafka-acl.ts';
import type { Live, LiveCluster } from '../../../src/model/live.ts';
import type { LoginRights } from '../../../src/model/login-rights.ts';
import { known, type Unknown, unknown } from '../../../src/model/reading.ts';
import type { ClusterSpec, FlowSpec } from '../../../src/spec/spec.ts';
import {
  inherited,
  liveCluster,
  liveFlow,
  liveKafkaAcl,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
} from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { flowSettings, type kafkaAclId } from '../../support/build/resources.ts';
import {
  aivenCluster,
  certificateLogin,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  withoutAdmin,
} from '../../support/build/spec.ts';

interface World {
  readonly flows: readonly FlowSpec[];
  readonly clusters?: readonly ClusterSpec[];
  readonly onprem?: LiveCluster;
  readonly core?: LiveCluster;
  readonly live?: Partial<Live>;
  readonly logins?: MirrorLogins;
}

const partitions = (counts: Readonly<Record<string, number>>, cluster: string) =>
  liveCluster(
    cluster,
    Object.entries(counts).map(([name, count]) => liveTopic(cluster, name, { partitions: count })),
  );

/** A live service mm2 whose flow onprem -> core keeps names. */
function identityFlowOf(topics: readonly string[], more: Partial<FlowSettings> = {}) {
  const flow = liveFlow({ ...flowSettings({ topics, replication_policy: 'identity' }), ...more });
  return liveMirrorMaker({ flows: known([flow]) });
}

function look({ flows, clusters, onprem, core, live = {}, logins = new Map() }: World) {
  const spec = specOf(clusters ?? [externalCluster('onprem'), aivenCluster('core')], [mirrorMaker(flows)]);
  const world = liveWorld({
    clusters: new Map([
      ['onprem', onprem ?? liveCluster('onprem')],
      ['core', core ?? liveCluster('core')],
    ]),
    ...live,
  });
  const { desired } = desiredState(spec, observedTopics(world, logins));
  return preflightFlows({ spec, desired, live: world, logins });
}

const lines = ({ findings }: ReturnType<typeof look>) =>
  findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);

const codes = (world: World) => look(world).findings.map(({ code, severity }) => `${severity} ${code}`);

const brokers = (cluster: string, count: number) => liveCluster(cluster, [], { brokers: known(count) });

const hidden: Unknown = unknown('not-managed', 'the spec gives no admin identity');
const unread = (cluster: string) => liveCluster(cluster, [], { topicNames: hidden, kafkaAcls: hidden });

describe('what a flow mirrors of the live source', () => {
  test('topics, partitions, and their names on the target', () => {
    const flow = flowSpec('onprem', 'core', {
      settings: { topics: ['edge\\..*'], topics_exclude: ['.*\\.tmp'] },
    });
    const onprem = partitions(
      { 'edge.a': 4, 'edge.b': 3, 'edge.b.tmp': 9, other: 1, heartbeats: 1 },
      'onprem',
    );
    const { flows, findings } = look({
      flows: [flow],
      onprem,
      core: partitions({ 'onprem.edge.b': 3 }, 'core'),
    });
    expect(findings).toEqual([]);
    expect(flows).toEqual([
      {
        service: 'mm2',
        source: 'onprem',
        target: 'core',
        enabled: true,
        matches: known({
          seenBy: 'admin',
          partitions: 7,
          doubtful: [],
          topics: [
            { name: 'edge.a', partitions: 4, remote: 'onprem.edge.a', onTarget: 'new' },
            { name: 'edge.b', partitions: 3, remote: 'onprem.edge.b', onTarget: 'exists' },
          ],
        }),
        notEvaluable: [],
        logins: [],
      },
    ]);
  });

  test('an exclude pattern that cannot be evaluated leaves everything in doubt, and is named', () => {
    const flow = flowSpec('onprem', 'core', {
      settings: { topics: ['edge\\..*'], topics_exclude: ['(?i)X'] },
    });
    const [told] = look({ flows: [flow], onprem: partitions({ 'edge.a': 4 }, 'onprem') }).flows;
    expect(told).toMatchObject({
      matches: { value: { topics: [], doubtful: ['edge.a'] } },
      notEvaluable: [{ pattern: '(?i)X' }],
    });
  });

  test('a source that nobody may look at is unknown, never empty', () => {
    const [told] = look({ flows: [flowSpec('onprem', 'core')], onprem: unread('onprem') }).flows;
    expect(told?.matches).toEqual(hidden);
  });
});

describe('expect_topics', () => {
  const expecting = (atLeast: number, atMost: number, topics = ['edge\\..*']) =>
    flowSpec('onprem', 'core', { settings: { topics }, expectTopics: { atLeast, atMost, position: at(60) } });
  const two = partitions({ 'edge.a': 1, 'edge.b': 1 }, 'onprem');

  test.each<[string, FlowSpec, LiveCluster, readonly string[]]>([
    ['met', expecting(2, 2), two, []],
    [
      'too few',
      expecting(3, 9),
      two,
      [
        'error expect-topics-violated: onprem -> core: 2 topics of onprem match, and expect_topics says at_least 3',
      ],
    ],
    [
      'too many',
      expecting(0, 1),
      two,
      [
        'error expect-topics-violated: onprem -> core: 2 topics of onprem match, and expect_topics says at_most 1',
      ],
    ],
    [
      'nobody could count',
      expecting(1, 9),
      unread('onprem'),
      [
        'notice expect-topics-unknown: onprem -> core: how many topics of onprem match is unknown, so expect_topics was not checked: the spec gives no admin identity',
      ],
    ],
    [
      'fewer than wanted beside a pattern that cannot be evaluated',
      expecting(3, 9, ['edge\\..*', '(?i)x']),
      two,
      [
        'notice expect-topics-unknown: onprem -> core: how many topics of onprem match is unknown, so expect_topics was not checked: a pattern cannot be evaluated here',
      ],
    ],
    [
      'more than wanted, whatever that pattern adds',
      expecting(0, 1, ['edge\\..*', '(?i)x']),
      two,
      [
        'error expect-topics-violated: onprem -> core: 2 topics of onprem match, and expect_topics says at_most 1',
      ],
    ],
  ])('%s', (_, flow, onprem, expected) => {
    expect(lines(look({ flows: [flow], onprem }))).toEqual(expected);
  });
});

describe('what goes wrong with live topics', () => {
  const all = { topics: ['.*'] };
  const outbound = (changes: Parameters<typeof flowSpec>[2] = {}) => flowSpec('core', 'onprem', changes);

  test.each<[string, World, readonly string[]]>([
    [
      'L8: a name that is taken for heartbeats, on a source where MirrorMaker 2 sees everything',
      { flows: [outbound()], core: partitions({ 'app.heartbeats': 1, 'onprem.heartbeats': 1 }, 'core') },
      ['warning taken-for-heartbeats'],
    ],
    [
      'L8: a name that is taken for heartbeats, seen through the rights of another flow that wants it',
      {
        flows: [
          flowSpec('onprem', 'core'),
          flowSpec('onprem', 'edge', { settings: { topics: ['app\\..*'] } }),
        ],
        clusters: [externalCluster('onprem'), aivenCluster('core'), aivenCluster('edge')],
        onprem: partitions({ 'app.heartbeats': 1, 'core.heartbeats': 1 }, 'onprem'),
      },
      ['warning taken-for-heartbeats'],
    ],
    [
      'L8: the same name where no right shows it',
      { flows: [flowSpec('onprem', 'core')], onprem: partitions({ 'app.heartbeats': 1 }, 'onprem') },
      [],
    ],
    [
      'L9: a name that gets too long',
      {
        flows: [flowSpec('onprem', 'core', { settings: all })],
        onprem: partitions({ ['x'.repeat(243)]: 1 }, 'onprem'),
      },
      ['error mirrored-name-too-long'],
    ],
    [
      'L10: a topic of the target that differs in a dot',
      {
        flows: [flowSpec('onprem', 'core', { settings: all })],
        onprem: partitions({ orders: 1 }, 'onprem'),
        core: partitions({ onprem_orders: 1 }, 'core'),
      },
      ['error mirrored-topic-collides'],
    ],
    [
      'L11: fewer partitions, where MirrorMaker 2 may not add any',
      {
        flows: [outbound({ createTopics: 'all', settings: all })],
        core: partitions({ orders: 6 }, 'core'),
        onprem: partitions({ 'core.orders': 3 }, 'onprem'),
      },
      ['error mirrored-topic-too-small'],
    ],
    [
      'L11: fewer partitions, where nobody knows whether it may',
      {
        flows: [outbound({ access: 'check', settings: all })],
        core: partitions({ orders: 6 }, 'core'),
        onprem: partitions({ 'core.orders': 3 }, 'onprem'),
      },
      ['warning mirrored-topic-too-small'],
    ],
    [
      'L11: fewer partitions, which MirrorMaker 2 will add',
      {
        flows: [outbound({ settings: all })],
        core: partitions({ orders: 6 }, 'core'),
        onprem: partitions({ 'core.orders': 3 }, 'onprem'),
      },
      [],
    ],
    [
      'L12: more replicas than brokers',
      { flows: [flowSpec('onprem', 'core', { settings: { replication_factor: 4 } })] },
      ['error replication-above-brokers'],
    ],
    [
      'L13: fewer replicas than must be in sync',
      {
        flows: [flowSpec('onprem', 'core', { settings: { replication_factor: 1 } })],
        onprem: liveCluster('onprem', [
          liveTopic('onprem', 'mm2-offset-syncs.core.internal', {
            replication: 1,
            config: new Map([['min.insync.replicas', inherited('2')]]),
          }),
        ]),
        core: brokers('core', 1),
      },
      ['error min-insync-too-high'],
    ],
    [
      'L39: one copy of every mirrored topic on a target with more brokers',
      {
        flows: [flowSpec('onprem', 'core', { settings: { replication_factor: 1 } })],
        onprem: brokers('onprem', 1),
        core: brokers('core', 3),
      },
      ['warning single-replica'],
    ],
    [
      'L39: two copies on two brokers are all there can be',
      {
        flows: [flowSpec('onprem', 'core', { settings: { replication_factor: 2 } })],
        core: brokers('core', 2),
      },
      [],
    ],
    [
      "L39: MirrorMaker 2's default of two copies, and one broker",
      { flows: [flowSpec('onprem', 'core')], core: brokers('core', 1) },
      ['warning replication-above-brokers'],
    ],
    [
      'L39: brokers that could not be counted',
      {
        flows: [flowSpec('onprem', 'core', { settings: { replication_factor: 1 } })],
        core: liveCluster('core', [], { brokers: hidden }),
      },
      [],
    ],
    [
      "L40: a list of excludes takes the place of MirrorMaker 2's own",
      {
        flows: [flowSpec('onprem', 'core', { settings: { topics: ['.*'], topics_exclude: ['x\\..*'] } })],
        onprem: partitions({ 'orders.replica': 1, orders: 1 }, 'onprem'),
      },
      ['notice exclude-list-replaced'],
    ],
    [
      'L40: an empty list reads back like none, so what its own list has may be mirrored or not',
      {
        flows: [flowSpec('onprem', 'core', { settings: { topics: ['.*'], topics_exclude: [] } })],
        onprem: partitions({ 'orders.replica': 1, orders: 1 }, 'onprem'),
      },
      ['warning exclude-list-untold'],
    ],
    [
      'L40: a list that no topic can match excludes nothing for sure',
      {
        flows: [flowSpec('onprem', 'core', { settings: { topics: ['.*'], topics_exclude: ['\\.'] } })],
        onprem: partitions({ 'orders.replica': 1, orders: 1 }, 'onprem'),
      },
      ['notice exclude-list-replaced'],
    ],
    [
      'L40: a list that still has it, and a topic that is named',
      {
        flows: [
          flowSpec('onprem', 'core', { settings: { topics: ['.*'], topics_exclude: ['.*\\.replica'] } }),
          flowSpec('onprem', 'edge', {
            settings: { topics: ['orders\\.replica'], topics_exclude: ['x\\..*'] },
          }),
        ],
        clusters: [externalCluster('onprem'), aivenCluster('core'), aivenCluster('edge')],
        onprem: partitions({ 'orders.replica': 1, orders: 1 }, 'onprem'),
      },
      [],
    ],
    [
      'L20: internal before 4.0',
      {
        flows: [flowSpec('onprem', 'core', { settings: all })],
        onprem: partitions({ 'app-internal': 1 }, 'onprem'),
      },
      ['warning internal-before-4'],
    ],
    [
      'L22: named as if mirrored',
      { flows: [flowSpec('onprem', 'core')], core: partitions({ 'onprem.gone': 1 }, 'core') },
      ['notice named-like-mirrored'],
    ],
    [
      'two flows that write one topic',
      {
        flows: [
          flowSpec('onprem', 'core', { settings: { ...all, replication_policy: 'identity' } }),
          flowSpec('edge', 'core', { settings: { ...all, replication_policy: 'identity' } }),
        ],
        clusters: [externalCluster('onprem'), aivenCluster('core'), aivenCluster('edge')],
        live: {
          mirrormakers: new Map([
            ['mm2', liveMirrorMaker({ flows: known([liveFlow(), liveFlow({}, 'edge')]) })],
          ]),
          clusters: new Map([
            ['onprem', partitions({ orders: 1 }, 'onprem')],
            ['edge', partitions({ orders: 1 }, 'edge')],
            ['core', liveCluster('core')],
          ]),
        },
      },
      ['warning mirrored-topics-shared'],
    ],
    [
      'a new identity flow into topics that are there',
      {
        flows: [flowSpec('onprem', 'core', { settings: { ...all, replication_policy: 'identity' } })],
        onprem: partitions({ orders: 1 }, 'onprem'),
        core: partitions({ orders: 1 }, 'core'),
        live: {
          mirrormakers: new Map([['mm2', liveMirrorMaker()]]),
        },
      },
      ['warning writes-into-existing'],
    ],
    [
      'an identity flow that takes more topics, one of them there',
      {
        flows: [flowSpec('onprem', 'core', { settings: { ...all, replication_policy: 'identity' } })],
        onprem: partitions({ orders: 1 }, 'onprem'),
        core: partitions({ orders: 1 }, 'core'),
        live: {
          mirrormakers: new Map([['mm2', identityFlowOf(['invoices'])]]),
        },
      },
      ['warning writes-into-existing'],
    ],
    [
      'one that had excluded it',
      {
        flows: [flowSpec('onprem', 'core', { settings: { ...all, replication_policy: 'identity' } })],
        onprem: partitions({ orders: 1 }, 'onprem'),
        core: partitions({ orders: 1 }, 'core'),
        live: {
          mirrormakers: new Map([['mm2', identityFlowOf(['.*'], { topics_exclude: ['ord.*'] })]]),
        },
      },
      ['warning writes-into-existing'],
    ],
    [
      'one that writes it already',
      {
        flows: [flowSpec('onprem', 'core', { settings: { ...all, replication_policy: 'identity' } })],
        onprem: partitions({ orders: 1 }, 'onprem'),
        core: partitions({ orders: 1 }, 'core'),
        live: {
          mirrormakers: new Map([['mm2', identityFlowOf(['ord.*'])]]),
        },
      },
      [],
    ],
  ])('%s', (_, world, expected) => {
    expect(codes(world)).toEqual(expected);
  });
});

test('L10: each topic that is in the way is named', () => {
  const { findings } = look({
    flows: [flowSpec('onprem', 'core', { settings: { topics: ['.*'] } })],
    onprem: partitions({ a: 1, 'b.c': 1 }, 'onprem'),
    core: partitions({ onprem_a: 1, 'onprem.b_c': 1 }, 'core'),
  });
  expect(findings.map(({ message }) => message)).toEqual([
    'onprem -> core: onprem.a, onprem.b.c cannot be created on core, where onprem_a, onprem.b_c are and Kafka takes dots and underscores for the same',
    expect.stringContaining('is named as if it came from onprem'),
  ]);
});

describe('the ACLs that are there', () => {
  const withAcls = (cluster: string, ...acls: readonly Parameters<typeof kafkaAclId>[1][]) =>
    liveCluster(cluster, [], { kafkaAcls: known(acls.map((acl) => liveKafkaAcl(cluster, acl))) });
  const onCluster = {
    principal: 'User:mm2',
    resourceType: 'Cluster',
    resourceName: 'kafka-cluster',
  } as const;

  const everyGroup = { ...onCluster, resourceType: 'Group', resourceName: '*', operation: 'Read' } as const;
  const listing = { ...onCluster, operation: 'Describe' } as const;
  const everybody = { principal: 'User:*' } as const;
  const denial = { permission: 'DENY', operation: 'Describe' } as const;

  test.each<[string, readonly Parameters<typeof kafkaAclId>[1][]]>([
    ['Describe on the cluster', [listing]],
    ['what brings it', [{ ...onCluster, operation: 'Alter' }]],
    ['of everybody', [{ ...listing, ...everybody }]],
    ['from one host', [{ ...listing, host: '10.0.0.1' }]],
    ['some groups', [listing, { ...everyGroup, resourceName: 'billing' }]],
    ['every group but one', [listing, everyGroup, { ...everyGroup, resourceName: 'billing', ...denial }]],
  ])('L6: %s without every group', (_, acls) => {
    const onprem = withAcls('onprem', ...acls);
    expect(codes({ flows: [flowSpec('onprem', 'core')], onprem })).toEqual([
      'warning group-discovery-aborts',
    ]);
  });

  test.each<[string, readonly Parameters<typeof kafkaAclId>[1][]]>([
    ['every group', [listing, everyGroup]],
    ['every group, as everybody has it', [listing, { ...everyGroup, ...everybody }]],
    ['a denial on the cluster', [listing, { ...listing, ...denial }]],
    ['another user', [{ ...listing, principal: 'User:else' }]],
    ['another right on the cluster', [{ ...onCluster, operation: 'IdempotentWrite' }]],
  ])('L6: with %s it is well', (_, acls) => {
    const onprem = withAcls('onprem', ...acls);
    expect(codes({ flows: [flowSpec('onprem', 'core')], onprem })).toEqual([]);
  });

  test.each([
    ['a prefix', { resourceName: 'mm2-', patternType: 'PREFIXED' }],
    ['every topic', { resourceName: '*', operation: 'All' }],
  ] as const)('L30: %s lets somebody else read the passwords in mm2-configs', (_, acl) => {
    const core = withAcls('core', { principal: 'User:audit', ...acl });
    expect(lines(look({ flows: [flowSpec('onprem', 'core')], core }))[0]).toContain(
      'warning mm2-configs-readable: onprem -> core: User:audit may read mm2-configs.onprem.internal on core',
    );
  });
});

describe("MirrorMaker 2's own login", () => {
  const plain = flowSpec('onprem', 'core', {
    access: 'check',
    groups: [{ pattern: 'billing', position: at(55) }],
  });
  const clusters = [withoutAdmin(externalCluster('onprem')), aivenCluster('core')];
  const rights = (
    topics: Readonly<Record<string, readonly AclOperation[]>>,
    more: Partial<LoginRights> = {},
  ): MirrorLogins => {
    const value: LoginRights = {
      topics: new Map(Object.keys(topics).map((name) => [name, 2])),
      topicOperations: new Map(
        Object.entries(topics).map(([name, operations]) => [name, new Set(operations)]),
      ),
      clusterOperations: new Set(),
      groups: new Map([['billing', true]]),
      brokersBefore28: false,
      ...more,
    };
    return new Map([['onprem', known(value)]]);
  };
  const everything = {
    'edge.readings': ['Read', 'Describe', 'DescribeConfigs'],
    'mm2-offset-syncs.core.internal': ['Read', 'Write', 'Describe'],
  } as const;
  const seenBy = (logins: MirrorLogins, flows = [plain]) =>
    look({ flows, clusters, onprem: unread('onprem'), logins });

  test('is asked about the names and groups of its rights, all at once', () => {
    const spec = specOf(clusters, [mirrorMaker([plain])]);
    expect([...mirrorQuestions(spec, new Map(), new Map())]).toEqual([
      ['onprem', { topics: ['edge.readings', 'mm2-offset-syncs.core.internal'], groups: ['billing'] }],
    ]);
  });

  test('shows what matches where nobody else may look', () => {
    const told = seenBy(rights(everything));
    expect(told.findings).toEqual([]);
    expect(told.flows[0]).toMatchObject({
      matches: { value: { seenBy: 'mirror', partitions: 2, topics: [{ name: 'edge.readings' }] } },
      logins: [{ cluster: 'onprem', endpoint: 'onprem-kafka', state: 'accepted', lacks: [] }],
    });
  });

  test('sees fewer topics than expected: what it sees is said, not what is there', () => {
    const expecting = { ...plain, expectTopics: { atLeast: 2, position: at(60) } };
    const [finding] = seenBy(rights(everything), [expecting]).findings;
    expect([finding?.message, finding?.hint]).toEqual([
      'onprem -> core: 1 topic of onprem that the login of MirrorMaker 2 sees matches, and expect_topics says at_least 2',
      'Correct the patterns of the flow, or expect_topics, or the rights of the login.',
    ]);
  });

  test('L4: lacks rights, which turns "cannot be checked" into a statement', () => {
    const logins = rights(
      { ...everything, 'edge.readings': ['Read', 'Describe'] },
      { groups: new Map([['billing', false]]) },
    );
    expect(lines(seenBy(logins))).toEqual([
      'warning mirror-login-lacks: onprem -> core: the login of the endpoint onprem-kafka lacks on onprem: DescribeConfigs on Topic edge.readings; Describe on Group billing',
    ]);
  });

  test('L4: may read the topic that is named like the prefix, and not what starts with it', () => {
    const prefix = flowSpec('onprem', 'core', {
      access: 'check',
      settings: { topics: ['edge.*'], offset_syncs_topic_location: 'target' },
    });
    const all = ['Read', 'Describe', 'DescribeConfigs'] as const;
    const logins = rights({ edge: all, 'edge-2': ['Describe'] });
    const onprem = partitions({ edge: 1, 'edge-2': 1 }, 'onprem');
    expect(lines(look({ flows: [prefix], clusters, onprem, logins }))).toEqual([
      'warning mirror-login-lacks: onprem -> core: the login of the endpoint onprem-kafka lacks on onprem: Read, DescribeConfigs on Topic edge-2',
    ]);
  });

  test('L8: sees a topic that is taken for heartbeats', () => {
    const logins = rights({ ...everything, 'app.heartbeats': ['Read', 'Describe', 'DescribeConfigs'] });
    expect(lines(seenBy(logins))).toEqual([
      'warning taken-for-heartbeats: onprem -> core: app.heartbeats is mirrored whatever the patterns say, because of the .heartbeats at the end',
    ]);
  });

  describe('L5: sees heartbeats through a right that no flow asks for', () => {
    const managed = flowSpec('onprem', 'core');
    const spec = specOf([externalCluster('onprem'), aivenCluster('core')], [mirrorMaker([managed])]);
    const acls = desiredState(spec).desired.kafkaAcls.map(({ id }) => ({ id }));
    const onprem = liveCluster('onprem', [liveTopic('onprem', 'heartbeats', { partitions: 1 })], {
      kafkaAcls: known(acls),
    });

    test('and is asked whether it may mirror them', () => {
      const logins = rights({ ...everything, heartbeats: ['Read', 'Describe'] });
      const topics = ['edge.readings', 'heartbeats', 'mm2-offset-syncs.core.internal'];
      const observed = new Map([['onprem', ['heartbeats']]]);
      expect([...mirrorQuestions(spec, observed, logins)]).toEqual([['onprem', { topics, groups: [] }]]);
    });

    test('which stops all new topics if it may not', () => {
      const logins = rights({ ...everything, heartbeats: ['Read', 'Describe'] });
      const { findings } = look({ flows: [managed], logins, onprem });
      expect(findings.map(({ code, message, hint }) => [code, message, hint])).toEqual([
        [
          'mirror-login-lacks',
          'onprem -> core: the login of the endpoint onprem-kafka lacks on onprem: DescribeConfigs on Topic heartbeats',
          'They are for heartbeats that a right given by hand shows on onprem: MirrorMaker 2 mirrors all it sees. Take that right away there, or list the lacking ones under acls.kafka of onprem.',
        ],
      ]);
    });

    test('and nothing is wrong if it may', () => {
      const logins = rights({ ...everything, heartbeats: ['Read', 'Describe', 'DescribeConfigs'] });
      expect(look({ flows: [managed], logins, onprem }).findings).toEqual([]);
    });
  });

  test('L5: sees heartbeats that it may not read', () => {
    const logins = rights({ ...everything, heartbeats: ['Write', 'Describe'] });
    const spelled = flowSpec('onprem', 'core', { access: 'check' });
    const [first] = lines(
      look({
        flows: [spelled],
        clusters: [
          externalCluster('onprem', {
            kafkaAcls: [
              {
                position: at(23),
                namePosition: at(23),
                principal: 'User:mm2',
                host: '*',
                resourceType: 'Topic',
                resourceName: 'heartbeats',
                patternType: 'LITERAL',
                permission: 'ALLOW',
                operations: ['Describe'],
              },
            ],
          }),
          aivenCluster('core'),
        ],
        onprem: partitions({ heartbeats: 1 }, 'onprem'),
        logins,
      }),
    );
    expect(first).toContain('mirror-login-lacks');
    expect(first).toContain('Read, DescribeConfigs on Topic heartbeats');
  });

  test('is refused: an error with the endpoint, the secret and the words of the broker', () => {
    const reason = unknown('unauthenticated', 'kafka-1 refused the login mm2: invalid credentials');
    const { findings, flows } = seenBy(new Map([['onprem', reason]]));
    expect(findings).toEqual([
      {
        code: 'mirror-login-refused',
        severity: 'error',
        message:
          'onprem refuses the login of the endpoint onprem-kafka, so its flows cannot run: kafka-1 refused the login mm2: invalid credentials',
        hint: 'Correct KAFKA_SECRET_MM2_PASSWORD or the user mm2, or mirror, sasl_mechanism (SCRAM-SHA-512) and security_protocol of onprem.',
        position: at(21),
      },
    ]);
    expect(flows[0]?.logins).toMatchObject([{ state: 'refused' }]);
  });

  test('is refused with a client certificate: the secret of the key is named', () => {
    const mirror = {
      position: at(21),
      endpoint: 'p',
      login: certificateLogin('MM2_CERT', 'MM2_KEY'),
    };
    const partner = withoutAdmin(externalCluster('onprem', { securityProtocol: 'SSL', mirror }));
    const logins: MirrorLogins = new Map([['onprem', unknown('unauthenticated', 'certificate required')]]);
    const { findings } = look({
      flows: [plain],
      clusters: [partner, aivenCluster('core')],
      onprem: unread('onprem'),
      logins,
    });
    expect(findings[0]?.hint).toContain('KAFKA_SECRET_MM2_KEY');
  });

  test('of disabled flows only is refused: a warning', () => {
    const disabled = flowSpec('onprem', 'core', { settings: { enabled: false } });
    const logins: MirrorLogins = new Map([['onprem', unknown('unauthenticated', 'no')]]);
    expect(seenBy(logins, [disabled]).findings.map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('was not tried because the connection changed: said, and no finding', () => {
    const reason = unknown('not-contacted', 'the connection of onprem differs from the default branch');
    const { findings, flows } = seenBy(new Map([['onprem', reason]]));
    expect(findings).toEqual([]);
    expect(flows[0]).toMatchObject({
      matches: reason,
      logins: [{ state: 'not-contacted', message: reason.message }],
    });
  });

  test('access: off is silent about rights', () => {
    const off = flowSpec('onprem', 'core', { access: 'off' });
    expect(seenBy(rights({}), [off]).findings).toEqual([]);
  });

  test('L6: sees every group, and may not describe each', () => {
    const logins = rights(everything, {
      clusterOperations: new Set(['Describe']),
      groups: new Map([['billing', false]]),
    });
    expect(seenBy(logins).findings.map(({ code }) => code)).toEqual([
      'mirror-login-lacks',
      'group-discovery-aborts',
    ]);
  });

  test('L27: brokers before 2.8', () => {
    const logins = rights(everything, { brokersBefore28: true });
    expect(seenBy(logins).findings.map(({ code }) => code)).toEqual(['brokers-before-2-8']);
  });

  test('what this plan grants is not lacking; what it granted to another principal is', () => {
    const managed = flowSpec('onprem', 'core');
    const logins = rights({ ...everything, 'edge.readings': [] });
    const planned = look({ flows: [managed], logins });
    expect(planned.findings).toEqual([]);
    expect(planned.flows[0]?.logins[0]?.grantedByPlan).toBe(true);

    const acls = desiredState(
      specOf([externalCluster('onprem'), aivenCluster('core')], [mirrorMaker([managed])]),
    ).desired.kafkaAcls;
    const onprem = liveCluster('onprem', [], { kafkaAcls: known(acls.map(({ id }) => ({ id }))) });
    const [finding] = look({ flows: [managed], logins, onprem }).findings;
    expect(finding?.hint).toContain('set mirror.principal');
  });

  test('where the ACLs could not be read, nothing is granted, so what lacks is told', () => {
    const managed = flowSpec('onprem', 'core');
    const logins = rights({ ...everything, 'edge.readings': ['Read', 'Describe'] });
    const onprem = liveCluster('onprem', [], { kafkaAcls: unknown('denied', 'DescribeAcls was refused') });
    const { flows, findings } = look({ flows: [managed], logins, onprem });
    expect(flows[0]?.logins[0]?.grantedByPlan).toBe(false);
    expect(findings.map(({ code, hint }) => `${code}: ${hint}`)).toEqual([
      'mirror-login-lacks: The plan grants nothing there as long as the ACLs of onprem cannot be read: DescribeAcls was refused.',
    ]);
  });

  test('what the plan grants is left out beside what it does not', () => {
    const managed = flowSpec('onprem', 'core');
    const logins = rights({
      'edge.readings': ['Describe'],
      'mm2-offset-syncs.core.internal': ['Read', 'Write', 'Describe'],
      heartbeats: ['Read', 'Describe'],
    });
    const onprem = liveCluster('onprem', [liveTopic('onprem', 'heartbeats', { partitions: 1 })]);
    const { flows, findings } = look({ flows: [managed], logins, onprem });
    expect(flows[0]?.logins[0]?.grantedByPlan).toBe(false);
    expect(findings.map(({ message }) => message)).toEqual([
      'onprem -> core: the login of the endpoint onprem-kafka lacks on onprem: DescribeConfigs on Topic heartbeats',
    ]);
  });
});
