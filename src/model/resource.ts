import { type AivenAclKind, aivenAclIdentity } from './aiven-acl.ts';
import { type EndpointKind, endpointIdentity } from './endpoint.ts';
import { type FlowKind, flowIdentity } from './flow.ts';
import { type IntegrationKind, integrationIdentity } from './integration.ts';
import { type KafkaAclKind, kafkaAclIdentity } from './kafka-acl.ts';
import type { ClusterPlace, Deletion, KindIdentity, PlaceType } from './kind.ts';
import { type TopicKind, topicIdentity } from './topic.ts';

/** The kinds of resources. The compiler asks each room for what it needs to know of a kind that is added here. */
export interface Kinds {
  readonly endpoint: EndpointKind;
  readonly integration: IntegrationKind;
  readonly flow: FlowKind;
  readonly topic: TopicKind;
  readonly 'kafka-acl': KafkaAclKind;
  readonly 'aiven-acl': AivenAclKind;
}

const identities: { readonly [K in Kind]: KindIdentity<Kinds[K]> } = {
  'kafka-acl': kafkaAclIdentity,
  'aiven-acl': aivenAclIdentity,
  flow: flowIdentity,
  endpoint: endpointIdentity,
  topic: topicIdentity,
  integration: integrationIdentity,
};

export type Kind = keyof Kinds;
/** Every kind: the compiler completes the table whose keys these are. */
export const kinds = Object.keys(identities) as readonly Kind[];

export type IdOf<K extends Kind> = Kinds[K]['id'];
export type DesiredOf<K extends Kind> = Kinds[K]['desired'];
export type LiveOf<K extends Kind> = Kinds[K]['live'];
export type PluralOf<K extends Kind> = Kinds[K]['plural'];
export type ResourceId = IdOf<Kind>;

/** The kinds that live at places of a type. */
export type KindAt<P extends PlaceType> = {
  [K in Kind]: Kinds[K]['place'] extends P ? K : never;
}[Kind];
/** The kinds of which a plan can delete something. */
export type DeletableKind = {
  [K in Kind]: [Kinds[K]['deletion']] extends [never] ? never : K;
}[Kind];
/** What the input `allow-delete` can name. */
export type AllowDelete = Kinds[Kind]['deletion'];
/** Topics and ACLs: their ids tell the cluster. */
export type ClusterKind = KindAt<ClusterPlace>;

/** Where a resource lives, as reviewers call it and as operations name it, see `KindIdentity`. */
export function placeOf(id: ResourceId): string {
  return identityOf(id).placeOf(id);
}

/** Unique together with kind and place. */
export function nameOf(id: ResourceId): string {
  return identityOf(id).nameOf(id);
}

/** Unique over a whole run. */
export function keyOf(id: ResourceId): string {
  return JSON.stringify([id.kind, placeOf(id), nameOf(id)]);
}

export function placeTypeOf(kind: Kind): PlaceType {
  return identities[kind].place;
}

export function pluralOf<K extends Kind>(kind: K): PluralOf<K> {
  return identities[kind].plural;
}

export function isInCluster(id: ResourceId): id is IdOf<ClusterKind> {
  return isClusterPlace(placeTypeOf(id.kind));
}

export function isClusterPlace(place: PlaceType): place is ClusterPlace {
  return place !== 'project' && place !== 'mirrormaker';
}

/** What it takes to delete a resource of the kind. */
export function deletionOf(kind: DeletableKind): Deletion<AllowDelete> {
  return identities[kind].deletion;
}

/** What a deletion needs beyond the merge, in words, with what is written in the workflow between backticks. */
export function gateOfDeletion(word: AllowDelete): string {
  return `\`${word}\` in \`allow-delete\``;
}

/** The words of `allow-delete`, each once. */
export function allowDeleteWords(): readonly AllowDelete[] {
  return [...new Set(kinds.filter(isDeletable).map((kind) => deletionOf(kind).allowedBy))];
}

/** Nothing plans the deletion of the others. */
function isDeletable(kind: Kind): kind is DeletableKind {
  return identities[kind].deletion !== 'never planned';
}

/** The definition of the id's own kind, so that it is never asked about an id of another. */
function identityOf(id: ResourceId): KindIdentity<Kinds[Kind]> {
  return identities[id.kind];
}
