import type { ChangeOf } from '../../model/change.ts';
import type { Reading } from '../../model/reading.ts';
import { unknown } from '../../model/reading.ts';
import type { LiveTopic, Topic, TopicId } from '../../model/topic.ts';
import { neverSent, type ResourceWriter, type WriteFailure, type WriteResult } from '../../model/writer.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { asAivenError } from '../http/errors.ts';
import { readService, unknownInService } from '../service.ts';
import { attempt, attemptDelete, attemptKeeping, writeSideBySide } from '../write-in-order.ts';
import { readTopicNames, readTopics } from './read-topics.ts';
import { aivenConfigKey, aivenConfigValue } from './topic-config.ts';
import { topicsPath, wireTags, writing } from './topic-requests.ts';
import { updateTopic } from './update-topic.ts';

/** The topics that `readBack` answers carry the `cluster` of the ids that it was asked for. */
export function topicWriter(client: AivenClient, address: ServiceAddress): ResourceWriter<'topic'> {
  return {
    write: (changes) => writeTopics(client, address, changes),
    readBack: (ids) => readBack(client, address, ids),
  };
}

async function readBack(
  client: AivenClient,
  address: ServiceAddress,
  ids: readonly TopicId[],
): Promise<readonly Reading<LiveTopic | undefined>[]> {
  const [first] = ids;
  if (first === undefined) return [];
  try {
    const list = await readTopicNames(client, address);
    const names = ids.map((id) => id.name);
    const topics = await readTopics(client, address, first.cluster, list, names, 'current');
    return names.map((name) => topics.get(name) ?? unknown('incomplete', `Topic ${name} was not read`));
  } catch (error) {
    const reason = await unknownInService(client, address, error);
    return ids.map(() => reason);
  }
}

async function writeTopics(
  client: AivenClient,
  address: ServiceAddress,
  changes: readonly ChangeOf<'topic'>[],
): Promise<readonly WriteResult[]> {
  // There is no batch write in Aiven's API, and topics do not depend on each other.
  const results = await writeSideBySide(changes, (change) => attemptTopic(client, address, change));
  const explained = await withTopicsBeingDeleted(client, address, changes, results);
  return withNodesJoining(client, address, explained);
}

/** A name is free again only when Aiven has finished deleting the old topic. */
async function withTopicsBeingDeleted(
  client: AivenClient,
  address: ServiceAddress,
  changes: readonly ChangeOf<'topic'>[],
  results: readonly WriteResult[],
): Promise<readonly WriteResult[]> {
  const isRefused = changes.some((change, index) => change.action === 'create' && isConflict(results[index]));
  if (!isRefused) return results;
  const deleting = await namesBeingDeleted(client, address);
  return results.map((result, index) => {
    const change = changes[index];
    if (change?.action !== 'create' || !isConflict(result) || !deleting.has(change.id.name)) return result;
    const { isThere: _, ...refused } = result;
    return {
      ...refused,
      message: `Aiven is still deleting the old topic ${change.id.name}.`,
      transient: true,
    };
  });
}

/** "Cluster only has 2 broker(s), cannot set replication factor to 3" passes when nodes are about to join. */
async function withNodesJoining(
  client: AivenClient,
  address: ServiceAddress,
  results: readonly WriteResult[],
): Promise<readonly WriteResult[]> {
  const isTooFew = (result: WriteResult): result is WriteFailure =>
    result.state === 'failed' && /only has \d+ broker/i.test(result.message);
  if (!results.some(isTooFew)) return results;
  const service = await readService(client, address, 'kafka');
  const nodes = service.state === 'known' ? (service.value.node_states ?? []) : [];
  if (nodes.every((node) => node.state === 'running')) return results;
  return results.map((result) => (isTooFew(result) ? { ...result, transient: true } : result));
}

function attemptTopic(
  client: AivenClient,
  address: ServiceAddress,
  change: ChangeOf<'topic'>,
): Promise<WriteResult> {
  const { id } = change;
  switch (change.action) {
    case 'create':
      return createTopic(client, address, change.desired);
    case 'update':
      return attemptKeeping((keeps) => updateTopic(client, address, change, keeps));
    case 'replace':
      return Promise.resolve({
        state: 'failed',
        code: 'not-sent',
        message: `Topic ${id.name} would have to be deleted and created again, which loses its records. It was left as it is.`,
        transient: false,
      });
    case 'delete':
      return attemptDelete(() =>
        client.write({
          method: 'DELETE',
          operation: writing(address, `delete topic ${id.name}`),
          path: [...topicsPath(address), id.name],
        }),
      );
  }
}

/** A new topic shows late, so reads cannot tell soon whether a create that failed was done. */
const pauseBeforeAgainMs = 2_000;

/**
 * Where an error does not tell whether the topic was made, it is asked for once more, as Aiven's own clients do: a second one of the name
 * cannot come of it. Aiven says then that it exists, and it is waited for like one that was accepted.
 */
async function createTopic(client: AivenClient, address: ServiceAddress, topic: Topic): Promise<WriteResult> {
  const create = () =>
    client.write({
      method: 'POST',
      operation: writing(address, `create topic ${topic.id.name}`),
      path: topicsPath(address),
      body: newTopic(topic),
    });
  const first = await attempt(create);
  if (first.state === 'accepted' || !isUntold(first)) return first;
  client.progress(
    `Creating topic ${topic.id.name} failed (${first.code}): asking once more, which makes no second one`,
  );
  const second = await attempt(async () => {
    await client.clock.sleep(pauseBeforeAgainMs);
    await create();
  });
  return second.state === 'failed' && neverSent.has(second.code) ? first : second;
}

/** The error may have come before the effect, or after it. */
function isUntold({ transient, code }: WriteFailure): boolean {
  return transient && /^(5\d\d|408|connection|timeout|malformed)\b/.test(code);
}

function newTopic(topic: Topic): Readonly<Record<string, unknown>> {
  const config: Record<string, unknown> = {};
  for (const [name, value] of topic.config) {
    if (value !== null) config[aivenConfigKey(name)] = aivenConfigValue(name, value);
  }
  return {
    topic_name: topic.id.name,
    ...(topic.partitions === undefined ? {} : { partitions: topic.partitions }),
    ...(topic.replication === undefined ? {} : { replication: topic.replication }),
    ...(topic.description == null ? {} : { topic_description: topic.description }),
    ...(topic.owner_user_group_id === undefined ? {} : { owner_user_group_id: topic.owner_user_group_id }),
    ...(topic.tags == null ? {} : { tags: wireTags(topic.tags) }),
    config,
  };
}

function isConflict(result: WriteResult | undefined): result is WriteFailure {
  return result?.state === 'failed' && result.code.startsWith('409');
}

async function namesBeingDeleted(client: AivenClient, address: ServiceAddress): Promise<ReadonlySet<string>> {
  try {
    return (await readTopicNames(client, address)).deleting;
  } catch (error) {
    asAivenError(error); // The conflicts are reported as they are.
    return new Set();
  }
}
