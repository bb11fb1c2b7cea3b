/**
 * Where resources live: in an Aiven project, in a MirrorMaker 2 service, in any cluster, or in clusters of one type only.
 */
export type PlaceType = 'project' | 'mirrormaker' | ClusterPlace;
export type ClusterPlace = 'cluster' | 'aiven-cluster' | 'external-cluster';

/** The types of one kind, in the file of its name. */
export interface KindTypes {
  readonly id: { readonly kind: string };
  /** As the spec asks for it. */
  readonly desired: { readonly id: KindTypes['id'] };
  /** As it was read. */
  readonly live: { readonly id: KindTypes['id'] };
  readonly place: PlaceType;
  /** What lists of them are called, in the desired and in the live state: `kafkaAcls`. */
  readonly plural: string;
  /** The word of the input `allow-delete` that a deletion takes; `never` where nothing plans one. */
  readonly deletion: string;
}

/** What makes a resource of one kind this one. */
export interface KindIdentity<Types extends KindTypes> {
  readonly place: Types['place'];
  readonly plural: Types['plural'];
  /** The cluster's key in the spec, the MirrorMaker 2 service or the Aiven project. */
  placeOf(id: Types['id']): string;
  /** Stable and unique at its place; stands in operations, digests and tables. */
  nameOf(id: Types['id']): string;
  readonly deletion: [Types['deletion']] extends [never] ? 'never planned' : Deletion<Types['deletion']>;
}

/** What a deletion takes, and the words in which a refusal counts what would be deleted. */
export interface Deletion<Word extends string> {
  /** In the input `allow-delete`. */
  readonly allowedBy: Word;
  readonly one: string;
  readonly many: string;
}
