import type { FlowId, LiveFlow } from '../../model/flow.ts';
import type { LiveIntegration } from '../../model/integration.ts';
import { foundIn, type LiveMirrorMaker } from '../../model/live.ts';
import { cannotTell, doesNotRun, type FlowState } from './flow-state.ts';

export type SetUp =
  | {
      readonly state: 'ready';
      readonly live: LiveFlow;
      readonly notActive: string | undefined;
      /** Of topics that it had not read before, it takes only what came since: `consumer_auto_offset_reset: latest`. */
      readonly startsAtEnd: boolean;
    }
  | Extract<FlowState, { readonly because: string; readonly state: 'does-not-run' | 'cannot-tell' }>;

/** What Aiven says. Both clusters must be attached, and the flow be enabled. */
export function setUp(flow: FlowId, { integrations, flows }: LiveMirrorMaker): SetUp {
  if (integrations.state === 'unknown') return cannotTell(integrations.message);
  if (flows.state === 'unknown') return cannotTell(flows.message);
  const ends: { readonly alias: string; readonly integration: LiveIntegration | undefined }[] = [];
  for (const alias of [flow.source, flow.target]) {
    const { project, service } = flow;
    const end = foundIn<'integration'>(integrations, {
      kind: 'integration',
      project,
      service,
      cluster: alias,
    });
    if (end.state === 'unknown') return cannotTell(end.message);
    ends.push({ alias, integration: end.value });
  }
  const missing = ends.find(({ integration }) => integration === undefined);
  if (missing !== undefined) return doesNotRun(`${missing.alias} is not attached to ${flow.service}`);
  const listed = foundIn<'flow'>(flows, flow);
  if (listed.state === 'unknown') return cannotTell(listed.message);
  const found = listed.value;
  if (found === undefined) return doesNotRun(`${flow.service} does not list it`);
  if (found.settings.enabled === false) return doesNotRun('it is disabled');
  const failed = ends.find(({ integration }) => integration?.status?.state === 'failed');
  if (failed !== undefined) return doesNotRun(failureOf(failed.alias, failed.integration));
  const early = ends.find(({ integration }) => !isUp(integration));
  return {
    state: 'ready',
    live: found,
    startsAtEnd: ends[0]?.integration?.tuning['consumer_auto_offset_reset'] === 'latest',
    notActive: early && `the integration of ${early.alias} is not active${statusOf(early.integration)}`,
  };
}

/** Aiven may leave the status out. */
function isUp(integration: LiveIntegration | undefined): boolean {
  return integration?.active === true && (integration.status?.state ?? 'running') === 'running';
}

function failureOf(alias: string, integration: LiveIntegration | undefined): string {
  return `the integration of ${alias} has failed: ${integration?.status?.description || 'Aiven does not say why'}`;
}

function statusOf(integration: LiveIntegration | undefined): string {
  const { status } = integration ?? {};
  if (status === undefined) return '';
  return `: ${[status.state, status.description].filter((part) => part !== '').join(', ')}`;
}
