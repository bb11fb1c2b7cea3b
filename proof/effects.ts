import type { Flow } from '../src/model/flow.ts';
import type { Scenario, ScenarioFlow } from './scenario.ts';

/** What a flow is seen to do, in the order of the three stages of a run. */
export const effects = {
  states: { stage: 'start', lost: 'the states of its connectors are not kept' },
  records: { stage: 'start', lost: 'no records' },
  replicas: { stage: 'start', lost: 'the mirrored topic is a single copy' },
  syncs: { stage: 'start', lost: 'no offset syncs' },
  checkpoints: { stage: 'start', lost: 'no checkpoints' },
  offsets: { stage: 'start', lost: 'no group offsets' },
  othersOffsets: { stage: 'start', lost: 'no offsets of the group that only the other flow lists' },
  heartbeats: { stage: 'start', lost: 'no heartbeats on the target' },
  backward: { stage: 'start', lost: 'no heartbeats on the source' },
  backwardStates: {
    stage: 'start',
    lost: 'the states of the connector of the backward heartbeats are not kept',
  },
  backwardPositions: {
    stage: 'start',
    lost: 'the worker of the backward heartbeats fails to store its positions',
  },
  mirrored: { stage: 'start', lost: "the source's heartbeats do not arrive" },
  growth: { stage: 'changes', lost: 'no records of a new partition' },
  configs: { stage: 'changes', lost: 'the configuration of the topic is not synced' },
  heartbeatConfigs: { stage: 'changes', lost: 'the configuration of the mirrored heartbeats is not synced' },
  later: { stage: 'changes', lost: 'no records of a later topic' },
  onward: { stage: 'start', lost: 'no records of what the other flow writes' },
  onwardGrowth: { stage: 'changes', lost: 'no records of a new partition of what the other flow writes' },
  onwardLater: { stage: 'changes', lost: 'no records of what the other flow writes later' },
  goesOn: { stage: 'restart', lost: 'no new records after a restart' },
  once: { stage: 'restart', lost: 'records come twice after a restart' },
  backwardOn: { stage: 'restart', lost: 'no new heartbeats on the source after a restart' },
  late: { stage: 'restart', lost: 'no checkpoints of a group that lags after a restart' },
} as const satisfies Record<string, { readonly stage: Stage; readonly lost: string }>;

/** MirrorMaker 2 starts; the source changes; MirrorMaker 2 is stopped in good order and starts again. */
export type Stage = 'start' | 'changes' | 'restart';
export const stages: readonly Stage[] = ['start', 'changes', 'restart'];
export type Effect = keyof typeof effects;

// `Object.keys` is typed as strings; these are the keys written above.
export const allEffects = Object.keys(effects) as readonly Effect[];

export function effectsOf(stage: Stage, of: Iterable<Effect>): readonly Effect[] {
  return [...of].filter((effect) => effects[effect].stage === stage);
}

/** Whoever may write heartbeats on the source sees them, and what is seen is mirrored: its own, and those of a flow that comes there. */
export function mirrorsHeartbeats({ flows }: Scenario, flow: ScenarioFlow): boolean {
  const emits = (one: ScenarioFlow, which: string): boolean => one.fields[which] === true;
  return (
    emits(flow, 'emit_backward_heartbeats_enabled') ||
    flows.some((one) => one.target === flow.source && emits(one, 'emit_heartbeats_enabled'))
  );
}

/** What the options of a flow promise. */
export function promised(options: {
  readonly scenario: Scenario;
  readonly flow: ScenarioFlow;
  readonly settings: Flow['settings'];
}): ReadonlySet<Effect> {
  const { scenario, flow, settings } = options;
  const ofService = { ...scenario.settings, ...scenario.liveSettings };
  const checkpoints = ofService['emit_checkpoints_enabled'] === true;
  const configs = ofService['sync_topic_configs_enabled'] === true;
  const createdAhead = flow.fields['create_topics'] === 'all';
  const heartbeats = settings.emit_backward_heartbeats_enabled;
  const mirrored = mirrorsHeartbeats(scenario, flow);
  const when: Readonly<Record<Effect, boolean>> = {
    states: true,
    records: true,
    replicas: (settings.replication_factor ?? 1) > 1,
    syncs: true,
    checkpoints,
    offsets: checkpoints && settings.sync_group_offsets_enabled,
    othersOffsets: checkpoints && settings.sync_group_offsets_enabled && flow.sharesReaders === true,
    heartbeats: settings.emit_heartbeats_enabled,
    backward: heartbeats,
    backwardStates: heartbeats,
    backwardPositions: heartbeats,
    backwardOn: heartbeats,
    mirrored,
    growth: !createdAhead,
    configs,
    heartbeatConfigs: configs && mirrored,
    later: flow.pattern === 'prefix',
    onward: flow.pattern === 'onward',
    onwardGrowth: flow.pattern === 'onward',
    onwardLater: flow.pattern === 'onward',
    goesOn: true,
    once: true,
    late: checkpoints,
  };
  return new Set(allEffects.filter((effect) => when[effect]));
}

/** `no checkpoints, no group offsets`. */
export function lostInWords(lost: Iterable<Effect>): string {
  const of = new Set(lost);
  return allEffects
    .filter((effect) => of.has(effect))
    .map((effect) => effects[effect].lost)
    .join(', ');
}
