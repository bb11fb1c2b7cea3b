import { type Reading, type Unknown, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { type AivenError, asAivenError } from '../http/errors.ts';
import { unknownInService } from '../service.ts';
import { topicAnswer, type WireTopic } from '../wire/topic.ts';
import { reading, topicsPath } from './topic-requests.ts';

/** Where topics are asked for, and what becomes of an answer as soon as it is there: none is kept, because each is large. */
export interface TopicSource {
  readonly client: AivenClient;
  readonly address: ServiceAddress;
  readonly topicOf: (name: string, answer: unknown) => Reading<LiveTopic | undefined>;
}

/** What was answered for one name: a topic, its absence, or why it is not known. */
export type Answer = { readonly topic: Reading<LiveTopic | undefined> } | { readonly absent: true } | Unknown;

export const absent: Answer = { absent: true };

export function isAbsent(answer: Answer | undefined): boolean {
  return answer !== undefined && 'absent' in answer;
}

/** Each with a request of its own; the client bounds how many are on their way at once. */
export async function readOneByOne(
  source: TopicSource,
  names: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await readOne(source, name)] as const)));
}

/** One topic as it is right now; a topic that is not there throws. */
export async function askForTopic(
  client: AivenClient,
  address: ServiceAddress,
  name: string,
): Promise<WireTopic> {
  const { topic } = await client.read({
    operation: reading(address, `read topic ${name}`),
    path: [...topicsPath(address), name],
    answer: topicAnswer,
    isSlow: true,
  });
  return topic;
}

export async function readOne({ client, address, topicOf }: TopicSource, name: string): Promise<Answer> {
  try {
    const topic = await askForTopic(client, address, name);
    if (topic.topic_name === name) return { topic: topicOf(name, topic) };
    return unknown('incomplete', `Aiven answered with another topic than ${name}`);
  } catch (thrown) {
    const error = asAivenError(thrown);
    return saysNoSuchTopic(error) ? absent : unknownInService(client, address, error);
  }
}

/** Whether a 404 is about the topic, and not about the service or the project. */
function saysNoSuchTopic(error: AivenError): boolean {
  return error.isNotFound && !/^(service|project)_/.test(error.code ?? '');
}
