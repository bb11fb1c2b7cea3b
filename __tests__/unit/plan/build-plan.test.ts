import { describe, expect, test } from '@jest/globals';
import { unknownFeatures } from '../../../src/model/cluster-features.ts';
import type { Desired } from '../../../src/model/desired.ts';
import type { Live } from '../../../src/model/live.ts';
import type { Provenance } from '../../../src/model/provenance.ts';
import { known, type Reading, unknown } from '../../../src/model/reading.ts';
import { nameOf, placeOf } from '../../../src/model/resource.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import {
  liveCluster,
  liveEndpoint,
  liveFlow,
  liveIntegration,
  liveKafkaAcl,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
} from '../../support/build/live.ts';
import { at, declared } from '../../support/build/places.ts';
import {
  aivenAcl,
  endpoint,
  flow,
  integration,
  kafkaAcl,
  kafkaAclId,
  mirrorMaker,
  project,
  topic,
} from '../../support/build/resources.ts';

function plan(desired: Partial<Desired>, live: Partial<Live> = {}): Plan {
  return buildPlan({ desired: desiredWorld(desired), live: liveWorld(live), findings: [] });
}

function lines({ changes }: Plan): string[] {
  return changes.map(({ action, kind, id }) => `${action} ${kind} ${nameOf(id)} on ${placeOf(id)}`);
}

const everything: Partial<Desired> = {
  endpoints: [endpoint()],
  integrations: [
    integration('onprem'),
    integration('core', { source: { type: 'service', project, service: 'kafka-core' } }),
  ],
  flows: [flow()],
  topics: [topic('core', 'orders', { partitions: 6 }), topic('onprem', 'edge.readings', { partitions: 12 })],
  kafkaAcls: [kafkaAcl('core'), kafkaAcl('onprem', { principal: 'User:aiven-mm2' })],
  aivenAcls: [aivenAcl('core')],
};

describe('a new world', () => {
  test('creates everything, in the order in which it can stand', () => {
    const result = plan(everything);
    expect(result.steps.map(({ phase, place, changes }) => `${phase} ${place} ${changes.length}`)).toEqual([
      'create-topics core 1',
      'create-topics onprem 1',
      'grant-acls core 1',
      'grant-acls core 1',
      'grant-acls onprem 1',
      'endpoints acme 1',
      'integrations mm2-core 2',
      'flows mm2-core 1',
      'enable-flows mm2-core 1',
    ]);
  });

  test('a flow that stays disabled is never enabled', () => {
    const { steps } = plan({ flows: [flow({ enabled: false })] });
    expect(steps.map(({ phase }) => phase)).toEqual(['flows']);
  });
});

test('a world that matches has an empty plan', () => {
  const result = plan(
    {
      endpoints: [endpoint()],
      integrations: [integration('onprem')],
      flows: [flow()],
      topics: [topic('core', 'orders')],
      kafkaAcls: [kafkaAcl('core')],
    },
    {
      endpoints: new Map([[project, known([liveEndpoint()])]]),
      mirrormakers: new Map([
        [
          mirrorMaker,
          liveMirrorMaker({ integrations: known([liveIntegration('onprem')]), flows: known([liveFlow()]) }),
        ],
      ]),
      clusters: new Map([
        [
          'core',
          liveCluster('core', [liveTopic('core', 'orders')], { kafkaAcls: known([liveKafkaAcl('core')]) }),
        ],
        ['onprem', liveCluster('onprem')],
      ]),
    },
  );
  expect(result).toMatchObject({ changes: [], steps: [], risks: [], unread: [], pending: [], unchanged: 5 });
});

describe('unknown is never absent', () => {
  const reason = unknown('unreachable', 'connection refused');

  test('nothing is planned for a cluster that cannot be read; its resources are pending', () => {
    const closed = {
      cluster: 'onprem',
      clusterId: reason,
      brokers: reason,
      features: unknownFeatures(reason),
      topicNames: reason,
      partitionCounts: new Map(),
      topics: new Map(),
      kafkaAcls: reason,
      aivenAcls: unknown('not-managed', 'external'),
      consumerGroups: unknown('not-managed', 'not asked for'),
      serviceUsers: unknown('not-managed', 'external'),
    };
    const result = plan(everything, {
      clusters: new Map([
        ['core', liveCluster('core')],
        ['onprem', closed],
      ]),
    });
    expect(lines(result).filter((line) => line.endsWith('on onprem'))).toEqual([]);
    expect(result.unread.map(({ place, kind }) => `${place} ${kind}`)).toEqual([
      'onprem topic',
      'onprem kafka-acl',
    ]);
    expect(result.pending.map(({ resource }) => nameOf(resource.id))).toEqual([
      'User:aiven-mm2 may Read Topic orders',
      'edge.readings',
    ]);
  });

  test('one topic that cannot be described leaves the others alone', () => {
    const cluster = liveCluster('core', [liveTopic('core', 'orders')]);
    const topics = new Map<string, Reading<LiveTopic | undefined>>([
      ['orders', reason],
      ['payments', known(undefined)],
    ]);
    const result = plan(
      { topics: [topic('core', 'orders'), topic('core', 'payments')] },
      {
        clusters: new Map([
          ['core', { ...cluster, topics }],
          ['onprem', liveCluster('onprem')],
        ]),
      },
    );
    expect(lines(result)).toEqual(['create topic payments on core']);
    expect(result.unread).toMatchObject([{ kind: 'topic', name: 'orders' }]);
  });

  test.each(['endpoints', 'mirrormakers', 'clusters'] as const)(
    'a place that nobody answered for is unknown: %s',
    (part) => {
      const result = plan(everything, { [part]: new Map() });
      expect(result.unread.length).toBeGreaterThan(0);
      expect(result.pending.length).toBeGreaterThan(0);
    },
  );
});

describe('ownership', () => {
  const scope = (prune: 'removed' | 'scope') => ({
    ownership: new Map([
      [
        'core',
        {
          topics: {
            scope: [{ pattern: 'orders.*', position: at(7) }],
            exclude: [{ pattern: 'orders.scratch.*', position: at() }],
            prune,
          },
          principals: [{ pattern: 'User:svc-*', position: at(9) }],
        },
      ],
    ]),
  });
  const live = (...names: string[]) => ({
    clusters: new Map([
      [
        'core',
        liveCluster(
          'core',
          names.map((name) => liveTopic('core', name)),
        ),
      ],
      ['onprem', liveCluster('onprem')],
    ]),
  });

  test('prune: scope deletes what is in scope, not listed, not excluded, not internal', () => {
    const result = plan(
      scope('scope'),
      live('orders.old', 'orders.scratch.a', 'payments', '__consumer_offsets', 'orders.checkpoints.internal'),
    );
    expect(lines(result)).toEqual(['delete topic orders.old on core']);
    expect(result.changes[0]?.provenance).toEqual({
      origin: 'owned',
      position: at(7),
      pattern: 'orders.*',
    });
  });

  test('prune: removed deletes nothing by absence', () => {
    const result = plan(scope('removed'), live('orders.old', 'payments'));
    expect(lines(result)).toEqual([]);
    expect(result.leftAlone.map(({ id, why }) => `${nameOf(id)} ${why}`)).toEqual([
      'orders.old not-listed',
      'payments outside-manage',
    ]);
  });

  test('a topic that a flow writes is never pruned', () => {
    const result = plan(
      { ...scope('scope'), mirrored: (_, name) => name === 'orders.copied' },
      live('orders.copied'),
    );
    expect(lines(result)).toEqual([]);
  });

  test('a tombstone deletes, also outside prune, and only what is there', () => {
    const tombstones = ['orders.v0', 'gone'].map((name) => ({
      id: { kind: 'topic' as const, cluster: 'core', name },
      provenance: declared(5),
    }));
    expect(lines(plan({ tombstones }, live('orders.v0')))).toEqual(['delete topic orders.v0 on core']);
  });

  test('ACLs of owned principals are exact; others stay', () => {
    const acls = known([
      liveKafkaAcl('core'),
      liveKafkaAcl('core', { principal: 'User:svc-other' }),
      liveKafkaAcl('core', { principal: 'User:admin' }),
    ]);
    const result = plan(
      { ...scope('removed'), kafkaAcls: [kafkaAcl('core')] },
      {
        clusters: new Map([
          ['core', liveCluster('core', [], { kafkaAcls: acls })],
          ['onprem', liveCluster('onprem')],
        ]),
      },
    );
    expect(lines(result)).toEqual(['delete kafka-acl User:svc-other may Read Topic orders on core']);
    expect(result.leftAlone).toMatchObject([{ id: { principal: 'User:admin' }, why: 'outside-manage' }]);
  });

  test("the entry `default` of Aiven's own ACLs is never touched", () => {
    const aivenAcls = known([
      {
        ...aivenAcl('core', { username: 'svc-everyone', topic: '*', permission: 'admin' }),
        aclId: 'default',
      },
    ]);
    const result = plan(scope('removed'), {
      clusters: new Map([
        ['core', liveCluster('core', [], { aivenAcls })],
        ['onprem', liveCluster('onprem')],
      ]),
    });
    expect(lines(result)).toEqual([]);
    expect(result.leftAlone).toMatchObject([{ why: 'default-acl' }]);
  });

  test('an endpoint in use is not removed, and the spec line says why', () => {
    const tombstones = [
      { id: { kind: 'endpoint' as const, project, name: 'onprem-kafka' }, provenance: declared(12) },
    ];
    const result = plan(
      { tombstones },
      {
        endpoints: new Map([[project, known([liveEndpoint()])]]),
        mirrormakers: new Map([
          [mirrorMaker, liveMirrorMaker({ integrations: known([liveIntegration('onprem')]) })],
        ]),
      },
    );
    expect(lines(result)).toEqual([]);
    expect(result.findings).toMatchObject([
      { code: 'endpoint-in-use', severity: 'error', position: { line: 12 } },
    ]);
  });
});

test('more replicas than brokers is an error before the merge', () => {
  const result = plan({ topics: [topic('core', 'orders', { partitions: 6, replication: 4 })] });
  expect(result.findings).toMatchObject([{ code: 'replication-above-brokers', severity: 'error' }]);
});

test.each<[string, string, string]>([
  [
    'I4',
    'mm2-offset-syncs.core.internal',
    'Declare mm2-offset-syncs.core.internal under topics of onprem with partitions: 1, replication: 1 and cleanup.policy: compact, or set offset_syncs_topic_location: target. Leave replication_factor: it is for the mirrored topics on the target too.',
  ],
  [
    'I7',
    'mm2-configs.core.internal',
    'Declare mm2-configs.core.internal under topics of onprem with partitions: 1, replication: 1 and cleanup.policy: compact. Leave replication_factor: it is for the mirrored topics on the target too.',
  ],
  ['I4', 'mm2-offset-syncs.onprem.internal', 'Set replication_factor of onprem -> core to at most 1.'],
  ['I1', 'mm2-configs.onprem.internal', 'Set replication_factor of onprem -> core to at most 1.'],
])(
  'more replicas of a topic of %s than brokers, %s: what is lowered keeps copies elsewhere',
  (rule, name, hint) => {
    const provenance: Provenance = {
      origin: 'derived',
      position: at(7),
      flows: ['onprem -> core'],
      rule,
      why: 'the flow notes offsets there',
      without: 'no offsets are translated',
    };
    const own = topic('onprem', name, { partitions: 1, replication: 3, provenance });
    const { findings } = plan(
      { topics: [own] },
      {
        clusters: new Map([
          ['core', liveCluster('core')],
          ['onprem', liveCluster('onprem', [], { brokers: known(1) })],
        ]),
      },
    );
    expect(findings).toMatchObject([{ code: 'replication-above-brokers', hint }]);
  },
);

test('access: check reports what lacks and plans nothing', () => {
  const result = plan({
    checked: {
      topics: [topic('onprem', 'mm2-offset-syncs.core.internal')],
      kafkaAcls: [kafkaAcl('onprem')],
      neededElsewhere: [],
    },
  });
  expect(lines(result)).toEqual([]);
  expect(result.findings.map(({ code }) => code)).toEqual(['access-missing', 'topic-missing']);
});

test('access: check never takes a refused read for a lack', () => {
  const refused = unknown('denied', 'reading takes Describe, which this login lacks');
  const { findings } = plan(
    {
      checked: {
        topics: [topic('onprem', 'mm2-offset-syncs.core.internal')],
        kafkaAcls: [kafkaAcl('onprem')],
        neededElsewhere: [],
      },
    },
    {
      clusters: new Map([
        ['core', liveCluster('core')],
        [
          'onprem',
          liveCluster('onprem', [], {
            topics: new Map([['mm2-offset-syncs.core.internal', refused]]),
            kafkaAcls: refused,
          }),
        ],
      ]),
    },
  );
  expect(findings.map(({ code, message, hint }) => `${code}: ${message}. ${hint}`)).toEqual([
    'access-not-checked: the ACLs of User:svc-audit on onprem could not be checked: reading takes Describe, which this login lacks. Give onprem an admin identity that may describe ACLs, or set access: off on the flow.',
    'access-not-checked: whether topic mm2-offset-syncs.core.internal exists on onprem could not be checked: reading takes Describe, which this login lacks. Give onprem an admin identity that may describe topics and their configs, or set access: off on the flow.',
  ]);
});

describe('access: check compares what rights do, not how they are written', () => {
  const provenance: Provenance = {
    origin: 'derived',
    position: at(),
    flows: ['onprem -> core'],
    rule: 'S1',
    why: 'the flow reads the mirrored topics',
    without: 'nothing is mirrored',
  };
  const needed: Parameters<typeof kafkaAclId>[1] = { principal: 'User:mm2', resourceName: 'edge.a' };
  const told = (
    acls: readonly Parameters<typeof kafkaAclId>[1][],
    declaredToo: readonly Parameters<typeof kafkaAclId>[1][] = [],
    wanted: Parameters<typeof kafkaAclId>[1] = needed,
    elsewhere: readonly Parameters<typeof kafkaAclId>[1][] = [],
  ) =>
    plan(
      {
        kafkaAcls: declaredToo.map((acl) => kafkaAcl('onprem', acl)),
        checked: {
          topics: [],
          kafkaAcls: [{ ...kafkaAcl('onprem', wanted), provenance }],
          neededElsewhere: elsewhere.map((acl) => kafkaAcl('onprem', acl)),
        },
      },
      {
        clusters: new Map([
          ['core', liveCluster('core')],
          [
            'onprem',
            liveCluster('onprem', [], { kafkaAcls: known(acls.map((acl) => liveKafkaAcl('onprem', acl))) }),
          ],
        ]),
      },
    ).findings.map(({ code, message }) => `${code}: ${message}`);
  const wide = (rights: string) => `access-too-wide: User:mm2 on onprem has ${rights}`;

  test('the entry itself', () => expect(told([needed])).toEqual([]));

  test('what it brings, and other users, are nobody’s concern', () => {
    const others = { principal: 'User:else', resourceName: '*', operation: 'All' } as const;
    expect(told([needed, { ...needed, operation: 'Describe' }, others])).toEqual([]);
  });

  test('a wildcard grants it, and is too wide', () => {
    const [finding, ...more] = told([{ ...needed, resourceName: '*' }]);
    expect(more).toEqual([]);
    expect(finding).toContain(wide('a right that no flow needs'));
  });

  test('a shorter prefix and All are too wide', () => {
    const prefix = { ...needed, resourceName: 'edge', patternType: 'PREFIXED' } as const;
    expect(told([prefix, { ...needed, operation: 'All' }])[0]).toContain(wide('2 rights that no flow needs'));
  });

  test('a denial that the spec lists makes nothing too wide', () => {
    const denial = { ...needed, permission: 'DENY', host: '10.0.0.1' } as const;
    expect(told([needed], [denial])).toEqual([]);
  });

  test('what a flow with access: off needs is not too wide', () => {
    const extra = { ...needed, resourceName: 'other' };
    expect(told([needed, extra], [], needed, [extra])).toEqual([]);
  });

  test('what the spec lists as well is wanted', () => {
    const extra = { ...needed, resourceName: 'other' };
    expect(told([needed, extra], [extra])).toEqual([]);
  });

  test.each([
    ['a denial', [needed, { ...needed, permission: 'DENY', operation: 'All' }]],
    ['another host', [{ ...needed, host: '10.0.0.1' }]],
    ['another operation', [{ ...needed, operation: 'Describe' }]],
  ] as const)('%s leaves it missing', (_, acls) => {
    expect(told(acls).map((line) => line.split(':')[0])).toContain('access-missing');
  });

  test.each<[string, Parameters<typeof kafkaAclId>[1], Parameters<typeof kafkaAclId>[1]]>([
    ['of what it brings', {}, { operation: 'Describe' }],
    ['of everybody', {}, { principal: 'User:*' }],
    ['of every name', {}, { resourceName: '*' }],
    ['from one host', {}, { host: '10.0.0.1' }],
    ['within a prefix', { resourceName: 'edge.', patternType: 'PREFIXED' }, { resourceName: 'edge.a' }],
  ])('a denial %s takes a right away, and is named', (_, right, denial) => {
    const wanted = { ...needed, ...right };
    const denied = { ...needed, permission: 'DENY', ...denial } as const;
    const name = nameOf(kafkaAclId('onprem', denied));
    expect(told([wanted, denied], [], wanted)).toEqual([
      `access-missing: onprem denies with "${name}" what the flow needs: the flow reads the mirrored topics (rule S1)`,
    ]);
  });

  test.each<[string, Parameters<typeof kafkaAclId>[1]]>([
    ['of another operation', { operation: 'Write' }],
    ['of another name', { resourceName: 'edge.b' }],
    ['of another user', { principal: 'User:else' }],
  ])('a denial %s takes nothing away', (_, denial) => {
    expect(told([needed, { ...needed, permission: 'DENY', ...denial }])).toEqual([]);
  });

  test.each([
    ['mm2-configs.core.internal', { partitions: 3, policy: 'compact' }, 'error has 3 partitions'],
    [
      'mm2-status.core.internal',
      { partitions: 5, policy: 'compact,delete' },
      'error has cleanup.policy compact,delete',
    ],
    [
      'mm2-offset-syncs.core.internal',
      { partitions: 1, policy: 'delete' },
      'warning has cleanup.policy delete',
    ],
  ])('L14, L15: %s that MirrorMaker 2 cannot work with', (name, { partitions, policy }, expected) => {
    const wanted = topic('onprem', name, { config: new Map([['cleanup.policy', 'compact']]), provenance });
    const there = liveTopic('onprem', name, {
      partitions,
      config: new Map([['cleanup.policy', { value: policy, overridden: true }]]),
    });
    const { findings } = plan(
      { checked: { topics: [wanted], kafkaAcls: [], neededElsewhere: [] } },
      {
        clusters: new Map([
          ['core', liveCluster('core')],
          ['onprem', liveCluster('onprem', [there])],
        ]),
      },
    );
    expect(findings.map(({ code }) => code)).toEqual(['internal-topic-misfit']);
    expect(`${findings[0]?.severity} ${findings[0]?.message}`).toContain(
      expected.replace(' ', ` ${name} on onprem `),
    );
  });
});

describe('the digest', () => {
  test('is over operations only: another secret value, another spec line, the same digest', () => {
    const one = plan({
      endpoints: [endpoint('onprem-kafka', { sasl_plain_password: Secret.of('P', 'first-password') })],
    });
    const moved = {
      ...endpoint('onprem-kafka', { sasl_plain_password: Secret.of('P', 'other-password') }),
      provenance: declared(99),
    };
    expect(plan({ endpoints: [moved] }).digest).toBe(one.digest);
  });

  test('changes with any value, and with the name of the spec', () => {
    const digests = [
      plan({ topics: [topic('core', 'orders', { partitions: 6 })] }),
      plan({ topics: [topic('core', 'orders', { partitions: 7 })] }),
      plan({ name: 'other', topics: [topic('core', 'orders', { partitions: 6 })] }),
      plan({}),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(4);
    for (const digest of digests) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
