import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { Live } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { keyOf, kinds, placeOf } from '../../../src/model/resource.ts';
import { unreadCluster } from '../../../src/model/unread-cluster.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { planDigest } from '../../../src/plan/digest.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { readRequests } from '../../../src/plan/read-request.ts';
import { leaveOut } from '../../../src/spec/leave-out.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { liveCluster, liveMirrorMaker, liveTopic, liveWorld } from '../../support/build/live.ts';
import { kafkaAclId } from '../../support/build/resources.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
} from '../../support/build/spec.ts';

/** A hub with two external clusters, one under two aliases; from `south` the records of the hub go on to `west`. */
function world(): Spec {
  const owned = {
    acls: {
      position: { file: 'k', line: 1, column: 1 },
      principals: [{ pattern: 'User:mm2', position: { file: 'k', line: 1, column: 1 } }],
    },
  };
  const place = { file: 'kafka.yaml', line: 7, column: 1 };
  const pruned = {
    ...owned,
    topics: {
      position: place,
      scope: [{ pattern: '*', position: place }],
      exclude: [],
      prune: 'scope' as const,
      unlistedConfig: 'report' as const,
    },
  };
  return specOf(
    [
      aivenCluster('core', { topics: topicSpecs(topicSpec('orders')), manage: pruned }),
      externalCluster('south', {
        aliases: new Map([
          ['south', { position: place }],
          ['south-b', { position: place, endpoint: 'south-b-kafka' }],
        ]),
        topics: topicSpecs(topicSpec('readings')),
        removedTopics: new Map([['old', { position: place }]]),
        manage: pruned,
      }),
      externalCluster('west', { topics: topicSpecs(topicSpec('bills')), manage: pruned }),
    ],
    [
      mirrorMaker(
        [
          flowSpec('south', 'core', { settings: { topics: ['readings.*'] } }),
          flowSpec('south-b', 'west', { settings: { topics: ['.*'] } }),
          flowSpec('core', 'west', { settings: { topics: ['orders'] } }),
        ],
        { removedFlows: new Map([['core -> south', { position: place, source: 'core', target: 'south' }]]) },
      ),
    ],
  );
}

function without(spec: Spec, ...names: string[]): Spec {
  const left = leaveOut(spec, names);
  if (!left.ok) throw new Error(left.problems.join());
  return left.spec;
}

/** Clusters that are left out are not read. */
function planOf(spec: Spec, live: Live): Plan {
  const { desired } = desiredState(spec);
  const reason = unknown('left-out', 'left out of this run');
  const clusters = new Map(live.clusters);
  for (const request of readRequests(desired))
    if (spec.leftOut.has(request.cluster)) clusters.set(request.cluster, unreadCluster(request, reason));
  return buildPlan({ desired, live: { ...live, clusters }, findings: [] });
}

function emptyLive(): Live {
  return liveWorld({
    mirrormakers: new Map([['mm2', liveMirrorMaker({ service: 'mm2' })]]),
    clusters: new Map(['core', 'south', 'west'].map((key) => [key, liveCluster(key)])),
  });
}

const idsOf = (plan: Plan) => plan.changes.map(({ id }) => keyOf(id));

describe('a run that leaves a cluster out', () => {
  test('plans what the whole spec asks for elsewhere, and nothing of the cluster and its flows', () => {
    const whole = planOf(world(), emptyLive());
    const plan = planOf(without(world(), 'south'), emptyLive());
    const words = idsOf(plan).join('\n');
    expect(words).not.toMatch(/south/);
    expect(new Set(idsOf(whole))).toEqual(
      new Set([...idsOf(plan), ...idsOf(whole).filter((key) => !idsOf(plan).includes(key))]),
    );
    const missing = whole.changes.filter(({ id }) => !idsOf(plan).includes(keyOf(id)));
    for (const { id, provenance } of missing) {
      const isOwn = /south/.test(keyOf(id));
      const isOfFlows =
        provenance.origin === 'derived' && provenance.flows.every((flow) => flow.includes('south'));
      expect({ id, isLeftOut: isOwn || isOfFlows }).toEqual({ id, isLeftOut: true });
    }
    expect(idsOf(plan)).toContain(
      keyOf({ kind: 'flow', project: 'acme', service: 'mm2', source: 'core', target: 'west' }),
    );
    expect(idsOf(plan)).toContain(keyOf({ kind: 'topic', cluster: 'west', name: 'bills' }));
    expect(new Set(missing.map(({ id }) => id.kind))).toEqual(
      new Set(kinds.filter((kind) => kind !== 'aiven-acl')),
    );
  });

  test('counts it neither as unread nor as pending', () => {
    const plan = planOf(without(world(), 'south'), emptyLive());
    expect([plan.unread, plan.pending, plan.leftOut]).toEqual([[], [], ['south']]);
    expect(plan.topology.clusters.map(({ key, leftOut }) => [key, leftOut])).toEqual([
      ['core', false],
      ['south', true],
      ['west', false],
    ]);
    expect(plan.topology.flows.map(({ source, target, state }) => [source, target, state])).toEqual([
      ['core', 'west', 'new'],
      ['south', 'core', 'left-out'],
      ['south-b', 'west', 'left-out'],
    ]);
  });

  test('deletes nothing that the flows to and from it may need, and nothing that they wrote', () => {
    const live: Live = {
      ...emptyLive(),
      clusters: new Map([
        [
          'core',
          liveCluster(
            'core',
            ['orders', 'south.readings', 'heartbeats', 'stray'].map((name) => liveTopic('core', name)),
          ),
        ],
        ['south', liveCluster('south', [liveTopic('south', 'old')])],
        [
          'west',
          liveCluster(
            'west',
            ['bills', 'south-b.anything', 'stray'].map((name) => liveTopic('west', name)),
            {
              kafkaAcls: known([
                {
                  id: kafkaAclId('west', {
                    principal: 'User:mm2',
                    resourceName: 'south-b.anything',
                    operation: 'Write',
                  }),
                },
              ]),
            },
          ),
        ],
      ]),
    };
    const deleted = planOf(without(world(), 'south'), live).changes.filter(
      ({ action }) => action === 'delete',
    );
    expect(deleted.map(({ id }) => keyOf(id))).toEqual([
      keyOf({ kind: 'topic', cluster: 'core', name: 'stray' }),
    ]);
    // All of it is the spec's, so a run with the cluster deletes more.
    expect(idsOf(planOf(world(), live)).length).toBeGreaterThan(deleted.length);
  });

  test('leaves flows and integrations that are there as they are, and none is called one that the spec does not list', () => {
    const made = planOf(world(), emptyLive());
    const flows = made.changes.flatMap((change) =>
      change.kind === 'flow' && change.action === 'create'
        ? [{ id: change.id, settings: { ...change.desired.settings, topics: ['other'] } }]
        : [],
    );
    const removed = {
      kind: 'flow',
      project: 'acme',
      service: 'mm2',
      source: 'core',
      target: 'south',
    } as const;
    const live: Live = {
      ...emptyLive(),
      mirrormakers: new Map([
        [
          'mm2',
          liveMirrorMaker({
            service: 'mm2',
            flows: known([...flows, { id: removed, settings: { enabled: true } }]),
          }),
        ],
      ]),
    };
    const plan = planOf(without(world(), 'south'), live);
    expect(plan.changes.filter(({ kind }) => kind === 'flow').map(({ id }) => keyOf(id))).toEqual([
      keyOf({ kind: 'flow', project: 'acme', service: 'mm2', source: 'core', target: 'west' }),
    ]);
    expect(plan.leftAlone.filter(({ id }) => /south/.test(keyOf(id)))).toEqual([]);
    expect(plan.topology.flows.filter(({ state }) => state === 'left')).toEqual([]);
  });

  test('names a cluster of Aiven just as well', () => {
    const plan = planOf(without(world(), 'core'), emptyLive());
    expect(plan.changes.map(({ id }) => placeOf(id))).not.toContain('core');
    expect(plan.changes.filter(({ kind }) => kind === 'flow').map(({ id }) => keyOf(id))).toEqual([
      keyOf({ kind: 'flow', project: 'acme', service: 'mm2', source: 'south-b', target: 'west' }),
    ]);
  });

  test('has a digest of its own, and without the input that of before', () => {
    const nothing = { name: 'prod', changes: [], operations: [], topology: { clusters: [], flows: [] } };
    const digest = (leftOut: readonly string[]) => planDigest({ ...nothing, leftOut });
    const before = createHash('sha256').update('[1,"prod",[]]').digest('hex');
    expect(digest([])).toBe(`sha256:${before}`);
    expect(new Set([digest([]), digest(['core']), digest(['west']), digest(['core', 'west'])]).size).toBe(4);
  });
});

describe('names of clusters to leave out', () => {
  test.each([
    [['south-b'], ['south-b is an alias of the cluster south; write south']],
    [['wets'], ['the spec has no cluster wets; did you mean west?']],
    [['elsewhere', 'west'], ['the spec has no cluster elsewhere, only core, south, west']],
  ])('%j: %j', (names, problems) => {
    expect(leaveOut(world(), names)).toEqual({ ok: false, problems });
  });

  test('are sorted, each once', () => {
    expect([...without(world(), 'west', 'core', 'west').leftOut]).toEqual(['core', 'west']);
  });
});
