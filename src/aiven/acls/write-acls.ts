import type { ChangeOf } from '../../model/change.ts';
import { keyOf } from '../../model/resource.ts';
import { afterFirstPart, type WriteFailure, type WriteResult } from '../../model/writer.ts';
import { isNoOp } from '../http/errors.ts';
import { accepted, attempt, attemptDelete, writeSideBySide } from '../write-in-order.ts';

/** How Aiven stores one of its two kinds of ACL: entries with a handle of their own, added and deleted one by one. */
export interface AclEntries<K extends 'kafka-acl' | 'aiven-acl'> {
  /** Every entry, also when two say the same. */
  list(cluster: string): Promise<readonly Entry<K>[]>;
  add(id: ChangeOf<K>['id']): Promise<void>;
  delete(id: ChangeOf<K>['id'], aclId: string): Promise<void>;
  /** Changes of a lower wave are written first. */
  waveOf(change: ChangeOf<K>): number;
}

export interface Entry<K extends 'kafka-acl' | 'aiven-acl'> {
  readonly id: ChangeOf<K>['id'];
  readonly aclId: string;
}

/**
 * Writes in waves, and the entries of a wave side by side: they do not depend on each other. When a wave fails, later ones are not sent: granting without the denials before it would be wider
 * than reviewed, revoking without the grants before it narrower.
 */
export async function writeAcls<K extends 'kafka-acl' | 'aiven-acl'>(
  entries: AclEntries<K>,
  changes: readonly ChangeOf<K>[],
): Promise<readonly WriteResult[]> {
  const stored = await storedEntries(entries, changes);
  const results = new Map<ChangeOf<K>, WriteResult>();
  const waves = [...Map.groupBy(changes, (change) => entries.waveOf(change))].sort(([a], [b]) => a - b);
  let stopped = false;
  for (const [, wave] of waves) {
    if (stopped) break;
    const written = await writeSideBySide(wave, (change) => writeAcl(entries, change, stored));
    const settled = await settle(entries, wave, written);
    stopped = settled.some((result) => result.state === 'failed');
    for (const [index, change] of wave.entries()) results.set(change, settled[index] ?? notSent);
  }
  return changes.map((change) => results.get(change) ?? notSent);
}

const notSent: WriteFailure = {
  state: 'failed',
  code: 'not-sent',
  message: 'Not sent, because an ACL that has to be changed before this one could not be changed.',
  transient: true,
};

/** Aiven's handles, fresh: they change when somebody deletes and adds an entry. */
async function storedEntries<K extends 'kafka-acl' | 'aiven-acl'>(
  entries: AclEntries<K>,
  changes: readonly ChangeOf<K>[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const deleted = changes.find((change) => change.action === 'delete');
  const handles = new Map<string, string[]>();
  if (deleted === undefined) return handles;
  // When the list cannot be read, the handles in the changes are used.
  await attempt(async () => {
    for (const { id, aclId } of await entries.list(deleted.id.cluster)) {
      handles.set(keyOf(id), [...(handles.get(keyOf(id)) ?? []), aclId]);
    }
  });
  return handles;
}

/** Adding what is there and deleting what is not there are done. */
async function writeAcl<K extends 'kafka-acl' | 'aiven-acl'>(
  entries: AclEntries<K>,
  change: ChangeOf<K>,
  stored: ReadonlyMap<string, readonly string[]>,
): Promise<WriteResult> {
  if (change.action !== 'delete') {
    return attempt(() => entries.add(change.id), isNoOp);
  }
  const reviewed = change.live.aclId === undefined ? [] : [change.live.aclId];
  let isFirst = true;
  let wasGone = true;
  for (const aclId of stored.get(keyOf(change.id)) ?? reviewed) {
    const result = await attemptDelete(() => entries.delete(change.id, aclId));
    if (result.state === 'failed') return isFirst ? result : afterFirstPart(result);
    isFirst = false;
    wasGone &&= result.wasGone === true;
  }
  return wasGone && !isFirst ? { state: 'accepted', wasGone } : accepted;
}

/** A call that failed may have had its effect, and the next wave depends on whether it had. */
async function settle<K extends 'kafka-acl' | 'aiven-acl'>(
  entries: AclEntries<K>,
  changes: readonly ChangeOf<K>[],
  results: readonly WriteResult[],
): Promise<readonly WriteResult[]> {
  const [first] = changes;
  if (first === undefined || !results.some((result) => result.state === 'failed' && result.transient)) {
    return results;
  }
  let settled = results;
  await attempt(async () => {
    const there = new Set((await entries.list(first.id.cluster)).map(({ id }) => keyOf(id)));
    settled = results.map((result, index) => {
      const change = changes[index];
      if (change === undefined || result.state === 'accepted' || !result.transient) return result;
      return there.has(keyOf(change.id)) === (change.action !== 'delete') ? accepted : result;
    });
  });
  return settled;
}
