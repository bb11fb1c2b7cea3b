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

/** So many topics with all their configs and synonyms are about 3 MB; a broker has to put them together within one deadline. */
const usualTopicsPerDescribe = 500;
/** Where they are more than this many requests, each asks about more topics, but not about more than this. */
const usualDescribes = 10;
const maxTopicsPerDescribe = 1_000;
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
  const perRequest = Math.max(usualTopicsPerDescribe, Math.ceil(topics.length / usualDescribes));
  const parts = batches(topics, Math.min(maxTopicsPerDescribe, perRequest));
  const described = await twoAtATime(parts, (part) => describe(call, part, toConfig));
  for (const [part, answer] of described) {
    // It shared its connection with another request, which may be the one that broke it.
    const isShared = answer instanceof KafkaFailure && answer.transient && parts.length > 1;
    const last = isShared ? await describe(call, part, toConfig) : answer;
    const said = last instanceof KafkaFailure ? unknownBecause(last) : last;
    for (const topic of part) readings.set(topic.name, toReading(cluster, topic, said));
  }
  return readings;
}

/** While the broker works on one, the next is on its way. In the order of the parts. */
async function twoAtATime<T, R>(
  parts: readonly T[],
  ask: (part: T) => Promise<R>,
): Promise<readonly (readonly [T, R])[]> {
  const answers = new Map<number, readonly [T, R]>();
  const queue = parts.entries();
  const worker = async (): Promise<void> => {
    for (const [index, part] of queue) answers.set(index, [part, await ask(part)]);
  };
  await Promise.all([worker(), worker()]);
  return parts.flatMap((_, index) => {
    const answer = answers.get(index);
    return answer === undefined ? [] : [answer];
  });
}

interface ReadConfig extends EntryResult {
  readonly configs: TopicConfig;
}

/** A whole request that fails leaves its topics unknown, and the other batches as they are. */
async function describe(
  call: Call,
  topics: readonly TopicMetadata[],
  toConfig: (configs: readonly DescribedConfig[]) => TopicConfig,
): Promise<ReadonlyMap<string, ReadConfig> | KafkaFailure> {
  try {
    const answer = await call.read(describeConfigs, { topics: topics.map(({ name }) => name) });
    return new Map(
      answer.topics.map((topic) => [topic.name, { ...topic, configs: toConfig(topic.configs) }]),
    );
  } catch (error) {
    if (error instanceof KafkaFailure) return error;
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
