import type { Desired } from '../../model/desired.ts';
import type { Live } from '../../model/live.ts';
import { keyOf } from '../../model/resource.ts';
import { byKey, groupByPlace, isKnown, type PlanDraft, reasonOf } from './plan-draft.ts';

/** Integrations and flows of every MirrorMaker service that the spec names. */
export function planMirrorMakers(desired: Desired, live: Live, draft: PlanDraft): void {
  planIntegrations(desired, live, draft);
  planFlows(desired, live, draft);
  planFlowRemovals(desired, live, draft);
  noteOthers(desired, live, draft);
}

function planIntegrations(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const [service, integrations] of groupByPlace(desired.integrations)) {
    const reading = live.mirrormakers.get(service)?.integrations;
    if (!isKnown(reading)) {
      draft.unknown(reasonOf(reading), { place: service, what: 'integrations' }, 'integration', integrations);
      continue;
    }
    const existing = byKey(reading.value);
    for (const integration of integrations) {
      draft.compare('integration', integration, existing.get(keyOf(integration.id)));
    }
  }
}

function planFlows(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const [service, flows] of groupByPlace(desired.flows)) {
    const reading = live.mirrormakers.get(service)?.flows;
    if (!isKnown(reading)) {
      draft.unknown(reasonOf(reading), { place: service, what: 'flows' }, 'flow', flows);
      continue;
    }
    const existing = byKey(reading.value);
    for (const flow of flows) draft.compare('flow', flow, existing.get(keyOf(flow.id)));
    for (const { reason, flow } of desired.undecided.filter((open) => open.service === service)) {
      const message = `${flow}: ${reason.message}`;
      draft.unread.push({ place: service, what: 'flows', reason: { ...reason, message } });
    }
  }
}

function planFlowRemovals(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const { id, provenance } of desired.tombstones) {
    if (id.kind !== 'flow') continue;
    const reading = live.mirrormakers.get(id.service)?.flows;
    if (!isKnown(reading)) {
      draft.unread.push({ place: id.service, what: 'flows', reason: reasonOf(reading) });
      continue;
    }
    const existing = byKey(reading.value).get(keyOf(id));
    if (existing !== undefined) draft.remove('flow', existing, provenance);
  }
}

function noteOthers(desired: Desired, live: Live, draft: PlanDraft): void {
  const resources = [...desired.integrations, ...desired.flows, ...desired.tombstones];
  const named = new Set(resources.map(({ id }) => keyOf(id)));
  for (const { integrations, flows } of live.mirrormakers.values()) {
    const there = [
      ...(isKnown(integrations) ? integrations.value : []),
      ...(isKnown(flows) ? flows.value : []),
    ];
    for (const { id } of there) {
      if (!named.has(keyOf(id))) draft.leftAlone.push({ id, why: 'not-listed' });
    }
  }
}
