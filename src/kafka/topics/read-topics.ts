import { known, type Reading, type Unknown, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import { isTopicName } from '../../model/topic-name.ts';
import { batches } from '../batches.ts';
import type { Call } from '../connection/call.ts';
import { errorName } from '../error-codes.ts';
import { type EntryResult, KafkaFailure, unknownBecause, wordsOf } from '../failure.ts';
import { type DescribedConfig, describeConfigs } from '../protocol/describe-configs.ts';
import { type MetadataAnswer, metadata, type TopicMetadata } from '../protocol/metadata.ts';
import { configReader, type TopicConfig } from './topic-config.ts';

export type TopicReadings = ReadonlyMap<string, Reading<LiveTopic | undefined>>;

/** 500 topics with all their configs and synonyms are about 3 MB. */
const maxTopicsPerDescribe = 500;
const maxTopicsPerMetadata = 5_000;

/** Every topic the login may see, with the brokers and the cluster's id: one request. */
export async function readAllMetadata(call: Call): Promise<MetadataAnswer> {
  const answer = await call.read(metadata, { topics: 'all' });
  const odd = answer.topics.find(({ name }) => !isTopicName(name));
  if (!odd) return answer;
  throw new KafkaFailure({
    code: 'incomplete',
    kafkaCode: 'INVALID_TOPIC_EXCEPTION',
    transient: false,
    message: `the brokers list a topic with a name that Kafka does not allow: ${JSON.stringify(odd.name)}`,
  });
}

/** The wanted topics in full. A failure that concerns one topic makes only that one unknown. */
export async function readTopics(
  call: Call,
  cluster: string,
  wanted: readonly string[],
  all: readonly TopicMetadata[],
): Promise<TopicReadings> {
  const names = [...new Set(wanted)];
  const visible = new Map(all.map((topic) => [topic.name, topic]));
  const missing = names.filter((name) => !visible.has(name));
  for (const topic of await askAbout(call, missing)) visible.set(topic.name, topic);

  const readings = new Map<string, Reading<LiveTopic | undefined>>();
  const there: TopicMetadata[] = [];
  for (const name of names) {
    const topic = visible.get(name);
    if (topic?.errorCode === 0) there.push(topic);
    else readings.set(name, notThere(name, topic));
  }
  for (const [name, reading] of await readConfigs(call, cluster, there)) readings.set(name, reading);
  return readings;
}

/**
 * A topic that the login may not describe is missing from the list of all topics, as if it were not there. Asked
 * for by name, the broker answers TOPIC_AUTHORIZATION_FAILED instead of UNKNOWN_TOPIC_OR_PARTITION.
 */
async function askAbout(call: Call, names: readonly string[]): Promise<readonly TopicMetadata[]> {
  const found: TopicMetadata[] = [];
  for (const batch of batches(names, maxTopicsPerMetadata)) {
    found.push(...(await call.read(metadata, { topics: batch })).topics);
  }
  return found;
}

function notThere(name: string, topic: TopicMetadata | undefined): Reading<undefined> {
  if (topic === undefined) return unknown('incomplete', `the brokers left topic ${name} out of their answer`);
  return topicProblem(name, { errorCode: topic.errorCode, errorMessage: null }, 'Describe');
}

async function readConfigs(
  call: Call,
  cluster: string,
  topics: readonly TopicMetadata[],
): Promise<TopicReadings> {
  const readings = new Map<string, Reading<LiveTopic | undefined>>();
  const toConfig = configReader();
  for (const batch of batches(topics, maxTopicsPerDescribe)) {
    const described = await describe(call, batch, toConfig);
    for (const topic of batch) readings.set(topic.name, toReading(cluster, topic, described));
  }
  return readings;
}

interface ReadConfig extends EntryResult {
  readonly configs: TopicConfig;
}

/** A whole request that fails leaves its topics unknown, and the other batches as they are. */
async function describe(
  call: Call,
  topics: readonly TopicMetadata[],
  toConfig: (configs: readonly DescribedConfig[]) => TopicConfig,
): Promise<ReadonlyMap<string, ReadConfig> | Unknown> {
  try {
    const answer = await call.read(describeConfigs, { topics: topics.map(({ name }) => name) });
    return new Map(
      answer.topics.map((topic) => [topic.name, { ...topic, configs: toConfig(topic.configs) }]),
    );
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}

function toReading(
  cluster: string,
  { name, replicas }: TopicMetadata,
  described: ReadonlyMap<string, ReadConfig> | Unknown,
): Reading<LiveTopic | undefined> {
  if ('state' in described) return described;
  const topic = described.get(name);
  if (topic === undefined)
    return unknown('incomplete', `the brokers left the configs of topic ${name} out of their answer`);
  if (topic.errorCode !== 0) return topicProblem(name, topic, 'DescribeConfigs');
  return known({
    id: { kind: 'topic', cluster, name },
    partitions: replicas.length,
    // While a reassignment runs some partitions count the replicas that are being added.
    replication: replicas.reduce((fewest, count) => Math.min(fewest, count), replicas[0] ?? 0),
    config: topic.configs,
  });
}

function topicProblem(name: string, result: EntryResult, right: string): Reading<undefined> {
  switch (errorName(result.errorCode)) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return known(undefined);
    case 'TOPIC_AUTHORIZATION_FAILED':
      return unknown(
        'denied',
        `reading topic ${name} takes ${right} on it, which this login lacks: ${wordsOf(result)}`,
      );
    default:
      return unknown(
        'unavailable',
        `topic ${name} cannot be read now: ${errorName(result.errorCode)}: ${wordsOf(result)}`,
      );
  }
}
