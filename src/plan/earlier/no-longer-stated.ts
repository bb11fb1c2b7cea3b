import type { FieldValue } from '../../model/change.ts';
import { type Desired, resourcesOf } from '../../model/desired.ts';
import { isTagPath, lastNameOf } from '../../model/field-path.ts';
import { type DesiredOf, type Kind, keyOf } from '../../model/resource.ts';
import type { ComparedResource } from '../changes/plan-draft.ts';
import { definitionOf } from '../kinds.ts';
import type { LeftAlone } from '../plan.ts';
import { asNow, namesNow } from './renamed-clusters.ts';

/**
 * Fields that the spec stated before and does not state now, of resources that it still names: taking a line away changes
 * nothing, so each stays at what the live resource has. A config of a topic that `unlisted_config: reset` resets is none.
 * A cluster that only got another name is the same cluster.
 */
export function noLongerStated(
  before: Desired | undefined,
  desired: Desired,
  compared: readonly ComparedResource[],
): readonly LeftAlone[] {
  if (before === undefined) return [];
  const names = namesNow(before, desired);
  const earlier = new Map(
    resourcesOf(before)
      .filter(hasLines)
      .map((resource) => [keyOf(asNow(resource.id, names)), resource]),
  );
  return compared.flatMap((one): readonly LeftAlone[] => {
    const was = earlier.get(keyOf(one.desired.id));
    if (was === undefined) return [];
    const fields = fieldsLost(was, one);
    return fields.length === 0 ? [] : [{ id: one.desired.id, why: 'no-longer-stated', fields }];
  });
}

/** A field that is reported as no longer stated is not reported as not stated as well. */
export function withoutDoubles(leftAlone: readonly LeftAlone[]): readonly LeftAlone[] {
  const said = new Set(
    leftAlone
      .filter(({ why }) => why === 'no-longer-stated')
      .flatMap(({ id, fields = [] }) => fields.map(({ field }) => keyOf(id) + plainName(field))),
  );
  return leftAlone.flatMap((entry): readonly LeftAlone[] => {
    const { id, why, fields } = entry;
    if (why !== 'not-stated' || fields === undefined) return [entry];
    const left = fields.filter(({ field }) => !said.has(keyOf(id) + plainName(field)));
    return left.length === 0 ? [] : [{ ...entry, fields: left }];
  });
}

/** A topic that a flow needs has no lines of its own in the spec. */
function hasLines({ id, provenance }: DesiredOf<Kind>): boolean {
  return id.kind !== 'topic' || provenance.origin === 'declared';
}

function fieldsLost(
  was: DesiredOf<Kind>,
  { kind, desired, live, context }: ComparedResource,
): NonNullable<LeftAlone['fields']> {
  // All three have one identity, so one kind.
  const { comparison } = definitionOf<Kind>(kind);
  const now = new Set(comparison.stated(desired).map(({ field }) => field));
  const gone = comparison.stated(was).filter(({ field }) => !now.has(field));
  if (gone.length === 0) return [];
  const { fields: planned, unlisted } = comparison.compare(desired, live, context);
  const differs = comparison.compare(was, live, context).fields;
  return gone
    .filter(({ field }) => !planned.some((change) => change.field === field))
    .map(({ field, value }) => {
      const shown = unlisted.filter((each) => plainName(each.field) === plainName(field));
      if (shown.length > 0) return { field, value: shown.map(unlistedValue).join(', ') };
      const change = differs.find((each) => each.field === field);
      return { field, value: inWords(change === undefined ? value : change.from) };
    });
}

/** `retention.ms` of `config.retention.ms`; `tags` of `tags.team`, because tags are stated together. */
function plainName(field: string): string {
  return isTagPath(field) ? 'tags' : lastNameOf(field);
}

function unlistedValue({ field, value }: { readonly field: string; readonly value: string }): string {
  return isTagPath(field) ? `${lastNameOf(field)}=${value}` : value;
}

function inWords(value: FieldValue): string {
  if (value === null) return 'its default';
  if (typeof value === 'string') return value;
  return 'secret' in value ? 'what is set' : value.join(', ');
}
