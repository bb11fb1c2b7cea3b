import { literal } from '../../mirrormaker/access-entry.ts';
import type { MirrorCluster, MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { clusterKey, clusterOf } from '../../spec/cluster-of.ts';
import type { FlowSpec, MirrorMakerSpec, Spec } from '../../spec/spec.ts';

/** A flow of the spec beside what MirrorMaker 2 makes of it. */
export interface SpecFlow {
  readonly spec: FlowSpec;
  readonly flow: MirrorFlow;
}

/** All flows, disabled ones and those with `access: off` too: what one may write, another one sees. */
export function specFlows(spec: Spec): readonly SpecFlow[] {
  return [...spec.mirrormakers.values()].flatMap((mirrormaker) =>
    mirrormaker.flows.map((flow) => ({ spec: flow, flow: mirrorFlow(spec, mirrormaker, flow) })),
  );
}

function mirrorFlow(spec: Spec, { service, settings }: MirrorMakerSpec, flow: FlowSpec): MirrorFlow {
  const targetIsExternal = clusterOf(spec, flow.target)?.type === 'external';
  return {
    service,
    source: flow.source,
    target: flow.target,
    sourceCluster: clusterKey(spec, flow.source),
    targetCluster: clusterKey(spec, flow.target),
    settings: flow.settings,
    emitCheckpoints: settings.emit_checkpoints_enabled,
    syncTopicConfigs: settings.sync_topic_configs_enabled,
    groups: flow.groups.map(({ pattern }) => pattern),
    internalTopics: flow.createTopics === 'none' ? 'mirrormaker' : 'ahead',
    // On an Aiven service MirrorMaker 2 has every right and creates what it mirrors.
    mirroredTopics: flow.createTopics === 'all' && targetIsExternal ? 'ahead' : 'mirrormaker',
    // Aiven has no field for sync.topic.acls.enabled, and granting Alter on a cluster unasked would be too much.
    syncTopicAcls: false,
    // MirrorMaker 2 4.x speaks to brokers from 2.1 on (KIP-896); the spec does not say how old they are.
    brokersBefore28: { source: false, target: false },
  };
}

/**
 * `observed`: live topic names by cluster key. A topic under `removed` no longer counts as known. `seen`: of those, what the
 * connecting user is known to see, whatever the spec grants.
 */
export function mirrorClusters(
  spec: Spec,
  observed: ReadonlyMap<string, readonly string[]>,
  seen: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlyMap<string, MirrorCluster> {
  return new Map(
    [...spec.clusters.values()].map((cluster) => {
      const principal = cluster.type === 'external' ? cluster.mirror?.principal : undefined;
      const names = new Set([...cluster.topics.keys(), ...(observed.get(cluster.key) ?? [])]);
      for (const removed of cluster.removedTopics.keys()) names.delete(removed);
      const visible = cluster.kafkaAcls.filter(
        (acl) =>
          acl.principal === principal &&
          acl.permission === 'ALLOW' &&
          acl.resourceType === 'Topic' &&
          acl.operations.some((operation) => showsTopics.has(operation)),
      );
      return [
        cluster.key,
        {
          key: cluster.key,
          rights: cluster.type === 'aiven' ? 'everything' : 'granted',
          topics: [...names].sort(),
          alsoVisible: [
            ...visible.map(({ resourceName, patternType }) => ({ name: resourceName, patternType })),
            ...(seen.get(cluster.key) ?? []).map(literal),
          ],
        },
      ];
    }),
  );
}

/** Operations that bring Describe: `StandardAuthorizerData.IMPLIES_DESCRIBE`. */
const showsTopics: ReadonlySet<string> = new Set(['Describe', 'Read', 'Write', 'Delete', 'Alter', 'All']);
