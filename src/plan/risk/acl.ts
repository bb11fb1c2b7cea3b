import { whyNoClient } from '../../model/acl-host.ts';
import type { ChangeOf } from '../../model/change.ts';
import type { RiskDraft } from '../plan.ts';

export function aclRisks(change: ChangeOf<'kafka-acl'> | ChangeOf<'aiven-acl'>): readonly RiskDraft[] {
  const allows = change.kind === 'aiven-acl' || change.id.permission === 'ALLOW';
  const added = change.action !== 'delete';
  const noClient = change.kind === 'kafka-acl' ? whyNoClient(change.id.host) : undefined;
  if (noClient !== undefined) {
    // Kafka's own authorizer: another one may read hosts in its own way, so this is not called harmless.
    const consequence = `no client matches its host, so the entry ${added ? 'has' : 'had'} no effect: ${noClient}`;
    return [{ level: 'medium', code: 'acl-without-effect', consequence, ...gate(added) }];
  }
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
