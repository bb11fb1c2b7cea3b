import type { Scenario, ScenarioFlow } from './scenario.ts';

const offsets = { sync_group_offsets_enabled: true } as const;
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
    id: 'two-services',
    title: 'A flow and its reverse in two services, without backward heartbeats',
    clusters: { onprem: 'external', core: 'external' },
    flows: [flow('onprem', 'core', {}), flow('core', 'onprem', {}, { service: 'mm3' })],
    settings: withoutCheckpoints,
    sameRightsAs: 'reverse',
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
];
