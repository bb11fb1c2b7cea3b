import type { Context } from './context.ts';
import { AivenError } from './errors.ts';
import type { TopicRecord } from './state.ts';

/** Duplicate tag keys are refused by aiven-client only, so they pass here. */
export function describeTopic(record: TopicRecord, body: Readonly<Record<string, unknown>>): boolean {
  const { tags, topic_description: description, owner_user_group_id: owner } = body;
  if (tags !== undefined) record.tags = tags as TopicRecord['tags']; // the schema says so
  if (description === null || typeof description === 'string') record.description = description;
  if (typeof owner === 'string') record.ownerUserGroupId = owner;
  return tags !== undefined || description !== undefined || typeof owner === 'string';
}

/** The code is in the OpenAPI document's list of codes; that it answers a group that does not exist, and with 400, is assumed. */
export function refuseUnknownOwner(
  { world }: Context,
  { owner_user_group_id: owner }: Readonly<Record<string, unknown>>,
): void {
  if (typeof owner !== 'string' || world.userGroups.has(owner)) return;
  throw new AivenError(400, `Invalid owner user group '${owner}'`, 'invalid_owner_user_group');
}
