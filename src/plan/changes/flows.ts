import type { Desired } from '../../model/desired.ts';
import { foundIn, type Live } from '../../model/live.ts';
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
    for (const flow of flows) draft.compareListed(flowComparison, flow, reading);
    for (const { reason, flow } of desired.undecided.filter((open) => open.service === service)) {
      const message = `${flow}: ${reason.message}`;
      draft.unread.push({ place: service, kind: 'flow', reason: { ...reason, message } });
    }
  }
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
