import { ownGroupKind, ownIdKind } from '../../mirrormaker/own-groups.ts';
import { type OwnTopicKind, ownTopicKinds } from '../../mirrormaker/own-topics.ts';
import { resourceOf } from '../../model/acl-coverage.ts';
import { whyNoClient } from '../../model/acl-host.ts';
import { type Breadth, breadthOfGlob, breadthOfPrincipal, breadthOfResource } from '../../model/breadth.ts';
import type { ChangeOf } from '../../model/change.ts';
import type { AclPermission, KafkaAclId } from '../../model/kafka-acl.ts';
import { matchesNamePattern } from '../../model/name-pattern.ts';
import { gateOfDeletion } from '../../model/resource.ts';
import type { RiskCode, RiskDraft } from '../plan.ts';
import {
  aivenPermits,
  type Meaning,
  ownGroupPermits,
  ownIdPermits,
  ownTopicPermits,
  type Permit,
  permitOf,
  type RecordUse,
  usesOf,
} from './acl-permits.ts';

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
        gate: gateOfDeletion('acls'),
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
    deleted: (change) => [noLongerForbidden(change)],
  },
};

function permissionOf(change: AclChange): AclPermission {
  return change.kind === 'aiven-acl' ? 'ALLOW' : change.id.permission;
}

/** Whom an entry is for, what it names, and what it permits. */
interface Reach {
  readonly who: Who;
  readonly what: Breadth;
  readonly permit: Permit | 'not known';
  /** What comes of it where the names are those of Kafka itself or of what runs beside it. The worst first. */
  readonly meanings: readonly Meaning[];
}

/** `without login`: whoever reaches a listener without client authentication. */
type Who = Breadth | 'without login';

function reachOf(change: AclChange): Reach {
  if (change.kind === 'aiven-acl') {
    const { username, topic, permission } = change.id;
    return {
      who: breadthOfPrincipal(username),
      what: breadthOfGlob(topic),
      permit: aivenPermits[permission],
      meanings: meaningsOf(ownTopicKinds(topic), usesOf[permission]),
    };
  }
  const { principal, resourceType, operation } = change.id;
  return {
    who: whoOf(principal),
    what: breadthOfResource(resourceOf(change.id)),
    permit: permitOf(resourceType, operation),
    meanings: ownMeanings(change.id),
  };
}

function ownMeanings({ resourceType, resourceName, patternType, operation }: KafkaAclId): readonly Meaning[] {
  // In a name of Kafka's ACLs these are characters as others, which nobody's own names have.
  if (/[*?]/.test(resourceName)) return [];
  const glob = patternType === 'PREFIXED' ? `${resourceName}*` : resourceName;
  const uses = usesOf[operation];
  switch (resourceType) {
    case 'Topic':
      return meaningsOf(ownTopicKinds(glob), uses);
    case 'Group': {
      const kind = uses.includes('read') ? ownGroupKind(glob) : 'others';
      return kind === 'others' ? [] : [ownGroupPermits[kind]];
    }
    case 'TransactionalId': {
      const kind = uses.includes('write') ? ownIdKind(glob) : 'others';
      return kind === 'others' ? [] : [ownIdPermits[kind]];
    }
    case 'Cluster':
    case 'DelegationToken':
    case 'User':
      return [];
  }
}

/** The name that Kafka gives to clients that do not log in. */
const anonymous = 'User:ANONYMOUS';

function whoOf(principal: string): Who {
  const breadth = breadthOfPrincipal(principal);
  return breadth === 'some names' && matchesNamePattern(principal, anonymous) ? 'without login' : breadth;
}

function widening(change: AclChange): readonly RiskDraft[] {
  const { who, what, permit, meanings: own } = reachOf(change);
  if (permit === 'not known') {
    const consequence = 'consequence unknown: Kafka has no such operation on such a resource';
    return [{ level: 'medium', code: 'consequence-unknown', consequence }];
  }
  // What a flow needs is told with its rule; a declared entry says what it permits.
  const isNeeded = change.provenance.origin === 'derived';
  const meanings = isNeeded || what !== 'some names' ? [] : own;
  const reach = [whoWords[who], permit.does === 'looks' ? '' : whatWords[what]].filter(
    (words) => words !== '',
  );
  const allowed = permit.does === 'looks' ? 'look at what it names' : permit.may;
  const consequence = [
    `${who === 'every name' ? 'everybody' : 'its principal'} may ${allowed}`,
    ...meanings.map(({ means }) => `so it ${means}`),
    ...reach,
  ].join('; ');
  const isWide =
    permit.does === 'rules' || reach.length > 0 || meanings.some(({ level }) => level === 'high');
  if (isWide) return [{ level: 'high', code: 'access-widening', consequence }];
  return (permit.does === 'administers' && !isNeeded) || meanings.length > 0
    ? [{ level: 'medium', code: 'access-widening', consequence }]
    : [];
}

/**
 * A denial may be all that stands between a principal and what a wide entry allows, so what goes with it reaches as far as a grant of
 * the same would.
 */
function noLongerForbidden(change: AclChange): RiskDraft {
  const { who, what, permit, meanings } = reachOf(change);
  const looks = permit !== 'not known' && permit.does === 'looks';
  const reach = [whoWords[who], looks ? '' : whatWords[what]].filter((words) => words !== '');
  const shown = what === 'some names' ? meanings : [];
  const consequence = [
    'what it forbade is allowed where another entry allows it',
    ...(permit !== 'not known' && permit.does === 'rules' ? [`its principal may then ${permit.may}`] : []),
    ...shown.map(({ means }) => `so it ${means}`),
    ...reach,
  ].join('; ');
  const isWide =
    reach.length > 0 ||
    (permit !== 'not known' && permit.does === 'rules') ||
    shown.some(({ level }) => level === 'high');
  return { level: isWide ? 'high' : 'medium', code: 'access-widening', consequence };
}

/** A prefix as `__` names many kinds. */
const maxShownMeanings = 3;

/** The worst first. What is said of all other names adds nothing where a kind is known. */
function meaningsOf(kinds: readonly OwnTopicKind[], uses: readonly RecordUse[]): readonly Meaning[] {
  const named = kinds.length > 1 ? kinds.filter((kind) => kind !== 'others') : kinds;
  return named
    .flatMap((kind) => uses.map((use) => ownTopicPermits[kind][use]))
    .filter((meaning) => meaning !== 'nothing of others')
    .toSorted((one, other) => Number(other.level === 'high') - Number(one.level === 'high'))
    .slice(0, maxShownMeanings);
}

/** What one principal loses or gets is its own; an entry for many meets clients that nobody thought of. */
function ofMany(change: AclChange, code: RiskCode, consequence: string): RiskDraft {
  const { who } = reachOf(change);
  return who === 'some names'
    ? { level: 'medium', code, consequence }
    : { level: 'high', code, consequence: `${consequence}; ${whoWords[who]}` };
}

const whoWords: { readonly [W in Who]: string } = {
  'without login':
    'it is for everybody who reaches a listener without client authentication, far beyond one application',
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
