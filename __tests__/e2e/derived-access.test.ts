import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startKafkaCluster } from '../../sandbox/kafka/cluster.ts';
import { type Effects, type Grants, type Pair, runFlow } from '../../sandbox/prove/run-flow.ts';
import { type RunNames, runNames, type Scenario } from '../../sandbox/prove/scenario.ts';
import type { AccessEntry, Creation } from '../../src/mirrormaker/mirror-flow.ts';
import type { FlowSettings } from '../../src/model/flow.ts';
import { mirrorCluster, mirrorFlow, needsOfOne } from '../support/mirror-flows.ts';

/*
 * A real MirrorMaker 2 between two clusters on which its user has exactly what is derived from the flow: that is enough,
 * and without one of fifteen entries the flow fails as its rule says.
 */

interface Derived extends Scenario {
  readonly derive: {
    readonly syncTopicConfigs: boolean;
    readonly internalTopics?: Creation;
    readonly settings: Partial<FlowSettings>;
  };
}

const plain: Derived = {
  name: 'group offsets, configuration sync, mirrored topics created by MirrorMaker 2',
  flow: { sync_group_offsets_enabled: true },
  settings: { sync_topic_configs_enabled: true },
  derive: { syncTopicConfigs: true, settings: { sync_group_offsets_enabled: true } },
};

const readOnlySource: Derived = {
  name: 'offset syncs on the target: the source is only read',
  flow: { sync_group_offsets_enabled: true, offset_syncs_topic_location: 'target' },
  settings: { sync_topic_configs_enabled: false },
  derive: {
    syncTopicConfigs: false,
    settings: { sync_group_offsets_enabled: true, offset_syncs_topic_location: 'target' },
  },
};

const exactlyOnce: Derived = {
  name: 'exactly once',
  flow: { sync_group_offsets_enabled: true, exactly_once_delivery_enabled: true },
  settings: { sync_topic_configs_enabled: false },
  derive: {
    syncTopicConfigs: false,
    settings: { sync_group_offsets_enabled: true, exactly_once_delivery_enabled: true },
  },
};

const scenarios: readonly Derived[] = [
  plain,
  readOnlySource,
  exactlyOnce,
  {
    ...plain,
    name: 'create_topics: none, so MirrorMaker 2 creates its own topics as well',
    derive: { ...plain.derive, internalTopics: 'mirrormaker' },
  },
  {
    name: 'heartbeats on the target',
    flow: { sync_group_offsets_enabled: true, emit_heartbeats_enabled: true },
    settings: { sync_topic_configs_enabled: false },
    derive: {
      syncTopicConfigs: false,
      settings: { sync_group_offsets_enabled: true, emit_heartbeats_enabled: true },
    },
  },
];

interface Removal {
  readonly scenario: Derived;
  /** Rule, operation, resource type and how its name begins. */
  readonly entry: string;
  readonly seen: Effects;
}

const everything = { recordsCopied: true, offsetsTranslated: true, checkpointsWritten: true };
const nothing = { recordsCopied: false, offsetsTranslated: false, checkpointsWritten: false };
const recordsOnly = { ...nothing, recordsCopied: true };
/** The checkpoints are computed and written, and nobody commits them as offsets. */
const noOffsets = { ...recordsOnly, checkpointsWritten: true };
/** The offsets are committed from what is computed; other readers of the checkpoints get none. */
const noCheckpoints = { ...recordsOnly, offsetsTranslated: true };

/** What is still seen without an entry. */
const removals: readonly Removal[] = [
  { scenario: plain, entry: 'S1 Read Topic orders', seen: nothing },
  { scenario: plain, entry: 'S2 DescribeConfigs Topic orders', seen: nothing },
  { scenario: plain, entry: 'S3 Write Topic mm2-offset-syncs', seen: recordsOnly },
  { scenario: plain, entry: 'S4 Read Topic mm2-offset-syncs', seen: recordsOnly },
  { scenario: plain, entry: 'S6 Describe Group billing', seen: recordsOnly },
  { scenario: plain, entry: 'T1 Write Topic mm2-configs', seen: nothing },
  { scenario: plain, entry: 'T4 Read Group src', seen: nothing },
  { scenario: plain, entry: 'T5 Write Topic src', seen: nothing },
  { scenario: plain, entry: 'T6 Create Topic src', seen: nothing },
  { scenario: plain, entry: 'T9 Write Topic src', seen: noCheckpoints },
  { scenario: plain, entry: 'T11 Read Group billing', seen: noOffsets },
  { scenario: plain, entry: 'T12 Read Topic src', seen: noOffsets },
  { scenario: readOnlySource, entry: 'T10 Write Topic mm2-offset-syncs', seen: recordsOnly },
  { scenario: readOnlySource, entry: 'T10 Read Topic mm2-offset-syncs', seen: recordsOnly },
  { scenario: exactlyOnce, entry: 'T16 Write TransactionalId connect-cluster', seen: nothing },
];

let pair: Pair;

beforeAll(async () => {
  const [source, target] = await Promise.all([
    startKafkaCluster({ name: 'source' }),
    startKafkaCluster({ name: 'target' }),
  ]);
  pair = {
    source: { kafka: source, bridge: await source.bridge() },
    target: { kafka: target, bridge: await target.bridge() },
  };
}, 120_000);

afterAll(async () => {
  await Promise.all([pair?.source.kafka.stop(), pair?.target.kafka.stop()]);
}, 60_000);

describe('what is derived is enough', () => {
  test.each(scenarios.map((scenario, index) => [scenario.name, scenario, `a${index}`] as const))(
    '%s',
    async (_, scenario, run) => {
      const names = runNames(run);
      const { grants } = derived(scenario, names);
      const observed = await runFlow({
        pair,
        scenario,
        names,
        grants,
        expects: everything,
      });
      expect(observed).toEqual({ ...everything, refused: [] });
      const created = await pair.target.bridge.describeTopics([`mm2-configs.${names.source}.internal`]);
      expect(created).toMatchObject([{ partitions: 1, replication: 1 }]);
    },
    120_000,
  );
});

describe('and these are each needed', () => {
  const atOnce = 3;
  const groups = Array.from({ length: Math.ceil(removals.length / atOnce) }, (_, index) =>
    removals.slice(index * atOnce, (index + 1) * atOnce),
  );

  test.each(
    groups.map((group, index) => [group.map(({ entry }) => entry).join(', '), group, index] as const),
  )(
    'without %s',
    async (_, group, number) => {
      const found = await Promise.all(
        group.map(async ({ scenario, entry, seen }, index) => {
          const names = runNames(`r${number}${index}`);
          const { grants, entries } = derived(scenario, names);
          const left = grants.acls.filter(
            (_grant, position) => !entryText(entries[position]).startsWith(entry),
          );
          expect(left).toHaveLength(grants.acls.length - 1);
          const { refused, ...effects } = await runFlow({
            pair,
            scenario,
            names,
            grants: { ...grants, acls: left },
            expects: seen,
          });
          return { scenario, entry, seen: effects };
        }),
      );
      expect(found).toEqual(group);
    },
    180_000,
  );
});

function derived(
  scenario: Derived,
  names: RunNames,
): { readonly grants: Grants; readonly entries: readonly AccessEntry[] } {
  const needs = needsOfOne(
    mirrorFlow({
      source: names.source,
      target: names.target,
      groups: [names.group],
      syncTopicConfigs: scenario.derive.syncTopicConfigs,
      internalTopics: scenario.derive.internalTopics ?? 'ahead',
      mirroredTopics: 'mirrormaker',
      settings: { topics: [names.topic], replication_factor: 1, ...scenario.derive.settings },
    }),
    mirrorCluster(names.source, { topics: [names.topic] }),
  );
  const side = (cluster: string) => (cluster === names.source ? ('source' as const) : ('target' as const));
  const entries = [...needs.source, ...needs.target];
  return {
    entries,
    grants: {
      topics: needs.topics.map(({ cluster, name, partitions }) => ({
        cluster: side(cluster),
        name,
        partitions,
      })),
      acls: [
        ...needs.source.map((entry) => ({ cluster: 'source' as const, acl: backendAcl(entry) })),
        ...needs.target.map((entry) => ({ cluster: 'target' as const, acl: backendAcl(entry) })),
      ],
    },
  };
}

function backendAcl({ resourceType, resourceName, patternType, operation }: AccessEntry) {
  return {
    resourceType: upperCase(resourceType),
    resourceName,
    patternType,
    operation: upperCase(operation),
  };
}

/** `TransactionalId` is `TRANSACTIONAL_ID` in Kafka's enums. */
function upperCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

function entryText(entry: AccessEntry | undefined): string {
  return entry === undefined
    ? ''
    : `${entry.rule.id} ${entry.operation} ${entry.resourceType} ${entry.resourceName}`;
}
