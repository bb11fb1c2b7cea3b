import { known, type Reading } from '../../model/reading.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { unknownInService } from '../service.ts';
import { readTopicNames, readTopics } from './read-topics.ts';

/** One batch read. */
const mostTopics = 100;

/** See `Aiven.readEndOffsets`. */
export async function readEndOffsets(
  client: AivenClient,
  address: ServiceAddress,
  wanted: (topic: string) => boolean,
): Promise<Reading<ReadonlyMap<string, number | undefined>>> {
  try {
    const list = await readTopicNames(client, address);
    const names = list.names.filter(wanted).sort();
    if (names.length === 0) return known(new Map());
    const topics = await readTopics(client, address, address.service, list, names.slice(0, mostTopics));
    const offsets = new Map<string, number | undefined>(names.map((name) => [name, undefined]));
    for (const [name, topic] of topics) {
      if (topic.state === 'known') offsets.set(name, topic.value?.endOffset);
    }
    const read = [...topics.values()];
    const failure = read.find(({ state }) => state === 'unknown');
    const isAllUnknown = read.every(({ state }) => state === 'unknown');
    return isAllUnknown && failure?.state === 'unknown' ? failure : known(offsets);
  } catch (error) {
    return unknownInService(client, address, error);
  }
}
