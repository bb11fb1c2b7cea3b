import type { BroughtAbout, Change } from '../model/change.ts';
import { type Emptiness, emptinessOf } from '../model/emptiness.ts';
import { type Operation, operationsOf } from '../model/operation.ts';
import { keyOf } from '../model/resource.ts';
import type { StoredFields } from '../model/stored-fields.ts';
import type { Plan, Topology } from '../plan/plan.ts';
import type { Places } from '../plan/topology.ts';
import { type Carried, carriedBy, isReplacement } from './carried.ts';
import { createDigest, outcomeDigest, reviewDigest } from './digests.ts';
import {
  deletesTopic,
  digestsThatShow,
  isSamePlace,
  type ReviewRecord,
  type TopicDeletion,
  topicDigest,
  valuesDigest,
} from './record.ts';
import { secondStage } from './stages.ts';

/** One plan that showed something. */
interface Showing {
  readonly pullRequest: number;
  /** Digest of the live values it rested on, empty for none; undefined: the record is older and does not tell. */
  readonly restsOn: string | undefined;
  readonly places: Places;
  /** Places of which the plan could not compare everything. */
  readonly notCompared: ReadonlySet<string>;
}

interface ShownEmptiness {
  readonly state: Emptiness;
  readonly places: Places;
}

/** What all reviewers of the merged pull requests saw together. */
export interface Reviewed {
  /** The plans that showed it, by digest. */
  readonly shownBy: ReadonlyMap<string, readonly Showing[]>;
  readonly outcomes: ReadonlySet<string>;
  /** By place, kind, name and field. */
  readonly shown: ReadonlyMap<string, Operation>;
  readonly notCompared: ReadonlySet<string>;
  /** What every plan that showed the deletion of a topic said of its records, by the topic's digest. */
  readonly emptiness: ReadonlyMap<string, readonly ShownEmptiness[]>;
  /** What plans came to over flows, see `ReviewRecord.brought`: by digest, with what names meant to each of them. */
  readonly brought: ReadonlyMap<string, readonly Places[]>;
  /** What was left after the first of two steps counts as shown. */
  readonly stages: ReadonlyMap<string, readonly Places[]>;
  /** What plans said of replaced resources, by the digest of the whole new one. */
  readonly carried: ReadonlyMap<string, readonly (Carried & { readonly places: Places })[]>;
  /** A second stage counts only while no apply of what was reviewed has succeeded. */
  readonly isUnfinished: boolean;
  /** What names mean now. */
  readonly topology: Topology;
}

/** `isUnfinished`: no apply has succeeded since, so second stages of what the records show may still be open. */
export function joinRecords(
  records: readonly ReviewRecord[],
  { isUnfinished, topology }: Pick<Reviewed, 'isUnfinished' | 'topology'>,
): Reviewed {
  const shownBy = new Map<string, Showing[]>();
  const emptiness = new Map<string, ShownEmptiness[]>();
  const brought = new Map<string, Places[]>();
  const stages = new Map<string, Places[]>();
  for (const record of records) {
    const values = new Map(record.restsOn.map((each) => [each.shown, each.values]));
    const { pullRequest, operations, created, pending, version, places } = record;
    const notCompared = new Set(record.notCompared);
    for (const digest of [...operations.map(({ exact }) => exact), ...created, ...pending]) {
      const restsOn = version === 2 ? undefined : (values.get(digest) ?? '');
      shownBy.set(digest, [...(shownBy.get(digest) ?? []), { pullRequest, restsOn, places, notCompared }]);
    }
    for (const digest of record.brought) brought.set(digest, [...(brought.get(digest) ?? []), places]);
    for (const digest of record.stages) stages.set(digest, [...(stages.get(digest) ?? []), places]);
    for (const { topic, state } of record.emptiness) {
      emptiness.set(topic, [...(emptiness.get(topic) ?? []), { state, places }]);
    }
  }
  const shown = records.flatMap((record) => record.shown);
  return {
    shownBy,
    outcomes: new Set(records.flatMap(({ operations }) => operations.map(({ outcome }) => outcome))),
    shown: new Map(shown.map((operation) => [fieldKey(operation), operation])),
    notCompared: new Set(records.flatMap((record) => record.notCompared)),
    emptiness,
    brought,
    stages,
    carried: Map.groupBy(
      records.flatMap(({ carried, places }) => carried.map((one) => ({ ...one, places }))),
      ({ created }) => created,
    ),
    isUnfinished,
    topology,
  };
}

export interface Unreviewed {
  readonly operation: Operation;
  /** What a reviewer saw of the same field, where the record still tells. */
  readonly shown?: Operation;
  /**
   * `from-changed`: shown with the same end and another beginning, so somebody changed it meanwhile; or shown while it
   * rested on other live values, or of a topic that was empty; or it comes to more over flows than was shown.
   * `not-compared`: the plan could not see what is there, and it is not simply missing.
   * `another-place`: shown while its cluster's key, its service or an alias stood for something else.
   * `older-record`: shown by plans whose records are older and do not tell enough.
   */
  readonly why: 'not-shown' | 'from-changed' | 'another-place' | 'not-compared' | 'older-record';
}

/** The clusters on which a flow takes over topics through a change: a plan that could not look there, or at the topic, has not shown it. */
type TakesOver = (change: Change) => readonly string[];

/**
 * The operations of a plan that no reviewer saw. Empty: the plan may be applied. A resource is created only as it
 * was shown, whole; every other operation stands for itself.
 */
export function unreviewed(
  plan: Pick<Plan, 'changes'>,
  reviewed: Reviewed,
  takesOver: TakesOver = () => [],
): readonly Unreviewed[] {
  return plan.changes.flatMap((change) => {
    const hasChanged =
      (deletesTopic(change) && gotRecords(change, reviewed)) || carriesOther(change, reviewed);
    return operationsOf(change).flatMap((operation): readonly Unreviewed[] => {
      const own = hasChanged ? 'from-changed' : whyUnreviewed(change, operation, reviewed, takesOver);
      const why = own === 'reviewed' && bringsMore(change, reviewed) ? 'from-changed' : own;
      const shown = reviewed.shown.get(fieldKey(operation));
      return why === 'reviewed' ? [] : [{ operation, ...(shown && { shown }), why }];
    });
  });
}

/** Pull requests whose plan showed all of a change; empty when none did. */
export function pullRequestsShowing(change: Change, reviewed: Reviewed): readonly number[] {
  const shownBy = operationsOf(change).map((operation) =>
    (reviewed.shownBy.get(reviewDigest(change, operation)) ?? [])
      .filter(({ places }) => isSamePlace(change, places, reviewed.topology))
      .map(({ pullRequest }) => pullRequest),
  );
  const [first = [], ...others] = shownBy;
  return first.filter((number) => others.every((numbers) => numbers.includes(number)));
}

/**
 * The topics to delete (`keyOf`) that every reviewer saw as empty. Where no record tells what a reviewer saw, those that are
 * empty in this plan.
 */
export function reviewedAsEmpty(
  plan: Pick<Plan, 'changes'>,
  reviewed: Reviewed | undefined,
): ReadonlySet<string> {
  const isAsked = (change: TopicDeletion) =>
    (reviewed !== undefined && wasEmpty(change, reviewed)) ||
    (emptinessOf(change.live) === 'empty' &&
      (reviewed === undefined || shownEmptiness(change, reviewed).length === 0));
  return new Set(
    plan.changes
      .filter(deletesTopic)
      .filter(isAsked)
      .map(({ id }) => keyOf(id)),
  );
}

/**
 * Whether a replacement would carry over fields that no plan recorded when it showed the replacement. False where an older
 * record shows it, because that does not tell what is carried over.
 */
function carriesOther(change: Change, { carried, shownBy }: Reviewed): boolean {
  if (!isReplacement(change)) return false;
  const now = carriedBy(change);
  const showings = operationsOf(change).flatMap(
    (operation) => shownBy.get(reviewDigest(change, operation)) ?? [],
  );
  if (showings.length === 0 || showings.some(({ restsOn }) => restsOn === undefined)) return false;
  return !(carried.get(now.created) ?? []).some(({ values }) => values === now.values);
}

/**
 * For each creation that is left of an interrupted replacement that was reviewed: the fields of the replaced resource that
 * the creation has to carry over. By `keyOf`.
 */
export function carriedOver(
  plan: Pick<Plan, 'changes'>,
  reviewed: Reviewed,
): ReadonlyMap<string, StoredFields> {
  return new Map(
    plan.changes.flatMap((change): [string, StoredFields][] => {
      const left = leftOfReplacement(change, reviewed);
      return left.state === 'left' ? [[keyOf(change.id), left.fields]] : [];
    }),
  );
}

/** Whether a change is what an interrupted replacement left to do. */
type LeftOfReplacement =
  | { readonly state: 'not-left' }
  /** `fields`: those of the replaced resource that it has to carry over. */
  | { readonly state: 'left'; readonly fields: StoredFields }
  /** No record keeps the fields, or several records differ in them. */
  | { readonly state: 'left-without-fields' };

function leftOfReplacement(change: Change, { carried, isUnfinished, topology }: Reviewed): LeftOfReplacement {
  if (change.action !== 'create' || !isUnfinished) return { state: 'not-left' };
  const all = carried.get(createDigest(operationsOf(change))) ?? [];
  const [first, ...others] = all.filter(({ places }) => isSamePlace(change, places, topology));
  if (first === undefined) return { state: 'not-left' };
  const isSame = others.every(({ values }) => values === first.values);
  return isSame && first.fields !== undefined
    ? { state: 'left', fields: first.fields }
    : { state: 'left-without-fields' };
}

/** Whether a change comes to something over flows that no plan showed of these brokers. */
function bringsMore({ bringsAbout = [] }: Change, reviewed: Reviewed): boolean {
  const isShown = (each: BroughtAbout) =>
    digestsThatShow(each)
      .flatMap((digest) => reviewed.brought.get(digest) ?? [])
      .some((then) => isSamePlace({ cluster: each.on }, then, reviewed.topology));
  return !bringsAbout.every(isShown);
}

function gotRecords(deletion: TopicDeletion, reviewed: Reviewed): boolean {
  return emptinessOf(deletion.live) !== 'empty' && wasEmpty(deletion, reviewed);
}

/** An older review record does not tell whether the topic held any Kafka records, so its deletion counts as shown. */
function wasEmpty(deletion: TopicDeletion, reviewed: Reviewed): boolean {
  const states = shownEmptiness(deletion, reviewed);
  const isOlder = operationsOf(deletion).some((operation) =>
    (reviewed.shownBy.get(reviewDigest(deletion, operation)) ?? []).some(
      ({ restsOn }) => restsOn === undefined,
    ),
  );
  return !isOlder && states.length > 0 && states.every((state) => state === 'empty');
}

/** What reviewers saw of the records of this topic, and not of one of that name in another cluster. */
function shownEmptiness(deletion: TopicDeletion, reviewed: Reviewed): readonly Emptiness[] {
  return (reviewed.emptiness.get(topicDigest(deletion)) ?? [])
    .filter(({ places }) => isSamePlace(deletion, places, reviewed.topology))
    .map(({ state }) => state);
}

function whyUnreviewed(
  change: Change,
  operation: Operation,
  reviewed: Reviewed,
  takesOver: TakesOver,
): Unreviewed['why'] | 'reviewed' {
  const values = valuesDigest(change.restsOn);
  const { bringsAbout = [] } = change;
  const needsNothing = values === '' && bringsAbout.length === 0;
  const all = reviewed.shownBy.get(reviewDigest(change, operation)) ?? [];
  const ofSame = all.filter(({ places }) => isSamePlace(change, places, reviewed.topology));
  if (ofSame.length < all.length && ofSame.length === 0) return 'another-place';
  const onto = takesOver(change);
  const ends = onto.length === 0 ? [] : [operation.place, ...onto];
  const showings = ofSame.filter(({ notCompared }) => !ends.some((end) => notCompared.has(end)));
  if (showings.length < ofSame.length && showings.length === 0) return 'not-compared';
  // An older record does not tell on what a change rested, nor to what it comes over flows, so it counts only for a change of which there is neither.
  if (showings.some(({ restsOn }) => (restsOn === undefined ? needsNothing : restsOn === values)))
    return 'reviewed';
  if (showings.some(({ restsOn }) => restsOn !== undefined)) return 'from-changed';
  if (showings.length > 0) return 'older-record';
  const stage = secondStage(change);
  if (stage.state === 'possible' && reviewed.isUnfinished) {
    const isComplete = leftOfReplacement(change, reviewed).state !== 'left-without-fields';
    const isHere = (places: Places) => isSamePlace(change, places, reviewed.topology);
    const first = (reviewed.shownBy.get(stage.created) ?? []).filter(({ places }) => isHere(places));
    const isStage = reviewed.stages.get(stage.digest)?.some(isHere) === true;
    const isShown = values === '' || first.some(({ restsOn }) => restsOn === values);
    if (isStage && isComplete) return isShown ? 'reviewed' : 'from-changed';
    if (first.length > 0 && first.every(({ restsOn }) => restsOn === undefined)) return 'older-record';
  }
  if (reviewed.outcomes.has(outcomeDigest(operation))) return 'from-changed';
  return reviewed.notCompared.has(operation.place) ? 'not-compared' : 'not-shown';
}

function fieldKey({ place, kind, name, field }: Operation): string {
  return JSON.stringify([place, kind, name, field]);
}
