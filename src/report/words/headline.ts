import type { Action } from '../../model/change.ts';
import type { Drift } from '../../plan/drift.ts';
import type { Plan, RiskLevel } from '../../plan/plan.ts';
import { countWords } from './counts.ts';
import { brokenWords } from './flow-verdict-line.ts';
import { plural } from './resource-words.ts';

export type Counts = Readonly<Record<Action, number>> & { readonly total: number };

/** Changes by action; `total` is all of them. */
export function planCounts(plan: Plan): Counts {
  const counts = { create: 0, update: 0, replace: 0, delete: 0 };
  for (const { action } of plan.changes) counts[action]++;
  return { ...counts, total: plan.changes.length };
}

/**
 * The plan in one line, as in titles, check runs and the `summary` output: `4 create, 3 change, 1 delete`.
 * Says first when clusters are left out, and when something was not compared; holds no foreign text.
 */
export function headline(plan: Plan): string {
  return `${withoutWords(plan)}${planWords(plan)}`;
}

/** `without 1 cluster: `; empty where none is left out. */
export function withoutWords({ leftOut }: Pick<Plan, 'leftOut'>): string {
  const { length } = leftOut;
  return length === 0 ? '' : `without ${length} ${length === 1 ? 'cluster' : 'clusters'}: `;
}

function planWords(plan: Plan): string {
  const failed = failedReads(plan).length;
  const lacking = [
    ...(failed === 0 ? [] : [failed === 1 ? '1 read failed' : `${failed} reads failed`]),
    ...(plan.pending.length === 0 ? [] : [`${plural(plan.pending.length, 'resource')} not compared`]),
  ].join(', ');
  const changes = plan.changes.length === 0 ? '' : countWords(plan.changes);
  if (isInSync(plan)) return 'no changes';
  if (lacking === '') return changes === '' ? 'incomplete' : changes;
  return changes === '' ? `incomplete: ${lacking}` : `${changes}; incomplete: ${lacking}`;
}

/** The same for a drift check: what an apply would change, what none changes, and flows. */
export function driftHeadline(drift: Drift): string {
  const { plan, lasting } = drift;
  const broken = brokenWords(drift.flows);
  const parts = [
    ...(plan.changes.length === 0 && lasting.length + broken.length > 0 ? [] : [planWords(plan)]),
    ...(lasting.length === 0
      ? []
      : [`${lasting.length} ${lasting.length === 1 ? 'difference' : 'differences'} that no apply undoes`]),
    ...(broken === '' ? [] : [broken]),
  ];
  return `${withoutWords(plan)}${parts.join(', ')}`;
}

/** The highest level of the plan's risks. */
export function riskOf(plan: Plan): RiskLevel | 'none' {
  const levels = plan.risks.map((risk) => risk.level);
  return (['high', 'medium', 'low'] as const).find((level) => levels.includes(level)) ?? 'none';
}

/** The level, and that it may be higher where nothing could be compared. */
export function riskWords(plan: Plan): string {
  const complete = plan.pending.length === 0 && plan.unread.length === 0 && plan.leftOut.length === 0;
  return complete ? riskOf(plan) : `${riskOf(plan)} as far as compared`;
}

/**
 * True when the plan proves that the spec and the services agree: everything was read, nothing differs. Where clusters are left out
 * it says so of the rest.
 */
export function isInSync(plan: Plan): boolean {
  return plan.changes.length === 0 && plan.pending.length === 0 && plan.unread.length === 0;
}

/** Reads that were tried and failed; without clusters that were deliberately not contacted. */
export function failedReads(plan: Pick<Plan, 'unread'>): Plan['unread'] {
  return plan.unread.filter(({ reason }) => reason.code !== 'not-contacted');
}
