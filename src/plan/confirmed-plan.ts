import type { Change } from '../model/change.ts';
import { operationsOf } from '../model/operation.ts';
import { assessRisks } from './assess-risks.ts';
import { planDigest, sortedOperations } from './digest.ts';
import { orderSteps } from './order.ts';
import type { Plan } from './plan.ts';

/**
 * The second of two plans with only those differences that the first one had as well: what a cache or a service
 * that settles shows for a moment is in one of them. Everything else is the second plan's.
 */
export function confirmedPlan(first: Plan, second: Plan): Plan {
  const seen = new Set(first.operations.map((operation) => JSON.stringify(operation)));
  const changes = second.changes.flatMap((change): readonly Change[] => {
    const isSeen = operationsOf(change).map((operation) => seen.has(JSON.stringify(operation)));
    if (isSeen.every((each) => each)) return [change];
    if (!isSeen.includes(true)) return [];
    return [{ ...change, fields: change.fields.filter((_, index) => isSeen[index]) }];
  });
  const operations = sortedOperations(changes);
  if (operations.length === second.operations.length) return second;
  return {
    ...second,
    changes,
    steps: orderSteps(changes),
    risks: assessRisks(changes, second.effects),
    operations,
    digest: planDigest({ ...second, changes, operations }),
  };
}
