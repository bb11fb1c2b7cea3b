import { type FlowId, flowName } from '../../model/flow.ts';
import type { LiveMirrorMaker } from '../../model/live.ts';
import type { Arrivals } from './flow-arrivals.ts';

/** Whether an enabled flow runs, as far as it can be seen. `because` is the end of a sentence about the flow. */
export interface FlowHealth {
  readonly flow: FlowId;
  /** `unknown`: what was read does not tell. `starting`: a later look may tell more. */
  readonly state: 'runs' | 'starting' | 'failed' | 'unknown';
  readonly because: string;
}

/**
 * Both clusters must be attached and active. Records that arrive are the proof; without any, what Aiven calls
 * `replication_progress` (0 to 1, what it measures is not documented) is all there is.
 */
export function flowHealth(flow: FlowId, live: LiveMirrorMaker, arrivals: Arrivals): FlowHealth {
  const health = (state: FlowHealth['state'], because: string): FlowHealth => ({ flow, state, because });
  const { integrations, flows } = live;
  if (integrations.state === 'unknown') return health('unknown', integrations.message);
  if (flows.state === 'unknown') return health('unknown', flows.message);
  const ends = [flow.source, flow.target].map((alias) => ({
    alias,
    integration: integrations.value.find(({ id }) => id.cluster === alias),
  }));
  const missing = ends.find(({ integration }) => integration === undefined);
  if (missing !== undefined) {
    return health('failed', `${missing.alias} is not attached to ${flow.service}`);
  }
  const broken = ends.find(({ integration }) => integration?.status?.state === 'failed');
  if (broken !== undefined) {
    const words = broken.integration?.status?.description || 'Aiven does not say why';
    return health('failed', `the integration of ${broken.alias} has failed: ${words}`);
  }
  const early = ends.find(({ integration }) => integration?.active !== true);
  if (early !== undefined) return health('starting', `the integration of ${early.alias} is not active yet`);
  const found = flows.value.find(({ id }) => flowName(id) === flowName(flow));
  if (found === undefined) return health('failed', `${flow.service} does not list it`);
  if (found.settings.enabled === false) return health('failed', 'it is disabled');
  if (arrivals.state === 'some') {
    return health('runs', `both integrations are active, and ${arrived(arrivals)} on ${flow.target}`);
  }
  const progress = `Aiven reports ${found.progress === undefined ? 'no progress' : `progress ${found.progress}`}`;
  const because = `both integrations are active${notArrived(flow, arrivals, progress)}`;
  if (found.progress === undefined) return health('unknown', because);
  return health(found.progress > 0 ? 'runs' : 'starting', because);
}

function arrived({ records, topics, onlyHeartbeats }: Extract<Arrivals, { state: 'some' }>): string {
  if (onlyHeartbeats) return 'heartbeats arrive';
  const words = `${records} new ${records === 1 ? 'record' : 'records'} arrived`;
  return `${words} in ${topics} ${topics === 1 ? 'topic' : 'topics'}`;
}

function notArrived(
  { target }: FlowId,
  arrivals: Exclude<Arrivals, { state: 'some' }>,
  progress: string,
): string {
  if (arrivals.state === 'unknown') return `, ${progress}, and ${arrivals.because}`;
  if (arrivals.seconds === 0) return `, and ${progress}`;
  return `, ${progress}, and no new record arrived on ${target} in ${arrivals.seconds} seconds`;
}
