import { type FlowId, flowName } from '../model/flow.ts';
import type { LiveMirrorMaker } from '../model/live.ts';

/** Whether an enabled flow runs, as far as Aiven tells. `because` is the end of a sentence about the flow. */
export interface FlowHealth {
  readonly flow: FlowId;
  /** `unknown`: what was read does not tell. `starting`: a later look may tell more. */
  readonly state: 'runs' | 'starting' | 'failed' | 'unknown';
  readonly because: string;
}

/** Both clusters must be attached and active. What `replication_progress` (0 to 1) measures is not documented by Aiven. */
export function flowHealth(flow: FlowId, live: LiveMirrorMaker): FlowHealth {
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
  if (found.progress === undefined) {
    return health('unknown', 'both integrations are active, and Aiven reports no progress');
  }
  const progress = `both integrations are active, and Aiven reports progress ${found.progress}`;
  return health(found.progress > 0 ? 'runs' : 'starting', progress);
}
