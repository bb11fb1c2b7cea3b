import type { FlowId } from '../../src/model/flow.ts';
import type { LiveIntegration } from '../../src/model/integration.ts';
import type { LiveMirrorMaker } from '../../src/model/live.ts';
import { known, type Reading, unknown } from '../../src/model/reading.ts';
import type { ClusterOffsets, TopicOffsets } from '../../src/model/topic-offsets.ts';
import type { WatchedFlow } from '../../src/plan/flows/flow-sightings.ts';
import type { FlowLook } from '../../src/plan/flows/topic-movement.ts';

export const edge: FlowId = {
  kind: 'flow',
  project: 'acme',
  service: 'mm2',
  source: 'onprem',
  target: 'core',
};

/** Topics of one partition: where it ends, or where it begins and ends; `?`: it does not tell. */
export type Logs = Readonly<Record<string, number | readonly [start: number, end: number] | '?'>>;

export function offsets(logs: Logs | string): ClusterOffsets {
  if (typeof logs === 'string') return unknown('unreachable', logs);
  return known(
    new Map(
      Object.entries(logs).map(([topic, log]): [string, Reading<TopicOffsets>] => {
        if (log === '?') return [topic, unknown('incomplete', `${topic} does not tell`)];
        const [start, end] = typeof log === 'number' ? [0, log] : log;
        return [topic, known({ start: [start], end: [end] })];
      }),
    ),
  );
}

export function look(seconds: number, source: Logs | string, target: Logs | string): FlowLook {
  return { seconds, source: offsets(source), target: offsets(target) };
}

/** `onprem -> core` with these topics of `onprem`. */
export function watched(
  parts: Partial<WatchedFlow> & { readonly topics?: readonly string[] } = {},
): WatchedFlow {
  const { topics = ['a'], ...rest } = parts;
  const policy = rest.policy ?? 'default';
  return {
    id: edge,
    pairs: topics.map((name) => {
      const kind = name.endsWith('heartbeats') ? 'heartbeats' : 'records';
      return { name, remote: policy === 'identity' && kind === 'records' ? name : `onprem.${name}`, kind };
    }),
    isUncertain: false,
    policy,
    lacks: [],
    isStarting: false,
    ...rest,
  };
}

export function attached(cluster: string, more: Partial<LiveIntegration> = {}): LiveIntegration {
  return {
    id: { kind: 'integration', project: 'acme', service: 'mm2', cluster },
    integrationId: cluster,
    source: { type: 'service', project: 'acme', service: cluster },
    tuning: {},
    active: true,
    ...more,
  };
}

/** Both clusters attached and active, the flow listed and enabled, and Aiven content with its progress. */
export function mirrorMaker(parts: Partial<LiveMirrorMaker> = {}): LiveMirrorMaker {
  return {
    project: 'acme',
    service: 'mm2',
    integrations: known([attached('onprem'), attached('core')]),
    flows: known([{ id: edge, settings: { enabled: true }, progress: 1 }]),
    settings: known({}),
    ...parts,
  };
}
