import { whyNoClient } from '../../model/acl-host.ts';
import type { ChangeOf } from '../../model/change.ts';
import type { AclOperation, AclPermission, AclResourceType, KafkaAclId } from '../../model/kafka-acl.ts';
import { matchesEveryName } from '../../model/name-pattern.ts';
import type { RiskDraft } from '../plan.ts';

type AclChange = ChangeOf<'kafka-acl'> | ChangeOf<'aiven-acl'>;

/** Aiven's own ACLs have no denials. An entry is created or deleted whole; there is nothing to update. */
export function aclRisks(change: AclChange): readonly RiskDraft[] {
  const rule = rules[permissionOf(change)];
  switch (change.action) {
    case 'create':
      return withoutEffect(change, 'has') ?? rule.created(change);
    case 'delete':
      return (withoutEffect(change, 'had') ?? rule.deleted(change)).map((draft) => ({
        ...draft,
        gate: 'acls in allow-delete',
      }));
    case 'update':
    case 'replace':
      return [
        {
          level: 'medium',
          code: 'consequence-unknown',
          consequence: 'consequence unknown: an ACL entry has nothing that could be changed',
        },
      ];
  }
}

/** Kafka's own authorizer: another one may read hosts in its own way, so this is not called harmless. */
function withoutEffect(change: AclChange, has: 'has' | 'had'): readonly RiskDraft[] | undefined {
  const noClient = change.kind === 'kafka-acl' ? whyNoClient(change.id.host) : undefined;
  if (noClient === undefined) return undefined;
  const consequence = `no client matches its host, so the entry ${has} no effect: ${noClient}`;
  return [{ level: 'medium', code: 'acl-without-effect', consequence }];
}

type AclRule = (change: AclChange) => readonly RiskDraft[];

const rules: { readonly [P in AclPermission]: { readonly created: AclRule; readonly deleted: AclRule } } = {
  ALLOW: {
    created: (change) =>
      isWide(change)
        ? [
            {
              level: 'high',
              code: 'access-widening',
              consequence:
                'it reaches far beyond one application: everybody, everything, or the whole cluster',
            },
          ]
        : [],
    deleted: () => [accessLost('clients that rely on it lose access immediately')],
  },
  DENY: {
    created: () => [accessLost('clients that this matches are refused immediately')],
    deleted: () => [
      {
        level: 'medium',
        code: 'access-widening',
        consequence: 'what it forbade is allowed where another entry allows it',
      },
    ],
  },
};

function permissionOf(change: AclChange): AclPermission {
  return change.kind === 'aiven-acl' ? 'ALLOW' : change.id.permission;
}

function accessLost(consequence: string): RiskDraft {
  return { level: 'medium', code: 'access-lost', consequence };
}

function isWide(change: AclChange): boolean {
  if (change.kind === 'kafka-acl') return isWideNative(change.id);
  // Each of Aiven's permissions lets somebody read or write, so on every topic it reaches everything, as `Read` on `*` does.
  const { username, topic } = change.id;
  return matchesEveryName(username) || matchesEveryName(topic);
}

/** What an operation lets somebody do with everything of its type. */
const onEverything: { readonly [O in AclOperation]: 'looks' | 'acts' } = {
  All: 'acts',
  Read: 'acts',
  Write: 'acts',
  Create: 'acts',
  Delete: 'acts',
  Alter: 'acts',
  Describe: 'looks',
  ClusterAction: 'acts',
  DescribeConfigs: 'looks',
  AlterConfigs: 'acts',
  IdempotentWrite: 'acts',
  CreateTokens: 'acts',
  DescribeTokens: 'looks',
};

/** The operations on the cluster that reach beyond one application; IdempotentWrite is every producer's. */
const onCluster: { readonly [O in AclOperation]: boolean } = {
  All: true,
  Read: true,
  Write: true,
  Create: true,
  Delete: true,
  Alter: true,
  Describe: false,
  ClusterAction: true,
  DescribeConfigs: false,
  AlterConfigs: true,
  IdempotentWrite: false,
  CreateTokens: true,
  DescribeTokens: false,
};

/** Whether an entry on one resource of the type, whatever its name, reaches beyond one application. */
const byType: { readonly [T in AclResourceType]: (id: KafkaAclId) => boolean } = {
  Topic: () => false,
  Group: () => false,
  TransactionalId: () => false,
  Cluster: ({ operation }) => onCluster[operation],
  DelegationToken: () => false,
  User: ({ operation }) => onEverything[operation] === 'acts', // tokens of another user are that user's rights
};

function isWideNative(id: KafkaAclId): boolean {
  const { principal, resourceName, patternType, operation, resourceType } = id;
  if (matchesEveryName(principal.replace(/^User:/, '')) || byType[resourceType](id)) return true;
  if (resourceType === 'Cluster') return false;
  const everything = patternType === 'LITERAL' ? resourceName === '*' : resourceName === '';
  return everything && onEverything[operation] === 'acts';
}
