import type { Change, FieldChange } from '../../model/change.ts';
import type { Kind, LiveOf } from '../../model/resource.ts';
import { aivenAclComparison, kafkaAclComparison } from './acl.ts';
import type { ComparisonContext, KindComparison } from './comparison.ts';
import { endpointComparison } from './endpoint.ts';
import { flowComparison } from './flow.ts';
import { integrationComparison } from './integration.ts';
import { topicComparison } from './topic.ts';

/** The one registry of comparisons. */
export const comparisons: { readonly [K in Kind]: KindComparison<K> } = {
  endpoint: endpointComparison,
  integration: integrationComparison,
  flow: flowComparison,
  topic: topicComparison,
  'kafka-acl': kafkaAclComparison,
  'aiven-acl': aivenAclComparison,
};

/**
 * What is still to do for a change, given what a read brought. Empty: the change is done, whoever did it.
 * For a resource that should be there and is not, every field is to do; see `isDone` for resources without fields.
 */
function remainingFields(
  change: Change,
  live: LiveOf<Kind> | undefined,
  context: ComparisonContext,
): readonly FieldChange[] {
  if (change.action === 'delete') return live === undefined ? [] : change.fields;
  if (live === undefined) return change.fields;
  // The registry pairs each kind with its own comparison; `live` was read by the identity of `change`.
  const kindComparison = comparisons[change.kind] as KindComparison<Kind>;
  const { fields } = kindComparison.compare(change.desired, live, context);
  if (change.action === 'create') return fields;
  // What the change does not name was left as it is on purpose, also when somebody changed it since the plan.
  const named = new Set(change.fields.map(({ field }) => field));
  return fields.filter(({ field }) => named.has(field));
}

export function isDone(change: Change, live: LiveOf<Kind> | undefined, context: ComparisonContext): boolean {
  if (change.action === 'delete') return live === undefined;
  return live !== undefined && remainingFields(change, live, context).length === 0;
}
