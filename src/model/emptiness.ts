import type { LiveTopic } from './topic.ts';

/** Whether a topic holds a record, as far as it was told. */
export const emptinessStates = ['empty', 'holds records', 'cannot tell'] as const;
export type Emptiness = (typeof emptinessStates)[number];

/**
 * Empty only where offsets prove it: nothing was ever written, or all that was written is gone. A size proves that there
 * is something, never that there is nothing, because systems count it from time to time. What lies in remote or diskless
 * storage may not be counted in the first offset.
 */
export function emptinessOf({ config, size, remoteSize, startOffset, endOffset }: LiveTopic): Emptiness {
  if (endOffset === 0) return 'empty';
  if ([size, remoteSize].some((bytes) => bytes !== undefined && bytes > 0)) return 'holds records';
  if (endOffset === undefined || startOffset === undefined) return 'cannot tell';
  if (startOffset < endOffset) return 'holds records';
  const isElsewhere = ['remote.storage.enable', 'diskless.enable'].some(
    (name) => config.get(name)?.value === 'true',
  );
  return isElsewhere ? 'cannot tell' : 'empty';
}
