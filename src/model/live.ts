import type { HostPort } from './broker-address.ts';
import type { ClusterFeatures } from './cluster-features.ts';
import type { NewerAcl } from './kafka-acl.ts';
import type { LiveProject } from './live-project.ts';
import { type Known, known, type Reading, type Unknown } from './reading.ts';
import {
  type ClusterKind,
  type IdOf,
  isClusterPlace,
  type Kind,
  type KindAt,
  keyOf,
  kinds,
  type LiveOf,
  type PluralOf,
  placeTypeOf,
  pluralOf,
} from './resource.ts';
import type { LiveTopic } from './topic.ts';

/** All resources of a kind at one place, and those of which only that they are there was understood. */
export type Listing<K extends Kind> =
  | (Known<readonly LiveOf<K>[]> & { readonly unreadable?: readonly Unreadable<K>[] })
  | Unknown;

/** One resource whose answer has another form than is documented. Without an id it may be any that was not found. */
export interface Unreadable<K extends Kind> {
  readonly id?: IdOf<K>;
  readonly reason: Unknown;
}

/** One of the list. It is absent only when all that is there was understood well enough to tell. */
export function foundIn<K extends Kind>(listing: Listing<K>, id: IdOf<K>): Reading<LiveOf<K> | undefined> {
  if (listing.state === 'unknown') return listing;
  const found = listing.value.find((live) => keyOf(live.id) === keyOf(id));
  if (found !== undefined) return known(found);
  const odd = listing.unreadable?.find((one) => one.id === undefined || keyOf(one.id) === keyOf(id));
  return odd?.reason ?? known(undefined);
}
export type Listings<K extends Kind> = { readonly [Each in K as PluralOf<Each>]: Listing<Each> };

/** What is listed of a cluster; of topics only the names are, see `LiveCluster`. */
export type ListedClusterKind = Exclude<ClusterKind, 'topic'>;

const listedKinds = kinds.filter(
  (kind): kind is ListedClusterKind => kind !== 'topic' && isClusterPlace(placeTypeOf(kind)),
);

/** One value for each kind of which clusters have lists, by the plural of the kind. */
export function byListedKind<V>(value: (kind: ListedClusterKind) => V): {
  readonly [K in ListedClusterKind as PluralOf<K>]: V;
} {
  const entries = listedKinds.map((kind) => [pluralOf(kind), value(kind)] as const);
  // `Object.fromEntries` forgets the keys: there is one entry for each kind, by its plural.
  return Object.fromEntries(entries) as { [K in ListedClusterKind as PluralOf<K>]: V };
}

/** By Aiven project. */
type ProjectListings = {
  readonly [K in KindAt<'project'> as PluralOf<K>]: ReadonlyMap<string, Listing<K>>;
};

/** Everything that was read, per place. A place that was not read is `unknown` with the reason. */
export interface Live extends ProjectListings {
  /** By Aiven project; only where the spec has external clusters or removes endpoints. */
  readonly projects: ReadonlyMap<string, Reading<LiveProject>>;
  /** By MirrorMaker service name. */
  readonly mirrormakers: ReadonlyMap<string, LiveMirrorMaker>;
  /** By cluster key. */
  readonly clusters: ReadonlyMap<string, LiveCluster>;
}

export interface LiveMirrorMaker extends Listings<KindAt<'mirrormaker'>> {
  readonly project: string;
  readonly service: string;
  /** Aiven's word for a service that was read though it is not simply running, such as `REBUILDING`. */
  readonly serviceState?: string;
  /** The service's own MirrorMaker settings (`user_config.kafka_mirrormaker`), only what is set. */
  readonly settings: Reading<Readonly<Record<string, unknown>>>;
}

/** A kind that clusters of its type do not have is `not-managed`. */
export interface LiveCluster extends Listings<ListedClusterKind> {
  readonly cluster: string;
  /** What the brokers call their cluster. Aiven's API does not tell. */
  readonly clusterId: Reading<string>;
  /** Of an Aiven service that was read though it is not simply running, such as `REBUILDING`. */
  readonly serviceState?: string;
  /** Brokers that could hold a replica. */
  readonly brokers: Reading<number>;
  readonly features: ClusterFeatures;
  /** Every topic name that the identity may see. */
  readonly topicNames: Reading<readonly string[]>;
  /** Of every topic in `topicNames`, as far as the list tells. */
  readonly partitionCounts: ReadonlyMap<string, number>;
  /** The topics that were asked for, in full; `known(undefined)`: it is not there. */
  readonly topics: ReadonlyMap<string, Reading<LiveTopic | undefined>>;
  /**
   * Names of all consumer groups, sorted; on an Aiven service of those that have committed offsets. `not-managed` where they
   * were not asked for.
   */
  readonly consumerGroups: Reading<readonly string[]>;
  /** Names of the users of an Aiven service, sorted. `not-managed` on external clusters. */
  readonly serviceUsers: Reading<readonly string[]>;
  /** ACL entries that are in neither list, because this version cannot read them. */
  readonly newerAcls?: readonly NewerAcl[];
  /**
   * Whether everybody may do everything with a resource that no ACL entry names: `allow.everyone.if.no.acl.found` of the brokers. Of
   * external clusters whose ACLs were asked for.
   */
  readonly openWithoutAcls?: Reading<boolean>;
  /** Of external clusters that answered. */
  readonly reach?: BrokerReach;
}

/** Which of the brokers that an external cluster names this action may contact. */
export interface BrokerReach {
  readonly brokers: number;
  readonly outOfReach: readonly BrokerOutOfReach[];
  /** Changes of topics go to the controller itself, as on clusters with ZooKeeper. KRaft brokers pass them on. */
  readonly controllerOnly: boolean;
}

export interface BrokerOutOfReach {
  /** As the brokers advertise it. */
  readonly address: HostPort;
  readonly isController: boolean;
  /** Topics of which it leads a partition, as far as the login may see them. */
  readonly leads: readonly string[];
}

/** Which lists to read; one that is left out is not read. */
export type ListingsAsked = { readonly [K in ListedClusterKind as PluralOf<K>]?: boolean };

/** What to read of one cluster. */
export interface ClusterReadRequest extends ListingsAsked {
  readonly cluster: string;
  /** Topics to read in full, as far as they exist. */
  readonly topics: readonly string[];
  /** Read in full as well: existing topics whose name this accepts. For scopes that are pruned. */
  readonly alsoTopics?: (name: string) => boolean;
  /**
   * Of these it matters whether they hold records, and of those that `alsoTopics` adds: an external cluster is asked where
   * their logs begin and end. Left out for Aiven, which tells it of every topic.
   */
  readonly countedTopics?: readonly string[];
  /** Whether the names of the consumer groups are wanted. */
  readonly consumerGroups?: boolean;
}
