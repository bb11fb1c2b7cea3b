import { known, type Reading, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { type AivenError, asAivenError, type Operation } from '../http/errors.ts';
import { servicePath, unknownInService } from '../service.ts';
import { topicAnswer, topicBatch, topicList, type WireTopic, wireTopic } from '../wire/topic.ts';
import { withClusterDefaults } from './cluster-defaults.ts';
import { liveTopic } from './live-topic.ts';

/** Aiven's limit for one batch read. */
const batchSize = 100;
/** Up to so many names are asked for one by one where a batch read does not do. */
const mostLookups = 50;

export interface TopicNames {
  /** Without topics that are being deleted. */
  readonly names: readonly string[];
  readonly deleting: ReadonlySet<string>;
  readonly partitionCounts: ReadonlyMap<string, number>;
}

export async function readTopicNames(client: AivenClient, address: ServiceAddress): Promise<TopicNames> {
  const { topics } = await client.read({
    operation: reading(address, 'list the topics'),
    path: [...servicePath(address), 'topic'],
    answer: topicList,
  });
  const gone = topics.filter((topic) => topic.state === 'DELETING').map((topic) => topic.topic_name);
  const deleting = new Set(gone);
  const names = topics.map((topic) => topic.topic_name).filter((name) => !deleting.has(name));
  const partitionCounts = new Map(
    topics.flatMap(({ topic_name: name, partitions }) =>
      partitions == null ? [] : [[name, partitions] as const],
    ),
  );
  return { names: [...new Set(names)], deleting, partitionCounts };
}

/** Current values cost one read per topic; a batch read may be some seconds old. */
export type Freshness = 'current' | 'cached';

/**
 * Topics in full. Three sources tell about a topic, and each lags by itself: the list, the batch read (`/v2`, cached
 * longest, 404 for all when one name is unknown) and the read of one topic. A topic is absent when the list and
 * a second source say so, and `incomplete` while they contradict each other.
 */
export async function readTopics(
  client: AivenClient,
  address: ServiceAddress,
  cluster: string,
  list: TopicNames,
  wanted: readonly string[],
  freshness: Freshness = 'cached',
): Promise<ReadonlyMap<string, Reading<LiveTopic | undefined>>> {
  const listed = new Set(list.names);
  const present = wanted.filter((name) => listed.has(name));
  const missing = wanted.filter((name) => !listed.has(name) && !list.deleting.has(name));
  const readings = new Map<string, Reading<LiveTopic | undefined>>();
  for (const name of wanted) if (list.deleting.has(name)) readings.set(name, known(undefined));

  const [found, unlisted] = await Promise.all([
    freshness === 'current' && present.length <= mostLookups
      ? readOneByOne(client, address, present)
      : readBatches(client, address, present),
    lookUp(client, address, missing),
  ]);
  const contradictory = present.filter((name) => isAbsent(found.get(name)));
  const second = contradictory.length === 0 ? list : await listAgain(client, address, list);
  const stillListed = new Set(second.names);
  for (const [name, answer] of [...found, ...unlisted]) {
    if (!isAbsent(answer)) readings.set(name, inFull(cluster, name, answer));
    else if (stillListed.has(name) && listed.has(name)) {
      readings.set(
        name,
        unknown('incomplete', `Aiven lists topic ${name} but does not return it. Run again in a minute`),
      );
    } else readings.set(name, known(undefined));
  }
  return withClusterDefaults(readings);
}

/** What was answered for one name: a topic of any shape, its absence, or why it is not known. */
type Answer =
  | { readonly topic: unknown }
  | { readonly absent: true }
  | Extract<Reading<never>, { state: 'unknown' }>;

function isAbsent(answer: Answer | undefined): boolean {
  return answer !== undefined && 'absent' in answer;
}

async function listAgain(
  client: AivenClient,
  address: ServiceAddress,
  list: TopicNames,
): Promise<TopicNames> {
  await client.clock.sleep(2_000);
  try {
    return await readTopicNames(client, address);
  } catch (error) {
    asAivenError(error); // The first list stands: it says that the topics are there.
    return list;
  }
}

async function readBatches(
  client: AivenClient,
  address: ServiceAddress,
  names: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  const answers = await Promise.all(
    chunks(names, batchSize).map((chunk) => readBatch(client, address, chunk, 2)),
  );
  return new Map(answers.flatMap((answer) => [...answer]));
}

/** `attempts` counts the batch reads that are left before the names are asked for in smaller groups. */
async function readBatch(
  client: AivenClient,
  address: ServiceAddress,
  names: readonly string[],
  attempts: number,
): Promise<ReadonlyMap<string, Answer>> {
  try {
    const topics = await batch(client, address, names);
    const missing = names.filter((name) => !topics.has(name));
    const answers = new Map<string, Answer>([...topics].map(([name, topic]) => [name, { topic }]));
    for (const [name, answer] of await readOneByOne(client, address, missing)) answers.set(name, answer);
    return answers;
  } catch (thrown) {
    const error = asAivenError(thrown);
    if (!error.isNotFound) {
      const reason = await unknownInService(client, address, error);
      return new Map(names.map((name) => [name, reason]));
    }
  }
  if (attempts > 1) {
    await client.clock.sleep(1_000);
    return readBatch(client, address, names, attempts - 1);
  }
  // One unknown name fails the whole batch: halving finds it in a few reads.
  if (names.length <= 8) return readOneByOne(client, address, names);
  const halves = await Promise.all(
    chunks(names, Math.ceil(names.length / 2)).map((half) => readBatch(client, address, half, 1)),
  );
  return new Map(halves.flatMap((half) => [...half]));
}

async function batch(
  client: AivenClient,
  address: ServiceAddress,
  names: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const { topics } = await client.read({
    method: 'POST',
    operation: reading(address, 'read topics'),
    path: [...servicePath(address, 'v2'), 'topic'],
    body: { topic_names: names },
    answer: topicBatch,
  });
  const asked = new Set(names);
  const found = new Map<string, unknown>();
  for (const topic of topics) {
    const name = nameIn(topic);
    if (name !== undefined && asked.has(name)) found.set(name, topic);
  }
  return found;
}

async function readOneByOne(
  client: AivenClient,
  address: ServiceAddress,
  names: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readOne(client, address, name)] as const)),
  );
}

/** One topic as it is right now; a topic that is not there throws. */
export async function askForTopic(
  client: AivenClient,
  address: ServiceAddress,
  name: string,
): Promise<WireTopic> {
  const { topic } = await client.read({
    operation: reading(address, `read topic ${name}`),
    path: [...servicePath(address), 'topic', name],
    answer: topicAnswer,
  });
  return topic;
}

async function readOne(client: AivenClient, address: ServiceAddress, name: string): Promise<Answer> {
  try {
    const topic = await askForTopic(client, address, name);
    if (topic.topic_name === name) return { topic };
    return unknown('incomplete', `Aiven answered with another topic than ${name}`);
  } catch (thrown) {
    const error = asAivenError(thrown);
    return saysNoSuchTopic(error) ? { absent: true } : unknownInService(client, address, error);
  }
}

/** Not: the service or project does not exist. */
function saysNoSuchTopic(error: AivenError): boolean {
  return error.isNotFound && !/^(service|project)_/.test(error.code ?? '');
}

/**
 * Names that the list lacks. One by one only up to `mostLookups`, so that a spec of thousands of new topics does not
 * cost as many requests: beyond that, a batch read that knows none of them is the second source.
 */
async function lookUp(
  client: AivenClient,
  address: ServiceAddress,
  names: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  if (names.length <= mostLookups) return readOneByOne(client, address, names);
  const answers = await Promise.all(
    chunks(names, batchSize).map(async (chunk) => {
      try {
        const topics = await batch(client, address, chunk);
        return chunk.map((name) => [name, topics.has(name) ? { topic: topics.get(name) } : absent] as const);
      } catch (thrown) {
        const error = asAivenError(thrown);
        const answer = saysNoSuchTopic(error) ? absent : await unknownInService(client, address, error);
        return chunk.map((name) => [name, answer] as const);
      }
    }),
  );
  return new Map(answers.flat());
}

const absent: Answer = { absent: true };

function inFull(cluster: string, name: string, answer: Answer | undefined): Reading<LiveTopic | undefined> {
  if (answer === undefined || !('topic' in answer)) {
    return answer !== undefined && 'state' in answer
      ? answer
      : unknown('incomplete', `Topic ${name} was not read`);
  }
  const wire = wireTopic.safeParse(answer.topic);
  if (!wire.success) {
    const where = wire.error.issues[0]?.path.join('.') ?? '';
    return unknown(
      'incomplete',
      `Aiven's answer for topic ${name} does not have the documented shape at ${where}`,
    );
  }
  return liveTopic(cluster, wire.data);
}

function nameIn(topic: unknown): string | undefined {
  if (typeof topic !== 'object' || topic === null || !('topic_name' in topic)) return undefined;
  return typeof topic.topic_name === 'string' ? topic.topic_name : undefined;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}

function reading(address: ServiceAddress, what: string): Operation {
  return { does: `${what} of service ${address.service}`, permission: 'service:data:write' };
}
