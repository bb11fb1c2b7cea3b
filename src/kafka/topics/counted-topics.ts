import { known } from '../../model/reading.ts';
import type { Call } from '../connection/call.ts';
import { readOffsetsOf } from './read-offsets.ts';
import type { TopicReadings } from './read-topics.ts';

/**
 * The same topics, those that are `wanted` with where their logs begin and end. A topic of which a leader does not tell it
 * stays as it was read: whether it is empty cannot be told then.
 */
export async function withOffsets(
  call: Call,
  readings: TopicReadings,
  wanted: (name: string) => boolean,
): Promise<TopicReadings> {
  const there = [...readings].flatMap(([name, reading]) =>
    reading.state === 'known' && reading.value !== undefined && wanted(name) ? [name] : [],
  );
  if (there.length === 0) return readings;
  const read = await readOffsetsOf(call, there);
  if (read.state === 'unknown') return readings;
  return new Map(
    [...readings].map(([name, reading]) => {
      const offsets = read.value.get(name);
      if (reading.state === 'unknown' || reading.value === undefined || offsets?.state !== 'known')
        return [name, reading];
      const { start, end } = offsets.value;
      return [
        name,
        known({ ...reading.value, offsets: offsets.value, startOffset: sumOf(start), endOffset: sumOf(end) }),
      ];
    }),
  );
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
