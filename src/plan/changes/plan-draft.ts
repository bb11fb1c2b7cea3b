import type { Change, FieldValue } from '../../model/change.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { foundIn, type Listing } from '../../model/live.ts';
import type { Position } from '../../model/position.ts';
import type { Provenance } from '../../model/provenance.ts';
import type { Reading, Unknown } from '../../model/reading.ts';
import {
  type DeletableKind,
  type DesiredOf,
  type IdOf,
  type Kind,
  keyOf,
  type LiveOf,
  nameOf,
  placeOf,
} from '../../model/resource.ts';
import type { ComparisonContext, KindComparison } from '../compare/comparison.ts';
import type { LeftAlone, PendingResource, Unread } from '../plan.ts';

/** Collects what the files per kind find; sorted and numbered at the end. */
export class PlanDraft {
  readonly #leavesOut: Desired['leavesOut'];
  readonly changes: Change[] = [];
  readonly findings: Finding[] = [];
  readonly unread: Unread[] = [];
  readonly pending: PendingResource[] = [];
  readonly leftAlone: LeftAlone[] = [];
  /** Everything that was compared with something live. */
  readonly compared: ComparedResource[] = [];
  /** Findings about the spec that what is live confirms in better words, or refutes. */
  readonly settled: { readonly code: string; readonly position: Position }[] = [];
  unchanged = 0;

  constructor({ leavesOut }: Pick<Desired, 'leavesOut'>) {
    this.#leavesOut = leavesOut;
  }

  /** Compares one desired resource with what was read of it; `undefined` is a proven absence. */
  compare<K extends Kind>(
    comparison: KindComparison<K>,
    desired: DesiredOf<K>,
    live: LiveOf<K> | undefined,
    context: ComparisonContext = {},
  ): void {
    if (this.#leavesOut(desired)) return;
    const { kind } = comparison;
    // `DesiredOf<K>['id']` and `IdOf<K>` are the same type by the registry; the compiler does not see it for a generic K.
    const id = desired.id as IdOf<K>;
    const provenance: Provenance = desired.provenance;
    if (live === undefined) {
      const fields = comparison.describe(desired);
      this.#add({ kind, action: 'create', id, desired, fields, provenance });
      return;
    }
    this.compared.push({ kind, desired, live, context });
    const result = comparison.compare(desired, live, context);
    this.findings.push(...result.findings);
    if (result.unlisted.length > 0) {
      this.leftAlone.push({ id, why: 'not-stated', fields: result.unlisted });
    }
    if (result.fields.length === 0) {
      this.unchanged++;
      return;
    }
    const action = result.replace ? 'replace' : 'update';
    this.#add({ kind, action, id, desired, live, fields: result.fields, provenance });
  }

  /** As `compare`, with what a list has of it. Answers what is there; undefined where nothing is, or nobody can tell. */
  compareListed<K extends Kind>(
    comparison: KindComparison<K>,
    desired: DesiredOf<K>,
    listing: Listing<K>,
  ): LiveOf<K> | undefined {
    const id = desired.id as IdOf<K>; // as above
    const found = foundIn(listing, id);
    if (isKnown(found)) {
      this.compare(comparison, desired, found.value);
      return found.value;
    }
    this.unknown(found, { place: placeOf(id), name: nameOf(id) }, comparison, [desired]);
    return undefined;
  }

  remove<K extends DeletableKind>(
    comparison: KindComparison<K>,
    live: LiveOf<K>,
    provenance: Provenance,
  ): void {
    if (this.#leavesOut(live)) return;
    const { kind } = comparison;
    const id = live.id as IdOf<K>; // as above
    this.#add({ kind, action: 'delete', id, live, fields: comparison.describeLive(live), provenance });
  }

  /** A read failed: nothing of it is planned, and what the spec declares there is shown as pending. */
  unknown<K extends Kind>(
    reason: Unknown,
    where: Pick<Unread, 'place' | 'name'>,
    comparison: KindComparison<K>,
    declared: readonly DesiredOf<K>[],
  ): void {
    const inRun = declared.filter((resource) => !this.#leavesOut(resource));
    if (declared.length > 0 && inRun.length === 0) return;
    this.unread.push({ ...where, kind: comparison.kind, reason });
    for (const resource of inRun) {
      const fields = comparison
        .describe(resource)
        .map(({ field, to }): { field: string; to: FieldValue } => ({ field, to }));
      this.pending.push({ place: placeOf(resource.id), resource, fields });
    }
  }

  #add(change: LooseChange): void {
    // Built above from one kind's own types; TypeScript cannot correlate the union members through a generic.
    this.changes.push(change as Change);
  }
}

/** A resource of the spec beside the live one of the same identity. */
export interface ComparedResource {
  readonly kind: Kind;
  readonly desired: DesiredOf<Kind>;
  readonly live: LiveOf<Kind>;
  readonly context: ComparisonContext;
}

/** A change before its parts are known to belong to one kind. */
interface LooseChange {
  readonly kind: Kind;
  readonly action: Change['action'];
  readonly id: IdOf<Kind>;
  readonly desired?: DesiredOf<Kind>;
  readonly live?: LiveOf<Kind>;
  readonly fields: Change['fields'];
  readonly provenance: Provenance;
}

/** Live resources by identity. */
export function byKey<L extends LiveOf<Kind>>(resources: readonly L[]): ReadonlyMap<string, L> {
  return new Map(resources.map((resource) => [keyOf(resource.id), resource]));
}

export function groupByPlace<R extends DesiredOf<Kind>>(
  resources: readonly R[],
): ReadonlyMap<string, readonly R[]> {
  return Map.groupBy(resources, ({ id }) => placeOf(id));
}

export function isKnown<T>(
  reading: Reading<T> | undefined,
): reading is { readonly state: 'known'; readonly value: T } {
  return reading?.state === 'known';
}

/** A place that no reader answered for is unknown too, never empty. */
export function reasonOf(reading: Reading<unknown> | undefined): Unknown {
  if (reading?.state === 'unknown') return reading;
  return { state: 'unknown', code: 'incomplete', message: 'it was not read' };
}

/** What is there, and neither the spec nor a line under `removed` names it. */
export function noteOthers<K extends Kind>(
  listing: Listing<K>,
  named: ReadonlySet<string>,
  draft: Pick<PlanDraft, 'leftAlone'>,
): void {
  if (listing.state === 'unknown') return;
  for (const { id } of [...listing.value, ...(listing.unreadable ?? [])]) {
    if (id !== undefined && !named.has(keyOf(id))) draft.leftAlone.push({ id, why: 'not-listed' });
  }
}
