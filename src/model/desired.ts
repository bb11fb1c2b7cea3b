import type { EndpointId } from './endpoint.ts';
import type { FlowId } from './flow.ts';
import type { KafkaAcl } from './kafka-acl.ts';
import type { Position } from './position.ts';
import type { DeclaredProvenance, Provenance } from './provenance.ts';
import type { Unknown } from './reading.ts';
import { type DesiredOf, type Kind, kinds, type PluralOf, pluralOf, type ResourceId } from './resource.ts';
import type { Topic, TopicId } from './topic.ts';

/** What should be there of every kind, declared and derived. */
export type DesiredResources = { readonly [K in Kind as PluralOf<K>]: readonly DesiredOf<K>[] };

/** All of them, kind by kind. */
export function resourcesOf(desired: DesiredResources): readonly DesiredOf<Kind>[] {
  return kinds.flatMap((kind): readonly DesiredOf<Kind>[] => desired[pluralOf(kind)]);
}

/** Everything the spec and its flows ask for, each with its provenance, and what the spec owns. */
export interface Desired extends DesiredResources {
  /** The spec's name. */
  readonly name: string;
  readonly checked: CheckedAccess;
  readonly undecided: readonly UndecidedFlow[];
  readonly tombstones: readonly Tombstone[];
  /** By cluster key. A cluster without an entry owns nothing. */
  readonly ownership: ReadonlyMap<string, Ownership>;
  readonly clusters: readonly DesiredCluster[];
  /** Keys of clusters that the run leaves out, sorted. What is asked for there stays asked for, and nothing of it is planned. */
  readonly leftOut: readonly string[];
  /** True for what belongs to one of them, and for what only flows from or to one of them need. */
  leavesOut(resource: { readonly id: ResourceId; readonly provenance?: Provenance }): boolean;
  /** By key of a cluster: why nobody can tell which topics the flows write there. */
  readonly unclearTargets: ReadonlyMap<string, Unknown>;
  /** True for a topic that a flow writes on this cluster: not drift, and never pruned. */
  mirrored(cluster: string, topic: string): boolean;
}

/** Derived by flows with `access: check`: what lacks is reported, never created. */
export interface CheckedAccess {
  readonly topics: readonly Topic[];
  readonly kafkaAcls: readonly KafkaAcl[];
  /** Of flows with `access: off`, on every cluster: never asked for here, but not too wide either. */
  readonly neededElsewhere: readonly KafkaAcl[];
}

/**
 * A flow of which nobody can say which topics and rights it needs, since what decides it could not be read, or a cluster of
 * it is left out. Nothing is planned for it, and nothing that it may need is taken away.
 */
export interface UndecidedFlow {
  readonly service: string;
  /** `<source> -> <target>` */
  readonly flow: string;
  readonly reason: Unknown;
  /**
   * The external clusters of the flow, each with the user that MirrorMaker 2 has there, where it is known; where a cluster is
   * left out, also those that later flows bring its topics to.
   */
  readonly ends: readonly { readonly cluster: string; readonly principal?: string }[];
}

/** `removed:` in the spec: this must not exist. */
export interface Tombstone {
  readonly id: EndpointId | FlowId | TopicId;
  readonly provenance: DeclaredProvenance;
}

export interface DesiredCluster {
  /** Its name in the spec. */
  readonly key: string;
  /** What MirrorMaker 2 calls it, in flows and names of topics; sorted. The key alone where the spec lists none. */
  readonly aliases: readonly string[];
  readonly type: 'aiven' | 'external';
  /** What makes it this cluster under any alias: `host:port` of its brokers, or `project/service` in Aiven. Sorted. */
  readonly addresses: readonly string[];
  /** As the spec pins it: a run that meets another one stops. */
  readonly clusterId?: string;
  readonly position: Position;
}

export interface Ownership {
  readonly topics?: {
    readonly scope: readonly OwnedPattern[];
    readonly exclude: readonly OwnedPattern[];
    /** `scope`: a topic in scope that is not listed is deleted; `removed`: only tombstones delete. */
    readonly prune: 'removed' | 'scope';
  };
  /** The ACLs of principals that match are exactly those listed or derived. */
  readonly principals: readonly OwnedPattern[];
}

/** A glob, see `matchesNamePattern`. */
export interface OwnedPattern {
  readonly pattern: string;
  readonly position: Position;
}
