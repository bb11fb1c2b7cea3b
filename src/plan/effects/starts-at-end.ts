import type { Change, ChangeOf } from '../../model/change.ts';
import type { Desired } from '../../model/desired.ts';
import { type IntegrationId, tuningDefault } from '../../model/integration.ts';
import { foundIn, type Live } from '../../model/live.ts';
import { keyOf } from '../../model/resource.ts';
import type { RiskDraft } from '../plan.ts';

const reset = 'consumer_auto_offset_reset';

/**
 * Flows that begin to take topics while their source is attached so that reading starts at the end: what those topics hold already is
 * never copied. By `keyOf` of the change. Where the plan sets it up so, the change of the integration says it.
 */
export function startsAtEnd(
  changes: readonly Change[],
  desired: Pick<Desired, 'integrations'>,
  live: Pick<Live, 'mirrormakers'>,
): ReadonlyMap<string, RiskDraft> {
  const told = new Set(
    changes
      .filter(({ kind, fields }) => kind === 'integration' && fields.some(({ field }) => field === reset))
      .map(({ id }) => keyOf(id)),
  );
  return new Map(
    changes.flatMap((change): readonly (readonly [string, RiskDraft])[] => {
      if (change.kind !== 'flow' || !takesTopics(change)) return [];
      const { project, service, source } = change.id;
      const id: IntegrationId = { kind: 'integration', project, service, cluster: source };
      if (told.has(keyOf(id)) || resetOf(id, desired, live) !== 'latest') return [];
      return [[keyOf(change.id), notCopied(change)]];
    }),
  );
}

/** Fields through which a flow may take a topic that it has not read. */
const selecting: ReadonlySet<string> = new Set(['topics', 'topics_exclude']);

function takesTopics(change: ChangeOf<'flow'>): boolean {
  if (change.action === 'delete') return false;
  if (change.action === 'create') return true;
  return change.fields.some(
    ({ field, to }) => selecting.has(field) || (field === 'enabled' && to === 'true'),
  );
}

/** What the spec states, else what is set, else the default. Undefined: nobody could look. */
function resetOf(
  id: IntegrationId,
  { integrations }: Pick<Desired, 'integrations'>,
  { mirrormakers }: Pick<Live, 'mirrormakers'>,
): string | number | undefined {
  const stated = integrations.find((one) => keyOf(one.id) === keyOf(id))?.tuning[reset];
  if (stated !== undefined) return stated ?? tuningDefault(reset);
  const listing = mirrormakers.get(id.service)?.integrations;
  if (listing === undefined) return undefined;
  const there = foundIn(listing, id);
  return there.state === 'known' ? (there.value?.tuning[reset] ?? tuningDefault(reset)) : undefined;
}

function notCopied({ action, id }: ChangeOf<'flow'>): RiskDraft {
  const which = action === 'create' ? 'of its topics' : 'of topics that are new to the flow';
  return {
    level: 'medium',
    code: 'records-not-copied',
    consequence: `${which}, the records that are there already are never copied, because ${id.source} is attached with ${reset}: latest`,
  };
}
