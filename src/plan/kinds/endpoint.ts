import { planEndpoints } from '../changes/endpoints.ts';
import { endpointComparison } from '../compare/endpoint.ts';
import type { KindDefinition } from '../kind-definition.ts';
import { endpointRisks } from '../risk/endpoint.ts';
import { asThere, states } from './live-states.ts';

export const endpointDefinition: KindDefinition<'endpoint'> = {
  comparison: endpointComparison,
  plan: planEndpoints,
  risks: endpointRisks,
  takesRecordsFrom: 'any',
  phases: ({ action }) => [action === 'delete' ? 'delete-endpoints' : 'endpoints'],
  needs: () => false,
  ownsUnlisted: () => false,
  isInEffect: () => true,
  takesEffect: 'soon',
  statesAt: (project, live) => states(live.endpoints.get(project), asThere),
};
