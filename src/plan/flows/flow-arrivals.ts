/** Records that came to the target of a flow between two looks. */
export type Arrivals =
  | {
      readonly state: 'some';
      readonly records: number;
      readonly topics: number;
      /** Nothing else than heartbeats of the source came. */
      readonly onlyHeartbeats: boolean;
    }
  /** 0 seconds: nobody waited for any. */
  | { readonly state: 'none'; readonly seconds: number }
  /** `because` is the end of a sentence. */
  | { readonly state: 'unknown'; readonly because: string };

/**
 * End offsets by topic, at first and now. A topic that was not there at first had none; one whose offsets went back
 * was created again, and counts from nothing. One whose offsets are not told at either time (`undefined`) proves nothing.
 */
export function arrivalsBetween(
  before: ReadonlyMap<string, number | undefined>,
  now: ReadonlyMap<string, number | undefined>,
  seconds: number,
): Arrivals {
  const grown = [...now].flatMap(([topic, end]) => {
    const start = before.has(topic) ? before.get(topic) : 0;
    if (start === undefined || end === undefined) return [];
    const records = end - (start > end ? 0 : start);
    return records > 0 ? [{ topic, records }] : [];
  });
  if (grown.length === 0) return { state: 'none', seconds };
  const data = grown.filter(({ topic }) => !topic.endsWith('.heartbeats'));
  const counted = data.length > 0 ? data : grown;
  return {
    state: 'some',
    records: counted.reduce((sum, { records }) => sum + records, 0),
    topics: counted.length,
    onlyHeartbeats: data.length === 0,
  };
}
