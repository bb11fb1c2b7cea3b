import type { Desired } from '../../model/desired.ts';
import { type Flow, flowName, type LiveFlow } from '../../model/flow.ts';
import { foundIn, type Live } from '../../model/live.ts';
import { type Reading, type Unknown, unknown } from '../../model/reading.ts';
import { keyOf } from '../../model/resource.ts';
import { flowComparison } from '../compare/flow.ts';
import { groupByPlace, isKnown, noteOthers, type PlanDraft, reasonOf } from './plan-draft.ts';

/** Flows of every MirrorMaker 2 service that the spec names. */
export function planFlows(desired: Desired, live: Live, draft: PlanDraft): void {
  planDeclared(desired, live, draft);
  planRemovals(desired, live, draft);
  const named = new Set([...desired.flows, ...desired.tombstones].map(({ id }) => keyOf(id)));
  for (const { flows } of live.mirrormakers.values()) noteOthers(flows, named, draft);
}

function planDeclared(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const [service, flows] of groupByPlace(desired.flows)) {
    const reading = live.mirrormakers.get(service)?.flows;
    if (!isKnown(reading)) {
      draft.unknown(reasonOf(reading), { place: service }, flowComparison, flows);
      continue;
    }
    for (const flow of flows) {
      const reason = contradiction(flow, foundIn<'flow'>(reading, flow.id));
      if (reason === undefined) draft.compareListed(flowComparison, flow, reading);
      else draft.unknown(reason, { place: service, name: flowName(flow.id) }, flowComparison, [flow]);
    }
    for (const { reason, flow } of desired.undecided.filter((open) => open.service === service)) {
      const message = `${flow}: ${reason.message}`;
      draft.unread.push({ place: service, kind: 'flow', reason: { ...reason, message } });
    }
  }
}

/**
 * Where Aiven has two different lists of excluded topics, an update would send both again, and nobody knows which topics the flow takes. A spec that states
 * the list settles it. `undefined`: there is one list, or none.
 */
function contradiction(desired: Flow, found: Reading<LiveFlow | undefined>): Unknown | undefined {
  const untold = isKnown(found) ? found.value?.untold?.get('topics_exclude') : undefined;
  if (untold === undefined || desired.stated.has('topics_exclude')) return undefined;
  return unknown('incomplete', `which topics ${flowName(desired.id)} excludes cannot be told: ${untold}`);
}

function planRemovals(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const { id, provenance } of desired.tombstones) {
    if (id.kind !== 'flow') continue;
    const listing = live.mirrormakers.get(id.service)?.flows;
    const reading = isKnown(listing) ? foundIn<'flow'>(listing, id) : listing;
    if (!isKnown(reading)) {
      draft.unread.push({ place: id.service, kind: 'flow', reason: reasonOf(reading) });
      continue;
    }
    const existing = reading.value;
    if (existing !== undefined) draft.remove(flowComparison, existing, provenance);
  }
}
