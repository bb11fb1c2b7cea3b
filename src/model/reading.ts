/**
 * What a read brought. A failed, refused or incomplete read is `unknown`, never an empty list: nothing is
 * planned for what is unknown.
 */
export type Reading<T> = Known<T> | Unknown;

export interface Known<T> {
  readonly state: 'known';
  readonly value: T;
}

export interface Unknown {
  readonly state: 'unknown';
  readonly code: UnknownCode;
  /** One sentence for people, in the other system's own words where it said any. No secrets. */
  readonly message: string;
  /** Asking again in this run cannot bring anything else. */
  readonly isLasting?: true;
}

export type UnknownCode =
  /** The connection differs from the one on the default branch, so no credential was sent. */
  | 'not-contacted'
  /** The run leaves the cluster out. */
  | 'left-out'
  /** The spec gives no identity to read this with, or does not manage it. */
  | 'not-managed'
  | 'unreachable'
  | 'unauthenticated'
  | 'denied'
  /** The answer was cut, malformed, or two answers contradict each other. */
  | 'incomplete'
  /** What the spec names does not exist, or is something else: asking again brings nothing while the spec stays as it is. */
  | 'not-there'
  /** The service or cluster that should hold it is powered off or not ready. */
  | 'unavailable';

export function known<T>(value: T): Known<T> {
  return { state: 'known', value };
}

export function unknown(code: UnknownCode, message: string): Unknown {
  return { state: 'unknown', code, message };
}
