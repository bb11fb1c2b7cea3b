import type { Change, ChangeOf } from '../../model/change.ts';
import { flowName } from '../../model/flow.ts';
import { nameOf } from '../../model/resource.ts';
import { planFlows } from '../changes/flows.ts';
import { flowComparison } from '../compare/flow.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { Phase } from '../phases.ts';
import { flowRisks } from '../risk/flow.ts';
import { states } from './live-states.ts';

export const flowDefinition: KindDefinition<'flow'> = {
  comparison: flowComparison,
  plan: planFlows,
  risks: flowRisks,
  takesRecordsFrom: 'mirrored',
  phases: flowPhases,
  needs: flowNeeds,
  ownsUnlisted: () => false,
  isInEffect: () => true,
  takesEffect: 'soon',
  statesAt: (service, live) =>
    states(live.mirrormakers.get(service)?.flows, ({ id, settings }) => [
      nameOf(id),
      settings.enabled === false ? 'paused' : 'running',
    ]),
};

/** A flow that starts enabled goes through two phases: created disabled, then enabled once it has been read back. */
function flowPhases(change: ChangeOf<'flow'>): readonly Phase[] {
  if (change.action === 'delete') return ['delete-flows'];
  const becomesEnabled = change.action === 'create' || change.fields.some(({ field }) => field === 'enabled');
  return change.desired.settings.enabled && becomesEnabled ? ['flows', 'enable-flows'] : ['flows'];
}

/** Its integrations for anything; to run, all of its topics and access too. */
function flowNeeds({ id }: ChangeOf<'flow'>, other: Change, stage: 'write' | 'enable'): boolean {
  if (other.kind === 'integration') {
    const { service, source, target } = id;
    return other.id.service === service && (other.id.cluster === source || other.id.cluster === target);
  }
  const { provenance } = other;
  return stage === 'enable' && provenance.origin === 'derived' && provenance.flows.includes(flowName(id));
}
