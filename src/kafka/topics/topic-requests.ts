import type { ChangeOf } from '../../model/change.ts';
import { isConfigPath, lastNameOf } from '../../model/field-path.ts';
import type { WriteResult } from '../../model/writer.ts';
import { batches } from '../batches.ts';
import type { Call } from '../connection/call.ts';
import { notController } from '../error-codes.ts';
import { type EntryResult, KafkaFailure, noAnswer, refusedEntry, writeFailure } from '../failure.ts';
import type { Api } from '../protocol/api.ts';
import { createPartitions } from '../protocol/create-partitions.ts';
import { createTopics, type NewTopic, type TopicResults } from '../protocol/create-topics.ts';
import {
  type AlteredTopic,
  type ConfigAlteration,
  incrementalAlterConfigs,
} from '../protocol/incremental-alter-configs.ts';

export type TopicChange = ChangeOf<'topic'>;
export type TopicUpdate = Extract<TopicChange, { action: 'update' | 'replace' }>;
/** By the topic's name. */
export type TopicResultsByName = ReadonlyMap<string, WriteResult>;

/** How requests about topics are sent: to be carried out, or with `validateOnly`, to be checked only. */
export interface TopicRequests {
  readonly call: Call;
  readonly validateOnly: boolean;
  /** How long brokers may take for one request. */
  readonly timeoutMs: number;
}

/** The broker gives up before this tool does, so that its answer is heard. */
const answerMarginMs = 2_000;

/** How long the brokers may take for a request that this tool waits for so long. */
export function brokerTimeoutMs(requestTimeoutMs: number): number {
  return Math.max(1_000, requestTimeoutMs - answerMarginMs);
}

/** KRaft refuses an operation of more than 10,000 records (`QuorumController.MAX_RECORDS_PER_USER_OP`). */
const maxRecordsPerRequest = 5_000;
/** Counted for a topic whose number of partitions is the broker's default. */
const assumedPartitions = 50;
export const maxTopicsPerRequest = 500;

/** In batches. A topic without a number of partitions or replicas gets the brokers' default. */
export async function sendCreations(
  { call, validateOnly, timeoutMs }: TopicRequests,
  changes: readonly TopicChange[],
): Promise<TopicResultsByName> {
  const topics = changes.flatMap((change) => (change.action === 'create' ? [newTopic(change)] : []));
  const weigh = ({ partitions, configs }: NewTopic): number =>
    1 + configs.length + (partitions < 0 ? assumedPartitions : partitions);
  return inBatches(batches(topics, maxRecordsPerRequest, weigh), async (batch) =>
    atController(call, createTopics, { topics: batch, timeoutMs, validateOnly }),
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

/** Only the keys that changes name; the others keep what they have (IncrementalAlterConfigs). */
export async function sendConfigs(
  { call, validateOnly }: TopicRequests,
  changes: readonly TopicChange[],
): Promise<TopicResultsByName> {
  const altered = changes.flatMap((change) => (change.action === 'update' ? alteredTopic(change) : []));
  return inBatches(batches(altered, maxTopicsPerRequest), (batch) =>
    call.write(incrementalAlterConfigs, { topics: batch, validateOnly }),
  );
}

/** Partitions are only added (CreatePartitions). */
export async function sendGrowth(
  { call, validateOnly, timeoutMs }: TopicRequests,
  changes: readonly TopicChange[],
): Promise<TopicResultsByName> {
  const grown = changes.flatMap((change) => (change.action === 'update' ? grownTopic(change) : []));
  const weigh = ({ count }: { count: number }): number => count;
  return inBatches(batches(grown, maxRecordsPerRequest, weigh), (batch) =>
    atController(call, createPartitions, { topics: batch, timeoutMs, validateOnly }),
  );
}

/** The keys of its configs that an update names. */
export function alteredTopic({ id, fields }: TopicUpdate): readonly AlteredTopic[] {
  const configs = fields.flatMap(({ field, to }): ConfigAlteration[] => {
    if (!isConfigPath(field)) return [];
    const name = lastNameOf(field);
    return [typeof to === 'string' ? { operation: 'set', name, value: to } : { operation: 'delete', name }];
  });
  return configs.length === 0 ? [] : [{ name: id.name, configs }];
}

/** The number of partitions that an update asks for. */
export function grownTopic({ id, fields }: TopicUpdate): readonly { name: string; count: number }[] {
  return fields.flatMap(({ field, to }) =>
    field === 'partitions' ? [{ name: id.name, count: Number(to) }] : [],
  );
}

export function atController<Request>(
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
export async function inBatches<T extends { readonly name: string }>(
  parts: readonly (readonly T[])[],
  send: (batch: readonly T[]) => Promise<TopicResults>,
): Promise<TopicResultsByName> {
  const results = new Map<string, WriteResult>();
  for (const batch of parts) {
    for (const [name, result] of await oneBatch(batch, send)) results.set(name, result);
  }
  return results;
}

async function oneBatch<T extends { readonly name: string }>(
  batch: readonly T[],
  send: (batch: readonly T[]) => Promise<TopicResults>,
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
