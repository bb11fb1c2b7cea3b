import {
  type BroughtAbout,
  type Change,
  type ChangeOf,
  type FieldValue,
  unknownToReviewers,
} from '../model/change.ts';
import { type Emptiness, emptinessOf } from '../model/emptiness.ts';
import { type Operation, operationsOf } from '../model/operation.ts';
import { nameOf, placeOf, type ResourceId } from '../model/resource.ts';
import type { PendingResource, Plan, Topology } from '../plan/plan.ts';
import { namesOfPlaces, type PlaceNames, type Places, placesOf } from '../plan/topology.ts';
import { type Carried, carriedBy, isReplacement } from './carried.ts';
import { createDigest, exactDigest, outcomeDigest, reviewDigest, short } from './digests.ts';
import { stepsOf } from './stages.ts';

/**
 * What reviewers of one plan saw, as short digests: enough to tell whether a change was among it, and small enough
 * for a check run, which is cut at 65,535 characters.
 */
export interface ReviewRecord {
  /** Version 2 does not record `emptiness`, `restsOn`, `brought`, `stages` and `carried`: they are empty, and nothing follows from that. */
  readonly version: 2 | 3;
  /** The spec's name. */
  readonly name: string;
  /** Of the whole plan. */
  readonly digest: string;
  /** Keys of clusters that the plan left out: it shows nothing of them. */
  readonly leftOut: readonly string[];
  /** What the names of places stood for then, see `shownPlaces`. Records of earlier versions do not tell it. */
  readonly places: Places;
  /** A record counts for its own pull request only: two may share a head commit. */
  readonly pullRequest: number;
  /** Updates, replacements and deletions by field: the operation, and where it leads whatever it starts from. */
  readonly operations: readonly { readonly exact: string; readonly outcome: string }[];
  /** One digest per resource to create, over all its fields: a creation with only some of them does not match. */
  readonly created: readonly string[];
  /** The same for resources that could not be compared and were shown as created where missing. */
  readonly pending: readonly string[];
  /** Places of which the plan could not compare everything, because their connection was new. */
  readonly notCompared: readonly string[];
  /** Of every topic to delete: whether it held records when the plan was made. */
  readonly emptiness: readonly { readonly topic: string; readonly state: Emptiness }[];
  /** Digests of those entries above that depend on live values of other resources, each with the digest of these values. */
  readonly restsOn: readonly { readonly shown: string; readonly values: string }[];
  /**
   * What the plan as a whole comes to over flows, each thing once: a run that is left of it may come to it by another change, such as by
   * the flow once its topics are there.
   */
  readonly brought: readonly string[];
  /** What is left of changes that are written in two steps, once the first is done; see `secondStage`. */
  readonly stages: readonly string[];
  /** Of every resource to replace: what the new one gets from the old one. */
  readonly carried: readonly Carried[];
  /** The operations themselves as far as there is room, to show beside what is planned now. Pending ones are creates. */
  readonly shown: readonly Operation[];
}

/** What a plan showed on a pull request. Holds digests and, as far as there is room, the operations themselves; no secret. */
export function reviewRecord(plan: Plan, pullRequest: number): ReviewRecord {
  const creates = plan.changes.filter(({ action }) => action === 'create');
  return {
    version: 3,
    name: plan.name,
    digest: plan.digest,
    leftOut: plan.leftOut,
    places: shownPlaces(plan),
    pullRequest,
    operations: plan.operations
      .filter(({ action }) => action !== 'create')
      .map((operation) => ({ exact: exactDigest(operation), outcome: outcomeDigest(operation) })),
    created: creates.map((change) => createDigest(operationsOf(change))),
    pending: plan.pending.map((pending) => createDigest(pendingOperations(pending))),
    notCompared: [...new Set(plan.unread.map(({ place }) => place))].sort(),
    emptiness: plan.changes
      .filter(deletesTopic)
      .map((change) => ({ topic: topicDigest(change), state: emptinessOf(change.live) })),
    restsOn: [...plan.changes.flatMap(restingOn), ...plan.pending.flatMap(pendingOn)],
    brought: broughtBy(plan.changes),
    stages: plan.changes.flatMap((change) => {
      const steps = stepsOf(change);
      return steps.state === 'two-steps' ? [steps.digest] : [];
    }),
    carried: plan.changes.filter(isReplacement).map(carriedBy),
    shown: [...plan.operations, ...plan.pending.flatMap(pendingOperations)],
  };
}

/**
 * What names stood for when a plan was made, as short digests: they are only names, and the spec may call another cluster so later, or
 * say that a service is in another project.
 */
function shownPlaces({ topology, changes, pending }: PlacedPlan): Places {
  const ids = [...changes.map(({ id }) => id), ...pending.map(({ resource }) => resource.id)];
  const reached = changes.flatMap(({ bringsAbout = [] }) => bringsAbout.map(({ on }) => on));
  return digestsOf(placesOf(ids, topology, reached));
}

type PlacedPlan = Pick<Plan, 'topology' | 'changes' | 'pending'>;

/** Whether all that a resource or a cluster is called by meant the same then, at least one address of each, as far as it was recorded. */
export function isSamePlace(
  of: { readonly id: ResourceId } | { readonly cluster: string },
  then: Places,
  topology: Topology,
): boolean {
  const now = digestsOf('id' in of ? placesOf([of.id], topology) : placesOf([], topology, [of.cluster]));
  return namesOfPlaces.every((kind) =>
    [...now[kind]].every(([name, means]) => {
      const meant = then[kind].get(name);
      return meant === undefined || meant.some((each) => means.includes(each));
    }),
  );
}

function digestsOf({ clusters, aliases, services }: Places): Places {
  return {
    clusters: shortened('address', clusters),
    aliases: shortened('address', aliases),
    services: shortened('project', services),
  };
}

function shortened(kind: string, names: PlaceNames): PlaceNames {
  return new Map([...names].map(([name, means]) => [name, means.map((each) => short([kind, each]))]));
}

/** Nothing was shown, so nothing is allowed and nobody has to be told. */
export function isEmptyRecord({ operations, created, pending }: ReviewRecord): boolean {
  return operations.length + created.length + pending.length === 0;
}

function pendingOperations({ resource, fields }: PendingResource): readonly Operation[] {
  const base = {
    place: placeOf(resource.id),
    kind: resource.id.kind,
    name: nameOf(resource.id),
    action: 'create' as const,
    from: null,
  };
  const all: readonly { readonly field: string; readonly to: FieldValue }[] =
    fields.length === 0 ? [{ field: '', to: null }] : fields;
  return all.map(({ field, to }) => ({ ...base, field, to }));
}

export type TopicDeletion = Extract<ChangeOf<'topic'>, { readonly action: 'delete' }>;

export function deletesTopic(change: Change): change is TopicDeletion {
  return change.kind === 'topic' && change.action === 'delete';
}

/** Of which topic it is, without anything that may change. */
export function topicDigest({ id }: Change): string {
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

/** Each thing once, as a record keeps it. */
function broughtBy(changes: readonly Change[]): readonly string[] {
  const all = changes.flatMap(({ bringsAbout = [] }) => bringsAbout);
  return [...new Set(all.map((each) => broughtDigest(each, each.isEmpty)))].sort();
}

/**
 * Digests of which a record has at least one if its plan showed all of this: the same; the same of a topic that held records; or that
 * nobody could tell of this topic, or look which topics there are.
 */
export function digestsThatShow(brought: BroughtAbout): readonly string[] {
  const { on, topic } = brought;
  const untold = { on, what: unknownToReviewers };
  return [
    ...(brought.isEmpty ? [broughtDigest(brought, true)] : []),
    broughtDigest(brought, false),
    ...(topic === undefined ? [] : [broughtDigest({ ...untold, topic }, false)]),
    broughtDigest(untold, false),
  ];
}

function broughtDigest({ on, topic, what }: Omit<BroughtAbout, 'isEmpty'>, isEmpty: boolean): string {
  return short(['brings-about', on, topic ?? null, what, isEmpty]);
}

/** Of the live values that a change rests on, in any order; empty for none. */
export function valuesDigest(restsOn: readonly string[] = []): string {
  return restsOn.length === 0 ? '' : short(['rests-on', restsOn.toSorted()]);
}
