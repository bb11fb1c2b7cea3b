import type { FlowId, LiveFlow } from '../../model/flow.ts';
import type { LiveMirrorMaker } from '../../model/live.ts';
import { setUp } from './flow-set-up.ts';
import {
  arrivedOf,
  endsOf,
  grownOf,
  isBroughtBy,
  isIdle,
  isShort,
  isStoppedBy,
  minObservedSeconds,
  type Seen,
  seenOf,
  type WatchedFlow,
  wasShort,
} from './flow-sightings.ts';
import { cannotTell, doesNotRun, type FlowState, type FlowVerdict } from './flow-state.ts';
import type { FlowLook, TopicMovement } from './topic-movement.ts';

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
  const facts: Facts = { ...set, ...seenOf(flow, looks) };
  for (const judge of judges) {
    const judged = judge(facts);
    if (judged.state !== 'open') return judged;
  }
  return atRest(facts);
}

/** What was seen decides, or leaves it `open` to the next question. */
type Judged = FlowState | { readonly state: 'open' };

const open: Judged = { state: 'open' };

/** In this order, because each rests on what those before it have ruled out. */
const judges: readonly ((facts: Facts) => Judged)[] = [
  whatArrived,
  nothingToCopy,
  notRead,
  startsUp,
  whatIsMissing,
  whatStands,
  reportedInactive,
];

interface Facts extends Seen {
  readonly live: LiveFlow;
  readonly notActive: string | undefined;
  readonly startsAtEnd: boolean;
}

/** Open: nothing came of which it can be told that this flow brought it. */
function whatArrived(facts: Facts): Judged {
  const { flow, movements, withRecords, missing, stalled, unread, seconds } = facts;
  const arrived = movements.filter((movement) => arrivedOf(movement) > 0 && isBroughtBy(flow, movement));
  if (arrived.length === 0) return open;
  if (missing.length + stalled.length > 0) {
    return seconds >= minObservedSeconds
      ? partly(facts)
      : cannotTell(`${count(missing.length + stalled.length, 'topic')} got nothing on ${flow.id.target} yet`);
  }
  const data = arrived.filter(({ pair }) => pair.kind === 'records');
  if (data.length === 0) {
    if (unread.length > 0 || withRecords.some((one) => isShort(one) || isDenied(flow, one))) return open;
  } else {
    const doubt = whatStaysBehind(facts, data);
    if (doubt.state !== 'open') return doubt;
  }
  const counted = data.length > 0 ? data : arrived;
  return { state: 'copies', ...cameTo(counted), onlyHeartbeats: data.length === 0 };
}

/**
 * Records that came to one topic prove nothing of another. Open: every topic of which offsets can tell is copied or has
 * nothing to copy.
 */
function whatStaysBehind(facts: Facts, data: readonly TopicMovement[]): Judged {
  const { flow, withRecords, unread, seconds, startsAtEnd } = facts;
  const { source, target } = flow.id;
  const idle = withRecords.filter(isIdle);
  // What was there before a flow that starts at the end is not for it to copy.
  const short = startsAtEnd ? [] : idle.filter(wasShort);
  // An empty copy of what has records. One that holds some may be whole, as that of a compacted topic is.
  const empty = short.filter((movement) => endsOf(movement.target) === 0);
  const isLacking = idle.some((one) => isDenied(flow, one));
  const isLongEnough = seconds >= minObservedSeconds;
  if (isLongEnough && isLacking) return partly(facts, short);
  // A flow that has just started may not have come to it yet.
  if (isLongEnough && empty.length > 0 && !flow.isStarting) return partly(facts, empty);
  const { records, topics } = cameTo(data);
  const came = `${count(records, 'new record')} arrived in ${count(topics, 'topic')} on ${target}`;
  const [unmoved, ...others] = unread.filter((movement) => arrivedOf(movement) === 0);
  if (unmoved !== undefined) return cannotTell(`${came}, and ${notCounted(flow.id, unmoved, others)}`);
  const [first, ...more] = short;
  if (first !== undefined) return cannotTell(`${came}, and ${untold(flow.id, first, more)}`);
  return isLacking
    ? cannotTell(`${came}, and ${seconds} seconds are too short to tell of the other topics of ${source}`)
    : open;
}

function cameTo(movements: readonly TopicMovement[]) {
  const records = movements.reduce((sum, movement) => sum + arrivedOf(movement), 0);
  return { records, topics: movements.length };
}

/** Two looks at everything that may be mirrored, and no record in either. */
function nothingToCopy({ flow, looks, movements, notActive }: Facts): Judged {
  if (notActive !== undefined) return open;
  if (looks.filter(({ source }) => source.state === 'known').length < 2) return open;
  const topics = movements.filter(({ pair }) => pair.kind === 'records');
  const isSilent = topics.every(
    ({ source }) =>
      source.state === 'known' &&
      (source.value.state === 'absent' || (source.value.records === 0 && source.value.grown === 0)),
  );
  if (!isSilent) return open;
  if (flow.isUncertain) return cannotTell(vague);
  const there = topics.filter(({ source }) => source.state === 'known' && source.value.state === 'there');
  return { state: 'silent', topics: there.length };
}

const vague = 'some of its patterns cannot be evaluated here, so that it may mirror more than was looked at';

function notRead({ flow: { id }, looks, unread }: Facts): Judged {
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
  const [first, ...others] = unread;
  return first === undefined ? open : cannotTell(notCounted(id, first, others));
}

function notCounted(
  id: FlowId,
  { source, target, pair }: TopicMovement,
  others: readonly TopicMovement[],
): string {
  const more = others.length > 0 ? ` and of ${others.length} more` : '';
  if (source.state === 'unknown') {
    return `records of ${pair.name}${more} on ${id.source} cannot be counted: ${source.message}`;
  }
  const why = target.state === 'unknown' ? target.message : 'it was not read';
  return `records of ${pair.remote}${more} on ${id.target} cannot be counted: ${why}`;
}

/** MirrorMaker 2 creates every topic that it mirrors when it starts, with or without records. */
function whatIsMissing(facts: Facts): Judged {
  const { flow, withRecords, missing, stalled, seconds } = facts;
  if (missing.length === 0) return open;
  const { source, target } = flow.id;
  if (seconds < minObservedSeconds) {
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

/** A flow that has just been created or enabled is not judged before Aiven reports it as active. */
function startsUp(facts: Facts): Judged {
  return facts.flow.isStarting ? reportedInactive(facts) : open;
}

function reportedInactive({ notActive }: Facts): Judged {
  return notActive === undefined ? open : cannotTell(notActive);
}

function partly(facts: Facts, behind: readonly TopicMovement[] = []): FlowState {
  const names = (movements: readonly TopicMovement[]) => movements.map(({ pair }) => pair.remote).sort();
  return {
    state: 'partly',
    missing: names(facts.missing),
    stalled: names(facts.stalled),
    behind: names(behind),
    ...explanation(facts),
  };
}

/** The source moves and the target does not. */
function whatStands(facts: Facts): Judged {
  const { flow, withRecords, stalled, seconds } = facts;
  const { source, target } = flow.id;
  const grown = withRecords.filter((movement) => grownOf(movement) > 0);
  const told = stalled.length > 0 ? stalled : grown;
  if (told.length === 0) return open;
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
  const { flow, live, withRecords, seconds, startsAtEnd } = facts;
  const { source, target } = flow.id;
  const still = `nothing new came to ${source} in ${seconds} seconds`;
  if (seconds < minObservedSeconds) return cannotTell(`${still}, which is too short to tell`);
  // Equal ends show only that records from before the right was lost were copied; later ones will not arrive.
  const denied = withRecords.filter((one) => isDenied(flow, one));
  if (denied.length > 0) {
    return denied.length === withRecords.length
      ? doesNotRun(`nothing arrives on ${target}${explained(facts)}`)
      : partly(facts);
  }
  if (flow.isUncertain) return cannotTell(vague);
  // Each of its transactions takes an offset of the target, so that equal ends prove nothing.
  if (live.settings.exactly_once_delivery_enabled === true) {
    return cannotTell(`${still}, and with exactly-once delivery offsets do not tell what was copied`);
  }
  const unlike = withRecords.filter(({ isLevel }) => !isLevel);
  const [first, ...others] = unlike;
  if (first !== undefined) {
    const end = startsAtEnd
      ? `; with consumer_auto_offset_reset: latest it may end earlier and have all that came since`
      : '';
    return cannotTell(`${still}, and ${untold(flow.id, first, others)}${end}`);
  }
  return withRecords.length > 0
    ? { state: 'caught-up', topics: withRecords.length, seconds }
    : cannotTell(`${source} held no record at the last look`);
}

function untold(id: FlowId, first: TopicMovement, others: readonly TopicMovement[]): string {
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `offsets do not tell whether all of ${first.pair.name}${more} was copied: it ends at ${endsOf(first.source)} on ${id.source} and at ${endsOf(first.target)} on ${id.target}`;
}

function explained(facts: Facts): string {
  const { because } = explanation(facts);
  return because === undefined ? '' : `: ${because}`;
}

/** What is known to stand in the way, if anything is. */
function explanation({ flow, withRecords, notActive }: Facts): { readonly because?: string } {
  const lacks = flow.lacks.filter((right) => withRecords.some((one) => isStoppedBy(one)(right)));
  if (lacks.length === 0) return notActive === undefined ? {} : { because: notActive };
  const words = [...new Set(lacks.map((right) => right.words))];
  const more = words.length > 3 ? `; and ${words.length - 3} more` : '';
  return { because: `the login of MirrorMaker 2 lacks ${words.slice(0, 3).join('; ')}${more}` };
}

function isDenied({ lacks }: WatchedFlow, movement: TopicMovement): boolean {
  return lacks.some(isStoppedBy(movement));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
