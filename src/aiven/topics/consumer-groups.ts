import { known, type Reading, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { readTopics, type TopicNames } from './read-topics.ts';

/** Ten batch reads. */
const maxTopics = 1_000;

/**
 * The consumer groups of a service. Aiven has no list of them: each topic tells those that have committed offsets for it. The
 * groups of some topics would be an incomplete list, so all topics are read, except those in `read`, which have been.
 */
export async function readConsumerGroups(
  client: AivenClient,
  { address, cluster, list }: { address: ServiceAddress; cluster: string; list: TopicNames },
  read: ReadonlyMap<string, Reading<LiveTopic | undefined>>,
): Promise<Reading<readonly string[]>> {
  if (list.names.length > maxTopics) {
    return unknown(
      'incomplete',
      `Aiven tells consumer groups topic by topic, and ${address.service} has more than ${maxTopics} topics`,
    );
  }
  const others = list.names.filter((name) => !read.has(name));
  const rest = others.length === 0 ? [] : await readTopics(client, address, cluster, list, others);
  const names = new Set<string>();
  for (const [topic, reading] of [...read, ...rest]) {
    if (reading.state === 'unknown') return reading;
    if (reading.value === undefined) continue;
    const groups = reading.value.consumerGroups;
    if (groups === undefined) {
      return unknown('incomplete', `Aiven does not tell the consumer groups of topic ${topic}`);
    }
    for (const name of groups) names.add(name);
  }
  return known([...names].sort());
}
