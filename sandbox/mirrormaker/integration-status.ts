import type { IntegrationStatus } from '../aiven/state.ts';
import type { FlowPair, MirrorMakerState } from './state-from-log.ts';

/**
 * The status of a cluster's integration while MirrorMaker 2 runs or tries to. `undefined` without an enabled flow: there is
 * nothing to tell. The shape is Aiven's; its texts are not published.
 */
export function integrationStatus(
  alias: string,
  flows: readonly FlowPair[],
  state: MirrorMakerState | undefined,
): IntegrationStatus | undefined {
  const own = flows.filter(({ source, target }) => source === alias || target === alias);
  if (own.length === 0) return undefined;
  if (state === undefined) return starting;
  const unreachable = state.clusterErrors.get(alias) ?? [];
  if (unreachable.length > 0) return failed(unreachable, 'source');
  if (state.otherErrors.length > 0) return failed(state.otherErrors, 'unknown');
  // A flow that stands still because of its other end says nothing against this one.
  const settled = own.every(
    (flow) =>
      state.running.some((pair) => pair.source === flow.source && pair.target === flow.target) ||
      [flow.source, flow.target].some((end) => state.clusterErrors.has(end)),
  );
  return settled ? running : starting;
}

const starting: IntegrationStatus = {
  active: false,
  status: 'starting',
  description: 'Integration is starting',
  errors: [],
  likelyErrorCause: null,
};

const running: IntegrationStatus = {
  active: true,
  status: 'running',
  description: 'Integration is running',
  errors: [],
  likelyErrorCause: null,
};

/** An integration's source is its Kafka cluster, its destination the MirrorMaker service. */
function failed(
  errors: readonly string[],
  likelyErrorCause: IntegrationStatus['likelyErrorCause'],
): IntegrationStatus {
  return {
    active: false,
    status: 'failed',
    description: `Integration has failed: ${errors[0]}`,
    errors,
    likelyErrorCause,
  };
}
