import { planIntegrations } from '../changes/integrations.ts';
import { integrationComparison } from '../compare/integration.ts';
import type { KindDefinition } from '../kind-definition.ts';
import { integrationRisks } from '../risk/integration.ts';
import { asThere, states } from './live-states.ts';

export const integrationDefinition: KindDefinition<'integration'> = {
  comparison: integrationComparison,
  plan: planIntegrations,
  risks: integrationRisks,
  takesRecordsFrom: 'any',
  phases: () => ['integrations'],
  needs(change, other) {
    const { source, id } = change.desired;
    if (other.kind !== 'endpoint' || source.type !== 'endpoint') return false;
    return other.id.name === source.endpoint && other.id.project === id.project;
  },
  ownsUnlisted: () => false,
  isInEffect: ({ active }) => active,
  takesEffect: 'late',
  statesAt: (service, live) => states(live.mirrormakers.get(service)?.integrations, asThere),
};
