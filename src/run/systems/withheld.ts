import { type MirrorLogins, observedTopics } from '../../desired/derived/view.ts';
import { desiredState } from '../../desired/desired.ts';
import type { Live } from '../../model/live.ts';
import { operationsOf } from '../../model/operation.ts';
import { keyOf } from '../../model/resource.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import { leaveOut } from '../../spec/leave-out.ts';
import type { Spec } from '../../spec/spec.ts';

/**
 * The changes of a plan, by `keyOf`, that a run without these clusters could not have made: they belong to them, to flows from or
 * to them, or rest on what such flows may need. So an apply that left them out has not done these changes, even if it succeeded.
 */
export function withheldWithout(
  clusters: readonly string[],
  of: { readonly plan: Plan; readonly spec: Spec; readonly live: Live; readonly logins: MirrorLogins },
): ReadonlySet<string> {
  const { plan, spec, live, logins } = of;
  // A cluster that left the spec since has nothing in this plan.
  const known = clusters.filter((key) => spec.clusters.has(key));
  const left = leaveOut(spec, known);
  if (known.length === 0 || !left.ok) return new Set();
  const isRead = ([key]: readonly [string, unknown]) => !left.spec.leftOut.has(key);
  const seen: Live = { ...live, clusters: new Map([...live.clusters].filter(isRead)) };
  const observed = observedTopics(seen, new Map([...logins].filter(isRead)));
  const { desired } = desiredState(left.spec, observed);
  const made = new Set(
    buildPlan({ desired, live: seen, findings: [] }).operations.map((each) => JSON.stringify(each)),
  );
  return new Set(
    plan.changes
      .filter((change) => !operationsOf(change).every((each) => made.has(JSON.stringify(each))))
      .map(({ id }) => keyOf(id)),
  );
}
