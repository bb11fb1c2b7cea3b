import { known, type Reading, unknown } from '../../model/reading.ts';
import type { ClusterOffsets, TopicOffsets } from '../../model/topic-offsets.ts';
import { batches } from '../batches.ts';
import type { Address } from '../connection/addresses.ts';
import type { Call } from '../connection/call.ts';
import { errorName, standardWords } from '../error-codes.ts';
import { KafkaFailure, unknownBecause } from '../failure.ts';
import { type ListOffsetsRequest, listOffsets } from '../protocol/list-offsets.ts';
import {
  metadata,
  type PartitionLeadersAnswer,
  partitionLeaders,
  type TopicLeaders,
} from '../protocol/metadata.ts';

const maxNamesPerMetadata = 5_000;
/** Two answers of about 20 bytes for each. */
const maxPartitionsPerRequest = 10_000;

/** See `KafkaCluster.readOffsets`. Never throws for what the cluster did. */
export async function readOffsets(call: Call, wanted: (topic: string) => boolean): Promise<ClusterOffsets> {
  try {
    const { topics: all } = await call.read(metadata, { topics: 'all' });
    const names = all.map(({ name }) => name).filter(wanted);
    return await readOffsetsOf(call, names);
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}

/** Of topics that are there; one that is gone meanwhile is not among the answers. Never throws for what the cluster did. */
export async function readOffsetsOf(call: Call, names: readonly string[]): Promise<ClusterOffsets> {
  try {
    const wanted = new Set(names);
    const readings = new Map<string, Reading<TopicOffsets>>();
    for (const batch of batches(names, maxNamesPerMetadata)) {
      const { brokers, topics } = await call.read(partitionLeaders, { topics: batch });
      const asked = topics.filter(({ name }) => wanted.has(name));
      for (const [name, reading] of await readAtLeaders(call, brokers, asked)) readings.set(name, reading);
    }
    return known(readings);
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}

/** Filled by the answers of several leaders; the first failure of a topic stays. */
class Log {
  readonly start: number[] = [];
  readonly end: number[] = [];
  failure: KafkaFailure | undefined;
  readonly partitions: number;

  constructor(partitions: number) {
    this.partitions = partitions;
  }

  toReading(name: string): Reading<TopicOffsets> {
    if (this.failure !== undefined) return unknownBecause(this.failure);
    const { start, end, partitions } = this;
    const isWhole = [start, end].every(
      (side) => side.length === partitions && Object.keys(side).length === partitions,
    );
    return isWhole && partitions > 0
      ? known({ start, end })
      : unknown('incomplete', `the brokers left offsets of topic ${name} out of their answer`);
  }
}

async function readAtLeaders(
  call: Call,
  brokers: PartitionLeadersAnswer['brokers'],
  topics: readonly TopicLeaders[],
): Promise<ReadonlyMap<string, Reading<TopicOffsets>>> {
  const logs = new Map<string, Log>();
  const byLeader = new Map<number, Map<string, number[]>>();
  for (const topic of topics) {
    // Deleted since it was listed.
    if (errorName(topic.errorCode) === 'UNKNOWN_TOPIC_OR_PARTITION') continue;
    logs.set(topic.name, noteLeaders(topic, byLeader));
  }
  await Promise.all(
    [...byLeader].map(async ([leader, partitions]) => {
      const asked = [...partitions].map(([name, numbers]) => ({ name, partitions: numbers }));
      try {
        await askLeader(call, addressOf(leader, brokers), asked, logs);
      } catch (error) {
        if (!(error instanceof KafkaFailure)) throw error;
        for (const { name } of asked) fail(logs.get(name), error);
      }
    }),
  );
  return new Map([...logs].map(([name, log]) => [name, log.toReading(name)]));
}

function noteLeaders(
  { name, errorCode, partitions }: TopicLeaders,
  byLeader: Map<number, Map<string, number[]>>,
): Log {
  const log = new Log(partitions.length);
  if (errorCode !== 0) fail(log, refused(name, errorCode));
  for (const { partition, leader } of partitions) {
    const own = byLeader.get(leader) ?? new Map<string, number[]>();
    byLeader.set(leader, own.set(name, [...(own.get(name) ?? []), partition]));
  }
  return log;
}

async function askLeader(
  call: Call,
  address: Address,
  asked: ListOffsetsRequest['topics'],
  logs: ReadonlyMap<string, Log>,
): Promise<void> {
  for (const topics of batches(asked, maxPartitionsPerRequest, ({ partitions }) => partitions.length)) {
    for (const which of ['start', 'end'] as const) {
      const answer = await call.readAt(address, listOffsets, { which, topics });
      for (const { name, partitions } of answer.topics) {
        const log = logs.get(name);
        for (const { partition, errorCode, offset } of partitions) {
          if (errorCode !== 0) fail(log, refused(name, errorCode));
          else if (log !== undefined && partition >= 0 && partition < log.partitions)
            log[which][partition] = offset;
        }
      }
    }
  }
}

function fail(log: Log | undefined, failure: KafkaFailure): void {
  if (log !== undefined) log.failure ??= failure;
}

function addressOf(leader: number, brokers: PartitionLeadersAnswer['brokers']): Address {
  const broker = brokers.find(({ nodeId }) => nodeId === leader);
  if (broker !== undefined) return { host: broker.host, port: broker.port };
  throw new KafkaFailure({
    code: 'unavailable',
    kafkaCode: 'LEADER_NOT_AVAILABLE',
    transient: true,
    message: 'some of its partitions have no leader at the moment',
  });
}

function refused(topic: string, errorCode: number): KafkaFailure {
  const code = errorName(errorCode);
  const isDenied = code === 'TOPIC_AUTHORIZATION_FAILED';
  return new KafkaFailure({
    code: isDenied ? 'denied' : 'unavailable',
    kafkaCode: code,
    transient: !isDenied,
    message: isDenied
      ? `counting takes Describe on topic ${topic}, which this login lacks`
      : `topic ${topic} cannot be counted now: ${code}: ${standardWords(code)}`,
  });
}
