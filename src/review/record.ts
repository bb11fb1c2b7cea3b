import type { Change, FieldValue } from '../model/change.ts';
import { type Operation, operationsOf } from '../model/operation.ts';
import { keyOf, nameOf, placeOf } from '../model/resource.ts';
import { type Emptiness, emptinessOf } from '../plan/emptiness.ts';
import type { PendingResource, Plan } from '../plan/plan.ts';
import { createDigest, exactDigest, outcomeDigest, reviewDigest, short } from './digests.ts';
import { secondStage, stageAfter } from './stages.ts';

/**
 * What reviewers of one plan saw, as short digests: enough to tell whether a change was among it, and small enough
 * for a check run, which is cut at 65,535 characters.
 */
export interface ReviewRecord {
  /** 2 does not keep `emptiness`, `restsOn` and `stages`: there they are empty, which says nothing. */
  readonly version: 2 | 3;
  /** The spec's name. */
  readonly name: string;
  /** Of the whole plan. */
  readonly digest: string;
  /** A record counts for its own pull request only: two may share a head commit. */
  readonly pullRequest: number;
  /** Updates, replacements and deletions by field: the operation, and where it leads whatever it starts from. */
  readonly operations: readonly { readonly exact: string; readonly outcome: string }[];
  /** One per resource to create, with all its fields: a part of what was shown is another resource. */
  readonly created: readonly string[];
  /** The same for resources that could not be compared and were shown as created where missing. */
  readonly pending: readonly string[];
  /** Places of which the plan could not compare everything, because their connection was new. */
  readonly notCompared: readonly string[];
  /** Of every topic to delete: whether it held records when the plan was made. */
  readonly emptiness: readonly { readonly topic: string; readonly state: Emptiness }[];
  /** What of the above rests on live values of other resources, by its digest, and the digest of those values. */
  readonly restsOn: readonly { readonly shown: string; readonly values: string }[];
  /** What is left of changes that are written in two steps, once the first is done; see `secondStage`. */
  readonly stages: readonly string[];
  /** The operations themselves as far as there is room, to show beside what is planned now. Pending ones are creates. */
  readonly shown: readonly Operation[];
}

export function reviewRecord(plan: Plan, pullRequest: number): ReviewRecord {
  const creates = plan.changes.filter(({ action }) => action === 'create');
  return {
    version: 3,
    name: plan.name,
    digest: plan.digest,
    pullRequest,
    operations: plan.operations
      .filter(({ action }) => action !== 'create')
      .map((operation) => ({ exact: exactDigest(operation), outcome: outcomeDigest(operation) })),
    created: creates.map((change) => createDigest(operationsOf(change))),
    pending: plan.pending.map((pending) => createDigest(pendingOperations(pending))),
    notCompared: [...new Set(plan.unread.map(({ place }) => place))].sort(),
    emptiness: plan.changes.flatMap((change) => {
      const state = emptinessOfDeleted(change);
      return state === undefined ? [] : [{ topic: topicDigest(change), state }];
    }),
    restsOn: [...plan.changes.flatMap(restingOn), ...plan.pending.flatMap(pendingOn)],
    stages: plan.changes.flatMap((change) => stageAfter(change) ?? []),
    shown: [...plan.operations, ...plan.pending.flatMap(pendingOperations)],
  };
}

/** Nothing was shown, so nothing is allowed and nobody has to be told. */
export function isEmptyRecord({ operations, created, pending }: ReviewRecord): boolean {
  return operations.length + created.length + pending.length === 0;
}

/** One plan that showed something. */
interface Showing {
  readonly pullRequest: number;
  /** Digest of the live values it rested on, empty for none; undefined: the record is older and does not tell. */
  readonly restsOn: string | undefined;
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
  readonly emptiness: ReadonlyMap<string, readonly Emptiness[]>;
  /** What was left after the first of two steps counts as shown. */
  readonly stages: ReadonlySet<string>;
  /** A second stage counts only while no apply of what was reviewed has succeeded. */
  readonly isUnfinished: boolean;
}

export function joinRecords(
  records: readonly ReviewRecord[],
  { isUnfinished }: { readonly isUnfinished: boolean },
): Reviewed {
  const shownBy = new Map<string, Showing[]>();
  const emptiness = new Map<string, Emptiness[]>();
  for (const record of records) {
    const values = new Map(record.restsOn.map((each) => [each.shown, each.values]));
    const { pullRequest, operations, created, pending, version } = record;
    for (const digest of [...operations.map(({ exact }) => exact), ...created, ...pending]) {
      const restsOn = version === 2 ? undefined : (values.get(digest) ?? '');
      shownBy.set(digest, [...(shownBy.get(digest) ?? []), { pullRequest, restsOn }]);
    }
    for (const { topic, state } of record.emptiness) {
      emptiness.set(topic, [...(emptiness.get(topic) ?? []), state]);
    }
  }
  const shown = records.flatMap((record) => record.shown);
  return {
    shownBy,
    outcomes: new Set(records.flatMap(({ operations }) => operations.map(({ outcome }) => outcome))),
    shown: new Map(shown.map((operation) => [fieldKey(operation), operation])),
    notCompared: new Set(records.flatMap((record) => record.notCompared)),
    emptiness,
    stages: new Set(records.flatMap(({ stages }) => stages)),
    isUnfinished,
  };
}

export interface Unreviewed {
  readonly operation: Operation;
  /** What a reviewer saw of the same field, where the record still tells. */
  readonly shown?: Operation;
  /**
   * `from-changed`: shown with the same end and another beginning, so somebody changed it meanwhile; or shown while it
   * rested on other live values, or of a topic that was empty.
   * `not-compared`: the plan could not see what is there, and it is not simply missing.
   * `older-record`: shown by plans whose records are older and do not tell enough.
   */
  readonly why: 'not-shown' | 'from-changed' | 'not-compared' | 'older-record';
}

/**
 * The operations of a plan that no reviewer saw. Empty: the plan may be applied. A resource is created only as it
 * was shown, whole; every other operation stands for itself.
 */
export function unreviewed(plan: Plan, reviewed: Reviewed): readonly Unreviewed[] {
  return plan.changes.flatMap((change) => {
    const got = gotRecords(change, reviewed);
    return operationsOf(change).flatMap((operation): readonly Unreviewed[] => {
      const why = got ? 'from-changed' : whyUnreviewed(change, operation, reviewed);
      const shown = reviewed.shown.get(fieldKey(operation));
      return why === undefined ? [] : [{ operation, ...(shown && { shown }), why }];
    });
  });
}

/** Pull requests whose plan showed all of a change; empty when none did. */
export function pullRequestsShowing(change: Change, reviewed: Reviewed): readonly number[] {
  const shownBy = operationsOf(change).map((operation) =>
    (reviewed.shownBy.get(reviewDigest(change, operation)) ?? []).map(({ pullRequest }) => pullRequest),
  );
  const [first = [], ...others] = shownBy;
  return first.filter((number) => others.every((numbers) => numbers.includes(number)));
}

/** The topics to delete (`keyOf`) that every reviewer saw as empty. */
export function reviewedAsEmpty(plan: Plan, reviewed: Reviewed): ReadonlySet<string> {
  return new Set(plan.changes.filter((change) => wasEmpty(change, reviewed)).map(({ id }) => keyOf(id)));
}

function gotRecords(change: Change, reviewed: Reviewed): boolean {
  return emptinessOfDeleted(change) !== 'empty' && wasEmpty(change, reviewed);
}

/** An older record says nothing of records, so its deletion stands as it was shown. */
function wasEmpty(change: Change, { emptiness, shownBy }: Reviewed): boolean {
  if (emptinessOfDeleted(change) === undefined) return false;
  const states = emptiness.get(topicDigest(change)) ?? [];
  const isOlder = operationsOf(change).some((operation) =>
    (shownBy.get(reviewDigest(change, operation)) ?? []).some(({ restsOn }) => restsOn === undefined),
  );
  return !isOlder && states.length > 0 && states.every((state) => state === 'empty');
}

function whyUnreviewed(
  change: Change,
  operation: Operation,
  reviewed: Reviewed,
): Unreviewed['why'] | undefined {
  const now = valuesDigest(change.restsOn);
  const showings = reviewed.shownBy.get(reviewDigest(change, operation)) ?? [];
  // What rests on nothing is told exactly by an older record too.
  if (showings.some(({ restsOn }) => restsOn === now || (restsOn === undefined && now === '')))
    return undefined;
  if (showings.some(({ restsOn }) => restsOn !== undefined)) return 'from-changed';
  if (showings.length > 0) return 'older-record';
  const stage = secondStage(change);
  if (stage !== undefined && reviewed.isUnfinished) {
    if (reviewed.stages.has(stage.digest)) return undefined;
    const first = reviewed.shownBy.get(stage.created) ?? [];
    if (first.length > 0 && first.every(({ restsOn }) => restsOn === undefined)) return 'older-record';
  }
  if (reviewed.outcomes.has(outcomeDigest(operation))) return 'from-changed';
  return reviewed.notCompared.has(operation.cluster) ? 'not-compared' : 'not-shown';
}

function pendingOperations({ resource, fields }: PendingResource): readonly Operation[] {
  const base = {
    cluster: placeOf(resource.id),
    kind: resource.id.kind,
    name: nameOf(resource.id),
    action: 'create' as const,
    from: null,
  };
  const all: readonly { readonly field: string; readonly to: FieldValue }[] =
    fields.length === 0 ? [{ field: '', to: null }] : fields;
  return all.map(({ field, to }) => ({ ...base, field, to }));
}

/** Undefined for everything but a topic to delete. */
function emptinessOfDeleted(change: Change): Emptiness | undefined {
  return change.kind === 'topic' && change.action === 'delete' ? emptinessOf(change.live) : undefined;
}

function topicDigest({ id }: Change): string {
  return short(['topic', placeOf(id), nameOf(id)]);
}

function restingOn(change: Change): readonly { readonly shown: string; readonly values: string }[] {
  const values = valuesDigest(change.restsOn);
  if (values === '') return [];
  const shown = new Set(operationsOf(change).map((operation) => reviewDigest(change, operation)));
  return [...shown].map((each) => ({ shown: each, values }));
}

function pendingOn(pending: PendingResource): readonly { readonly shown: string; readonly values: string }[] {
  const values = valuesDigest(pending.restsOn);
  return values === '' ? [] : [{ shown: createDigest(pendingOperations(pending)), values }];
}

function valuesDigest(restsOn: readonly string[] = []): string {
  return restsOn.length === 0 ? '' : short(['rests-on', restsOn.toSorted()]);
}

function fieldKey({ cluster, kind, name, field }: Operation): string {
  return JSON.stringify([cluster, kind, name, field]);
}
