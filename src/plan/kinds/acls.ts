import type { ChangeOf } from '../../model/change.ts';
import { ownsPrincipals } from '../../model/owning-pattern.ts';
import { planAivenAcls, planKafkaAcls } from '../changes/acls.ts';
import { aivenAclComparison, kafkaAclComparison } from '../compare/acl.ts';
import type { KindDefinition } from '../kind-definition.ts';
import { aclRisks } from '../risk/acl.ts';
import { asThere, states } from './live-states.ts';

const common = {
  risks: aclRisks,
  takesRecordsFrom: 'any' as const,
  phases: ({ action }: ChangeOf<'kafka-acl' | 'aiven-acl'>) =>
    [action === 'delete' ? 'revoke-acls' : 'grant-acls'] as const,
  needs: () => false,
  ownsUnlisted: ownsPrincipals,
  isInEffect: () => true,
  takesEffect: 'soon' as const,
};

export const kafkaAclDefinition: KindDefinition<'kafka-acl'> = {
  ...common,
  comparison: kafkaAclComparison,
  plan: planKafkaAcls,
  statesAt: (cluster, live) => states(live.clusters.get(cluster)?.kafkaAcls, asThere),
};

export const aivenAclDefinition: KindDefinition<'aiven-acl'> = {
  ...common,
  comparison: aivenAclComparison,
  plan: planAivenAcls,
  statesAt: (cluster, live) => states(live.clusters.get(cluster)?.aivenAcls, asThere),
};
