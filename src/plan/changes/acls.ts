import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { NewerAcl } from '../../model/kafka-acl.ts';
import type { Live } from '../../model/live.ts';
import { owningPrincipalPattern } from '../../model/owning-pattern.ts';
import type { Reading } from '../../model/reading.ts';
import { type DesiredOf, keyOf, type LiveOf } from '../../model/resource.ts';
import { unlistedAcl } from '../../model/unlisted-acl.ts';
import { aivenAclComparison, kafkaAclComparison } from '../compare/acl.ts';
import type { KindComparison } from '../compare/comparison.ts';
import { byKey, isKnown, type PlanDraft, reasonOf } from './plan-draft.ts';

export function planKafkaAcls(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const { key } of desired.clusters) {
    const cluster = live.clusters.get(key);
    planCluster(kafkaAclComparison, desired, key, desired.kafkaAcls, cluster?.kafkaAcls, draft);
    draft.findings.push(...newerEntries(desired, key, cluster?.newerAcls ?? []));
  }
}

export function planAivenAcls(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const { key } of desired.clusters) {
    const reading = live.clusters.get(key)?.aivenAcls;
    planCluster(aivenAclComparison, desired, key, desired.aivenAcls, reading, draft);
  }
}

function planCluster<K extends 'kafka-acl' | 'aiven-acl'>(
  comparison: KindComparison<K>,
  desired: Desired,
  place: string,
  all: readonly DesiredOf<K>[],
  reading: Reading<readonly LiveOf<K>[]> | undefined,
  draft: PlanDraft,
): void {
  const declared = all.filter(({ id }) => id.cluster === place);
  if (!isKnown(reading)) {
    const reason = reasonOf(reading);
    if (declared.length > 0 || reason.code !== 'not-managed') {
      draft.unknown(reason, { place }, comparison, declared);
    }
    return;
  }
  const existing = byKey(reading.value);
  const wanted = new Set<string>();
  for (const acl of declared) {
    wanted.add(keyOf(acl.id));
    draft.compare(comparison, acl, existing.get(keyOf(acl.id)));
  }
  for (const acl of reading.value) {
    if (wanted.has(keyOf(acl.id))) continue;
    const fate = unlistedAcl(desired, place, acl);
    if (fate.kind === 'stays') draft.leftAlone.push({ id: acl.id, why: fate.why });
    else
      draft.remove(comparison, acl, {
        origin: 'owned',
        position: fate.owner.position,
        pattern: fate.owner.pattern,
      });
  }
}

/** Entries that this version cannot read stay, and the others are compared as if there were none. */
function newerEntries(desired: Desired, place: string, newer: readonly NewerAcl[]): readonly Finding[] {
  return newer.map(({ principal, text }) => {
    const owner = owningPrincipalPattern(desired, place, principal);
    return {
      code: 'acl-not-understood',
      severity: owner === undefined ? ('notice' as const) : ('warning' as const),
      message: `${place} has an ACL entry of ${principal} ${text}, which this version does not know: it is left alone`,
      hint: 'What it allows or denies is not taken into account. Look at it on the cluster, or use a newer version of this action.',
      ...(owner === undefined ? {} : { position: owner.position }),
    };
  });
}
