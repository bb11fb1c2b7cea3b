import { known, type Reading } from '../model/reading.ts';
import type { ServiceAddress } from './aiven.ts';
import type { AivenClient } from './client.ts';
import { readTopicNames, readTopics } from './read-topics.ts';
import { unknownInService } from './service.ts';

/** One batch read. */
const mostTopics = 100;

/** See `Aiven.readEndOffsets`. */
export async function readEndOffsets(
  client: AivenClient,
  address: ServiceAddress,
  wanted: (topic: string) => boolean,
): Promise<Reading<ReadonlyMap<string, number>>> {
  try {
    const list = await readTopicNames(client, address);
    const names = list.names.filter(wanted).sort().slice(0, mostTopics);
    if (names.length === 0) return known(new Map());
    const topics = await readTopics(client, address, address.service, list, names);
    const offsets = new Map<string, number>();
    for (const [name, topic] of topics) {
      if (topic.state === 'known' && topic.value?.endOffset !== undefined) {
        offsets.set(name, topic.value.endOffset);
      }
    }
    const [failure] = [...topics.values()].filter(({ state }) => state === 'unknown');
    return offsets.size === 0 && failure?.state === 'unknown' ? failure : known(offsets);
  } catch (error) {
    return unknownInService(client, address, error);
  }
}
