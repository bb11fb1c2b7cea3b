import { covers, type ResourcePattern } from '../../model/acl-coverage.ts';
import { groupVerdict, translatedGroups } from '../group-filter.ts';
import { groupGrants } from '../groups.ts';
import type { MirrorCluster, MirrorFlow } from '../mirror-flow.ts';

/** Consumer groups that the login of MirrorMaker 2 on one cluster may see and commit offsets for. */
export interface LoginGroups {
  /** Key of the cluster. */
  readonly cluster: string;
  /** MirrorMaker 2 has every right, as on Aiven's services, so `groups` of a flow limits nothing. */
  readonly everything: boolean;
  readonly shown: readonly ShownGroups[];
}

export interface ShownGroups {
  readonly pattern: ResourcePattern;
  /** Left out: a right given by hand. */
  readonly flow?: MirrorFlow;
  /** Read, which brings Describe and lets offsets be committed; else Describe only. */
  readonly mayCommit: boolean;
}

/**
 * The rights on groups belong to the login, not to a flow: S6 (Describe) of the flows from the cluster and T11 (Read) of
 * the flows into it, and what was granted by hand.
 */
export function loginGroups(
  flows: readonly MirrorFlow[],
  clusters: ReadonlyMap<string, MirrorCluster>,
): readonly LoginGroups[] {
  return [...clusters].map(([key, cluster]) => ({
    cluster: key,
    everything: cluster.rights === 'everything',
    shown: [
      ...flows.flatMap((flow) => [
        ...(flow.sourceCluster === key ? grantsOf(flow, flow.emitCheckpoints, false) : []),
        ...(flow.targetCluster === key
          ? grantsOf(flow, flow.emitCheckpoints && flow.settings.sync_group_offsets_enabled, true)
          : []),
      ]),
      ...(cluster.visibleGroups ?? []),
    ],
  }));
}

function grantsOf(flow: MirrorFlow, applies: boolean, mayCommit: boolean): readonly ShownGroups[] {
  return applies ? groupGrants(translatedGroups(flow)).map((pattern) => ({ pattern, flow, mayCommit })) : [];
}

/** Groups that a flow sees and translates although it does not list them. */
export interface UnlistedGroups {
  readonly flow: MirrorFlow;
  readonly groups: readonly ShownGroups[];
}

/** Of flows from clusters with granted rights; on the others every flow sees all groups. */
export function unlistedGroups(
  flows: readonly MirrorFlow[],
  logins: readonly LoginGroups[],
): readonly UnlistedGroups[] {
  const byCluster = new Map(logins.map((login) => [login.cluster, login]));
  return flows.flatMap((flow): UnlistedGroups[] => {
    const login = byCluster.get(flow.sourceCluster);
    if (login === undefined || login.everything || !flow.emitCheckpoints) return [];
    const own = groupGrants(flow.groups);
    const groups = login.shown.filter(
      ({ pattern, flow: by }) =>
        by !== flow &&
        !own.some((listed) => covers(listed, pattern)) &&
        groupVerdict(globOf(pattern), flow.serviceSettings).state !== 'left-out',
    );
    return groups.length === 0 ? [] : [{ flow, groups }];
  });
}

/** The glob that an ACL pattern on groups stands for. */
export function globOf({ name, patternType }: ResourcePattern): string {
  return patternType === 'PREFIXED' ? `${name}*` : name;
}
