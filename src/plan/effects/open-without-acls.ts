import { covers, type ResourcePattern, resourceOf } from '../../model/acl-coverage.ts';
import type { Change } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { AclResourceType, KafkaAclId } from '../../model/kafka-acl.ts';
import type { Live, LiveCluster } from '../../model/live.ts';
import { keyOf } from '../../model/resource.ts';
import type { RiskDraft } from '../plan.ts';

/**
 * With `allow.everyone.if.no.acl.found` everybody may use what no entry names (`StandardAuthorizerData`: an entry of any principal, literal,
 * prefixed or `*`, names it). So the first entry of a resource shuts everybody else out, and the last one that goes lets everybody in.
 */
export interface FirstAndLastEntries {
  /** By `keyOf` of the change. */
  readonly risks: ReadonlyMap<string, RiskDraft>;
  readonly findings: readonly Finding[];
}

export function firstAndLastEntries(changes: readonly Change[], live: Live): FirstAndLastEntries {
  const risks = new Map<string, RiskDraft>();
  const findings: Finding[] = [];
  const byCluster = Map.groupBy(changes.filter(isAclChange), ({ id }) => id.cluster);
  for (const [key, entries] of byCluster) {
    const cluster = live.clusters.get(key);
    const open = cluster?.openWithoutAcls;
    if (cluster === undefined || open === undefined || (open.state === 'known' && !open.value)) continue;
    const turning = turningPoints(cluster, entries);
    if (open.state === 'known') for (const [change, risk] of turning) risks.set(keyOf(change.id), risk);
    else if (turning.length > 0) findings.push(notTold(key, open.message, turning));
  }
  return { risks, findings };
}

type AclChange = Extract<Change, { readonly kind: 'kafka-acl' }>;

function isAclChange(change: Change): change is AclChange {
  return change.kind === 'kafka-acl';
}

/** Changes after which a resource has its first entry, or no entry any more. */
function turningPoints(
  { kafkaAcls }: LiveCluster,
  changes: readonly AclChange[],
): readonly (readonly [AclChange, RiskDraft])[] {
  if (kafkaAcls.state === 'unknown') return [];
  const before = kafkaAcls.value.map(({ id }) => id);
  const gone = new Set(changes.filter(({ action }) => action === 'delete').map(({ id }) => keyOf(id)));
  const created = changes.filter(({ action }) => action === 'create').map(({ id }) => id);
  const after = [...before.filter((id) => !gone.has(keyOf(id))), ...created];
  const [wasNamed, isNamed] = [namedBy(before), namedBy(after)];
  return changes.flatMap((change): readonly (readonly [AclChange, RiskDraft])[] => {
    if (change.action === 'create' && !wasNamed(change.id)) return [[change, first]];
    return change.action === 'delete' && !isNamed(change.id) ? [[change, last]] : [];
  });
}

const first: RiskDraft = {
  level: 'high',
  code: 'access-lost',
  consequence:
    'this is the first entry for what it names, and the cluster lets everybody in where there is none: from then on whoever has no entry is refused',
};

const last: RiskDraft = {
  level: 'high',
  code: 'access-widening',
  consequence:
    'this is the last entry for what it names, and the cluster lets everybody in where there is none: from then on everybody may do everything with it',
};

/** Whether entries name all that a pattern names. Of a prefix or `*`, only one that is as wide does: names between them are not known. */
function namedBy(entries: readonly KafkaAclId[]): (id: KafkaAclId) => boolean {
  const byType = new Map<AclResourceType, Map<string, ResourcePattern>>();
  for (const id of entries) {
    const patterns = byType.get(id.resourceType) ?? new Map<string, ResourcePattern>();
    byType.set(id.resourceType, patterns.set(`${id.patternType} ${id.resourceName}`, resourceOf(id)));
  }
  return (id) => {
    const patterns = byType.get(id.resourceType);
    if (patterns === undefined) return false;
    if (patterns.has(`${id.patternType} ${id.resourceName}`)) return true;
    return [...patterns.values()].some((pattern) => covers(pattern, resourceOf(id)));
  };
}

function notTold(
  cluster: string,
  because: string,
  turning: readonly (readonly [AclChange, RiskDraft])[],
): Finding {
  const [[example] = []] = turning;
  return {
    code: 'open-without-acls-unknown',
    severity: 'notice',
    message: `whether ${cluster} lets everybody in where no ACL entry names a resource cannot be told: ${because}; this plan adds first entries or takes last ones away (${turning.length})`,
    hint: 'Look up allow.everyone.if.no.acl.found of its brokers. If it is true, first entries shut out everybody who has none, and last ones that go let everybody in.',
    ...(example === undefined ? {} : { position: example.provenance.position, about: example.id }),
  };
}
