import { AclIndex } from '../../model/acl-index.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { KafkaAcl, KafkaAclId, LiveKafkaAcl } from '../../model/kafka-acl.ts';
import type { Live } from '../../model/live.ts';
import type { Position } from '../../model/position.ts';
import { keyOf, nameOf } from '../../model/resource.ts';
import { unlistedAcl } from '../../model/unlisted-acl.ts';
import type { MirrorLogins } from '../derived/view.ts';

/** What a plan makes of the entries of a cluster. */
export interface AclsOfPlan {
  readonly before: AclIndex;
  /** Those that the plan leaves alone stay, denials too. */
  readonly after: AclIndex;
  /** Whether the plan deletes an entry that is there. */
  readonly deletes: (entry: KafkaAclId) => boolean;
}

export function aclsOfPlan(key: string, desired: Desired, existing: readonly LiveKafkaAcl[]): AclsOfPlan {
  const listed = desired.kafkaAcls.map(({ id }) => id).filter(({ cluster }) => cluster === key);
  const kept = new Set(listed.map(keyOf));
  const going: KafkaAclId[] = [];
  const staying: KafkaAclId[] = [];
  for (const acl of existing) {
    if (kept.has(keyOf(acl.id))) continue;
    (unlistedAcl(desired, key, acl).kind === 'goes' ? going : staying).push(acl.id);
  }
  const deleted = new Set(going.map(keyOf));
  return {
    before: new AclIndex(existing.map(({ id }) => id)),
    after: new AclIndex([...listed, ...staying]),
    deletes: (entry) => deleted.has(keyOf(entry)),
  };
}

/**
 * Denials that take away what flows need: those that this plan adds, whatever the flow's access is, since nobody else can tell
 * yet; and those that it leaves alone, of what it grants. Where MirrorMaker 2's own login could be tried, its brokers have
 * told the latter already, and `access: check` looks at what is there by itself.
 */
export function deniedAccess(desired: Desired, live: Live, logins: MirrorLogins): readonly Finding[] {
  return desired.clusters.flatMap(({ key }) => {
    const reading = live.clusters.get(key)?.kafkaAcls;
    if (reading?.state !== 'known') return [];
    const here = ({ id }: KafkaAcl) => id.cluster === key;
    const granted = desired.kafkaAcls.filter(
      (acl) => here(acl) && acl.provenance.origin === 'derived' && !desired.leavesOut(acl),
    );
    const byOthers = [...desired.checked.kafkaAcls, ...desired.checked.neededElsewhere].filter(here);
    const there = new Set(reading.value.map(({ id }) => keyOf(id)));
    const added = desired.kafkaAcls.filter(
      (acl) => here(acl) && acl.id.permission === 'DENY' && !there.has(keyOf(acl.id)),
    );
    const provenance = new Map(added.map((acl) => [keyOf(acl.id), acl.provenance]));
    const findings = takenBy(new AclIndex(added.map(({ id }) => id)), [...granted, ...byOthers]).map(
      (taken) =>
        addedDenial(taken, provenance.get(keyOf(taken.denial))?.position ?? taken.of.provenance.position),
    );
    if (logins.get(key)?.state === 'known') return findings;
    const { after } = aclsOfPlan(key, desired, reading.value);
    const left = granted.filter(({ id }) => {
      const denial = after.denialOf(id);
      return denial !== undefined && !provenance.has(keyOf(denial));
    });
    return [...findings, ...takenBy(after, left).map(leftDenial)];
  });
}

interface Taken {
  readonly denial: KafkaAclId;
  /** The first of the needed entries that it takes from. */
  readonly of: KafkaAcl;
  readonly more: number;
}

function takenBy(entries: AclIndex, needed: readonly KafkaAcl[]): readonly Taken[] {
  const byDenial = Map.groupBy(
    needed.flatMap((acl) => {
      const denial = entries.denialOf(acl.id);
      return denial === undefined ? [] : [{ acl, denial }];
    }),
    ({ denial }) => nameOf(denial),
  );
  return [...byDenial.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ denial: first.denial, of: first.acl, more: more.length }],
  );
}

function addedDenial({ denial, of, more }: Taken, position: Position): Finding {
  return {
    code: 'access-denied',
    severity: 'warning',
    message: `this plan adds "${nameOf(denial)}" on ${denial.cluster}, which takes away what flows need: ${needs(of, more)}`,
    hint: 'Name the principals and topics that are meant, without those of MirrorMaker 2, or disable the flow first.',
    position,
    about: denial,
    ...lasting(denial),
  };
}

function leftDenial({ denial, of, more }: Taken): Finding {
  return {
    code: 'access-denied',
    severity: 'warning',
    message: `${denial.cluster} denies with "${nameOf(denial)}" what flows need: ${needs(of, more)}`,
    hint: `Delete that denial on ${denial.cluster}, or narrow it: this plan leaves it alone.`,
    position: of.provenance.position,
    about: of.id,
    ...lasting(denial),
  };
}

function needs({ id }: KafkaAcl, more: number): string {
  return `"${nameOf(id)}"${more === 0 ? '' : ` and ${more} more of their rights`}`;
}

/** A denial for a single host may be meant for another client than MirrorMaker 2. */
function lasting({ host }: KafkaAclId): Pick<Finding, 'lasts'> {
  return host === '*' ? { lasts: true } : {};
}
