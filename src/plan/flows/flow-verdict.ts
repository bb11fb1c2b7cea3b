import type { FlowId, LiveFlow } from '../../model/flow.ts';
import type { LiveMirrorMaker } from '../../model/live.ts';
import { setUp } from './flow-set-up.ts';
import { cannotTell, doesNotRun, type FlowState, type FlowVerdict } from './flow-state.ts';
import { type FlowLook, type MirroredPair, movementOf, type TopicMovement } from './topic-movement.ts';

/** A flow of the spec that is enabled there, with what decides how its looks are read. */
export interface WatchedFlow {
  readonly id: FlowId;
  readonly pairs: readonly MirroredPair[];
  /** Patterns that cannot be evaluated here: there may be more topics than `pairs`. */
  readonly isUncertain: boolean;
  /** `identity`: others may write topics of the same names on the target, so that records there prove little. */
  readonly policy: 'default' | 'identity';
  /** Rights without which MirrorMaker 2 copies nothing, and which its login lacks, in words. */
  readonly lacks: readonly string[];
  /** This run has just changed what it needs: MirrorMaker 2 may not be up again yet. */
  readonly isStarting: boolean;
}

/** Longer than Aiven serves an old answer about a topic, and than MirrorMaker 2 takes for a record. In seconds. */
const enoughTime = 12;

/**
 * Only what was seen counts: records that came, or both ends level and at rest. What Aiven calls
 * `replication_progress` proves nothing, because nobody documents what it measures. What Aiven says of failures
 * is the status of the integrations.
 */
export function flowVerdict(
  flow: WatchedFlow,
  live: LiveMirrorMaker,
  looks: readonly FlowLook[],
): FlowVerdict {
  return { flow: flow.id, ...stateOf(flow, live, looks) };
}

function stateOf(flow: WatchedFlow, live: LiveMirrorMaker, looks: readonly FlowLook[]): FlowState {
  const set = setUp(flow.id, live);
  if (set.state !== 'ready') return set;
  const movements = flow.pairs.map((pair) => movementOf(pair, looks));
  const facts: Facts = {
    flow,
    looks,
    seconds: secondsOf(looks),
    movements,
    ...set,
    ...seenOf(movements, looks),
  };
  const notActive = set.notActive === undefined ? undefined : cannotTell(set.notActive);
  return (
    whatArrived(facts) ??
    nothingToCopy(facts) ??
    notRead(facts) ??
    (flow.isStarting ? notActive : undefined) ??
    whatIsMissing(facts) ??
    whatStands(facts) ??
    notActive ??
    atRest(facts)
  );
}

/** The topics by what was seen of them. */
interface Seen {
  readonly withRecords: readonly TopicMovement[];
  /** Of those the ones that had records at the first look too, and are not on the target. */
  readonly missing: readonly TopicMovement[];
  /** The source got records long enough ago, and the target none. */
  readonly stalled: readonly TopicMovement[];
  readonly unread: readonly TopicMovement[];
}

interface Facts extends Seen {
  readonly flow: WatchedFlow;
  readonly live: LiveFlow;
  readonly notActive: string | undefined;
  readonly looks: readonly FlowLook[];
  /** Between the first look and the last. */
  readonly seconds: number;
  readonly movements: readonly TopicMovement[];
}

function seenOf(all: readonly TopicMovement[], looks: readonly FlowLook[]): Seen {
  const movements = all.filter(({ pair }) => pair.kind === 'records');
  const withRecords = movements.filter(({ source }) => recordsOf(source) > 0);
  const last = looks.at(-1)?.seconds ?? 0;
  return {
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
  return grownAt !== undefined && target.value.arrived === 0 && last - grownAt >= enoughTime;
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

function grownOf({ source }: TopicMovement): number {
  return source.state === 'known' && source.value.state === 'there' ? source.value.grown : 0;
}

function arrivedOf({ target }: TopicMovement): number {
  return target.state === 'known' && target.value.state === 'there' ? target.value.arrived : 0;
}

/** Undefined: nothing came of which it can be told that this flow brought it. */
function whatArrived(facts: Facts): FlowState | undefined {
  const { flow, movements, withRecords, missing, stalled, seconds } = facts;
  const arrived = movements.filter((movement) => arrivedOf(movement) > 0 && isBroughtBy(flow, movement));
  if (arrived.length === 0) return undefined;
  if (missing.length + stalled.length > 0) {
    return seconds >= enoughTime
      ? partly(facts)
      : cannotTell(`${count(missing.length + stalled.length, 'topic')} got nothing on ${flow.id.target} yet`);
  }
  const data = arrived.filter(({ pair }) => pair.kind === 'records');
  if (data.length === 0 && (flow.lacks.length > 0 || withRecords.some(isShort))) return undefined;
  const counted = data.length > 0 ? data : arrived;
  return {
    state: 'copies',
    records: counted.reduce((sum, movement) => sum + arrivedOf(movement), 0),
    topics: counted.length,
    onlyHeartbeats: data.length === 0,
  };
}

/**
 * The copy ends before as many records as the source may hold: heartbeats are copied by a task of their own, and do not
 * prove that the records of this topic are.
 */
function isShort({ source, target }: TopicMovement): boolean {
  return target.state === 'known' && endsOf(target) < recordsOf(source);
}

/**
 * Names with the source's alias in front are written by the flow alone, provided that the source has such a topic. What
 * comes to a copy that has more than a source that rests may come from anybody.
 */
function isBroughtBy(
  { policy }: WatchedFlow,
  { pair, source, target, movedTogether }: TopicMovement,
): boolean {
  if (pair.kind === 'heartbeats') return true;
  if (policy === 'identity') return movedTogether;
  if (source.state === 'unknown') return true;
  if (source.value.state === 'absent') return false;
  return source.value.grown > 0 || endsOf(target) <= source.value.ends;
}

/** Two looks at everything that may be mirrored, and no record in either. */
function nothingToCopy({ flow, looks, movements, notActive }: Facts): FlowState | undefined {
  if (notActive !== undefined) return undefined;
  if (looks.filter(({ source }) => source.state === 'known').length < 2) return undefined;
  const topics = movements.filter(({ pair }) => pair.kind === 'records');
  const isSilent = topics.every(
    ({ source }) =>
      source.state === 'known' &&
      (source.value.state === 'absent' || (source.value.records === 0 && source.value.grown === 0)),
  );
  if (!isSilent) return undefined;
  if (flow.isUncertain) return cannotTell(vague);
  const there = topics.filter(({ source }) => source.state === 'known' && source.value.state === 'there');
  return { state: 'silent', topics: there.length };
}

const vague = 'some of its patterns cannot be evaluated here, so that it may mirror more than was looked at';

function notRead({ flow: { id }, looks, unread }: Facts): FlowState | undefined {
  for (const [side, alias] of [
    ['target', id.target],
    ['source', id.source],
  ] as const) {
    const readings = looks.map((look) => look[side]);
    const failed = readings.findLast(({ state }) => state === 'unknown');
    const isEnough = readings.filter(({ state }) => state === 'known').length >= 2;
    if (failed?.state === 'unknown' && !isEnough) {
      return cannotTell(`records on ${alias} cannot be counted: ${failed.message}`);
    }
  }
  if (looks.length < 2) return cannotTell('there was no time for a second look');
  const [first] = unread;
  if (first === undefined) return undefined;
  const { source, target, pair } = first;
  const more = unread.length > 1 ? ` and of ${unread.length - 1} more` : '';
  if (source.state === 'unknown') {
    return cannotTell(`records of ${pair.name}${more} on ${id.source} cannot be counted: ${source.message}`);
  }
  const why = target.state === 'unknown' ? target.message : 'it was not read';
  return cannotTell(`records of ${pair.remote}${more} on ${id.target} cannot be counted: ${why}`);
}

/** MirrorMaker 2 creates every topic that it mirrors when it starts, with or without records. */
function whatIsMissing(facts: Facts): FlowState | undefined {
  const { flow, withRecords, missing, stalled, seconds } = facts;
  if (missing.length === 0) return undefined;
  const { source, target } = flow.id;
  if (seconds < enoughTime) {
    return cannotTell(
      `${count(missing.length, 'topic')} with records on ${source} ${missing.length === 1 ? 'is' : 'are'} not on ${target} yet`,
    );
  }
  const behind = withRecords.filter((movement) => missing.includes(movement) || stalled.includes(movement));
  if (behind.length < withRecords.length) return partly(facts);
  if (stalled.length > 0) return whatStands(facts);
  return doesNotRun(
    `${source} has records in ${count(missing.length, 'topic')} that it mirrors, and ${missing.length === 1 ? 'it is not' : 'none of them is'} on ${target}${explained(facts)}`,
  );
}

function partly(facts: Facts): FlowState {
  const names = (movements: readonly TopicMovement[]) => movements.map(({ pair }) => pair.remote).sort();
  const why = explanation(facts);
  return {
    state: 'partly',
    missing: names(facts.missing),
    stalled: names(facts.stalled),
    ...(why === undefined ? {} : { because: why }),
  };
}

/** The source moves and the target does not. */
function whatStands(facts: Facts): FlowState | undefined {
  const { flow, withRecords, stalled, seconds } = facts;
  const { source, target } = flow.id;
  const grown = withRecords.filter((movement) => grownOf(movement) > 0);
  const told = stalled.length > 0 ? stalled : grown;
  if (told.length === 0) return undefined;
  const records = told.reduce((sum, movement) => sum + grownOf(movement), 0);
  const came = `${count(records, 'new record')} came to ${count(told.length, 'topic')} of ${source}`;
  if (stalled.length === 0) {
    return grown.some((movement) => arrivedOf(movement) > 0)
      ? cannotTell(`${came}, and whether those that came to ${target} are the same cannot be told`)
      : cannotTell(`${came} only just now, and none arrived on ${target} yet`);
  }
  return doesNotRun(`${came}, and none arrived on ${target} in ${seconds} seconds${explained(facts)}`);
}

/** Nothing moved on the source: level ends are the proof that everything is there. */
function atRest(facts: Facts): FlowState {
  const { flow, live, withRecords, seconds } = facts;
  const { source, target } = flow.id;
  const still = `nothing new came to ${source} in ${seconds} seconds`;
  if (seconds < enoughTime) return cannotTell(`${still}, which is too short to tell`);
  // What came before the right was taken away is level; what comes next does not arrive.
  if (flow.lacks.length > 0) {
    return withRecords.length === 1
      ? doesNotRun(`nothing arrives on ${target}${explained(facts)}`)
      : partly(facts);
  }
  if (flow.isUncertain) return cannotTell(vague);
  // Each of its transactions takes an offset of the target, so that equal ends prove nothing.
  if (live.settings.exactly_once_delivery_enabled === true) {
    return cannotTell(`${still}, and with exactly-once delivery offsets do not tell what was copied`);
  }
  const unlike = withRecords.filter(({ isLevel }) => !isLevel);
  const [first] = unlike;
  if (first === undefined) {
    return withRecords.length > 0
      ? { state: 'caught-up', topics: withRecords.length, seconds }
      : cannotTell(`${source} held no record at the last look`);
  }
  const more = unlike.length > 1 ? ` (and ${unlike.length - 1} more)` : '';
  return cannotTell(
    `${still}, and offsets do not tell whether all of ${first.pair.name}${more} was copied: it ends at ${endsOf(first.source)} on ${source} and at ${endsOf(first.target)} on ${target}`,
  );
}

function endsOf(movement: TopicMovement['source'] | TopicMovement['target']): number {
  return movement.state === 'known' && 'ends' in movement.value ? movement.value.ends : 0;
}

function explained(facts: Facts): string {
  const why = explanation(facts);
  return why === undefined ? '' : `: ${why}`;
}

/** What is known to stand in the way; undefined: nothing is. */
function explanation({ flow: { lacks }, notActive }: Facts): string | undefined {
  if (lacks.length === 0) return notActive;
  const more = lacks.length > 3 ? `; and ${lacks.length - 3} more` : '';
  return `the login of MirrorMaker 2 lacks ${lacks.slice(0, 3).join('; ')}${more}`;
}

function secondsOf(looks: readonly FlowLook[]): number {
  return Math.round((looks.at(-1)?.seconds ?? 0) - (looks[0]?.seconds ?? 0));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
