import type { Change, FieldChange } from '../model/change.ts';
import type { Kind, LiveOf } from '../model/resource.ts';
import type { LiveTopic } from '../model/topic.ts';
import type { ComparisonContext } from './compare/comparison.ts';
import { definitionOf } from './kinds.ts';

/** Whether a change is done, whoever did it, given what a read brought. */
export function isDone(change: Change, live: LiveOf<Kind> | undefined, context: ComparisonContext): boolean {
  if (change.action === 'delete') return live === undefined;
  return live !== undefined && remainingFields(change, live, context).length === 0;
}

/** What is still to do of a resource that is there. */
function remainingFields(
  change: Exclude<Change, { readonly action: 'delete' }>,
  live: LiveOf<Kind>,
  context: ComparisonContext,
): readonly FieldChange[] {
  const { fields } = definitionOf<Kind>(change.kind).comparison.compare(change.desired, live, {
    ...context,
    ...(change.kind === 'topic' && change.live !== undefined ? { inherited: inheritedBy(change.live) } : {}),
  });
  if (change.action === 'create') return fields;
  // What the change does not name was left as it is on purpose, also when somebody changed it since the plan.
  const named = new Set(change.fields.map(({ field }) => field));
  return fields.filter(({ field }) => named.has(field));
}

function inheritedBy({ config }: LiveTopic): ReadonlyMap<string, string> {
  return new Map(
    [...config].flatMap(([key, { inherited }]) =>
      inherited === undefined ? [] : [[key, inherited] as const],
    ),
  );
}
