import type { ChangeOf } from './change.ts';
import type { Reading } from './reading.ts';
import type { IdOf, Kind, LiveOf, PluralOf } from './resource.ts';
import type { StoredFields } from './stored-fields.ts';

/**
 * Writes changes of one kind at one place and reads them back. The adapters implement it, one file per kind.
 *
 * `write` answers in the order of its input and never throws for what the other system said: `failed` carries
 * its own words. A failure does not prove that nothing happened; the caller reads back and decides.
 */
export interface ResourceWriter<K extends Kind> {
  write(changes: readonly ChangeOf<K>[]): Promise<readonly WriteResult[]>;
  /** Bypasses caches as far as the system allows. `known(undefined)`: it is not there. */
  readBack(ids: readonly IdOf<K>[]): Promise<readonly Reading<LiveOf<K> | undefined>[]>;
  /** As `readBack`, with what tells whether they hold records. Left out where `readBack` tells all there is. */
  readCounted?(ids: readonly IdOf<K>[]): Promise<readonly Reading<LiveOf<K> | undefined>[]>;
  /** Left out where a read shows at once what was written. */
  readonly lag?: ReadLag;
}

/** How reads lag behind writes. */
export interface ReadLag {
  /** From a write to the first read: earlier than this, nothing new shows. */
  readonly firstReadMs: number;
  /** How long requests have waited so far because the system asked to slow down. Nothing could be read in that time. */
  throttledMs(): number;
}

/**
 * `wasGone`: the system says that there was nothing to delete. Reads may still show it for a while; after that the two contradict
 * each other, and waiting on brings nothing.
 */
type Accepted = { readonly state: 'accepted'; readonly wasGone?: true };

export type WriteResult = (Accepted | WriteFailure) & {
  /**
   * What the resource had right before the write and the change does not name: it must be there afterwards, as it was.
   * Left out where the system has no way to touch it.
   */
  readonly kept?: StoredFields;
};

export interface WriteFailure {
  readonly state: 'failed';
  /** HTTP status and error code, or the Kafka error name: `409 kafka_topic_already_exists`, `POLICY_VIOLATION`. */
  readonly code: string;
  /** The other system's own words, redacted, at most 500 characters. */
  readonly message: string;
  /** True when trying again in a later run may help (time-outs, 5xx, throttling, reassignment). */
  readonly transient: boolean;
  /** The system says that what is to be created is there already, though reads may not show it yet. */
  readonly isThere?: true;
  /** The system refused it before it did anything, so there is nothing to wait for. */
  readonly isRefused?: true;
}

/** The writers of one adapter, by the plural of their kind: `kafkaAcls`. */
export type AdapterWriters<K extends Kind> = { readonly [Each in K as PluralOf<Each>]: ResourceWriter<Each> };

/** The code of a failure that sent nothing, because the run was cancelled first. */
export const notBegun = 'cancelled';

/** The code of a failure that sent nothing, because the write gate was closed. */
export const stopped = 'stopped';

/** Codes of failures that prove that nothing was sent for this change. */
export const neverSent: ReadonlySet<string> = new Set([
  notBegun,
  stopped,
  'gone',
  'not-sent',
  'OPERATION_NOT_ATTEMPTED',
]);

/** The code of a failure after a part of the change was written. */
export const partlySent = 'interrupted';

/** What is said of the rest of a change after a part of it was written: it can no longer count as not begun. */
export function afterFirstPart(rest: WriteResult): WriteResult {
  if (rest.state === 'accepted') return rest;
  switch (rest.code) {
    case notBegun:
      return { ...rest, code: partlySent, message: `a part of it was written when ${rest.message}` };
    case stopped:
      return { ...rest, code: partlySent, message: `a part of it was written; then ${rest.message}` };
    default:
      return rest;
  }
}

export type Writers = { readonly [K in Kind]: (id: IdOf<K>) => ResourceWriter<K> };
