import type { ResourcePattern } from '../model/acl-coverage.ts';
import type { FlowSettings } from '../model/flow.ts';
import type { AclOperation, AclPatternType, AclResourceType } from '../model/kafka-acl.ts';
import type { ServiceSettings, Switch } from './service-settings.ts';

/** A flow with everything that decides which topics and rights it needs. */
export interface MirrorFlow {
  /** The MirrorMaker 2 service that runs it. */
  readonly service: string;
  /** Aliases: what topics, groups and transactional ids are named after. */
  readonly source: string;
  readonly target: string;
  /** Where the two are: keys of clusters. Two aliases may be one cluster, with one set of topics, groups and ACLs. */
  readonly sourceCluster: string;
  readonly targetCluster: string;
  readonly settings: FlowSettings;
  /** `emit_checkpoints_enabled` of the service, as it is or as the spec states it: its rights must do for both. */
  readonly emitCheckpoints: boolean;
  /** The same for `sync_topic_configs_enabled`. */
  readonly syncTopicConfigs: boolean;
  /** What the service really does about the configs of mirrored topics. */
  readonly configSync: Switch;
  /** All settings of the service, with where each comes from. */
  readonly serviceSettings: ServiceSettings;
  /** Globs on the names of the consumer groups the flow may see. */
  readonly groups: readonly string[];
  /** Whether MirrorMaker 2's own topics exist before it starts, or it has to create them. */
  readonly internalTopics: Creation;
  /** The same for the mirrored topics on the target. */
  readonly mirroredTopics: Creation;
  /** `sync.topic.acls.enabled`. Aiven has no field for it. */
  readonly syncTopicAcls: boolean;
  /** Before 2.8 a broker wants IdempotentWrite on the cluster from an idempotent producer (KIP-679). */
  readonly brokersBefore28: { readonly source: boolean; readonly target: boolean };
}

export type Creation = 'ahead' | 'mirrormaker';

/** What the worker of a flow has to do with heartbeats; its neighbours decide with it. */
export interface FlowHeartbeats {
  /** The heartbeats topics it sees on its source, and so mirrors. */
  readonly mirrored: readonly string[];
  /** Those exist on the target before MirrorMaker 2 starts. */
  readonly createdAhead: boolean;
  /** It emits heartbeats to its target, for itself or as the backward heartbeats of the reverse flow. */
  readonly emitted: boolean;
}

/** A cluster as MirrorMaker 2 finds it. */
export interface MirrorCluster {
  readonly key: string;
  /** `everything` on Aiven's own services; elsewhere MirrorMaker 2 may do what ACLs grant. */
  readonly rights: 'everything' | 'granted';
  /** Topic names known to exist, or declared to. */
  readonly topics: readonly string[];
  /** Topics that the connecting user sees through rights granted by hand. */
  readonly alsoVisible: readonly ResourcePattern[];
  /** Consumer groups that it sees, or may commit offsets for, through such rights. */
  readonly visibleGroups?: readonly { readonly pattern: ResourcePattern; readonly mayCommit: boolean }[];
}

/** Why a topic or a right is needed, with its stable id in docs/mirrormaker.md. */
export interface Rule {
  readonly id: string;
  /** Completes "because". */
  readonly why: string;
  /** What is observed without it, one sentence. */
  readonly without: string;
}

/** An ALLOW entry for the connecting user, from any host. */
export interface AccessEntry {
  readonly resourceType: AclResourceType;
  readonly resourceName: string;
  readonly patternType: AclPatternType;
  readonly operation: AclOperation;
  readonly rule: Rule;
}

/** A topic of MirrorMaker 2's own, always `cleanup.policy=compact`. */
export interface InternalTopic {
  /** Key of the cluster. */
  readonly cluster: string;
  readonly name: string;
  readonly partitions: number;
  /** Only when the flow states one; Kafka's default for all of them is 3. */
  readonly replication?: number;
  readonly rule: Rule;
}

/** `onprem -> core`, as in the spec. */
export function mirrorFlowName(flow: { readonly source: string; readonly target: string }): string {
  return `${flow.source} -> ${flow.target}`;
}
