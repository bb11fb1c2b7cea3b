import type { FlowId } from '../../model/flow.ts';
import type { StoppingRight } from '../../model/flow-preflight.ts';
import { type FlowLook, type MirroredPair, movementOf, type TopicMovement } from './topic-movement.ts';

/** A flow of the spec that is enabled there, with what decides how its looks are read. */
export interface WatchedFlow {
  readonly id: FlowId;
  readonly pairs: readonly MirroredPair[];
  /** Patterns that cannot be evaluated here: there may be more topics than `pairs`. */
  readonly isUncertain: boolean;
  /** `identity`: others may write topics of the same names on the target, so that records there prove little. */
  readonly policy: 'default' | 'identity';
  /** Rights without which MirrorMaker 2 copies nothing, or nothing of some topics, and which its login lacks. */
  readonly lacks: readonly StoppingRight[];
  /** This run has just changed what it needs: MirrorMaker 2 may not be up again yet. */
  readonly isStarting: boolean;
}

/** Longer than Aiven serves an old answer about a topic, and than MirrorMaker 2 takes for a record. In seconds. */
export const minObservedSeconds = 12;

/** What the looks at a flow showed; the topics by what was seen of them. */
export interface Seen {
  readonly flow: WatchedFlow;
  readonly looks: readonly FlowLook[];
  /** Between the first look and the last. */
  readonly seconds: number;
  readonly movements: readonly TopicMovement[];
  readonly withRecords: readonly TopicMovement[];
  /** Of those the ones that had records at the first look too, and are not on the target. */
  readonly missing: readonly TopicMovement[];
  /** The source got records long enough ago, and the target none. */
  readonly stalled: readonly TopicMovement[];
  readonly unread: readonly TopicMovement[];
}

/** Sorts the topics of a flow by what the looks showed of them. */
export function seenOf(flow: WatchedFlow, looks: readonly FlowLook[]): Seen {
  const all = flow.pairs.map((pair) => movementOf(pair, looks));
  const movements = all.filter(({ pair }) => pair.kind === 'records');
  const withRecords = movements.filter(({ source }) => recordsOf(source) > 0);
  const last = looks.at(-1)?.seconds ?? 0;
  return {
    flow,
    looks,
    seconds: secondsOf(looks),
    movements: all,
    withRecords,
    missing: withRecords.filter(({ source, target }) => hadRecords(source) && isMissing(target)),
    stalled: movements.filter((movement) => isStalled(movement, last)),
    unread: movements.filter(
      ({ source, target }) =>
        source.state === 'unknown' || (recordsOf(source) > 0 && target.state === 'unknown'),
    ),
  };
}

function isStalled({ source, target }: TopicMovement, last: number): boolean {
  if (source.state === 'unknown' || source.value.state === 'absent') return false;
  if (target.state === 'unknown' || target.value.state === 'missing') return false;
  const { grownAt } = source.value;
  return grownAt !== undefined && target.value.arrived === 0 && last - grownAt >= minObservedSeconds;
}

function recordsOf(source: TopicMovement['source']): number {
  return source.state === 'known' && source.value.state === 'there' ? source.value.records : 0;
}

function isMissing(target: TopicMovement['target']): boolean {
  return target.state === 'known' && target.value.state === 'missing';
}

function hadRecords(source: TopicMovement['source']): boolean {
  return source.state === 'known' && source.value.state === 'there' && source.value.hadRecords;
}

/** Records that came to the source between the first look and the last; 0 where that is not known. */
export function grownOf({ source }: TopicMovement): number {
  return source.state === 'known' && source.value.state === 'there' ? source.value.grown : 0;
}

/** Records that came to the target between the first look and the last; 0 where that is not known. */
export function arrivedOf({ target }: TopicMovement): number {
  return target.state === 'known' && target.value.state === 'there' ? target.value.arrived : 0;
}

/**
 * The copy ends before as many records as the source may hold: heartbeats are copied by a task of their own, and do not
 * prove that the records of this topic are.
 */
export function isShort({ source, target }: TopicMovement): boolean {
  return target.state === 'known' && endsOf(target) < recordsOf(source);
}

/** The source has records for longer than the looks, both sides were read, and nothing came to the copy. */
export function isIdle(movement: TopicMovement): boolean {
  const { source, target } = movement;
  if (!hadRecords(source) || recordsOf(source) === 0) return false;
  return target.state === 'known' && target.value.state === 'there' && target.value.arrived === 0;
}

/** Short of what the source held at the first look already; what came since may still be on its way. */
export function wasShort(movement: TopicMovement): boolean {
  return endsOf(movement.target) < recordsOf(movement.source) - grownOf(movement);
}

/**
 * Names with the source's alias in front are written by the flow alone, provided that the source has such a topic. What
 * comes to a copy that has more than a source that rests may come from anybody.
 */
export function isBroughtBy(
  { policy }: WatchedFlow,
  { pair, source, target, movedTogether }: TopicMovement,
): boolean {
  if (pair.kind === 'heartbeats') return true;
  if (policy === 'identity') return movedTogether;
  if (source.state === 'unknown') return true;
  if (source.value.state === 'absent') return false;
  return source.value.grown > 0 || endsOf(target) <= source.value.ends;
}

export function endsOf(movement: TopicMovement['source'] | TopicMovement['target']): number {
  return movement.state === 'known' && 'ends' in movement.value ? movement.value.ends : 0;
}

function secondsOf(looks: readonly FlowLook[]): number {
  return Math.round((looks.at(-1)?.seconds ?? 0) - (looks[0]?.seconds ?? 0));
}

/** Whether nothing of the topic is copied while the login lacks a right. A right on other topics says nothing of it. */
export function isStoppedBy({ pair }: TopicMovement): (right: StoppingRight) => boolean {
  return ({ stops }) => {
    if (stops === 'every topic') return true;
    const topic = stops.end === 'source' ? pair.name : pair.remote;
    if (stops.patternType === 'PREFIXED') return topic.startsWith(stops.name);
    return stops.name === '*' || stops.name === topic;
  };
}
