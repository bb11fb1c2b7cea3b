import type { AccessGrant } from '../mirrormaker/union.ts';
import { AclIndex } from '../model/acl-index.ts';
import type { Finding } from '../model/finding.ts';
import type { KafkaAcl, KafkaAclId } from '../model/kafka-acl.ts';
import { findOwning } from '../model/matching-patterns.ts';
import { keyOf } from '../model/resource.ts';
import type { ClusterSpec, Spec } from '../spec/spec.ts';
import { type DerivedResources, derivedProvenance } from './derived/derived.ts';
import { byId } from './order.ts';

/** Declared entries, one per operation, and derived ones. Of equal entries the declared one stays, the first of several. */
export function desiredKafkaAcls(
  spec: Spec,
  derived: DerivedResources,
): {
  readonly managed: readonly KafkaAcl[];
  readonly checked: readonly KafkaAcl[];
  readonly neededElsewhere: readonly KafkaAcl[];
  readonly findings: readonly Finding[];
} {
  const managed = new Map<string, KafkaAcl>();
  const add = (into: Map<string, KafkaAcl>, acl: KafkaAcl): void => {
    const key = keyOf(acl.id);
    if (!managed.has(key)) into.set(key, acl);
  };
  for (const cluster of spec.clusters.values()) for (const acl of declaredAcls(cluster)) add(managed, acl);
  for (const acl of derivedAcls(spec, derived.manage.access)) add(managed, acl);
  const checked = new Map<string, KafkaAcl>();
  for (const acl of derivedAcls(spec, derived.check.access)) add(checked, acl);
  return {
    managed: byId([...managed.values()]),
    checked: byId([...checked.values()]),
    neededElsewhere: byId(derivedAcls(spec, derived.off)),
    findings: ownedButOnlyChecked(spec, [...checked.values()], [...managed.values()]),
  };
}

function declaredAcls({ key: cluster, kafkaAcls }: ClusterSpec): readonly KafkaAcl[] {
  return kafkaAcls.flatMap(
    ({ operations, position, principal, host, resourceType, resourceName, patternType, permission, form }) =>
      operations.map((operation): KafkaAcl => {
        const resource = { resourceType, resourceName, patternType };
        const id: KafkaAclId = {
          kind: 'kafka-acl',
          cluster,
          principal,
          host,
          ...resource,
          operation,
          permission,
        };
        return { id, provenance: { origin: 'declared', position, ...(form && { form: form.name }) } };
      }),
  );
}

function derivedAcls(spec: Spec, access: readonly AccessGrant[]): readonly KafkaAcl[] {
  return access.flatMap(({ cluster: key, principal, entry, flows }) => {
    const cluster = spec.clusters.get(key);
    if (cluster === undefined) return [];
    const { resourceType, resourceName, patternType, operation, rule } = entry;
    const id: KafkaAclId = {
      kind: 'kafka-acl',
      cluster: key,
      principal,
      host: '*',
      resourceType,
      resourceName,
      patternType,
      operation,
      permission: 'ALLOW',
    };
    return [{ id, provenance: derivedProvenance(flows, cluster.position, rule) }];
  });
}

/** An owned principal has exactly the ACLs of the spec. Rights that are only checked, and that no entry of the spec brings, would be deleted. */
function ownedButOnlyChecked(
  spec: Spec,
  checked: readonly KafkaAcl[],
  managed: readonly KafkaAcl[],
): readonly Finding[] {
  const findings = new Map<string, Finding>();
  const brought = new Map(
    [...Map.groupBy(managed, ({ id }) => id.cluster)].map(([cluster, acls]) => [
      cluster,
      new AclIndex(acls.map(({ id }) => id)),
    ]),
  );
  for (const { id, provenance } of checked) {
    if (brought.get(id.cluster)?.isGranted(id) === true) continue;
    const principals = spec.clusters.get(id.cluster)?.manage.acls?.principals ?? [];
    const owner = findOwning(principals, id.principal);
    if (owner === undefined || provenance.origin !== 'derived') continue;
    for (const flow of provenance.flows) {
      findings.set(`${id.cluster} ${flow}`, {
        code: 'owned-but-only-checked',
        severity: 'error',
        message: `${flow}: ${id.principal} is owned by manage.acls of ${id.cluster}, so the rights that access: check does not create would be deleted`,
        hint: `Set access: manage, or take ${owner.pattern} out of manage.acls.principals of ${id.cluster}.`,
        position: owner.position,
      });
    }
  }
  return [...findings.values()];
}
