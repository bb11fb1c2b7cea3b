import { createHash } from 'node:crypto';
import type { Change, FieldValue } from '../model/change.ts';
import { type Operation, operationsOf } from '../model/operation.ts';
import { nameOf, placeOf } from '../model/resource.ts';
import type { PendingResource, Plan } from '../plan/plan.ts';

/**
 * What reviewers of one plan saw, as short digests: enough to tell whether a change was among it, and small enough
 * for a check run, which is cut at 65,535 characters.
 */
export interface ReviewRecord {
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
  /** The operations themselves as far as there is room, to show beside what is planned now. Pending ones are creates. */
  readonly shown: readonly Operation[];
}

export function reviewRecord(plan: Plan, pullRequest: number): ReviewRecord {
  const creates = plan.changes.filter(({ action }) => action === 'create');
  return {
    name: plan.name,
    digest: plan.digest,
    pullRequest,
    operations: plan.operations
      .filter(({ action }) => action !== 'create')
      .map((operation) => ({ exact: exactDigest(operation), outcome: outcomeDigest(operation) })),
    created: creates.map((change) => createDigest(operationsOf(change))),
    pending: plan.pending.map((pending) => createDigest(pendingOperations(pending))),
    notCompared: [...new Set(plan.unread.map(({ place }) => place))].sort(),
    shown: [...plan.operations, ...plan.pending.flatMap(pendingOperations)],
  };
}

/** Nothing was shown, so nothing is allowed and nobody has to be told. */
export function isEmptyRecord({ operations, created, pending }: ReviewRecord): boolean {
  return operations.length + created.length + pending.length === 0;
}

/** What all reviewers of the merged pull requests saw together. */
export interface Reviewed {
  /** Numbers of the pull requests whose plan showed it, by digest. */
  readonly shownBy: ReadonlyMap<string, readonly number[]>;
  readonly outcomes: ReadonlySet<string>;
  /** By place, kind, name and field. */
  readonly shown: ReadonlyMap<string, Operation>;
  readonly notCompared: ReadonlySet<string>;
}

export function joinRecords(records: readonly ReviewRecord[]): Reviewed {
  const shownBy = new Map<string, number[]>();
  for (const { pullRequest, operations, created, pending } of records) {
    for (const digest of [...operations.map(({ exact }) => exact), ...created, ...pending]) {
      shownBy.set(digest, [...(shownBy.get(digest) ?? []), pullRequest]);
    }
  }
  const shown = records.flatMap((record) => record.shown);
  return {
    shownBy,
    outcomes: new Set(records.flatMap(({ operations }) => operations.map(({ outcome }) => outcome))),
    shown: new Map(shown.map((operation) => [fieldKey(operation), operation])),
    notCompared: new Set(records.flatMap((record) => record.notCompared)),
  };
}

export interface Unreviewed {
  readonly operation: Operation;
  /** What a reviewer saw of the same field, where the record still tells. */
  readonly shown?: Operation;
  /**
   * `from-changed`: shown with the same end and another beginning, so somebody changed it meanwhile.
   * `not-compared`: the plan could not see what is there, and it is not simply missing.
   */
  readonly why: 'not-shown' | 'from-changed' | 'not-compared';
}

/**
 * The operations of a plan that no reviewer saw. Empty: the plan may be applied. A resource is created only as it
 * was shown, whole; every other operation stands for itself.
 */
export function unreviewed(plan: Plan, reviewed: Reviewed): readonly Unreviewed[] {
  return plan.changes.flatMap((change) => {
    const missing = operationsOf(change).filter(
      (operation) => !reviewed.shownBy.has(reviewDigest(change, operation)),
    );
    return missing.map((operation): Unreviewed => {
      const shown = reviewed.shown.get(fieldKey(operation));
      return { operation, ...(shown && { shown }), why: whyUnreviewed(operation, reviewed) };
    });
  });
}

/** Pull requests whose plan showed all of a change; empty when none did. */
export function pullRequestsShowing(change: Change, reviewed: Reviewed): readonly number[] {
  const shownBy = operationsOf(change).map(
    (operation) => reviewed.shownBy.get(reviewDigest(change, operation)) ?? [],
  );
  const [first = [], ...others] = shownBy;
  return first.filter((number) => others.every((numbers) => numbers.includes(number)));
}

function whyUnreviewed(operation: Operation, reviewed: Reviewed): Unreviewed['why'] {
  if (reviewed.outcomes.has(outcomeDigest(operation))) return 'from-changed';
  return reviewed.notCompared.has(operation.cluster) ? 'not-compared' : 'not-shown';
}

function reviewDigest(change: Change, operation: Operation): string {
  return change.action === 'create' ? createDigest(operationsOf(change)) : exactDigest(operation);
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

/** Of all operations of one resource that is created. */
function createDigest(operations: readonly Operation[]): string {
  const [first] = operations;
  const fields = operations
    .map(({ field, to }) => JSON.stringify([field, to]))
    .sort((a, b) => (a < b ? -1 : 1));
  return short(['create', first?.cluster, first?.kind, first?.name, fields]);
}

function exactDigest({ cluster, kind, name, action, field, from, to }: Operation): string {
  return short(['exact', cluster, kind, name, action, field, from, to]);
}

function outcomeDigest({ cluster, kind, name, action, field, to }: Operation): string {
  return short(['outcome', cluster, kind, name, action, field, to]);
}

function fieldKey({ cluster, kind, name, field }: Operation): string {
  return JSON.stringify([cluster, kind, name, field]);
}

/** 72 bits in 12 characters: a collision among 10,000 operations is less likely than one in 10^13. */
function short(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('base64url').slice(0, 12);
}
