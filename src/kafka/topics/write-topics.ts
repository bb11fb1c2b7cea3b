import type { FieldChange } from '../../model/change.ts';
import { isConfigPath } from '../../model/field-path.ts';
import { known, type Reading } from '../../model/reading.ts';
import type { LiveTopic, TopicId } from '../../model/topic.ts';
import { afterFirstPart, type ResourceWriter, type WriteResult } from '../../model/writer.ts';
import { batches } from '../batches.ts';
import type { Call } from '../connection/call.ts';
import { KafkaFailure, noAnswer, notSupported, unknownBecause } from '../failure.ts';
import { deleteTopics } from '../protocol/delete-topics.ts';
import { withOffsets } from './counted-topics.ts';
import { readTopics } from './read-topics.ts';
import {
  atController,
  brokerTimeoutMs,
  inBatches,
  maxTopicsPerRequest,
  sendConfigs,
  sendCreations,
  sendGrowth,
  type TopicChange,
  type TopicRequests,
  type TopicResultsByName,
} from './topic-requests.ts';

export interface TopicWriterOptions {
  readonly cluster: string;
  /** A call with a deadline of its own. */
  readonly begin: () => Call;
  /** How long this tool waits for the answer to one request. */
  readonly requestTimeoutMs: number;
}

/** Creates, then updates, then deletes. A topic's partitions grow; its replication is never changed. */
export function topicWriter(options: TopicWriterOptions): ResourceWriter<'topic'> {
  return {
    async write(changes) {
      const call = options.begin();
      const timeoutMs = brokerTimeoutMs(options.requestTimeoutMs);
      const requests = { call, validateOnly: false, timeoutMs };
      const refusals = new Map(changes.flatMap((change) => refusalOf(change)));
      const sent = changes.filter(({ id }) => !refusals.has(id.name));
      const created = await sendCreations(requests, sent);
      const updated = await update(requests, sent);
      const deleted = await remove(requests, sent);
      const results = new Map([...refusals, ...created, ...updated, ...deleted]);
      return changes.map(
        ({ id }) => results.get(id.name) ?? noAnswer(`nothing was said about topic ${id.name}`),
      );
    },
    readBack: (ids) => readBack(options, ids),
    readCounted: (ids) => readBack(options, ids, 'counted'),
  };
}

async function readBack(
  { begin, cluster }: TopicWriterOptions,
  ids: readonly TopicId[],
  counted?: 'counted',
): Promise<readonly Reading<LiveTopic | undefined>[]> {
  const call = begin();
  const names = ids.map(({ name }) => name);
  try {
    const read = await readTopics(call, cluster, names, []);
    const readings = counted === undefined ? read : await withOffsets(call, read, () => true);
    return names.map((name) => readings.get(name) ?? known(undefined));
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error;
    return names.map(() => unknownBecause(error));
  }
}

/** What this tool never sends to brokers: it would lose records, or Kafka has no request for it. */
function refusalOf(change: TopicChange): [string, WriteResult][] {
  const { name } = change.id;
  if (change.action === 'replace')
    return [[name, notSupported('a topic is never deleted and created again')]];
  if (change.action !== 'update') return [];
  const field = change.fields.find((candidate) => !isWritable(candidate));
  if (!field) return [];
  const why =
    field.field === 'replication'
      ? 'replication is never changed on an external cluster'
      : `${field.field} cannot be written to Kafka`;
  return [[name, notSupported(why)]];
}

function isWritable({ field, to }: FieldChange): boolean {
  if (field === 'partitions') return typeof to === 'string' && /^\d+$/.test(to);
  return isConfigPath(field) && (to === null || typeof to === 'string');
}

/** Configs and partitions are independent; both are tried, and the first refusal is reported with the other. */
async function update(requests: TopicRequests, changes: readonly TopicChange[]): Promise<TopicResultsByName> {
  const altered = await sendConfigs(requests, changes);
  const grown = await sendGrowth(requests, changes);
  const updates = changes.filter(({ action }) => action === 'update');
  return new Map(updates.map(({ id }) => [id.name, both(altered.get(id.name), grown.get(id.name))]));
}

/** `undefined`: the change has no such part. */
function both(first: WriteResult | undefined, second: WriteResult | undefined): WriteResult {
  if (first === undefined || second === undefined) return first ?? second ?? { state: 'accepted' };
  if (first.state === 'accepted') return afterFirstPart(second);
  if (second.state === 'accepted') return first;
  return {
    ...first,
    message: `${first.message}; ${second.code}: ${second.message}`.slice(0, 500),
    transient: first.transient && second.transient,
  };
}

async function remove(
  { call, timeoutMs }: TopicRequests,
  changes: readonly TopicChange[],
): Promise<TopicResultsByName> {
  const topics = changes.flatMap((change) => (change.action === 'delete' ? [{ name: change.id.name }] : []));
  return inBatches(batches(topics, maxTopicsPerRequest), (batch) =>
    atController(call, deleteTopics, { topics: batch.map(({ name }) => name), timeoutMs }),
  );
}
