import { known, type Reading, unknown } from '../../model/reading.ts';
import type { ClusterOffsets, TopicOffsets } from '../../model/topic-offsets.ts';

/** Both ends of a flow at one time. */
export interface FlowLook {
  /** Since some moment that all looks of the flow share; what was read may be some seconds older. */
  readonly seconds: number;
  readonly source: ClusterOffsets;
  readonly target: ClusterOffsets;
}

/** A topic that the flow mirrors, by its names on source and target. */
export interface MirroredPair {
  readonly name: string;
  readonly remote: string;
  /** Heartbeats come past the patterns, as far as MirrorMaker 2 sees them: they prove that it copies, never that it does not. */
  readonly kind: 'records' | 'heartbeats';
}

/** What several looks at a mirrored topic show. Each side by itself: one may be unknown. */
export interface TopicMovement {
  readonly pair: MirroredPair;
  readonly source: Reading<SourceMovement>;
  readonly target: Reading<TargetMovement>;
  /** Every partition of the source ends where its copy ends. */
  readonly isLevel: boolean;
  /**
   * The copy moved, and it ended within what the source held in the looks around it. This proves a copy even where names do
   * not tell who writes.
   */
  readonly movedTogether: boolean;
}

export type SourceMovement =
  | { readonly state: 'absent' }
  | {
      readonly state: 'there';
      /** An upper bound, at the last look: not every offset holds a record. */
      readonly records: number;
      /** It had some at the first look, too. */
      readonly hadRecords: boolean;
      readonly ends: number;
      readonly grown: number;
      /** Of the look that showed new records first; undefined: none did. */
      readonly grownAt: number | undefined;
    };

export type TargetMovement =
  | { readonly state: 'missing' }
  | {
      readonly state: 'there';
      readonly ends: number;
      readonly arrived: number;
      /** Of the last look at it. */
      readonly seenAt: number;
    };

/** Looks in their order; those at which a topic could not be read count for nothing. Two are needed. */
export function movementOf(pair: MirroredPair, looks: readonly FlowLook[]): TopicMovement {
  const source = sightings(pair.name, looks, 'source');
  const target = sightings(pair.remote, looks, 'target');
  return {
    pair,
    source: sourceMovement(source),
    target: targetMovement(target),
    isLevel: isLevel(source.seen.at(-1)?.offsets, target.seen.at(-1)?.offsets),
    movedTogether: movedTogether(source.seen, target.seen),
  };
}

/** Undefined: the topic is not there. */
interface Sighting {
  readonly seconds: number;
  readonly offsets: TopicOffsets | undefined;
}

interface Sightings {
  readonly seen: readonly Sighting[];
  readonly because: string;
}

function sightings(topic: string, looks: readonly FlowLook[], side: 'source' | 'target'): Sightings {
  const seen: Sighting[] = [];
  let because = 'it was looked at only once';
  for (const look of looks) {
    const reading = offsetsOf(topic, look[side]);
    if (reading.state === 'known') seen.push({ seconds: look.seconds, offsets: reading.value });
    else because = reading.message;
  }
  return { seen, because };
}

function offsetsOf(topic: string, cluster: ClusterOffsets): Reading<TopicOffsets | undefined> {
  if (cluster.state === 'unknown') return cluster;
  return cluster.value.get(topic) ?? known(undefined);
}

function sourceMovement({ seen, because }: Sightings): Reading<SourceMovement> {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || first === last) return unknown('incomplete', because);
  if (last.offsets === undefined) return known({ state: 'absent' });
  return known({
    state: 'there',
    records: recordsIn(last.offsets),
    hadRecords: recordsIn(first.offsets) > 0,
    ends: sum(last.offsets.end),
    grown: growth(first.offsets, last.offsets),
    grownAt: seen.find(({ offsets }) => growth(first.offsets, offsets) > 0)?.seconds,
  });
}

function targetMovement({ seen, because }: Sightings): Reading<TargetMovement> {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || first === last) return unknown('incomplete', because);
  if (last.offsets === undefined) return known({ state: 'missing' });
  return known({
    state: 'there',
    ends: sum(last.offsets.end),
    arrived: growth(first.offsets, last.offsets),
    seenAt: last.seconds,
  });
}

/** A topic that was not there had nothing; one whose offsets went back was created again, and counts from nothing. */
function growth(before: TopicOffsets | undefined, now: TopicOffsets | undefined): number {
  if (now === undefined) return 0;
  const [start, end] = [sum(before?.end ?? []), sum(now.end)];
  return start > end ? end : end - start;
}

function recordsIn(offsets: TopicOffsets | undefined): number {
  if (offsets === undefined) return 0;
  return sum(offsets.end.map((end, partition) => Math.max(0, end - (offsets.start[partition] ?? 0))));
}

function isLevel(source: TopicOffsets | undefined, target: TopicOffsets | undefined): boolean {
  if (source === undefined || target === undefined) return false;
  return source.end.every((end, partition) => end === (target.end[partition] ?? 0));
}

/**
 * Both moved, and the copy ended between what the source held at the look before and at the look after it, or at the
 * very end where the source does.
 */
function movedTogether(source: readonly Sighting[], target: readonly Sighting[]): boolean {
  if (growth(source[0]?.offsets, source.at(-1)?.offsets) === 0) return false;
  return target.some(({ seconds, offsets }) => {
    if (growth(target[0]?.offsets, offsets) === 0) return false;
    const before = source.findLast((one) => one.seconds < seconds)?.offsets;
    const after = source.find((one) => one.seconds > seconds) ?? source.at(-1);
    if (before === undefined || offsets === undefined || after?.offsets === undefined) return false;
    if (growth(source[0]?.offsets, after.offsets) === 0) return false;
    return offsets.end.every(
      (end, partition) => (before.end[partition] ?? 0) <= end && end <= (after.offsets?.end[partition] ?? 0),
    );
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
