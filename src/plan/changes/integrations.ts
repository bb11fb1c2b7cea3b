import type { Desired } from '../../model/desired.ts';
import type { Live } from '../../model/live.ts';
import { keyOf } from '../../model/resource.ts';
import { integrationComparison } from '../compare/integration.ts';
import { groupByPlace, isKnown, noteOthers, type PlanDraft, reasonOf } from './plan-draft.ts';

/** Integrations of every MirrorMaker 2 service that the spec names. */
export function planIntegrations(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const [service, integrations] of groupByPlace(desired.integrations)) {
    const reading = live.mirrormakers.get(service)?.integrations;
    if (!isKnown(reading)) {
      draft.unknown(reasonOf(reading), { place: service }, integrationComparison, integrations);
      continue;
    }
    for (const integration of integrations) draft.compareListed(integrationComparison, integration, reading);
  }
  const named = new Set(desired.integrations.map(({ id }) => keyOf(id)));
  for (const { integrations } of live.mirrormakers.values()) noteOthers(integrations, named, draft);
}
