import { type AivenError, asAivenError } from '../http/errors.ts';
import { servicePath, unknownInService } from '../service.ts';
import { topicBatch } from '../wire/topic.ts';
import { type Answer, absent, readOne, readOneByOne, type TopicSource } from './read-one.ts';
import { reading } from './topic-requests.ts';

/** Aiven's limit for one batch read. */
const maxBatchSize = 100;
/** A batch that timed out is halved down to this size; then its topics are read one by one. */
const minBatchSize = 25;

type Answers = ReadonlyMap<string, Answer>;

/**
 * Topics that a list has. The batch read (`/v2`) is what Aiven's own clients use, and its description calls it experimental.
 * Whatever is wrong with it, topics can be read one by one; once that was found out, it is not tried again in this run.
 */
export async function readBatches(source: TopicSource, names: readonly string[]): Promise<Answers> {
  if (!source.client.readsTopicsInBatches) return readOneByOne(source, names);
  return joined(chunks(names, maxBatchSize).map((chunk) => readBatch(source, chunk, 2)));
}

/** Topics that a list lacks: a batch read that knows none of a hundred says that all are absent. */
export async function lookUpInBatches(source: TopicSource, names: readonly string[]): Promise<Answers> {
  if (!source.client.readsTopicsInBatches) return readOneByOne(source, names);
  const lookUp = async (chunk: readonly string[]): Promise<Answers> => {
    try {
      const topics = await batch(source, chunk);
      return new Map(chunk.map((name) => [name, topics.get(name) ?? absent] as const));
    } catch (thrown) {
      const error = asAivenError(thrown);
      if (saysTopicsNotFound(error)) return new Map(chunk.map((name) => [name, absent]));
      return withoutBatch(source, chunk, error);
    }
  };
  return joined(chunks(names, maxBatchSize).map(lookUp));
}

/** `attempts` counts the batch reads that are left before the names are asked for in smaller groups. */
async function readBatch(source: TopicSource, names: readonly string[], attempts: number): Promise<Answers> {
  try {
    const topics = await batch(source, names);
    const missing = names.filter((name) => !topics.has(name));
    const answers = new Map(topics);
    for (const [name, answer] of await readOneByOne(source, missing)) answers.set(name, answer);
    return answers;
  } catch (thrown) {
    const error = asAivenError(thrown);
    if (error.kind === 'timeout' && names.length > minBatchSize) {
      source.client.progress(`Reading ${names.length} topics at once took too long: asking for half as many`);
      return halved(source, names, attempts);
    }
    if (!saysTopicsNotFound(error)) return withoutBatch(source, names, error);
  }
  if (attempts > 1) {
    await source.client.clock.sleep(1_000);
    return readBatch(source, names, attempts - 1);
  }
  // One unknown name fails the whole batch: halving finds it in a few reads.
  if (names.length <= 8) return readOneByOne(source, names);
  return halved(source, names, 1);
}

function halved(source: TopicSource, names: readonly string[], attempts: number): Promise<Answers> {
  const halves = chunks(names, Math.ceil(names.length / 2));
  return joined(halves.map((half) => readBatch(source, half, attempts)));
}

/** One topic is tried first: where that cannot be read either, it is not the batch read that is in the way. */
async function withoutBatch(
  source: TopicSource,
  names: readonly string[],
  error: AivenError,
): Promise<Answers> {
  const { client, address } = source;
  const [first, ...others] = names;
  if (first === undefined) return new Map();
  if (error.isLasting) {
    const reason = await unknownInService(client, address, error);
    return new Map(names.map((name) => [name, reason]));
  }
  const answer = await readOne(source, first);
  if ('state' in answer && answer.code !== 'incomplete') {
    return new Map(names.map((name) => [name, answer]));
  }
  // The client has repeated what may pass, and the read of one topic was answered: the batch read is what fails.
  if (error.status !== 429 && client.readsTopicsInBatches) {
    client.readsTopicsInBatches = false;
    const said =
      error.status === undefined ? error.message : `Aiven answered ${error.status}: ${error.message}`;
    client.progress(`Topics cannot be read in batches (${said}), so they are read one by one`);
  }
  return new Map([[first, answer], ...(await readOneByOne(source, others))]);
}

/** A 404 about topics. One with another code, or without any, may be of a route that is not there: it says nothing of a topic. */
function saysTopicsNotFound(error: AivenError): boolean {
  return error.isNotFound && /topic/.test(error.code ?? '');
}

async function batch({ client, address, topicOf }: TopicSource, names: readonly string[]): Promise<Answers> {
  const { topics } = await client.read({
    method: 'POST',
    operation: reading(address, 'read topics'),
    path: [...servicePath(address, 'v2'), 'topic'],
    body: { topic_names: names },
    answer: topicBatch,
    isSlow: true,
    repeatsTimeout: false,
  });
  const asked = new Set(names);
  const found = new Map<string, Answer>();
  for (const topic of topics) {
    const name = nameIn(topic);
    if (name !== undefined && asked.has(name)) found.set(name, { topic: topicOf(name, topic) });
  }
  return found;
}

function nameIn(topic: unknown): string | undefined {
  if (typeof topic !== 'object' || topic === null || !('topic_name' in topic)) return undefined;
  return typeof topic.topic_name === 'string' ? topic.topic_name : undefined;
}

async function joined(parts: readonly Promise<Answers>[]): Promise<Answers> {
  return new Map((await Promise.all(parts)).flatMap((answers) => [...answers]));
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}
