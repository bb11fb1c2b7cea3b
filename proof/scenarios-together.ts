import type { Scenario, ScenarioFlow } from './scenario.ts';

const offsets = { sync_group_offsets_enabled: true } as const;
const withCheckpoints = { emit_checkpoints_enabled: true, sync_topic_configs_enabled: false } as const;
const withoutCheckpoints = { emit_checkpoints_enabled: false, sync_topic_configs_enabled: false } as const;

function flow(
  source: string,
  target: string,
  fields: ScenarioFlow['fields'],
  more: Partial<ScenarioFlow> = {},
): ScenarioFlow {
  return { source, target, pattern: 'name', fields, ...more };
}

/** Flows that share a topic, a worker, a login or the settings of their service. */
export const scenariosTogether: readonly Scenario[] = [
  {
    id: 'onward',
    title:
      'Two flows one after the other, the second one with a pattern that ACLs cannot say and that matches what the first one writes',
    clusters: { edge: 'service', onprem: 'external', core: 'external' },
    flows: [
      flow('edge', 'onprem', {}, { pattern: 'prefix' }),
      flow('onprem', 'core', {}, { pattern: 'onward' }),
    ],
    settings: withoutCheckpoints,
  },
  {
    id: 'beside',
    title:
      'Two flows from one external source, the second one with a pattern that ACLs cannot say and that matches what the first one reads',
    clusters: { onprem: 'external', core: 'service', edge: 'external' },
    flows: [
      flow('onprem', 'core', {}, { pattern: 'prefix' }),
      flow('onprem', 'edge', {}, { pattern: 'onward' }),
    ],
    settings: withoutCheckpoints,
  },
  {
    id: 'one-syncs-topic',
    title:
      'A flow with its offset syncs on its target and its reverse with them on its source: one topic, and no topic name in common',
    clusters: { onprem: 'external', core: 'external' },
    flows: [
      flow('onprem', 'core', { ...offsets, offset_syncs_topic_location: 'target' }),
      flow('core', 'onprem', offsets),
    ],
    settings: withCheckpoints,
  },
  {
    id: 'one-worker',
    title: 'Heartbeats both ways and the reverse flow in one service: one worker',
    clusters: { onprem: 'external', core: 'service' },
    flows: [
      flow('onprem', 'core', { emit_heartbeats_enabled: true, emit_backward_heartbeats_enabled: true }),
      flow('core', 'onprem', {}),
    ],
    settings: withoutCheckpoints,
  },
  {
    id: 'two-services',
    title: 'A flow and its reverse in two services, without backward heartbeats',
    clusters: { onprem: 'external', core: 'external' },
    flows: [flow('onprem', 'core', {}), flow('core', 'onprem', {}, { service: 'mm3' })],
    settings: withoutCheckpoints,
    sameRightsAs: 'reverse',
  },
  {
    id: 'groups',
    title: 'Two flows from one external source that list different groups: each commits those of both',
    clusters: { onprem: 'external', core: 'service', edge: 'service' },
    flows: ['core', 'edge'].map((target) => flow('onprem', target, offsets, { sharesReaders: true })),
    settings: withCheckpoints,
  },
  {
    id: 'live-settings',
    title: 'Settings that only the live service has: neither checkpoints nor configuration sync',
    clusters: { onprem: 'external', core: 'external' },
    flows: [flow('onprem', 'core', offsets)],
    settings: {},
    liveSettings: withoutCheckpoints,
  },
  {
    id: 'replicas',
    title:
      '`replication_factor: 3` from a source with one broker, on which the spec declares the offset-syncs topic',
    clusters: { onprem: 'external', core: 'external' },
    brokers: { core: 3 },
    flows: [flow('onprem', 'core', { ...offsets, replication_factor: 3 }, { declared: 'offset-syncs' })],
    settings: { emit_checkpoints_enabled: true, sync_topic_configs_enabled: true },
    sameRightsAs: 'plain',
  },
  {
    id: 'aliases',
    title:
      'An external source under two aliases, each in a service of its own: one login, one offset-syncs topic',
    clusters: { onprem: 'external', core: 'service' },
    aliases: { onprem: ['set1', 'set2'] },
    flows: [
      flow('set1', 'core', offsets, { service: 'mm2' }),
      flow('set2', 'core', offsets, { service: 'mm3' }),
    ],
    settings: withCheckpoints,
  },
];
