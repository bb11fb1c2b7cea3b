import type { KafkaService, TopicRecord } from './state.ts';

/** The record of a topic, made for one that came about without the API. */
export function recordOf(service: KafkaService, name: string): TopicRecord {
  const present = service.topics.records.get(name);
  if (present !== undefined) return present;
  const made = newRecord(Number.NEGATIVE_INFINITY);
  service.topics.records.set(name, made);
  return made;
}

export function newRecord(createdAt: number): TopicRecord {
  return {
    createdAt,
    tags: [],
    description: null,
    ownerUserGroupId: null,
    replication: undefined,
    reassignedAt: undefined,
    deleted: undefined,
  };
}
