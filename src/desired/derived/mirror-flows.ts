import { literal } from '../../mirrormaker/access-entry.ts';
import type { MirrorCluster, MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { serviceSettings, switchedOn } from '../../mirrormaker/service-settings.ts';
import type { LiveFlow } from '../../model/flow.ts';
import { flowDefaults } from '../../model/flow-defaults.ts';
import type { Live } from '../../model/live.ts';
import { unknown } from '../../model/reading.ts';
import { clusterKey, clusterOf } from '../../spec/cluster-of.ts';
import type { ClusterSpec, FlowSpec, MirrorMakerSettings, MirrorMakerSpec, Spec } from '../../spec/spec.ts';

/** A flow of the spec, and what MirrorMaker 2 makes of it. */
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
    ...ofService(settings),
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

/** A flow as it is set up in Aiven, whatever the spec says of it. What Aiven does not return has its default. */
export function liveMirrorFlow(
  spec: Spec,
  { service, settings: own }: MirrorMakerSpec,
  { id, settings }: Pick<LiveFlow, 'id' | 'settings'>,
): MirrorFlow {
  return {
    service,
    source: id.source,
    target: id.target,
    sourceCluster: clusterKey(spec, id.source),
    targetCluster: clusterKey(spec, id.target),
    settings: { ...flowDefaults, ...settings },
    ...ofService(own),
    groups: [],
    internalTopics: 'mirrormaker',
    mirroredTopics: 'mirrormaker',
    syncTopicAcls: false,
    brokersBefore28: { source: false, target: false },
  };
}

type OfService = Pick<MirrorFlow, 'emitCheckpoints' | 'syncTopicConfigs' | 'configSync' | 'serviceSettings'>;

/** `serviceSettings`: what the spec states, else what the live service has, else the default. */
function ofService(settings: MirrorMakerSettings): OfService {
  const { live } = settings;
  const stated = {
    ...settings.others,
    ...Object.fromEntries([...settings.stated].map((name) => [name, settings[name]])),
  };
  const effective = serviceSettings(stated, live);
  const isOn = (name: 'emit_checkpoints_enabled' | 'sync_topic_configs_enabled') =>
    effective[name].value || switchedOn(name, stated, live) === 'on';
  return {
    emitCheckpoints: isOn('emit_checkpoints_enabled'),
    syncTopicConfigs: isOn('sync_topic_configs_enabled'),
    configSync: switchedOn('sync_topic_configs_enabled', stated, live),
    serviceSettings: effective,
  };
}

/** The spec with what the live services have set, for what it does not state itself. */
export function withLiveSettings(spec: Spec, live: Pick<Live, 'mirrormakers'>): Spec {
  const mirrormakers = [...spec.mirrormakers].map(([service, mirrormaker]) => {
    const reading =
      live.mirrormakers.get(service)?.settings ?? unknown('incomplete', `${service} was not read`);
    return [service, { ...mirrormaker, settings: { ...mirrormaker.settings, live: reading } }] as const;
  });
  return { ...spec, mirrormakers: new Map(mirrormakers) };
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
          isOf(acl.principal, principal) &&
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
          visibleGroups: groupsByHand(cluster, principal),
        },
      ];
    }),
  );
}

/** What everybody may, the connecting user may: `StandardAuthorizer` looks for entries of both. */
export function isOf(principal: string, user: string | undefined): boolean {
  return user !== undefined && (principal === user || principal === 'User:*');
}

/** Rights on groups that the spec declares for the connecting user, or for everybody. */
function groupsByHand(
  { kafkaAcls }: ClusterSpec,
  principal: string | undefined,
): NonNullable<MirrorCluster['visibleGroups']> {
  return kafkaAcls
    .filter(
      (acl) => isOf(acl.principal, principal) && acl.permission === 'ALLOW' && acl.resourceType === 'Group',
    )
    .filter(({ operations }) => operations.some((operation) => showsTopics.has(operation)))
    .map(({ resourceName, patternType, operations }) => ({
      pattern: { name: resourceName, patternType },
      mayCommit: operations.some((operation) => operation === 'Read' || operation === 'All'),
    }));
}

/** Operations that bring Describe: `StandardAuthorizerData.IMPLIES_DESCRIBE`. */
export const showsTopics: ReadonlySet<string> = new Set([
  'Describe',
  'Read',
  'Write',
  'Delete',
  'Alter',
  'All',
]);
