import type { MirrorCluster, MirrorFlow } from '../mirror-flow.ts';
import { type FlowNeeds, needsOf } from '../needs.ts';
import { type OffsetSyncsTopic, offsetSyncsTopics } from './offset-syncs.ts';
import { type LoginGroups, loginGroups } from './visible-groups.ts';
import { type WorkerGroup, workerGroups } from './workers.ts';

/**
 * What the flows of all services and aliases share. Rights and findings are derived from this: no flow is looked at alone,
 * as what one may write another one sees, and topics, groups and workers are named after less than a whole flow.
 */
export interface FlowsTogether {
  readonly flows: readonly MirrorFlow[];
  /** In the order of the flows. */
  readonly needs: readonly FlowNeeds[];
  readonly offsetSyncs: readonly OffsetSyncsTopic[];
  readonly workers: readonly WorkerGroup[];
  /** By cluster. */
  readonly groups: readonly LoginGroups[];
}

/** `flows`: all of them, disabled ones too, in the order of the spec. `clusters`: by key. */
export function flowsTogether(
  flows: readonly MirrorFlow[],
  clusters: ReadonlyMap<string, MirrorCluster>,
): FlowsTogether {
  return {
    flows,
    needs: needsOf(flows, clusters),
    offsetSyncs: offsetSyncsTopics(flows),
    workers: workerGroups(flows),
    groups: loginGroups(flows, clusters),
  };
}
