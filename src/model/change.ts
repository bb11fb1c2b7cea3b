import type { FieldPath } from './field-path.ts';
import type { Provenance } from './provenance.ts';
import type { DeletableKind, DesiredOf, IdOf, Kind, LiveOf } from './resource.ts';
import type { StoredFields } from './stored-fields.ts';

export type Action = 'create' | 'update' | 'replace' | 'delete';

/**
 * A field's value as a reviewer reads it and as the digest sees it. Secrets are only ever `set`, `changed` or
 * `cannot tell`: no value and no hash of one.
 */
export type FieldValue =
  | null
  | string
  | readonly string[]
  | { readonly secret: 'set' | 'changed' | 'cannot tell'; readonly name: string };

export interface FieldChange {
  readonly field: FieldPath;
  /** `null`: not there. */
  readonly from: FieldValue;
  readonly to: FieldValue;
}

interface Base<K extends Kind> {
  readonly kind: K;
  readonly id: IdOf<K>;
  readonly fields: readonly FieldChange[];
  readonly provenance: Provenance;
  /**
   * Settings of live flows without which this would not be planned, or not like this, as short sorted texts such as
   * `flow onprem -> core has emit_heartbeats_enabled true`; left out when there are none. No part of the digest: the review
   * record keeps them apart, and the change counts as reviewed only while they are the same.
   */
  readonly restsOn?: readonly string[];
  /**
   * What flows make of it on other clusters, as far as anybody has to think about it; left out when that is nothing. No part of
   * the digest: the review record keeps what all changes of a plan come to, and a change counts as reviewed only while it comes to nothing else.
   */
  readonly bringsAbout?: readonly BroughtAbout[];
}

/** What `BroughtAbout.what` says where nobody could tell. */
export const unknownToReviewers = 'unknown';

/** One thing that a change does to another topic. */
export interface BroughtAbout {
  /** The key of the cluster on which it comes about. */
  readonly on: string;
  /** Left out: nobody could look which topics there are. */
  readonly topic?: string;
  /** Short, the same each time; `unknownToReviewers` where nobody could tell. */
  readonly what: string;
  /** Nothing comes of it while the topic is empty, as it is. */
  readonly isEmpty: boolean;
}

export type ChangeOf<K extends Kind> =
  | (Base<K> & {
      readonly action: 'create';
      readonly desired: DesiredOf<K>;
      readonly live?: undefined;
      /** Settings of what an earlier run deleted in order to replace it, and the spec does not say; known to the apply only. */
      readonly carries?: StoredFields;
    })
  | (Base<K> & {
      readonly action: 'update' | 'replace';
      readonly desired: DesiredOf<K>;
      readonly live: LiveOf<K>;
    })
  | (K extends DeletableKind ? Deletion<K> : never);

/** Only of kinds that `allow-delete` has a word for. */
type Deletion<K extends Kind> = Base<K> & {
  readonly action: 'delete';
  readonly desired?: undefined;
  readonly live: LiveOf<K>;
};

/** What one resource goes through. Distributes over kinds, so that narrowing on `kind` narrows the rest. */
export type Change = { [K in Kind]: ChangeOf<K> }[Kind];
