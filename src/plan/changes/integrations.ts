import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { flowName } from '../../model/flow.ts';
import {
  type Integration,
  integrationTuningDefaults,
  type LiveIntegration,
  sourceText,
} from '../../model/integration.ts';
import { brokenTuning, statedTuning, tuningSeverity } from '../../model/limits/tuning-relations.ts';
import { foundIn, type Live } from '../../model/live.ts';
import type { Known } from '../../model/reading.ts';
import { keyOf } from '../../model/resource.ts';
import { someNames } from '../../model/some-names.ts';
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
      if (!isKnown(there)) continue;
      draft.findings.push(...tuningFindings(integration, there.value));
      if (!desired.leavesOut(integration))
        draft.findings.push(...attachedAlready({ integration, there: there.value, reading, desired, live }));
    }
  }
  const named = new Set(desired.integrations.map(({ id }) => keyOf(id)));
  for (const { integrations } of live.mirrormakers.values()) noteOthers(integrations, named, draft);
}

/** Aiven attaches one source to one service once, under whatever alias: `409 Service integration already exists`. */
function attachedAlready(options: {
  readonly integration: Integration;
  readonly there: LiveIntegration | undefined;
  readonly reading: Known<readonly LiveIntegration[]>;
  readonly desired: Desired;
  readonly live: Live;
}): readonly Finding[] {
  const { integration, there, reading, desired, live } = options;
  const { id, source, provenance } = integration;
  const wanted = sourceText(source);
  if (there !== undefined && sourceText(there.source) === wanted) return [];
  const holder = reading.value.find((one) => sourceText(one.source) === wanted);
  if (holder === undefined) return [];
  const [alias, held] = [id.cluster, holder.id.cluster];
  const isMoved = desired.integrations.some((one) => keyOf(one.id) === keyOf(holder.id));
  const ways = isMoved
    ? [`First let ${held} stand for something else, in a pull request of its own.`]
    : [`Keep the alias ${held}.`, givingUp(holder, live)];
  const another =
    source.type === 'endpoint'
      ? [`Or give ${alias} an endpoint of its own: aliases: { ${alias}: { endpoint: … } }.`]
      : [];
  return [
    {
      code: 'already-attached',
      severity: 'error',
      message: `Aiven will refuse to attach ${wanted} to ${id.service} as ${alias}: it is attached there as ${held}, and a service takes each source once`,
      hint: [...ways, ...another].join(' '),
      position: provenance.position,
    },
  ];
}

/** What has to go before the source can be attached under another alias; no plan deletes an integration. */
function givingUp({ id, integrationId }: LiveIntegration, live: Live): string {
  const { service, cluster: held } = id;
  const flows = live.mirrormakers.get(service)?.flows;
  const using = isKnown(flows)
    ? flows.value.filter(({ id: { source, target } }) => source === held || target === held)
    : [];
  const names = using.map((flow) => flowName(flow.id)).sort();
  const removing =
    names.length === 0
      ? ''
      : `delete ${someNames(names, 5)}: name ${names.length === 1 ? 'it' : 'them'} under removed of ${service} in a pull request before this one, and apply it. Then `;
  return `Or, if everything may be copied again under the new alias, ${removing}detach ${held} in Aiven, with \`avn service integration-delete ${integrationId}\`, and re-run the plan.`;
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
