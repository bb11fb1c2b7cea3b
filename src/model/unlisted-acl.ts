import { whyNotStatable } from './acl-forms.ts';
import { AclIndex } from './acl-index.ts';
import type { AivenAclId } from './aiven-acl.ts';
import type { Desired, OwnedPattern } from './desired.ts';
import type { KafkaAclId } from './kafka-acl.ts';
import { findOwning } from './matching-patterns.ts';

/** What becomes of a live entry that neither the spec nor a flow asks for. */
export type UnlistedAcl =
  | { readonly kind: 'goes'; readonly owner: OwnedPattern }
  | {
      readonly kind: 'stays';
      readonly why:
        | 'default-acl'
        | 'outside-manage'
        | 'may-be-needed'
        | 'access-off'
        | NonNullable<ReturnType<typeof whyNotStatable>>;
    };

type Asked = Pick<Desired, 'ownership' | 'undecided' | 'checked'>;

/** One answer for the plan, which deletes by it, and for whoever asks what is granted and denied once the plan is applied. */
export function unlistedAcl(
  desired: Asked,
  cluster: string,
  { id, aclId }: { readonly id: KafkaAclId | AivenAclId; readonly aclId?: string | undefined },
): UnlistedAcl {
  // Every new Aiven service starts with it; taking it away may lock everybody out.
  if (aclId === 'default') return { kind: 'stays', why: 'default-acl' };
  const principal = id.kind === 'kafka-acl' ? id.principal : `User:${id.username}`;
  const owner = findOwning(desired.ownership.get(cluster)?.principals ?? [], principal);
  if (owner === undefined) return { kind: 'stays', why: 'outside-manage' };
  if (mayBeNeeded(desired, cluster, principal)) return { kind: 'stays', why: 'may-be-needed' };
  if (id.kind === 'kafka-acl' && servesOff(desired, id)) return { kind: 'stays', why: 'access-off' };
  const unstatable = whyNotStatable(id);
  return unstatable === undefined ? { kind: 'goes', owner } : { kind: 'stays', why: unstatable };
}

/** A flow whose needs are not known may need it. */
function mayBeNeeded({ undecided }: Asked, cluster: string, principal: string): boolean {
  return undecided.some(({ ends }) =>
    ends.some((end) => end.cluster === cluster && (end.principal ?? principal) === principal),
  );
}

/** Somebody gave it by hand for a flow with `access: off`, which says that this action has no say in that. */
function servesOff({ checked }: Asked, entry: KafkaAclId): boolean {
  if (entry.permission !== 'ALLOW') return false;
  const brings = new AclIndex([{ ...entry, host: '*' }]);
  return checked.neededElsewhere.some(
    ({ id }) => id.cluster === entry.cluster && id.principal === entry.principal && brings.isGranted(id),
  );
}
