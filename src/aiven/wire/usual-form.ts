import type { AivenAclRow, KafkaAclRow } from './acl.ts';
import type { TopicRow, WireTopicWithAnyConfig } from './topic.ts';

/*
 * Whether one of many entries has the usual form, told at a tenth of the cost of its schema. What has it passes the schema, unchanged but for
 * keys that nobody reads; whether anything else does, and what is wrong with it, the schema tells.
 */

export function isUsualTopic(entry: unknown): entry is WireTopicWithAnyConfig {
  return (
    isObject(entry) &&
    isName(entry['topic_name']) &&
    isTextOrNone(entry['state']) &&
    isCount(entry['replication']) &&
    isSome(entry['partitions'], isUsualPartition) &&
    (isNone(entry['tags']) || isAll(entry['tags'], isUsualTag)) &&
    isTextOrNone(entry['topic_description']) &&
    isTextOrNone(entry['owner_user_group_id']) &&
    isObject(entry['config'])
  );
}

export function isUsualTopicRow(entry: unknown): entry is TopicRow {
  return (
    isObject(entry) &&
    isName(entry['topic_name']) &&
    isTextOrNone(entry['state']) &&
    (isNone(entry['partitions']) || isCount(entry['partitions']))
  );
}

export function isUsualKafkaAcl(entry: unknown): entry is KafkaAclRow {
  return (
    isObject(entry) &&
    isName(entry['id']) &&
    isName(entry['principal']) &&
    isName(entry['host']) &&
    isText(entry['resource_type']) &&
    isName(entry['resource_name']) &&
    isText(entry['pattern_type']) &&
    isText(entry['operation']) &&
    isText(entry['permission_type'])
  );
}

export function isUsualAivenAcl(entry: unknown): entry is AivenAclRow {
  return (
    isObject(entry) &&
    isName(entry['id']) &&
    isText(entry['permission']) &&
    isName(entry['topic']) &&
    isName(entry['username'])
  );
}

function isUsualPartition(entry: unknown): boolean {
  return (
    isObject(entry) &&
    isAmountOrNone(entry['size']) &&
    isAmountOrNone(entry['remote_size']) &&
    isAmountOrNone(entry['earliest_offset']) &&
    isAmountOrNone(entry['latest_offset']) &&
    (isNone(entry['partition']) ||
      (isAmount(entry['partition']) && Number.isSafeInteger(entry['partition']))) &&
    (isNone(entry['consumer_groups']) || isAll(entry['consumer_groups'], isUsualGroup))
  );
}

function isUsualGroup(entry: unknown): boolean {
  return isObject(entry) && isName(entry['group_name']);
}

function isUsualTag(entry: unknown): boolean {
  return isObject(entry) && isText(entry['key']) && isText(entry['value']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAll(value: unknown, isOne: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isSome(value: unknown, isOne: (item: unknown) => boolean): boolean {
  return isAll(value, isOne) && Array.isArray(value) && value.length > 0;
}

function isNone(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNone(value: unknown): boolean {
  return isNone(value) || isText(value);
}

function isName(value: unknown): boolean {
  return isText(value) && value !== '';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isAmountOrNone(value: unknown): boolean {
  return isNone(value) || isAmount(value);
}
