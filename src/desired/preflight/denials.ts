import { AclIndex } from '../../model/acl-index.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { KafkaAcl, KafkaAclId, LiveKafkaAcl } from '../../model/kafka-acl.ts';
import type { Live } from '../../model/live.ts';
import { ownsPrincipal } from '../../model/name-pattern.ts';
import { keyOf, nameOf } from '../../model/resource.ts';
import type { MirrorLogins } from '../derived/view.ts';

/** The entries of a cluster as they are once the plan is applied: those that are not the spec's stay, denials too. */
export function aclsAfterPlan(key: string, desired: Desired, existing: readonly LiveKafkaAcl[]): AclIndex {
  const listed = desired.kafkaAcls.map(({ id }) => id).filter(({ cluster }) => cluster === key);
  const kept = new Set(listed.map(keyOf));
  const owned = desired.ownership.get(key)?.principals ?? [];
  const others = existing
    .map(({ id }) => id)
    .filter((id) => !kept.has(keyOf(id)))
    .filter(({ principal }) => !owned.some(({ pattern }) => ownsPrincipal(pattern, principal)));
  return new AclIndex([...listed, ...others]);
}

/**
 * Denials that the plan leaves alone and that take away what it grants to a flow. Where MirrorMaker 2's own login could be
 * tried, its brokers have said so already.
 */
export function deniedAccess(desired: Desired, live: Live, logins: MirrorLogins): readonly Finding[] {
  return desired.clusters.flatMap(({ key }) => {
    const reading = live.clusters.get(key)?.kafkaAcls;
    if (reading?.state !== 'known' || logins.get(key)?.state === 'known') return [];
    const after = aclsAfterPlan(key, desired, reading.value);
    const derived = desired.kafkaAcls.filter(
      (acl) => acl.id.cluster === key && acl.provenance.origin === 'derived' && !desired.leavesOut(acl),
    );
    const byDenial = Map.groupBy(
      derived.flatMap((acl) => {
        const denial = after.denialOf(acl.id);
        return denial === undefined ? [] : [{ acl, denial }];
      }),
      ({ denial }) => nameOf(denial),
    );
    return [...byDenial.values()].flatMap(([first, ...more]) =>
      first === undefined ? [] : [finding(first.denial, first.acl, more.length)],
    );
  });
}

function finding(denial: KafkaAclId, { id, provenance }: KafkaAcl, more: number): Finding {
  const others = more === 0 ? '' : ` and ${more} more of their rights`;
  return {
    code: 'access-denied',
    severity: 'warning',
    message: `${id.cluster} denies with "${nameOf(denial)}" what flows need: "${nameOf(id)}"${others}`,
    hint: `Delete that denial on ${id.cluster}, or narrow it: its principal is not among manage.acls.principals, so that it stays.`,
    position: provenance.position,
    about: id,
    // A denial for a single host may be meant for another client than MirrorMaker 2.
    ...(denial.host === '*' ? { lasts: true } : {}),
  };
}
