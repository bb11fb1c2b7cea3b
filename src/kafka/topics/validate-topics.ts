import type { AclOperation } from '../../model/kafka-acl.ts';
import type { LiveTopicConfig } from '../../model/topic.ts';
import type { TopicValidation } from '../../model/topic-validation.ts';
import type { WriteResult } from '../../model/writer.ts';
import type { Call } from '../connection/call.ts';
import { KafkaFailure, unknownBecause } from '../failure.ts';
import { readTopicRights, type TopicRights } from '../login-rights.ts';
import type { ConfigAlteration } from '../protocol/incremental-alter-configs.ts';
import { readTopics, type TopicReadings } from './read-topics.ts';
import {
  alteredTopic,
  brokerTimeoutMs,
  grownTopic,
  sendConfigs,
  sendCreations,
  sendGrowth,
  type TopicChange,
  type TopicRequests,
  type TopicResultsByName,
} from './topic-requests.ts';

export interface ValidateOptions {
  readonly call: Call;
  readonly cluster: string;
  /** How long this tool waits for the answer to one request. */
  readonly requestTimeoutMs: number;
}

/** See `KafkaCluster.validateTopics`. Never throws for what the cluster did. */
export async function validateTopics(
  options: ValidateOptions,
  changes: readonly TopicChange[],
): Promise<readonly TopicValidation[]> {
  const asked = changes.filter(({ action }) => action === 'create' || action === 'update');
  const answers = new Map<string, TopicValidation>();
  let because = 'brokers are asked about creations and updates only';
  try {
    const rights = await readTopicRights(options.call, namesOf(asked));
    const allowed = asked.filter((change) => {
      const [lacking] = lackingRights(change, rights);
      if (lacking !== undefined) answers.set(change.id.name, notAsked(withoutRight(lacking)));
      return lacking === undefined;
    });
    for (const [name, answer] of await ask(options, allowed)) answers.set(name, answer);
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error;
    because = unknownBecause(error).message;
  }
  return changes.map(({ id }) => answers.get(id.name) ?? notAsked(because));
}

function withoutRight(right: AclOperation): string {
  return `the admin login lacks ${right} on them, or the brokers do not tell it`;
}

function namesOf(changes: readonly TopicChange[]): readonly string[] {
  return changes.map(({ id }) => id.name);
}

const ignoresFlag = 'its brokers do what they are only asked about';

function notAsked(because: string): TopicValidation {
  return { state: 'not-asked', because };
}

/** The rights that a change takes and that the login does not have, as far as the brokers tell. */
function lackingRights(
  change: TopicChange,
  { topicOperations, clusterOperations }: TopicRights,
): readonly AclOperation[] {
  const onTopic = topicOperations.get(change.id.name) ?? new Set<AclOperation>();
  if (change.action === 'create') {
    return onTopic.has('Create') || clusterOperations.has('Create') ? [] : ['Create'];
  }
  if (change.action !== 'update') return [];
  const needed: AclOperation[] = [
    ...(grownTopic(change).length > 0 ? (['Alter'] as const) : []),
    ...(alteredTopic(change).length > 0 ? (['AlterConfigs'] as const) : []),
  ];
  return needed.filter((right) => !onTopic.has(right));
}

/** One alone before all others, so that brokers which ignore the flag are found out by one topic. */
async function ask(
  options: ValidateOptions,
  changes: readonly TopicChange[],
): Promise<ReadonlyMap<string, TopicValidation>> {
  const [first, ...others] = changes;
  if (first === undefined) return new Map();
  const said = [...(await send(options, [first]))];
  let now = await readBack(options, [first]);
  const isHonoured = answerTo(first, said, now).state !== 'done';
  if (isHonoured && others.length > 0) {
    said.push(...(await send(options, others)));
    // If the brokers did what they were only asked about, the first topic may show it late.
    now = await readBack(options, changes);
  }
  return new Map(
    changes.map((change, index): [string, TopicValidation] => [
      change.id.name,
      index === 0 || isHonoured ? answerTo(change, said, now) : notAsked(ignoresFlag),
    ]),
  );
}

/** A refused request changed nothing, so if the topic is now as the change would have it, somebody else did that. */
function answerTo(
  change: TopicChange,
  said: readonly TopicResultsByName[],
  now: TopicReadings,
): TopicValidation {
  const { name } = change.id;
  const verdict = verdictOf(said.flatMap((results) => results.get(name) ?? []));
  if (verdict.state === 'refused') return verdict;
  if (isDone(change, now)) return { state: 'done' };
  const reading = now.get(name);
  if (reading?.state === 'known') return verdict;
  return notAsked(`nobody can see what is there afterwards: ${reading?.message ?? 'no answer'}`);
}

async function send(
  { call, requestTimeoutMs }: ValidateOptions,
  changes: readonly TopicChange[],
): Promise<readonly TopicResultsByName[]> {
  const timeoutMs = brokerTimeoutMs(requestTimeoutMs);
  const requests: TopicRequests = { call, validateOnly: true, timeoutMs };
  return [
    await sendCreations(requests, changes),
    await sendConfigs(requests, changes),
    await sendGrowth(requests, changes),
  ];
}

function readBack(
  { call, cluster }: ValidateOptions,
  changes: readonly TopicChange[],
): Promise<TopicReadings> {
  return readTopics(call, cluster, namesOf(changes), []);
}

/** The worst of several answers: a refusal, else a missing answer, else an acceptance. */
function verdictOf(results: readonly WriteResult[]): TopicValidation {
  const failures = results.flatMap((result) => (result.state === 'failed' ? [result] : []));
  const refusals = failures.filter(({ code }) => refusalCodes.has(code));
  const [refusal] = refusals;
  if (refusal !== undefined) {
    const message = refusals.map((each) => each.message).join('; ');
    return { state: 'refused', code: refusal.code, message };
  }
  const [failure] = failures;
  if (failure !== undefined) return notAsked(`${failure.code}: ${failure.message}`);
  return results.length === 0 ? notAsked('there is nothing to ask brokers about') : { state: 'accepted' };
}

/** What brokers say of the change itself. Anything else they say is about this moment, this login or this request. */
const refusalCodes: ReadonlySet<string> = new Set([
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_ALREADY_EXISTS',
  'INVALID_PARTITIONS',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_CONFIG',
  'INVALID_REQUEST',
  'POLICY_VIOLATION',
]);

/** Whether the topic is now as the change would have it, which it was not when the plan was made. */
function isDone(change: TopicChange, readings: TopicReadings): boolean {
  const reading = readings.get(change.id.name);
  const now = reading?.state === 'known' ? reading.value : undefined;
  if (now === undefined) return false;
  if (change.action === 'create') return true;
  if (change.action !== 'update') return false;
  const { live } = change;
  const hasGrown = grownTopic(change).some(
    ({ count }) => now.partitions === count && live.partitions !== count,
  );
  const altered = alteredTopic(change).flatMap(({ configs }) => configs);
  return (
    hasGrown ||
    altered.some(
      (config) => holds(config, now.config.get(config.name)) && !holds(config, live.config.get(config.name)),
    )
  );
}

function holds(config: ConfigAlteration, live: LiveTopicConfig | undefined): boolean {
  if (config.operation === 'delete') return live?.overridden !== true;
  return live?.overridden === true && live.value === config.value;
}
