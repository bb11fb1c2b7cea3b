import { describe, expect, test } from '@jest/globals';
import type { Desired } from '../../../src/model/desired.ts';
import { known } from '../../../src/model/reading.ts';
import type { AllowDelete } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { checkGates } from '../../../src/review/gates.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import {
  liveCluster,
  liveEndpoint,
  liveFlow,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
} from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import {
  aivenAcl,
  endpoint,
  flow,
  flowSettings,
  kafkaAcl,
  mirrorMaker,
  project,
  topic,
} from '../../support/build/resources.ts';

type AivenAclParts = NonNullable<Parameters<typeof aivenAcl>[1]>;

function risksOf(desired: Partial<Desired>, live: Parameters<typeof liveWorld>[0] = {}): string[] {
  const { risks } = buildPlan({ desired: desiredWorld(desired), live: liveWorld(live), findings: [] });
  return risks.map(({ level, code }) => `${level} ${code}`);
}

describe('what other changes risk', () => {
  test('a topic that goes away is data that goes away', () => {
    const tombstones = [
      { id: { kind: 'topic' as const, cluster: 'core', name: 'old' }, provenance: declared() },
    ];
    expect(
      risksOf(
        { tombstones },
        { clusters: new Map([['core', liveCluster('core', [liveTopic('core', 'old')])]]) },
      ),
    ).toEqual(['high data-loss']);
  });

  test('an endpoint with other servers sends credentials elsewhere', () => {
    const live = {
      endpoints: new Map([
        [project, known([liveEndpoint('onprem-kafka', { bootstrap_servers: 'old.example:9093' })])],
      ]),
    };
    expect(risksOf({ endpoints: [endpoint()] }, live)).toEqual([
      'high credential-redirect',
      'medium connectors-restart',
    ]);
  });

  test.each([
    [{ enabled: false }, ['medium mirroring-stops']],
    [{ replication_policy: 'identity' }, ['high names-change']],
    [{ topics: [] }, ['medium mirrors-everything', 'medium mirroring-stops']],
    [{ topics: ['edge\\.readings', 'edge\\.more'] }, []],
    [{ topics: ['edge\\.readings', '.*'] }, ['medium mirrors-everything']],
    [{ offset_syncs_topic_location: 'target' }, ['medium offset-syncs-move']],
  ] as const)('a flow that changes to %j: %j', (settings, risks) => {
    const live = {
      mirrormakers: new Map([[mirrorMaker, liveMirrorMaker({ flows: known([liveFlow(flowSettings())]) })]]),
    };
    expect(risksOf({ flows: [flow(settings)] }, live)).toEqual(risks);
  });

  test.each([
    [{ principal: 'User:*' }, ['high access-widening']],
    [{ principal: 'User:?*' }, ['high access-widening']],
    [{ resourceName: '*', operation: 'All' }, ['high access-widening']],
    [
      { resourceType: 'Cluster', resourceName: 'kafka-cluster', operation: 'Alter' },
      ['high access-widening'],
    ],
    [{ resourceType: 'Cluster', resourceName: 'kafka-cluster', operation: 'Describe' }, []],
    [{ permission: 'DENY' }, ['medium access-lost']],
    [{}, []],
  ] as const)('a new ACL with %j: %j', (parts, risks) => {
    expect(risksOf({ kafkaAcls: [kafkaAcl('core', parts)] })).toEqual(risks);
  });

  test.each(
    (['admin', 'read', 'readwrite', 'write'] as const).flatMap(
      (permission): [AivenAclParts, readonly string[]][] => [
        [{ permission, topic: '*' }, ['high access-widening']],
        [{ permission, topic: '?*' }, ['high access-widening']],
        [{ permission, username: '*' }, ['high access-widening']],
        [
          { permission, topic: 'orders.*', username: 'svc-*' },
          permission === 'admin' ? ['medium access-widening'] : [],
        ],
      ],
    ),
  )('a new Aiven ACL with %j: %j', (parts, risks) => {
    expect(risksOf({ aivenAcls: [aivenAcl('core', parts)] })).toEqual(risks);
  });
});

test('risks are numbered, the worst first', () => {
  const plan = buildPlan({
    desired: desiredWorld({
      kafkaAcls: [kafkaAcl('core', { permission: 'DENY' }), kafkaAcl('core', { principal: 'User:*' })],
    }),
    live: liveWorld(),
    findings: [],
  });
  expect(plan.risks.map(({ label, level }) => `${label} ${level}`)).toEqual(['R1 high', 'R2 medium']);
});

describe('gates', () => {
  const plan = buildPlan({
    desired: desiredWorld({
      tombstones: ['a', 'b'].map((name) => ({
        id: { kind: 'topic' as const, cluster: 'core', name },
        provenance: declared(),
      })),
      topics: [topic('core', 'new')],
    }),
    live: liveWorld({
      clusters: new Map([['core', liveCluster('core', [liveTopic('core', 'a'), liveTopic('core', 'b')])]]),
    }),
    findings: [],
  });

  test.each<[string, AllowDelete[], number, number, string[]]>([
    ['everything allowed', ['topics'], 2, 3, []],
    ['no deletion allowed', [], 2, 3, ['delete-not-allowed']],
    ['another kind allowed', ['acls'], 2, 3, ['delete-not-allowed']],
    ['too many deletions', ['topics'], 1, 3, ['limit-exceeded']],
    ['too many changes', ['topics'], 2, 2, ['limit-exceeded']],
    ['all at once', [], 0, 0, ['delete-not-allowed', 'limit-exceeded', 'limit-exceeded']],
  ])('%s', (_, allowDelete, maxDeletes, maxChanges, codes) => {
    const refusals = checkGates(plan, {
      allowDelete: new Set(allowDelete),
      protectedTopics: [],
      maxDeletes,
      maxChanges,
    });
    expect(refusals.map(({ code }) => code)).toEqual(codes);
    for (const { hint } of refusals) expect(hint).not.toBe('');
  });
});
