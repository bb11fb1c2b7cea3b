import type { BackendCommit, BackendTopic } from '../kafka-backend.ts';
import type { Context } from './context.ts';
import { AivenError } from './errors.ts';
import type { KafkaService, TopicAnswer, TopicRow } from './state.ts';
import { type OwnTopicFields, topicAnswer, topicRow } from './topic-config.ts';

/**
 * What the three ways to read topics show, and when: the list is cached, GET is current, the v2 batch read lags behind
 * both. terraform-provider-aiven `kafkatopicrepository/read.go`, its pull requests 464 and 2648.
 */

export async function readList(context: Context, service: KafkaService): Promise<readonly TopicRow[]> {
  const { world, timings } = context;
  const { topics } = service;
  const now = world.now();
  if (topics.list !== undefined && now - topics.list.at < timings.topicListCache) return topics.list.rows;
  const summaries = (await service.backend.listTopics()).filter(
    ({ name, internal }) =>
      !(internal && context.switches.internalTopics === 'hidden') &&
      topicPhase(context, service, name) !== 'hidden',
  );
  const described = await service.backend.describeTopics(summaries.map(({ name }) => name));
  const present = described.map((topic) => topicRow(topic, ownFields(context, service, topic.name)));
  const deleting = [...topics.records.values()].flatMap(({ deleted }) =>
    deleted !== undefined && isDeleting(context, deleted) ? [deleted.row] : [],
  );
  topics.list = { at: now, rows: [...present, ...deleting] };
  return topics.list.rows;
}

/** Undefined: no such topic, or not visible yet. */
export async function readTopic(
  context: Context,
  service: KafkaService,
  name: string,
): Promise<TopicAnswer | undefined> {
  const { deleted } = service.topics.records.get(name) ?? {};
  if (deleted !== undefined && isDeleting(context, deleted)) return deleted.topic;
  if (topicPhase(context, service, name) === 'hidden') return undefined;
  const [topic] = await service.backend.describeTopics([name]);
  return topic && answer(context, service, topic, await service.backend.committed());
}

/** Any unknown name fails the whole call. */
export async function readBatch(
  context: Context,
  service: KafkaService,
  names: readonly string[],
): Promise<readonly object[]> {
  const now = context.world.now();
  const { batch } = service.topics;
  const late = names.filter((name) => isLate(context, service, name));
  // v2 "can 404, or return fewer topics, for names v1 just listed": *assumed* which, `v2WhileStale`.
  if (late.length > 0 && isRefused(context)) throw topicsNotFound();
  const wanted = names.filter((name) => !late.includes(name));
  const fresh = (name: string) => {
    const age = now - (batch.get(name)?.at ?? Number.NEGATIVE_INFINITY);
    return context.switches.v2Values === 'cached' && age < context.timings.v2Cache;
  };
  const stale = wanted.filter((name) => !fresh(name));
  for (const topic of await readMany(context, service, stale))
    batch.set(topic.topic_name, { at: now, topic });
  return wanted.flatMap((name) => batch.get(name)?.topic ?? []);
}

async function readMany(
  context: Context,
  service: KafkaService,
  names: readonly string[],
): Promise<readonly TopicAnswer[]> {
  const found: TopicAnswer[] = [];
  const present: string[] = [];
  for (const name of names) {
    const { deleted } = service.topics.records.get(name) ?? {};
    if (deleted !== undefined && isDeleting(context, deleted)) found.push(deleted.topic);
    else if (topicPhase(context, service, name) !== 'hidden') present.push(name);
  }
  const committed = await service.backend.committed();
  for (const topic of await service.backend.describeTopics(present))
    found.push(answer(context, service, topic, committed));
  if (found.length < new Set(names).size) throw topicsNotFound();
  return found;
}

function isRefused({ switches, world }: Context): boolean {
  if (switches.v2WhileStale === 'either') return world.isOddTurn('v2WhileStale');
  return switches.v2WhileStale === 'not-found';
}

/** v1 has it, v2 not yet. */
function isLate(context: Context, service: KafkaService, name: string): boolean {
  const record = service.topics.records.get(name);
  if (record === undefined || record.deleted !== undefined) return false;
  const age = context.world.now() - record.createdAt;
  const { topicVisible, v2Behind } = context.timings;
  return age >= topicVisible && age < topicVisible + v2Behind;
}

export function topicPhase(
  context: Context,
  service: KafkaService,
  name: string,
): 'hidden' | 'CONFIGURING' | 'ACTIVE' {
  const record = service.topics.records.get(name);
  if (record === undefined) return 'ACTIVE';
  const age = context.world.now() - record.createdAt;
  const { topicVisible, topicConfiguring } = context.timings;
  if (age < topicVisible) return 'hidden';
  return age < topicVisible + topicConfiguring ? 'CONFIGURING' : 'ACTIVE';
}

export function isDeleting(context: Context, deleted: { readonly at: number }): boolean {
  return context.world.now() - deleted.at < context.timings.topicDeleting;
}

function answer(
  context: Context,
  service: KafkaService,
  topic: BackendTopic,
  committed: readonly BackendCommit[],
): TopicAnswer {
  return topicAnswer(topic, committed, ownFields(context, service, topic.name), context.switches);
}

function ownFields(context: Context, service: KafkaService, name: string): OwnTopicFields {
  const record = service.topics.records.get(name);
  const phase = topicPhase(context, service, name);
  return {
    state: phase === 'hidden' ? 'CONFIGURING' : phase,
    replication: record?.replication,
    tags: record?.tags ?? [],
    description: record?.description ?? null,
    ownerUserGroupId: record?.ownerUserGroupId ?? null,
  };
}

/** Recorded in threads of aiven-go-client and terraform-provider-aiven; the code is that of the OpenAPI document. */
function topicsNotFound(): AivenError {
  return new AivenError(404, 'Topic(s) not found', 'kafka_topic_not_found');
}
