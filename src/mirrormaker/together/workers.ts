import type { MirrorFlow } from '../mirror-flow.ts';
import { connectGroup } from '../names.ts';

/** A Connect worker group with everything that joins it. */
export interface WorkerGroup {
  /** Key of the cluster on which the group lives, and the storage topics of the worker. */
  readonly cluster: string;
  readonly group: string;
  readonly members: readonly WorkerMember[];
}

/** A pair of aliases in one service, which is one worker of its MirrorMaker 2 process. */
export interface WorkerMember {
  readonly service: string;
  /** The pair of the worker: with backward heartbeats that of the flow turned round. */
  readonly source: string;
  readonly target: string;
  /** The flow whose worker this is, or whose backward heartbeats it emits. */
  readonly flow: MirrorFlow;
  readonly because: 'flow' | 'backward-heartbeats';
}

/**
 * The worker groups of all flows. A worker is known on its target by the alias of its source alone
 * (`MirrorMakerConfig.workerConfig`: group `<source>-mm2`, topics `mm2-*.<source>.internal`). Backward heartbeats of
 * `S -> T` are the worker `T -> S`, in the service of the flow.
 */
export function workerGroups(flows: readonly MirrorFlow[]): readonly WorkerGroup[] {
  const groups = new Map<string, WorkerGroup>();
  for (const { cluster, ...member } of flows.flatMap(workersOf)) {
    const group = connectGroup(member.source);
    const key = JSON.stringify([cluster, group]);
    const others = groups.get(key)?.members ?? [];
    groups.set(key, { cluster, group, members: [...others, member] });
  }
  return [...groups.values()];
}

function workersOf(flow: MirrorFlow): readonly (WorkerMember & { readonly cluster: string })[] {
  const { service, source, target, sourceCluster, targetCluster, settings } = flow;
  const own = { service, source, target, flow, because: 'flow', cluster: targetCluster } as const;
  if (!settings.emit_backward_heartbeats_enabled) return [own];
  const turned = { source: target, target: source, cluster: sourceCluster };
  return [own, { service, ...turned, flow, because: 'backward-heartbeats' }];
}

/** Two workers that join one group, and are not the same worker. */
export interface WorkerConflict {
  readonly cluster: string;
  readonly group: string;
  readonly member: WorkerMember;
  readonly earlier: WorkerMember;
}

/**
 * Workers of one group elect one leader, which writes its own configuration for all of them: what the others should run
 * does not run, and nothing logs an error. A flow and the backward heartbeats of its reverse in one service are one worker.
 */
export function workerConflicts(groups: readonly WorkerGroup[]): readonly WorkerConflict[] {
  return groups.flatMap(({ cluster, group, members }) =>
    members.flatMap((member, index): WorkerConflict[] => {
      const earlier = members.slice(0, index).find((other) => !isSameWorker(member, other));
      return earlier === undefined ? [] : [{ cluster, group, member, earlier }];
    }),
  );
}

function isSameWorker(one: WorkerMember, other: WorkerMember): boolean {
  return one.service === other.service && one.source === other.source && one.target === other.target;
}
