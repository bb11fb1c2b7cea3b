import type { ChangeOf, FieldChange } from '../model/change.ts';
import { known, type Reading } from '../model/reading.ts';
import type { LiveTopic, TopicId } from '../model/topic.ts';
import type { ResourceWriter, WriteResult } from '../model/writer.ts';
import { batches } from './batches.ts';
import type { Call } from './connection/call.ts';
import { notController } from './error-codes.ts';
import {
  type EntryResult,
  KafkaFailure,
  noAnswer,
  notSupported,
  refusedEntry,
  unknownBecause,
  writeFailure,
} from './failure.ts';
import type { Api } from './protocol/api.ts';
import { createPartitions } from './protocol/create-partitions.ts';
import { createTopics, type NewTopic, type TopicResults } from './protocol/create-topics.ts';
import { deleteTopics } from './protocol/delete-topics.ts';
import {
  type AlteredTopic,
  type ConfigAlteration,
  type IncrementalAlterConfigsAnswer,
  incrementalAlterConfigs,
} from './protocol/incremental-alter-configs.ts';
import { readTopics } from './read-topics.ts';

type TopicChange = ChangeOf<'topic'>;
type TopicUpdate = Extract<TopicChange, { action: 'update' | 'replace' }>;
type Results = ReadonlyMap<string, WriteResult>;

/** The broker gives up before this tool does, so that its answer is heard. */
const answerMargin = 2_000;
/** KRaft refuses an operation of more than 10,000 records (`QuorumController.MAX_RECORDS_PER_USER_OP`). */
const recordsPerRequest = 5_000;
/** Counted for a topic whose number of partitions is the broker's default. */
const assumedPartitions = 50;
const topicsPerRequest = 500;

export interface TopicWriterOptions {
  readonly cluster: string;
  /** A call with a deadline of its own. */
  readonly begin: () => Call;
  /** The deadline of one request, in milliseconds. */
  readonly requestDeadline: number;
}

/** Creates, then updates, then deletes. A topic's partitions grow; its replication is never changed. */
export function topicWriter(options: TopicWriterOptions): ResourceWriter<'topic'> {
  return {
    async write(changes) {
      const call = options.begin();
      const timeoutMilliseconds = Math.max(1_000, options.requestDeadline - answerMargin);
      const refusals = new Map(changes.flatMap((change) => refusalOf(change)));
      const sent = changes.filter(({ id }) => !refusals.has(id.name));
      const created = await create(call, sent, timeoutMilliseconds);
      const updated = await update(call, sent, timeoutMilliseconds);
      const deleted = await remove(call, sent, timeoutMilliseconds);
      const results = new Map([...refusals, ...created, ...updated, ...deleted]);
      return changes.map(
        ({ id }) => results.get(id.name) ?? noAnswer(`nothing was said about topic ${id.name}`),
      );
    },
    readBack: (ids) => readBack(options, ids),
  };
}

async function readBack(
  { begin, cluster }: TopicWriterOptions,
  ids: readonly TopicId[],
): Promise<readonly Reading<LiveTopic | undefined>[]> {
  const call = begin();
  const names = ids.map(({ name }) => name);
  try {
    const readings = await readTopics(call, cluster, names, []);
    return names.map((name) => readings.get(name) ?? known(undefined));
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error;
    return names.map(() => unknownBecause(error));
  }
}

/** What is refused without asking the brokers, because nothing good can come of it. */
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
  return field.startsWith(configPrefix) && (to === null || typeof to === 'string');
}

async function create(
  call: Call,
  changes: readonly TopicChange[],
  timeoutMilliseconds: number,
): Promise<Results> {
  const topics = changes.flatMap((change) => (change.action === 'create' ? [newTopic(change)] : []));
  const weigh = ({ partitions, configs }: NewTopic): number =>
    1 + configs.length + (partitions < 0 ? assumedPartitions : partitions);
  return inBatches(batches(topics, recordsPerRequest, weigh), async (batch) =>
    atController(call, createTopics, { topics: batch, timeoutMilliseconds }),
  );
}

function newTopic({ id, desired }: Extract<TopicChange, { action: 'create' }>): NewTopic {
  const configs = [...desired.config].flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  return {
    name: id.name,
    partitions: desired.partitions ?? -1,
    replication: desired.replication ?? -1,
    configs,
  };
}

/** Configs and partitions are independent; both are tried, and the first refusal is reported with the other. */
async function update(
  call: Call,
  changes: readonly TopicChange[],
  timeoutMilliseconds: number,
): Promise<Results> {
  const updates = changes.flatMap((change) => (change.action === 'update' ? [change] : []));
  const altered = await inBatches(batches(updates.flatMap(alteredTopic), topicsPerRequest), (batch) =>
    call.write(incrementalAlterConfigs, { topics: batch }),
  );
  const weigh = ({ count }: { count: number }): number => count;
  const grown = await inBatches(batches(updates.flatMap(grownTopic), recordsPerRequest, weigh), (batch) =>
    atController(call, createPartitions, { topics: batch, timeoutMilliseconds }),
  );
  return new Map(updates.map(({ id }) => [id.name, both(altered.get(id.name), grown.get(id.name))]));
}

const configPrefix = 'config.';

function alteredTopic({ id, fields }: TopicUpdate): AlteredTopic[] {
  const configs = fields.flatMap(({ field, to }): ConfigAlteration[] => {
    if (!field.startsWith(configPrefix)) return [];
    const name = field.slice(configPrefix.length);
    return [typeof to === 'string' ? { operation: 'set', name, value: to } : { operation: 'delete', name }];
  });
  return configs.length === 0 ? [] : [{ name: id.name, configs }];
}

function grownTopic({ id, fields }: TopicUpdate): { name: string; count: number }[] {
  return fields.flatMap(({ field, to }) =>
    field === 'partitions' ? [{ name: id.name, count: Number(to) }] : [],
  );
}

function both(
  first: WriteResult = { state: 'accepted' },
  second: WriteResult = { state: 'accepted' },
): WriteResult {
  if (first.state === 'accepted') return second;
  if (second.state === 'accepted') return first;
  return {
    ...first,
    message: `${first.message}; ${second.code}: ${second.message}`.slice(0, 500),
    transient: first.transient && second.transient,
  };
}

async function remove(
  call: Call,
  changes: readonly TopicChange[],
  timeoutMilliseconds: number,
): Promise<Results> {
  const topics = changes.flatMap((change) => (change.action === 'delete' ? [{ name: change.id.name }] : []));
  return inBatches(batches(topics, topicsPerRequest), (batch) =>
    atController(call, deleteTopics, { topics: batch.map(({ name }) => name), timeoutMilliseconds }),
  );
}

function atController<Request>(
  call: Call,
  api: Api<Request, TopicResults>,
  request: Request,
): Promise<TopicResults> {
  return call.writeAtController(
    api,
    request,
    ({ topics }) => topics.length > 0 && topics.every(({ errorCode }) => errorCode === notController),
  );
}

/** One batch after the other: a failed one says nothing about the next. */
async function inBatches<T extends { readonly name: string }>(
  parts: readonly (readonly T[])[],
  send: (batch: readonly T[]) => Promise<TopicResults | IncrementalAlterConfigsAnswer>,
): Promise<Results> {
  const results = new Map<string, WriteResult>();
  for (const batch of parts) {
    for (const [name, result] of await oneBatch(batch, send)) results.set(name, result);
  }
  return results;
}

async function oneBatch<T extends { readonly name: string }>(
  batch: readonly T[],
  send: (batch: readonly T[]) => Promise<TopicResults | IncrementalAlterConfigsAnswer>,
): Promise<[string, WriteResult][]> {
  try {
    const answer = await send(batch);
    const said = new Map<string, EntryResult>(answer.topics.map((topic) => [topic.name, topic]));
    return batch.map(({ name }) => [name, toResult(name, said.get(name))]);
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error;
    return batch.map(({ name }) => [name, writeFailure(error)]);
  }
}

function toResult(name: string, result: EntryResult | undefined): WriteResult {
  if (result === undefined) return noAnswer(`the brokers left topic ${name} out of their answer`);
  return result.errorCode === 0 ? { state: 'accepted' } : refusedEntry(result);
}
