import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import {
  type Integration,
  integrationTuningDefaults,
  type LiveIntegration,
} from '../../model/integration.ts';
import { brokenTuning, statedTuning, tuningSeverity } from '../../model/limits/tuning-relations.ts';
import { foundIn, type Live } from '../../model/live.ts';
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
    for (const integration of integrations) {
      draft.compareListed(integrationComparison, integration, reading);
      const there = foundIn<'integration'>(reading, integration.id);
      if (isKnown(there)) draft.findings.push(...tuningFindings(integration, there.value));
    }
  }
  const named = new Set(desired.integrations.map(({ id }) => keyOf(id)));
  for (const { integrations } of live.mirrormakers.values()) noteOthers(integrations, named, draft);
}

/** Stated settings that do not go with those that stay. What the stated ones break alone is left to the spec check. */
function tuningFindings(integration: Integration, live: LiveIntegration | undefined): readonly Finding[] {
  const { id, tuning, provenance } = integration;
  const stated = statedTuning(tuning);
  const known = new Set(brokenTuning(stated).map(({ says }) => says));
  const whole = brokenTuning((key) => {
    if (key in tuning) return stated(key);
    const value = live?.tuning[key] ?? integrationTuningDefaults[key];
    return typeof value === 'number' ? value : undefined;
  });
  return whole
    .filter(({ keys, says }) => keys.some((key) => key in tuning) && !known.has(says))
    .map(({ code, says, hint }) => ({
      code,
      severity: tuningSeverity[code],
      message: `the tuning of ${id.cluster} in ${id.service}: ${says}, with the values that it has today`,
      hint,
      position: provenance.position,
    }));
}
