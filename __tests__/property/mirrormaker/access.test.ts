import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MirrorCluster, MirrorFlow } from '../../../src/mirrormaker/mirror-flow.ts';
import { type FlowNeeds, needsOf } from '../../../src/mirrormaker/needs.ts';
import { type AccessGrant, unionOfAccess } from '../../../src/mirrormaker/union.ts';
import { broughtBy, covers } from '../../../src/model/acl-coverage.ts';
import { matchesNamePattern } from '../../../src/model/name-pattern.ts';
import { mirrorCluster, mirrorFlow } from '../../support/mirror-flows.ts';

const aliases = ['a', 'b', 'eu'];
const patterns = [
  'x',
  'x\\.y',
  'x\\..*',
  'x.*',
  '(x|z)\\.y',
  'x.y',
  '.*',
  '.*y',
  'x\\..+',
  'heartbeats',
  'b\\.x',
  'mm2.*',
  '(?i)x',
];
const excludes = ['.*\\.internal', 'x\\.y', 'x\\.p.*', '.*y', '__.*', '(?i)z'];
const names = [
  'x',
  'x.y',
  'x.private',
  'x-y',
  'z.y',
  'heartbeats',
  'b.x',
  'b.heartbeats',
  'x.heartbeats',
  'x.internal',
  '__consumer_offsets',
  'mm2-configs.a.internal',
];
const groups = ['app', 'edge-*', '*', 'a*b', 'a?'];

const flow: fc.Arbitrary<MirrorFlow> = fc
  .record({
    ends: fc.constantFrom(
      ...aliases.flatMap((s) => aliases.filter((t) => t !== s).map((t) => [s, t] as const)),
    ),
    topics: fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 }),
    exclude: fc.option(fc.uniqueArray(fc.constantFrom(...excludes), { maxLength: 2 }), { nil: undefined }),
    policy: fc.constantFrom('default' as const, 'identity' as const),
    location: fc.constantFrom('source' as const, 'target' as const),
    groups: fc.uniqueArray(fc.constantFrom(...groups), { maxLength: 2 }),
    creation: fc.tuple(
      fc.constantFrom('ahead' as const, 'mirrormaker' as const),
      fc.constantFrom('ahead' as const, 'mirrormaker' as const),
    ),
    on: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
    rare: fc.tuple(rarely(), rarely(), rarely()),
  })
  .map(({ ends: [source, target], topics, exclude, policy, location, groups, creation, on, rare }) =>
    mirrorFlow({
      source,
      target,
      groups,
      internalTopics: creation[0],
      mirroredTopics: creation[1],
      emitCheckpoints: on[0],
      syncTopicConfigs: on[1],
      syncTopicAcls: rare[0],
      brokersBefore28: { source: rare[1], target: rare[2] },
      settings: {
        topics,
        ...(exclude === undefined ? {} : { topics_exclude: exclude }),
        replication_policy: policy,
        offset_syncs_topic_location: location,
        sync_group_offsets_enabled: on[2],
        emit_heartbeats_enabled: on[3],
        emit_backward_heartbeats_enabled: on[4],
        exactly_once_delivery_enabled: on[5],
      },
    }),
  );
const flows = fc.array(flow, { minLength: 1, maxLength: 4 });
const clusters = fc
  .tuple(
    fc.subarray(names),
    fc.subarray(names),
    fc.subarray(names),
    fc.constantFrom('granted' as const, 'everything' as const),
  )
  .map(([a, b, eu, rights]) => [
    mirrorCluster('a', { topics: a }),
    mirrorCluster('b', { topics: b, rights }),
    mirrorCluster('eu', { topics: eu }),
  ]);

/** Every run derives a whole world of flows. */
fc.configureGlobal({ numRuns: 60 });

describe('the rights that flows need together', () => {
  test('stay granted when a flow is added', () => {
    fc.assert(
      fc.property(flows, flow, clusters, (some, another, world) => {
        const more = union([...some, another], world);
        for (const grant of union(some, world)) expect(more.some((other) => brings(other, grant))).toBe(true);
      }),
    );
  });

  test('do not depend on the order of the flows', () => {
    fc.assert(
      fc.property(flows, clusters, (some, world) => {
        expect(union([...some].reverse(), world)).toEqual(union(some, world));
      }),
    );
  });

  test('are the same after another union', () => {
    fc.assert(
      fc.property(flows, clusters, (some, world) => {
        const once = union(some, world);
        expect(unionOfAccess(once)).toEqual(once);
      }),
    );
  });

  test('lose nothing by it, and hold nothing that another of them brings', () => {
    fc.assert(
      fc.property(flows, clusters, (some, world) => {
        const all = grants(some, world);
        const together = unionOfAccess(all);
        for (const grant of all) expect(together.some((other) => brings(other, grant))).toBe(true);
        for (const grant of together) {
          expect(together.filter((other) => other !== grant && brings(other, grant))).toEqual([]);
        }
      }),
    );
  });

  test('touch the cluster itself only for copied ACLs and brokers before 2.8, each by its own condition', () => {
    fc.assert(
      fc.property(flows, clusters, (some, world) => {
        for (const { flow: one, source, target } of needsIn(some, world)) {
          const { offset_syncs_topic_location: syncs, exactly_once_delivery_enabled: once } = one.settings;
          const { source: oldSource, target: oldTarget } = one.brokersBefore28;
          const granted = (key: string) =>
            world.some((cluster) => cluster.key === key && cluster.rights === 'granted');
          const onSource = [
            ...(one.syncTopicAcls ? ['S7 Describe'] : []),
            ...(oldSource && syncs === 'source' ? ['S8 IdempotentWrite'] : []),
          ];
          const onTarget = [
            ...(one.syncTopicAcls ? ['T15 Alter'] : []),
            ...(oldTarget && (once || syncs === 'target') ? ['T17 IdempotentWrite'] : []),
          ];
          expect(onCluster(source)).toEqual(granted(one.source) ? onSource : []);
          expect(onCluster(target)).toEqual(granted(one.target) ? onTarget : []);
        }
      }),
    );
  });

  test('reach no topic that is neither mirrored by a flow nor its own, nor shown by another flow to an open pattern', () => {
    fc.assert(
      fc.property(flows, clusters, fc.subarray([...names, 'new', 'deep.er']), (some, world, suffixes) => {
        for (const { cluster, entry } of union(some, world).filter(
          ({ entry }) => entry.resourceType === 'Topic',
        )) {
          const reached = entry.patternType === 'LITERAL' ? [''] : ['', ...suffixes];
          for (const name of reached.map((suffix) => entry.resourceName + suffix)) {
            expect([name, isAnyones(some, cluster, name)]).toEqual([name, true]);
          }
        }
      }),
    );
  });

  test('reach no group but those listed, and the worker groups', () => {
    fc.assert(
      fc.property(flows, clusters, (some, world) => {
        for (const { cluster, entry } of union(some, world).filter(
          ({ entry }) => entry.resourceType === 'Group',
        )) {
          const worker = workersOn(cluster, some).includes(entry.resourceName.replace(/-mm2$/, ''));
          const reached = entry.patternType === 'LITERAL' ? entry.resourceName : `${entry.resourceName}new`;
          const listed = some.some(
            ({ source, target, groups }) =>
              (source === cluster || target === cluster) &&
              groups.some((glob) => matchesNamePattern(glob, reached)),
          );
          expect([reached, worker || listed]).toEqual([reached, true]);
        }
      }),
    );
  });

  test('reach no transactional id but those of workers with exactly-once delivery', () => {
    fc.assert(
      fc.property(flows, clusters, (some, world) => {
        const exact = some.filter(({ settings }) => settings.exactly_once_delivery_enabled);
        for (const { cluster, entry } of union(some, world)) {
          if (entry.resourceType !== 'TransactionalId') continue;
          const worker = /^(?:connect-cluster-)?(.+)-mm2(?:-Mirror\w+Connector-)?$/.exec(
            entry.resourceName,
          )?.[1];
          expect(workersOn(cluster, exact)).toContain(worker);
        }
      }),
    );
  });

  test('never delete, never everything, and Describe alone only on groups and the cluster', () => {
    fc.assert(
      fc.property(flows, clusters, (some, world) => {
        for (const { entry } of union(some, world)) {
          expect(['All', 'Delete']).not.toContain(entry.operation);
          if (entry.operation === 'Describe') expect(['Group', 'Cluster']).toContain(entry.resourceType);
          if (entry.resourceType === 'Topic') expect(entry.resourceName).not.toBe('*');
        }
      }),
    );
  });
});

function rarely(): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: 5 }).map((value) => value === 0);
}

function needsIn(some: readonly MirrorFlow[], world: readonly MirrorCluster[]): readonly FlowNeeds[] {
  return needsOf(some, new Map(world.map((cluster) => [cluster.key, cluster])));
}

/** `S7 Describe` */
function onCluster(entries: FlowNeeds['source']): readonly string[] {
  return entries
    .filter(({ resourceType }) => resourceType === 'Cluster')
    .map(({ rule, operation }) => `${rule.id} ${operation}`)
    .sort();
}

/** Aliases after which Connect workers that live on a cluster are named. */
function workersOn(cluster: string, some: readonly MirrorFlow[]): readonly string[] {
  return some.flatMap(({ source, target, settings }) => [
    ...(target === cluster ? [source] : []),
    ...(source === cluster && settings.emit_backward_heartbeats_enabled ? [target] : []),
  ]);
}

function grants(some: readonly MirrorFlow[], world: readonly MirrorCluster[]): readonly AccessGrant[] {
  return needsIn(some, world).flatMap(({ flow: { source, target }, source: onSource, target: onTarget }) => {
    const reference = {
      name: `${source} -> ${target}`,
      position: { file: 'kafka.yaml', line: 1, column: 1 },
    };
    const grant =
      (cluster: string) =>
      (entry: AccessGrant['entry']): AccessGrant => ({
        cluster,
        principal: 'User:mm2',
        entry,
        flows: [reference],
      });
    return [...onSource.map(grant(source)), ...onTarget.map(grant(target))];
  });
}

function union(some: readonly MirrorFlow[], world: readonly MirrorCluster[]): readonly AccessGrant[] {
  return unionOfAccess(grants(some, world));
}

function brings(one: AccessGrant, other: AccessGrant): boolean {
  const pattern = ({ entry }: AccessGrant) => ({ name: entry.resourceName, patternType: entry.patternType });
  return (
    one.cluster === other.cluster &&
    one.entry.resourceType === other.entry.resourceType &&
    broughtBy(other.entry.operation).includes(one.entry.operation) &&
    covers(pattern(one), pattern(other))
  );
}

/**
 * Written apart from the code under test: JavaScript's regular expressions agree with Java's on these patterns. `onTheWay`:
 * clusters that identity flows lead back to.
 */
function isAnyones(
  some: readonly MirrorFlow[],
  cluster: string,
  name: string,
  onTheWay: readonly string[] = [],
): boolean {
  if (/(^|\.)heartbeats$/.test(name)) return true;
  const isShown = (source: string, original: string): boolean =>
    !onTheWay.includes(source) && isAnyones(some, source, original, [...onTheWay, cluster]);
  return some.some(({ source, target, settings, emitCheckpoints }) => {
    const syncs = settings.offset_syncs_topic_location;
    if (cluster === source) {
      const own = [
        ...(syncs === 'source' ? [`mm2-offset-syncs.${target}.internal`] : []),
        ...(settings.emit_backward_heartbeats_enabled ? worker(target) : []),
      ];
      return own.includes(name) || matches(settings, name);
    }
    if (cluster !== target) return false;
    const own = [
      ...(syncs === 'target' ? [`mm2-offset-syncs.${source}.internal`] : []),
      ...(emitCheckpoints ? [`${source}.checkpoints.internal`] : []),
      ...worker(source),
    ];
    const original = name.startsWith(`${source}.`) ? name.slice(source.length + 1) : undefined;
    return (
      own.includes(name) ||
      (original !== undefined && matches(settings, original)) ||
      (settings.replication_policy === 'identity' && matches(settings, name)) ||
      (hasOpenPattern(settings) &&
        isShown(source, settings.replication_policy === 'identity' ? name : (original ?? name)))
    );
  });
}

/** Beyond names and prefixes, or a prefix that is not granted for what it excludes. */
function hasOpenPattern({ topics, topics_exclude: exclude = [] }: MirrorFlow['settings']): boolean {
  const open = ['x.y', '.*', '.*y', 'x\\..+', 'mm2.*'];
  return topics.some((pattern) => open.includes(pattern)) || exclude.length > 0;
}

function worker(alias: string): readonly string[] {
  return ['configs', 'offsets', 'status'].map((topic) => `mm2-${topic}.${alias}.internal`);
}

/** Excludes of internal topics may be passed over: nothing but bookkeeping carries such names. */
function matches({ topics, topics_exclude: exclude = [] }: MirrorFlow['settings'], name: string): boolean {
  const hit = (pattern: string) => !pattern.startsWith('(?i)') && new RegExp(`^(?:${pattern})$`).test(name);
  return topics.some(hit) && !exclude.filter((pattern) => pattern !== '.*\\.internal').some(hit);
}
