import { known, type Reading, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import type { ClusterOffsets, TopicOffsets } from '../../model/topic-offsets.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { unknownInService } from '../service.ts';
import { readTopicNames, readTopics } from './read-topics.ts';

/** Ten batch reads for one look. */
const maxTopics = 1_000;

/** See `Aiven.readOffsets`. */
export async function readOffsets(
  client: AivenClient,
  address: ServiceAddress,
  wanted: (topic: string) => boolean,
): Promise<ClusterOffsets> {
  try {
    const list = await readTopicNames(client, address);
    const names = list.names.filter(wanted).sort();
    const read = names.slice(0, maxTopics);
    const topics =
      read.length === 0
        ? new Map<string, Reading<LiveTopic | undefined>>()
        : await readTopics(client, address, address.service, list, read);
    const readings = new Map<string, Reading<TopicOffsets>>();
    for (const name of names) {
      const offsets = offsetsOf(name, topics.get(name) ?? notRead);
      if (offsets !== undefined) readings.set(name, offsets);
    }
    return known(readings);
  } catch (error) {
    return unknownInService(client, address, error);
  }
}

const notRead = unknown('incomplete', `only the first ${maxTopics} topics are looked at`);

/** Undefined: it is gone since it was listed. */
function offsetsOf(name: string, topic: Reading<LiveTopic | undefined>): Reading<TopicOffsets> | undefined {
  if (topic.state === 'unknown') return topic;
  if (topic.value === undefined) return undefined;
  const { offsets } = topic.value;
  return offsets === undefined
    ? unknown('incomplete', `Aiven does not tell the offsets of topic ${name}`)
    : known(offsets);
}
