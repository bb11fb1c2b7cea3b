import type { ChangeOf } from '../../model/change.ts';
import { known } from '../../model/reading.ts';
import { keyOf } from '../../model/resource.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import { batches } from '../batches.ts';
import type { Call } from '../connection/call.ts';
import {
  type EntryResult,
  KafkaFailure,
  noAnswer,
  notSupported,
  refusedEntry,
  writeFailure,
} from '../failure.ts';
import { type AclEntry, sameEntry, toEntry } from '../protocol/acl-entry.ts';
import { createAcls, deleteAcls, type FilterResult } from '../protocol/acls.ts';
import { readAcls } from './read-acls.ts';

type AclChange = ChangeOf<'kafka-acl'>;

/** KRaft takes up to 10,000 at once, and all or none (`AclControlManager`). */
const maxEntriesPerRequest = 5_000;

export interface AclWriterOptions {
  readonly cluster: string;
  /** A call with a deadline of its own. */
  readonly begin: () => Call;
}

/**
 * All additions, then all removals: access is never narrower than what stays. A removal names one entry exactly,
 * and what the broker says it deleted is compared with it.
 */
export function aclWriter(options: AclWriterOptions): ResourceWriter<'kafka-acl'> {
  return {
    async write(changes) {
      const call = options.begin();
      const created = await inBatches(entriesOf(changes, 'create'), (entries) => create(call, entries));
      // A deleted entry may be the one that the failed addition was meant to replace.
      const deleted = created.every(({ state }) => state === 'accepted')
        ? await inBatches(entriesOf(changes, 'delete'), (entries) => remove(call, entries))
        : entriesOf(changes, 'delete').map(() => notAttempted);
      const [nextCreated, nextDeleted] = [created.values(), deleted.values()];
      return changes.map((change) => {
        if (change.action === 'create') return next(nextCreated);
        if (change.action === 'delete') return next(nextDeleted);
        return notSupported('an ACL entry has nothing to update');
      });
    },
    async readBack(ids) {
      const { kafkaAcls: reading } = await readAcls(options.begin(), options.cluster);
      if (reading.state === 'unknown') return ids.map(() => reading);
      const live = new Map(reading.value.map((acl) => [keyOf(acl.id), acl]));
      return ids.map((id) => known(live.get(keyOf(id))));
    },
  };
}

const notAttempted: WriteResult = {
  state: 'failed',
  code: 'OPERATION_NOT_ATTEMPTED',
  message: 'not tried, because an entry that was to be added first was refused',
  transient: true,
};

function entriesOf(changes: readonly AclChange[], action: 'create' | 'delete'): readonly AclEntry[] {
  return changes.filter((change) => change.action === action).map(({ id }) => toEntry(id));
}

async function create(call: Call, entries: readonly AclEntry[]): Promise<readonly WriteResult[]> {
  const { results } = await call.write(createAcls, { entries });
  return entries.map((_, index) => entryResult(results[index], () => ({ state: 'accepted' })));
}

async function remove(call: Call, entries: readonly AclEntry[]): Promise<readonly WriteResult[]> {
  const { results } = await call.write(deleteAcls, { entries });
  return entries.map((entry, index) => entryResult(results[index], (result) => deletion(entry, result)));
}

/** No match: somebody else deleted it first, which is what was asked for. */
function deletion(asked: AclEntry, { matches }: FilterResult): WriteResult {
  const refused = matches.find(({ errorCode }) => errorCode !== 0);
  if (refused) return refusedEntry(refused);
  const other = matches.find(({ entry }) => !sameEntry(entry, asked));
  if (!other) return { state: 'accepted' };
  const { principal, resourceName } = other.entry;
  return noAnswer(
    `the brokers say they deleted another entry than the one asked for: ${principal} on ${resourceName}`,
  );
}

function entryResult<R extends EntryResult>(
  result: R | undefined,
  accepted: (result: R) => WriteResult,
): WriteResult {
  if (result === undefined) return noAnswer('the brokers answered for fewer entries than were sent');
  return result.errorCode === 0 ? accepted(result) : refusedEntry(result);
}

async function inBatches(
  entries: readonly AclEntry[],
  send: (batch: readonly AclEntry[]) => Promise<readonly WriteResult[]>,
): Promise<readonly WriteResult[]> {
  const results: WriteResult[] = [];
  for (const batch of batches(entries, maxEntriesPerRequest)) results.push(...(await oneBatch(batch, send)));
  return results;
}

async function oneBatch(
  batch: readonly AclEntry[],
  send: (batch: readonly AclEntry[]) => Promise<readonly WriteResult[]>,
): Promise<readonly WriteResult[]> {
  try {
    return await send(batch);
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error;
    return batch.map(() => writeFailure(error));
  }
}

function next(results: Iterator<WriteResult>): WriteResult {
  const { done, value } = results.next();
  return done ? noAnswer('the brokers answered for fewer entries than were sent') : value;
}
