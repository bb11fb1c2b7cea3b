import type { ChangeOf } from '../../model/change.ts';
import type { RiskDraft } from '../plan.ts';

export function aclRisks(change: ChangeOf<'kafka-acl'> | ChangeOf<'aiven-acl'>): readonly RiskDraft[] {
  const allows = change.kind === 'aiven-acl' || change.id.permission === 'ALLOW';
  const added = change.action !== 'delete';
  if (allows !== added) {
    return [
      {
        level: 'medium',
        code: 'access-lost',
        consequence: added
          ? 'clients that this matches are refused at once'
          : 'clients that rely on it are refused at once',
        ...gate(added),
      },
    ];
  }
  if (!added) {
    return [
      {
        level: 'medium',
        code: 'access-widening',
        consequence: 'what it forbade is allowed where another entry allows it',
        ...gate(added),
      },
    ];
  }
  return isWide(change)
    ? [
        {
          level: 'high',
          code: 'access-widening',
          consequence: 'it reaches far beyond one application: everybody, everything, or the whole cluster',
        },
      ]
    : [];
}

function gate(added: boolean): { readonly gate?: string } {
  return added ? {} : { gate: 'acls in allow-delete' };
}

function isWide(change: ChangeOf<'kafka-acl'> | ChangeOf<'aiven-acl'>): boolean {
  if (change.kind === 'aiven-acl') {
    return change.id.username === '*' || (change.id.topic === '*' && change.id.permission !== 'read');
  }
  const { principal, resourceType, resourceName, patternType, operation } = change.id;
  if (principal === 'User:*') return true;
  if (resourceType === 'Cluster')
    return ['All', 'Alter', 'AlterConfigs', 'ClusterAction', 'Create'].includes(operation);
  const everything = resourceName === '*' && patternType === 'LITERAL';
  return everything && operation !== 'Describe' && operation !== 'DescribeConfigs';
}
