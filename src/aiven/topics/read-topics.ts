import { known, type Reading, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { asAivenError } from '../http/errors.ts';
import { topicList, topicRow } from '../wire/topic.ts';
import { isUsualTopicRow } from '../wire/usual-form.ts';
import { withClusterDefaults } from './cluster-defaults.ts';
import { lookUpInBatches, readBatches } from './read-batches.ts';
import { type Answer, isAbsent, readOneByOne, type TopicSource } from './read-one.ts';
import { topicReader } from './topic-reader.ts';
import { reading, topicsPath } from './topic-requests.ts';

/** Names that a list lacks are asked for one by one up to this number, so that thousands of new topics do not cost as many requests. */
const maxLookups = 50;
/**
 * After a write, topics are read one by one up to this number, because such a read is current. More are read in batches, which
 * lag, until they show what was written.
 */
const maxReadBack = 5;

/** What the list of a service's topics tells. */
export interface TopicNames {
  /** Without topics that are being deleted. */
  readonly names: readonly string[];
  readonly deleting: ReadonlySet<string>;
  readonly partitionCounts: ReadonlyMap<string, number>;
}

/** One request, however many topics there are. */
export async function readTopicNames(client: AivenClient, address: ServiceAddress): Promise<TopicNames> {
  const list = await client.read({
    operation: reading(address, 'list the topics'),
    path: topicsPath(address),
    answer: topicList,
    isSlow: true,
  });
  const topics = list.topics.flatMap((entry) =>
    isUsualTopicRow(entry) ? entry : (topicRow.safeParse(entry).data ?? []),
  );
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

/** A few topics are read one by one for current values; a batch read may be some seconds old. */
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

  const source: TopicSource = { client, address, topicOf: topicReader(cluster) };
  const [found, unlisted] = await Promise.all([
    freshness === 'current' && present.length <= maxReadBack
      ? readOneByOne(source, present)
      : readBatches(source, present),
    missing.length <= (freshness === 'current' ? maxReadBack : maxLookups)
      ? readOneByOne(source, missing)
      : lookUpInBatches(source, missing),
  ]);
  const contradictory = present.filter((name) => isAbsent(found.get(name)));
  const second = contradictory.length === 0 ? list : await listAgain(client, address, list);
  const stillListed = new Set(second.names);
  for (const [name, answer] of [...found, ...unlisted]) {
    if (!isAbsent(answer)) readings.set(name, inFull(name, answer));
    else if (stillListed.has(name) && listed.has(name)) {
      readings.set(
        name,
        unknown('incomplete', `Aiven lists topic ${name} but does not return it. Run again in a minute`),
      );
    } else readings.set(name, known(undefined));
  }
  return withClusterDefaults(readings);
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
    asAivenError(error); // The first list counts, which has the topics. Errors of our own are thrown on.
    return list;
  }
}

function inFull(name: string, answer: Answer | undefined): Reading<LiveTopic | undefined> {
  if (answer === undefined || 'absent' in answer) return unknown('incomplete', `Topic ${name} was not read`);
  return 'topic' in answer ? answer.topic : answer;
}
