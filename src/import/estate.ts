import type { LiveEndpoint } from '../model/endpoint.ts';
import type { Listing, LiveCluster, LiveMirrorMaker } from '../model/live.ts';
import type { LiveProject } from '../model/live-project.ts';
import type { Reading } from '../model/reading.ts';

/** What one Aiven project has, before its Kafka services are looked into: enough to name the clusters. */
export interface EstateOverview {
  readonly project: string;
  readonly overview: Reading<LiveProject>;
  /** Without the values of their secrets. */
  readonly endpoints: Listing<'endpoint'>;
  /** By service. */
  readonly mirrormakers: ReadonlyMap<string, LiveMirrorMaker>;
}

/** All that was read; what could not be read is unknown, and never taken for absent. */
export interface Estate extends EstateOverview {
  /** By the key that the cluster gets in the spec. A cluster without an entry was not looked into. */
  readonly clusters: ReadonlyMap<string, LiveCluster>;
}

/** Where a cluster is. */
export type ClusterPlace =
  | { readonly type: 'service'; readonly project: string; readonly service: string }
  /** One external cluster may have several endpoints, which differ in their names alone. The first is that of `mirror`. */
  | { readonly type: 'external'; readonly endpoints: readonly [LiveEndpoint, ...LiveEndpoint[]] };

/** Only where an existing spec says: an external cluster that no endpoint of the project is for. */
interface StatedPlace {
  readonly type: 'stated';
}

/** A cluster with the name that the spec gives it. */
export interface NamedCluster {
  readonly key: string;
  readonly place: ClusterPlace | StatedPlace;
  /** What MirrorMaker 2 calls it, sorted; of an external cluster with the endpoint of each. Empty: it is attached to nothing. */
  readonly aliases: ReadonlyMap<string, { readonly endpoint?: string }>;
}

/** An alias that the spec cannot give to what it is attached to. */
export interface RefusedAlias {
  /** The MirrorMaker 2 service; its flows that name the alias cannot be said. */
  readonly service: string;
  readonly alias: string;
  readonly why: string;
}
