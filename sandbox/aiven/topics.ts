import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { KafkaBackendError } from '../kafka-backend.ts';
import { type Context, parameter, runningKafka } from './context.ts';
import { AivenError, badRequest } from './errors.ts';
import type { KafkaService, TopicAnswer } from './state.ts';
import { toKafka } from './topic-config.ts';
import { describeTopic, refuseUnknownOwner } from './topic-labels.ts';
import { isDeleting, readBatch, readList, readTopic, topicPhase } from './topic-reads.ts';
import { newRecord, recordOf } from './topic-record.ts';

const all = '/v1/project/{project}/service/{service}/topic';
const one = `${all}/{topic}`;

/** OpenAPI operations ServiceKafkaTopic*, and the v2 batch read of go-client-codegen `openapi_patch.yaml`. */
export function topicRoutes(context: Context): Route[] {
  return [
    { name: 'topic.list', method: 'GET', path: all, handle: (request) => list(context, request) },
    { name: 'topic.create', method: 'POST', path: all, handle: (request) => create(context, request) },
    { name: 'topic.get', method: 'GET', path: one, handle: (request) => get(context, request) },
    { name: 'topic.update', method: 'PUT', path: one, handle: (request) => update(context, request) },
    { name: 'topic.delete', method: 'DELETE', path: one, handle: (request) => remove(context, request) },
    {
      name: 'topic.batch',
      method: 'POST',
      path: all.replace('/v1', '/v2'),
      handle: (request) => batch(context, request),
    },
  ];
}

async function list(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  return { status: 200, body: { topics: await readList(context, runningKafka(context, request)) } };
}

async function get(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = runningKafka(context, request);
  const name = parameter(request, 'topic');
  const topic = await readTopic(context, service, name);
  if (topic !== undefined) return { status: 200, body: { topic } };
  const creating = service.topics.records.has(name) && topicPhase(context, service, name) === 'hidden';
  throw creating ? notThereYet(context, name) : notFound(name);
}

/** 501 was recorded in 2019 (terraform-provider-aiven issue 89), 409 is in the OpenAPI document: *assumed*, `topicWhileCreating`. */
function notThereYet(context: Context, name: string): AivenError {
  switch (context.switches.topicWhileCreating) {
    case '404':
      return notFound(name);
    case '501':
      return new AivenError(501, `Failed to fetch Kafka topic: ${name}`);
    case 'not-synchronized':
      return new AivenError(409, 'Topic state is not synchronized', 'kafka_topic_not_synchronized');
  }
}

/** 100 names at most: the constant in terraform-provider-aiven `kafkatopicrepository`. */
async function batch(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const { v2Route } = context.switches;
  if (v2Route === 'retired')
    throw new AivenError(410, 'This API endpoint was retired', 'retired_api_endpoint');
  if (v2Route === 'forbidden') throw new AivenError(403, 'Permission denied', 'permission_denied');
  const service = runningKafka(context, request);
  const body = context.schemas.check('topic/batch', request.body);
  const names = body['topic_names'] as string[]; // the schema says so
  if (names.length > 100) {
    throw new AivenError(400, "Invalid 'topic_names': at most 100 topics per call", 'bad_request');
  }
  return { status: 200, body: { topics: await readBatch(context, service, names) } };
}

/** The answer comes before the topic is visible (aiven-client has no body to read either). */
async function create(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const { world, switches } = context;
  const service = runningKafka(context, request);
  const body = context.schemas.check('topic/create', request.body);
  const name = String(body['topic_name']);
  const config = checkedConfig(context, body);
  refuseUnknownOwner(context, body);
  // `kafka_topic_reserved` is documented for DELETE; *assumed* here, `reservedTopicCreate`.
  if (name.startsWith('__') && switches.reservedTopicCreate === 'refuse') throw reserved(name);
  refuseWhileDeleting(context, service, name);
  const replication = number(body['replication']);
  if (replication !== undefined) await checkReplication(context, service, replication);
  await broker(name, () =>
    service.backend.createTopic({
      name,
      partitions: number(body['partitions']) ?? -1,
      replication: replication ?? -1,
      config: Object.fromEntries(
        Object.entries(config).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
      ),
    }),
  );
  const record = newRecord(world.now());
  describeTopic(record, body);
  service.topics.records.set(name, record);
  service.topics.batch.delete(name);
  forgetList(context, service);
  request.effect(`topic ${place(service)}/${name} created`);
  return { status: 200, body: { message: 'created' } };
}

/** Partial: what is not sent, and null on top level, stays (aiven-client `update_service_topic`). Tags are replaced. */
async function update(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const { world, timings } = context;
  const service = runningKafka(context, request);
  const name = parameter(request, 'topic');
  const body = withDescription(context, context.schemas.check('topic/update', request.body));
  const config = checkedConfig(context, body);
  refuseUnknownOwner(context, body);
  const topic = await existing(context, service, name);
  const record = recordOf(service, name);
  if (record.reassignedAt !== undefined && world.now() - record.reassignedAt < timings.reassignment) {
    throw new AivenError(
      409,
      'Unable to update partitions during partition reassignment',
      'kafka_partition_reassignment_in_progress',
    );
  }
  const wanted = number(body['replication']);
  const replication = wanted === topic['replication'] ? undefined : wanted;
  if (replication !== undefined) await checkReplication(context, service, replication);
  const changed = (what: string) => request.effect(`topic ${place(service)}/${name} ${what} updated`);
  // Each step stays even if a later one is refused.
  if (await grow(context, service, topic, number(body['partitions']))) changed('partitions');
  if (Object.keys(config).length > 0) {
    const gone = context.switches.topicConfigPut === 'replace' ? await ownConfigs(service, name) : [];
    const cleared = Object.fromEntries(gone.map((key) => [key, null]));
    await broker(name, () => service.backend.alterTopicConfig(name, { ...cleared, ...config }));
    changed(`config ${Object.keys(config).join(', ')}`);
  }
  if (replication !== undefined) {
    record.replication = replication;
    record.reassignedAt = world.now();
    changed('replication');
  }
  if (describeTopic(record, body)) changed('tags or description');
  return { status: 200, body: { message: 'updated' } };
}

/** What null means there is *assumed*, `topicDescriptionNull`. */
function withDescription(
  { switches }: Context,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { topic_description: description, ...others } = body;
  if (description !== null || switches.topicDescriptionNull === 'clear') return body;
  if (switches.topicDescriptionNull === 'ignore') return others;
  throw badRequest("Invalid 'topic_description': None is not of type 'string'");
}

/** What the topic itself carries, whatever Aiven would answer of it. */
async function ownConfigs(service: KafkaService, name: string): Promise<readonly string[]> {
  const [topic] = await service.backend.describeTopics([name]);
  return (topic?.config ?? [])
    .filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG')
    .map(({ name: key }) => key);
}

async function remove(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = runningKafka(context, request);
  const name = parameter(request, 'topic');
  if (name.startsWith('__')) throw reserved(name);
  const topic = await existing(context, service, name);
  await broker(name, () => service.backend.deleteTopic(name));
  const { config: _config, ...row } = topic;
  recordOf(service, name).deleted = {
    at: context.world.now(),
    topic: { ...topic, state: 'DELETING' },
    row: { ...row, state: 'DELETING', partitions: topic.partitions.length },
  };
  service.topics.batch.delete(name);
  forgetList(context, service);
  request.effect(`topic ${place(service)}/${name} deleted`);
  return { status: 200, body: { message: 'deleted' } };
}

/** The documented place is `config`; the legacy fields on top level still work (aiven-client sends them). */
function checkedConfig(
  context: Context,
  body: Readonly<Record<string, unknown>>,
): Record<string, string | null> {
  const hours = number(body['retention_hours']);
  const legacy = {
    cleanup_policy: body['cleanup_policy'],
    min_insync_replicas: body['min_insync_replicas'],
    retention_bytes: body['retention_bytes'],
    retention_ms: hours === undefined ? undefined : hours < 0 ? -1 : hours * 3_600_000,
  };
  const set = Object.fromEntries(
    Object.entries(legacy).filter(([, value]) => value !== undefined && value !== null),
  );
  const config = Object.entries((body['config'] as Record<string, unknown> | undefined) ?? {}); // the schema says object
  // The OpenAPI document has no null; what the API does with one is *assumed*, `topicConfigNull`.
  const nulls = context.switches.topicConfigNull;
  const checked = Object.fromEntries(config.filter(([, value]) => value !== null || nulls === 'refuse'));
  context.schemas.check('topic/config', checked);
  const reset = nulls === 'reset' ? config.filter(([, value]) => value === null) : [];
  return toKafka({ ...set, ...checked, ...Object.fromEntries(reset) });
}

async function checkReplication(context: Context, service: KafkaService, replication: number): Promise<void> {
  const brokers = await service.backend.brokers();
  if (replication > brokers) {
    // terraform-provider-aiven pull request 1360 (2023); the status is switch `replicationTooHigh`.
    throw new AivenError(
      Number(context.switches.replicationTooHigh),
      `Cluster only has ${brokers} broker(s), cannot set replication factor to ${replication}`,
    );
  }
  if (replication === 1 && service.nodes.length > 1 && context.switches.replicationOne === 'refuse') {
    throw new AivenError(400, 'Replication factor must be set to at least two', 'kafka_topic_invalid_config');
  }
}

async function grow(
  context: Context,
  service: KafkaService,
  topic: TopicAnswer,
  partitions: number | undefined,
): Promise<boolean> {
  const now = topic.partitions.length;
  if (partitions === undefined || partitions === now) return false;
  if (partitions < now) {
    // Kafka never shrinks; the status is *assumed*, `partitionsShrink`, and so is the text.
    throw new AivenError(
      Number(context.switches.partitionsShrink),
      `Topic '${topic.topic_name}' has ${now} partitions, cannot set partitions to ${partitions}`,
      'kafka_topic_invalid_config',
    );
  }
  await broker(topic.topic_name, () => service.backend.createPartitions(topic.topic_name, partitions));
  return true;
}

/** A topic that is not visible yet or is being deleted answers as if it were not there (assumed). */
async function existing(context: Context, service: KafkaService, name: string): Promise<TopicAnswer> {
  const topic = await readTopic(context, service, name);
  if (topic === undefined || topic.state === 'DELETING') throw notFound(name);
  return topic;
}

/** How long a name stays blocked is not recorded; code *assumed*, `recreateWhileDeleting`. */
function refuseWhileDeleting(context: Context, service: KafkaService, name: string): void {
  const deleted = service.topics.records.get(name)?.deleted;
  if (deleted === undefined || !isDeleting(context, deleted)) return;
  throw context.switches.recreateWhileDeleting === 'already-exists'
    ? alreadyExists(name)
    : new AivenError(409, `Topic '${name}' is queued for deletion`, 'kafka_topic_queued_for_deletion');
}

/** Whether creates and deletes reach the list's cache is *assumed*, `topicListCache` (terraform-provider-aiven pull request 464). */
function forgetList(context: Context, service: KafkaService): void {
  if (context.switches.topicListCache === 'invalidated') service.topics.list = undefined;
}

/** Runs a call to the brokers; Kafka's refusals become the codes of the OpenAPI document. */
async function broker(topic: string, call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof KafkaBackendError)) throw error;
    if (error.code === 'TOPIC_ALREADY_EXISTS') throw alreadyExists(topic);
    if (error.code === 'UNKNOWN_TOPIC_OR_PARTITION') throw notFound(topic);
    if (error.code.startsWith('INVALID_') || error.code === 'POLICY_VIOLATION') {
      throw new AivenError(400, error.message, 'kafka_topic_invalid_config');
    }
    throw new AivenError(503, error.message, 'kafka_service_unavailable');
  }
}

/** Clients look for the words "already exists" (go-client-codegen `error.go`). */
function alreadyExists(name: string): AivenError {
  return new AivenError(409, `Topic '${name}' already exists`, 'kafka_topic_already_exists');
}

function notFound(name: string): AivenError {
  return new AivenError(404, `Topic '${name}' does not exist`, 'kafka_topic_not_found');
}

function reserved(name: string): AivenError {
  return new AivenError(409, `Topic '${name}' is reserved for internal use`, 'kafka_topic_reserved');
}

function place(service: KafkaService): string {
  return `${service.project}/${service.name}`;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
