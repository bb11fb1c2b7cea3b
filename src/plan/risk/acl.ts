import { resourceOf } from '../../model/acl-coverage.ts';
import { whyNoClient } from '../../model/acl-host.ts';
import { type Breadth, breadthOfGlob, breadthOfPrincipal, breadthOfResource } from '../../model/breadth.ts';
import type { ChangeOf } from '../../model/change.ts';
import type { AclPermission } from '../../model/kafka-acl.ts';
import type { RiskCode, RiskDraft } from '../plan.ts';
import { aivenPermits, type Permit, permitOf } from './acl-permits.ts';

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
    created: (change) => widening(change),
    deleted: (change) => [ofMany(change, 'access-lost', 'clients that rely on it lose access immediately')],
  },
  DENY: {
    created: (change) => [ofMany(change, 'access-lost', 'clients that this matches are refused immediately')],
    deleted: (change) => [
      ofMany(change, 'access-widening', 'what it forbade is allowed where another entry allows it'),
    ],
  },
};

function permissionOf(change: AclChange): AclPermission {
  return change.kind === 'aiven-acl' ? 'ALLOW' : change.id.permission;
}

/** Whom an entry is for, what it names, and what it permits. */
interface Reach {
  readonly who: Breadth;
  readonly what: Breadth;
  readonly permit: Permit | 'not known';
}

function reachOf(change: AclChange): Reach {
  if (change.kind === 'aiven-acl') {
    const { username, topic, permission } = change.id;
    return {
      who: breadthOfPrincipal(username),
      what: breadthOfGlob(topic),
      permit: aivenPermits[permission],
    };
  }
  const { principal, resourceType, operation } = change.id;
  return {
    who: breadthOfPrincipal(principal),
    what: breadthOfResource(resourceOf(change.id)),
    permit: permitOf(resourceType, operation),
  };
}

function widening(change: AclChange): readonly RiskDraft[] {
  const { who, what, permit } = reachOf(change);
  if (permit === 'not known') {
    const consequence = 'consequence unknown: Kafka has no such operation on such a resource';
    return [{ level: 'medium', code: 'consequence-unknown', consequence }];
  }
  const reach = [whoWords[who], permit.does === 'looks' ? '' : whatWords[what]].filter(
    (words) => words !== '',
  );
  const allowed = permit.does === 'looks' ? 'look at what it names' : permit.may;
  const consequence = [
    `${who === 'every name' ? 'everybody' : 'its principal'} may ${allowed}`,
    ...reach,
  ].join('; ');
  const isWide = permit.does === 'rules' || reach.length > 0;
  if (isWide) return [{ level: 'high', code: 'access-widening', consequence }];
  // What a flow needs is told with its rule; a declared entry says what it permits.
  const isNeeded = change.provenance.origin === 'derived';
  return permit.does === 'administers' && !isNeeded
    ? [{ level: 'medium', code: 'access-widening', consequence }]
    : [];
}

/** What one principal loses or gets is its own; an entry for many meets clients that nobody thought of. */
function ofMany(change: AclChange, code: RiskCode, consequence: string): RiskDraft {
  const { who } = reachOf(change);
  return who === 'some names'
    ? { level: 'medium', code, consequence }
    : { level: 'high', code, consequence: `${consequence}; ${whoWords[who]}` };
}

const whoWords: { readonly [B in Breadth]: string } = {
  'every name': 'it is for everybody, far beyond one application',
  'names of all sorts': 'it is for principals of all sorts, far beyond one application',
  'one character given': 'it is for every principal with one character in common, far beyond one application',
  'some names': '',
};

const whatWords: { readonly [B in Breadth]: string } = {
  'every name': 'it is about every name, later ones as well',
  'names of all sorts': 'it is about names of all sorts, later ones as well',
  'one character given': 'it is about every name with one character in common, later ones as well',
  'some names': '',
};
