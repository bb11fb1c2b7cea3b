import type { Change } from '../model/change.ts';
import { flowName } from '../model/flow.ts';
import { matchesNamePattern } from '../model/name-pattern.ts';
import { type AllowDelete, allowDeleteWords, deletionOf, keyOf, nameOf, placeOf } from '../model/resource.ts';
import { someNames } from '../model/some-names.ts';
import { definitionOf } from '../plan/kinds.ts';
import type { Plan, Risk, TopicAtStake } from '../plan/plan.ts';
import { isProtectedBySpec } from '../plan/risk/topic.ts';

/** What the workflow permits, beyond what the spec says. */
export interface Gates {
  readonly allowDelete: ReadonlySet<AllowDelete>;
  /** Name patterns of topics that lose no data through this tool, whatever the spec says. */
  readonly protectedTopics: readonly string[];
  readonly maxDeletes: number;
  readonly maxChanges: number;
}

/** One reason why nothing is applied, with the way to pass it. */
export interface Refusal {
  readonly code: 'delete-not-allowed' | 'label-missing' | 'topic-protected' | 'limit-exceeded';
  readonly message: string;
  readonly hint: string;
}

/** Empty: the plan may be applied. Otherwise nothing of it is. */
export function checkGates(plan: Plan, gates: Gates): readonly Refusal[] {
  const deletes = deletesOf(plan);
  const refusals: Refusal[] = [
    ...protectedTopics(plan, gates.protectedTopics),
    ...notAllowed(deletes, gates.allowDelete),
  ];
  if (deletes.length > gates.maxDeletes) {
    refusals.push({
      code: 'limit-exceeded',
      message: `the plan deletes ${deletes.length} resources, and max-deletes is ${gates.maxDeletes}`,
      hint: `Set max-deletes to ${deletes.length} for this change, or split it.`,
    });
  }
  if (plan.changes.length > gates.maxChanges) {
    refusals.push({
      code: 'limit-exceeded',
      message: `the plan changes ${plan.changes.length} resources, and max-changes is ${gates.maxChanges}`,
      hint: `Set max-changes to ${plan.changes.length} for this change, or split it.`,
    });
  }
  return refusals;
}

type Deletion = Extract<Change, { readonly action: 'delete' }>;

/** One for each word that is missing. A kind without a word of its own is not deleted at all. */
function notAllowed(deletes: readonly Deletion[], allowed: Gates['allowDelete']): readonly Refusal[] {
  const words = allowDeleteWords();
  const refused = deletes.filter(({ kind }) => !allowed.has(deletionOf(kind).allowedBy));
  const groups = [...Map.groupBy(refused, ({ kind }) => deletionOf(kind).allowedBy)];
  return groups
    .toSorted(([a], [b]) => words.indexOf(a) - words.indexOf(b))
    .map(([word, group]) => ({
      code: 'delete-not-allowed',
      message: `the plan deletes ${counted(group)}: ${listNames(group)}`,
      hint: `Add \`${word}\` to the input allow-delete of the workflow, or take the deletion out of the spec.`,
    }));
}

function counted(deletes: readonly Deletion[]): string {
  const [first] = deletes;
  if (first === undefined) return 'nothing';
  const { one, many } = deletionOf(first.kind);
  return `${deletes.length} ${deletes.length === 1 ? one : many}`;
}

/**
 * The gate `allow-delete-label`: a pull request that showed a deletion carries the label. `isLabelled` answers for
 * one deletion; labels are read when the apply runs, so one that is added after the merge counts.
 */
export function checkLabel(
  plan: Plan,
  label: string,
  isLabelled: (change: Change) => boolean,
): readonly Refusal[] {
  const refused = label === '' ? [] : deletesOf(plan).filter((change) => !isLabelled(change));
  if (refused.length === 0) return [];
  return [
    {
      code: 'label-missing',
      message: `the plan deletes ${listNames(refused)}, and no merged pull request that showed it has the label \`${label}\``,
      hint: `Add the label \`${label}\` to the merged pull request and re-run this job, or take the deletion out of the spec.`,
    },
  ];
}

/** Whoever says so, the workflow or the spec: a topic that is protected loses no records through a plan. */
function protectedTopics(plan: Plan, patterns: readonly string[]): readonly Refusal[] {
  const losses = lossesIn(plan);
  const risky = plan.changes.filter((change) => mayLoseRecords(losses, change));
  const byInput = risky.filter((change) => isProtected({ plan, losses, change, patterns }));
  const bySpec = risky.filter(
    (change) =>
      (change.kind === 'topic' && losesItsOwn(losses, change) && isProtectedBySpec(change)) ||
      stakesOf(losses, change).some(({ isProtected: kept }) => kept),
  );
  const refusals: Refusal[] = [];
  if (byInput.length > 0) {
    refusals.push({
      code: 'topic-protected',
      message: `the plan takes data from topics that the input protected-topics names: ${listLosses(losses, byInput, ({ name }) => name !== undefined && matchesOne(patterns, name))}`,
      hint: 'Take the change out of the spec, or the topic out of protected-topics in the workflow.',
    });
  }
  if (bySpec.length > 0) {
    refusals.push({
      code: 'topic-protected',
      message: `the plan takes data from topics that the spec protects: ${listLosses(losses, bySpec, ({ isProtected: kept }) => kept)}`,
      hint: 'Take the change out of the spec, or set `protect: false` for the topic.',
    });
  }
  return refusals;
}

/** Risks that records go, by the key of their change: a plan may have ten thousand of each. */
type Losses = ReadonlyMap<string, readonly Risk[]>;

function lossesIn({ risks }: Plan): Losses {
  return Map.groupBy(
    risks.filter(({ concerns }) => concerns === 'records'),
    ({ id }) => keyOf(id),
  );
}

function lossesOf(losses: Losses, { id }: Change): readonly Risk[] {
  return losses.get(keyOf(id)) ?? [];
}

function mayLoseRecords(losses: Losses, change: Change): boolean {
  const { kind, action } = change;
  if (kind === 'topic' && (action === 'delete' || action === 'replace')) return true;
  return lossesOf(losses, change).length > 0;
}

/** Whether the topic itself loses records, and not only others through a flow. */
function losesItsOwn(losses: Losses, change: Change): boolean {
  if (change.action === 'delete' || change.action === 'replace') return true;
  return lossesOf(losses, change).some(({ atStake }) => atStake === undefined);
}

/** Whether the plan names every topic that a change puts at stake. */
function namesItsStakes(losses: Losses, change: Change): boolean {
  return lossesOf(losses, change).every(({ atStake }) => atStake !== undefined);
}

function stakesOf(losses: Losses, change: Change): readonly TopicAtStake[] {
  return lossesOf(losses, change).flatMap(({ atStake }) => atStake ?? []);
}

interface Loss {
  readonly plan: Plan;
  readonly losses: Losses;
  readonly change: Change;
  /** Of `protected-topics`. */
  readonly patterns: readonly string[];
}

/** Whether a change that can lose records takes them from a topic that the workflow protects. */
function isProtected({ plan, losses, change, patterns }: Loss): boolean {
  const { takesRecordsFrom } = definitionOf(change.kind);
  const stakesAreProtected = stakesOf(losses, change).some(({ name }) =>
    name === undefined ? patterns.length > 0 : matchesOne(patterns, name),
  );
  if (takesRecordsFrom === 'itself') {
    const isOwn = losesItsOwn(losses, change) && matchesOne(patterns, nameOf(change.id));
    return isOwn || stakesAreProtected;
  }
  if (stakesAreProtected || namesItsStakes(losses, change)) return stakesAreProtected;
  return takesRecordsFrom === 'mirrored' ? mirrorsToProtected(plan, change, patterns) : patterns.length > 0;
}

/** Where nobody could look at what a flow mirrors, any topic of its target may be protected. */
function mirrorsToProtected({ flows }: Plan, { id }: Change, patterns: readonly string[]): boolean {
  const mirrored = flows.find(
    (flow) => flow.service === placeOf(id) && flowName(flow) === nameOf(id),
  )?.matches;
  if (mirrored?.state !== 'known') return patterns.length > 0;
  return mirrored.value.topics.some(
    ({ remote, onTarget }) => onTarget !== 'new' && matchesOne(patterns, remote),
  );
}

function matchesOne(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matchesNamePattern(pattern, name));
}

function deletesOf({ changes }: Plan): readonly Deletion[] {
  return changes.filter((change) => change.action === 'delete');
}

/** A topic's change may take records from another one, which a flow gives the same configs. */
function listLosses(
  losses: Losses,
  changes: readonly Change[],
  isKept: (stake: TopicAtStake) => boolean,
): string {
  const texts = changes.map((change) => {
    const kept = stakesOf(losses, change)
      .filter(isKept)
      .flatMap(({ name }) => name ?? []);
    const through = change.kind === 'topic' && kept.length > 0 ? `${someNames(kept, 3)}, through ` : '';
    return `${through}${nameOf(change.id)} on ${placeOf(change.id)}`;
  });
  return someNames(texts, 5);
}

function listNames(changes: readonly Change[]): string {
  return someNames(
    changes.map(({ id }) => `${nameOf(id)} on ${placeOf(id)}`),
    5,
  );
}
