import type { LiveTopic } from './topic.ts';

/** What a topic holds, as far as it is told. */
export interface HeldBytes {
  readonly bytes: number;
  /** A part of it is not told: the disk of the brokers, or the remote storage that the topic uses. */
  readonly isAtLeast: boolean;
}

/** Undefined: nothing is told. Where a topic uses no remote storage, Aiven tells no size of it. */
export function heldBytesOf({ size, remoteSize, config }: LiveTopic): HeldBytes | undefined {
  if (size === undefined && remoteSize === undefined) return undefined;
  const isElsewhere = ['remote.storage.enable', 'diskless.enable'].some(
    (name) => config.get(name)?.value === 'true',
  );
  return {
    bytes: (size ?? 0) + (remoteSize ?? 0),
    isAtLeast: size === undefined || (remoteSize === undefined && isElsewhere),
  };
}

/** Of several topics together; undefined: nothing is told of any. */
export function heldTogether(topics: readonly LiveTopic[]): HeldBytes | undefined {
  const told = topics.flatMap((topic) => heldBytesOf(topic) ?? []);
  if (told.length === 0) return undefined;
  return {
    bytes: told.reduce((sum, { bytes }) => sum + bytes, 0),
    isAtLeast: told.length < topics.length || told.some(({ isAtLeast }) => isAtLeast),
  };
}
