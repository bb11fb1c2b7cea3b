import { describe, expect, test } from '@jest/globals';
import type { Desired } from '../../../src/model/desired.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { checkGates, type DeletableKind } from '../../../src/review/gates.ts';
import {
  declared,
  desiredWorld,
  endpoint,
  flow,
  flowSettings,
  kafkaAcl,
  liveCluster,
  liveEndpoint,
  liveFlow,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
  mirrorMaker,
  overridden,
  project,
  topic,
} from '../../support/world-builder.ts';

function risksOf(desired: Partial<Desired>, live: Parameters<typeof liveWorld>[0] = {}): string[] {
  const { risks } = buildPlan({ desired: desiredWorld(desired), live: liveWorld(live), findings: [] });
  return risks.map(({ level, code }) => `${level} ${code}`);
}

function topicRisks(key: string, from: string, to: string | null): string[] {
  const live = liveTopic('core', 'orders', { config: new Map([[key, overridden(from)]]) });
  return risksOf(
    { topics: [topic('core', 'orders', { config: new Map([[key, to]]) })] },
    { clusters: new Map([['core', liveCluster('core', [live])]]) },
  );
}

describe('what a config change risks', () => {
  test.each([
    ['retention.ms', '604800000', '86400000', ['medium data-loss']],
    ['retention.ms', '86400000', '604800000', []],
    ['retention.ms', '-1', '86400000', ['medium data-loss']],
    ['retention.ms', '86400000', '-1', []],
    ['retention.ms', '604800000', null, ['medium data-loss']],
    ['cleanup.policy', 'compact', 'delete', ['high data-loss']],
    ['cleanup.policy', 'delete', 'compact', ['medium data-loss']],
    ['cleanup.policy', 'delete', 'compact,delete', ['medium data-loss']],
    ['min.insync.replicas', '2', '1', ['medium durability']],
    ['min.insync.replicas', '1', '2', ['medium availability']],
    ['unclean.leader.election.enable', 'false', 'true', ['medium durability']],
    ['max.message.bytes', '2097152', '1048576', ['medium producers-refused']],
    ['compression.type', 'zstd', 'lz4', []],
  ])('%s from %s to %s: %j', (key, from, to, risks) => {
    expect(topicRisks(key, from, to)).toEqual(risks);
  });
});

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
    [{ topics: [] }, ['medium mirroring-stops']],
    [{ topics: ['edge\\.readings', 'edge\\.more'] }, []],
    [{ offset_syncs_topic_location: 'target' }, ['medium offset-syncs-move']],
  ] as const)('a flow that changes to %j: %j', (settings, risks) => {
    const live = {
      mirrormakers: new Map([[mirrorMaker, liveMirrorMaker({ flows: known([liveFlow(flowSettings())]) })]]),
    };
    expect(risksOf({ flows: [flow(settings)] }, live)).toEqual(risks);
  });

  test.each([
    [{ principal: 'User:*' }, ['high access-widening']],
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

  test.each<[string, DeletableKind[], number, number, string[]]>([
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
