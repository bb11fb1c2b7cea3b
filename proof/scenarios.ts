import type { Scenario, ScenarioFlow } from './scenario.ts';
import { scenariosTogether } from './scenarios-together.ts';

const external = { onprem: 'external', core: 'external' } as const;
const offsets = { sync_group_offsets_enabled: true } as const;
const bare = { emit_checkpoints_enabled: true, sync_topic_configs_enabled: false } as const;
const withoutCheckpoints = { emit_checkpoints_enabled: false, sync_topic_configs_enabled: false } as const;
const withConfigs = { emit_checkpoints_enabled: true, sync_topic_configs_enabled: true } as const;

function flow(fields: ScenarioFlow['fields'], more: Partial<ScenarioFlow> = {}): ScenarioFlow {
  return { source: 'onprem', target: 'core', pattern: 'name', fields, ...more };
}

/** Both roles, every option of a flow that changes what is derived, and what flows share. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'plain',
    title: 'One flow between two external clusters: group offsets and configuration sync',
    clusters: external,
    flows: [flow(offsets)],
    settings: withConfigs,
  },
  {
    id: 'source',
    title: 'External source, Aiven target',
    clusters: { onprem: 'external', core: 'service' },
    flows: [flow(offsets)],
    settings: withConfigs,
  },
  {
    id: 'target',
    title: 'Aiven source, external target',
    clusters: { onprem: 'service', core: 'external' },
    flows: [flow(offsets)],
    settings: withConfigs,
  },
  {
    id: 'read-only',
    title: '`offset_syncs_topic_location: target`, Aiven target: a source that grants nothing but reading',
    clusters: { onprem: 'external', core: 'service' },
    flows: [flow({ ...offsets, offset_syncs_topic_location: 'target' })],
    settings: bare,
  },
  {
    id: 'location',
    title: '`offset_syncs_topic_location: target` between two external clusters',
    clusters: external,
    flows: [flow({ ...offsets, offset_syncs_topic_location: 'target' })],
    settings: bare,
  },
  {
    id: 'identity',
    title: '`replication_policy: identity`',
    clusters: external,
    flows: [flow({ ...offsets, replication_policy: 'identity' })],
    settings: withConfigs,
  },
  {
    id: 'all',
    title: '`create_topics: all`: no right to create or alter anything',
    clusters: external,
    flows: [flow({ ...offsets, create_topics: 'all' }, { declared: 'topic' })],
    settings: bare,
  },
  {
    id: 'none',
    title:
      '`create_topics: none` with `offset_syncs_topic_location: target`: MirrorMaker 2 creates all topics',
    clusters: external,
    flows: [flow({ ...offsets, create_topics: 'none', offset_syncs_topic_location: 'target' })],
    settings: bare,
  },
  {
    id: 'heartbeats',
    title: '`emit_heartbeats_enabled` and `emit_backward_heartbeats_enabled`',
    clusters: external,
    flows: [flow({ emit_heartbeats_enabled: true, emit_backward_heartbeats_enabled: true })],
    settings: bare,
  },
  {
    id: 'backward',
    title: '`emit_backward_heartbeats_enabled` with configuration sync',
    clusters: external,
    flows: [flow({ emit_backward_heartbeats_enabled: true })],
    settings: { ...withoutCheckpoints, sync_topic_configs_enabled: true },
  },
  {
    id: 'heartbeats-none',
    title: 'Heartbeats both ways with `create_topics: none`',
    clusters: external,
    flows: [
      flow({ emit_heartbeats_enabled: true, emit_backward_heartbeats_enabled: true, create_topics: 'none' }),
    ],
    settings: withoutCheckpoints,
  },
  {
    id: 'exactly-once',
    title: '`exactly_once_delivery_enabled` with heartbeats',
    clusters: external,
    flows: [flow({ ...offsets, exactly_once_delivery_enabled: true, emit_heartbeats_enabled: true })],
    settings: bare,
  },
  {
    id: 'exactly-once-everywhere',
    title:
      '`exactly_once_delivery_enabled` with backward heartbeats, Aiven target, all workers writing exactly once',
    clusters: { onprem: 'external', core: 'service' },
    flows: [flow({ exactly_once_delivery_enabled: true, emit_backward_heartbeats_enabled: true })],
    settings: bare,
    exactlyOnceEverywhere: true,
  },
  {
    id: 'no-checkpoints',
    title: '`emit_checkpoints_enabled: false`',
    clusters: external,
    flows: [flow({})],
    settings: { ...withoutCheckpoints, sync_topic_configs_enabled: true },
  },
  {
    id: 'prefix',
    title: 'A topic pattern that is a prefix, and a topic that comes later',
    clusters: external,
    flows: [flow(offsets, { pattern: 'prefix' })],
    settings: withConfigs,
  },
  {
    id: 'reverse',
    title: 'A flow and its reverse, each with the same user on both clusters',
    clusters: external,
    flows: [flow({}), flow({}, { source: 'core', target: 'onprem' })],
    settings: withoutCheckpoints,
  },
  {
    id: 'shared',
    title: 'Two flows into one external target, where they share a user',
    clusters: { onprem: 'service', edge: 'service', core: 'external' },
    flows: [flow({}), flow({}, { source: 'edge', target: 'core' })],
    settings: withoutCheckpoints,
  },
  ...scenariosTogether,
];

export function scenarioNamed(id: string): Scenario {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  return scenario;
}
