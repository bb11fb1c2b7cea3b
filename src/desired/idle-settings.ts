import type { MirrorFlow } from '../mirrormaker/mirror-flow.ts';
import { mirrorFlowName } from '../mirrormaker/mirror-flow.ts';
import type { Finding } from '../model/finding.ts';
import type { FlowField } from '../model/flow.ts';
import { clusterOf } from '../spec/cluster-of.ts';
import type { FlowSpec, Spec } from '../spec/spec.ts';
import { specFlows } from './derived/mirror-flows.ts';

/** A key that a flow may state. */
type FlowKey = FlowField | 'access' | 'create_topics' | 'expect_topics' | 'groups';

interface Subject {
  readonly flow: MirrorFlow;
  readonly spec: FlowSpec;
  readonly sourceIsExternal: boolean;
  readonly targetIsExternal: boolean;
}

/** Why the key does nothing as the flow is set up, and what to write instead; undefined: it does something. */
type Idle = (subject: Subject) => { readonly because: string; readonly hint: string } | undefined;

const always: Idle = () => undefined;

/** What each key needs in order to have an effect. */
const rules: { readonly [K in FlowKey]: Idle } = {
  enabled: always,
  topics: always,
  topics_exclude: always,
  replication_policy: always,
  replication_factor: always,
  offset_syncs_topic_location: always,
  // Without checkpoints nothing is synchronised; that has a finding of its own.
  sync_group_offsets_enabled: always,
  sync_group_offsets_interval_seconds: ({ flow }) =>
    flow.settings.sync_group_offsets_enabled || flow.serviceSettings.sync_group_offsets_enabled.value
      ? undefined
      : {
          because: 'sync_group_offsets_enabled is false',
          hint: 'Write sync_group_offsets_enabled: true as well, or remove the line.',
        },
  emit_heartbeats_enabled: always,
  emit_backward_heartbeats_enabled: always,
  exactly_once_delivery_enabled: always,
  config_properties_exclude: ({ flow }) =>
    flow.syncTopicConfigs || flow.mirroredTopics === 'mirrormaker'
      ? undefined
      : {
          because: `sync_topic_configs_enabled of ${flow.service} is false, and with create_topics: all MirrorMaker 2 creates no topic either`,
          hint: 'Remove the line, or let MirrorMaker 2 sync configs.',
        },
  groups: ({ flow, spec }) =>
    // What only the live service has switched off is reported as checkpoints-off.
    flow.serviceSettings.emit_checkpoints_enabled.basis !== 'stated' ||
    flow.emitCheckpoints ||
    flow.settings.sync_group_offsets_enabled ||
    spec.groups.length === 0
      ? undefined
      : {
          because: `emit_checkpoints_enabled of ${flow.service} is false, so no offset of a group is translated`,
          hint: `Remove the line, or write emit_checkpoints_enabled: true under settings of ${flow.service}.`,
        },
  offset_lag_max: ({ flow }) =>
    flow.serviceSettings.emit_checkpoints_enabled.basis !== 'stated' ||
    flow.emitCheckpoints ||
    flow.settings.sync_group_offsets_enabled
      ? undefined
      : {
          because: `emit_checkpoints_enabled of ${flow.service} is false, so no offset of a group is translated`,
          hint: `Remove the line, or write emit_checkpoints_enabled: true under settings of ${flow.service}.`,
        },
  follower_fetching_enabled: always,
  access: ({ sourceIsExternal, targetIsExternal, spec: { source, target } }) =>
    sourceIsExternal || targetIsExternal
      ? undefined
      : {
          because: `${source} and ${target} are Aiven services, where MirrorMaker 2 has every right`,
          hint: 'Remove the line.',
        },
  create_topics: ({ sourceIsExternal, targetIsExternal, spec: { source, target, createTopics } }) => {
    if (!sourceIsExternal && !targetIsExternal) {
      return {
        because: `${source} and ${target} are Aiven services, where MirrorMaker 2 creates its topics itself`,
        hint: 'Remove the line.',
      };
    }
    if (createTopics !== 'all' || targetIsExternal) return undefined;
    return {
      because: `${target} is an Aiven service, where MirrorMaker 2 creates the mirrored topics itself`,
      hint: `Write create_topics: internal, and declare topics of ${target} that are to be there before.`,
    };
  },
  expect_topics: always,
};

/** Keys that a flow states and that have no effect, because of another key. */
export function idleSettings(spec: Spec): readonly Finding[] {
  return specFlows(spec).flatMap(({ flow, spec: own }) => {
    const subject: Subject = {
      flow,
      spec: own,
      sourceIsExternal: clusterOf(spec, own.source)?.type === 'external',
      targetIsExternal: clusterOf(spec, own.target)?.type === 'external',
    };
    return [...own.keyPositions].flatMap(([key, position]): Finding[] => {
      const value = writtenValue(own, key);
      const idle = value === undefined || !isFlowKey(key) ? undefined : rules[key](subject);
      if (idle === undefined) return [];
      return [
        {
          code: 'setting-without-effect',
          severity: 'warning',
          message: `${mirrorFlowName(flow)}: ${key}: ${value} has no effect, because ${idle.because}`,
          hint: idle.hint,
          position,
        },
      ];
    });
  });
}

function isFlowKey(key: string): key is FlowKey {
  return Object.hasOwn(rules, key);
}

/** As it is written; undefined: it asks for the default, or is more than a value. */
function writtenValue(flow: FlowSpec, key: string): string | undefined {
  switch (key) {
    case 'access':
      return flow.access;
    case 'create_topics':
      return flow.createTopics;
    case 'groups':
      return `[${flow.groups.map(({ pattern }) => pattern).join(', ')}]`;
    default: {
      const value = Object.entries(flow.settings).find(([field]) => field === key)?.[1];
      if (value === undefined) return undefined;
      return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
    }
  }
}
