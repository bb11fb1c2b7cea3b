import type { ChangeOf } from '../../model/change.ts';
import { isConfigPath, isTagPath, lastNameOf } from '../../model/field-path.ts';
import { type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import type { LiveTopic, Topic } from '../../model/topic.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation } from '../http/errors.ts';
import { refuseChangedSince } from '../live-and-stated.ts';
import { sendWhole } from '../send-whole.ts';
import type { WireTopic } from '../wire/topic.ts';
import { askForTopic } from './read-one.ts';
import { ownConfig, storedOfTopic } from './stored-topic.ts';
import { aivenConfigKey, aivenConfigValue, unchangedConfigValue } from './topic-config.ts';
import { topicReader } from './topic-reader.ts';
import { topicsPath, wireTags, writing } from './topic-requests.ts';

type Updated = ChangeOf<'topic'> & { readonly desired: Topic; readonly live: LiveTopic };

/**
 * A PUT keeps what it does not name, but it replaces the tags as a whole. That it keeps unnamed keys of `config` is not documented;
 * Aiven's clients rely on it. So tags and config are sent whole: what the topic has right now, with what the change names laid over it.
 */
export async function updateTopic(
  client: AivenClient,
  address: ServiceAddress,
  change: Updated,
  keeps: (kept: StoredFields) => void,
): Promise<void> {
  const { id } = change;
  const operation = writing(address, `update topic ${id.name}`);
  const fields = new Set(change.fields.map(({ field }) => field));
  const stated = statedConfig(operation, change);
  const wire = await askForTopic(client, address, id.name);
  refuseChangedTopic(operation, change, stated, wire);
  keeps(unnamedFields(storedOfTopic(wire, ownConfig(wire)), fields));
  const request = { method: 'PUT', operation, path: [...topicsPath(address), id.name] } as const;
  const named = new Set([...stated.keys()].map(aivenConfigKey));
  const kept = new Set(ownConfig(wire).flatMap(([key]) => (named.has(key) ? [] : [key])));
  // What is left out is a setting of the topic all the same, so it has to be there afterwards.
  const body = changedTopic(change, stated, wire);
  await sendWhole(client, request, { body, kept, refusedValues: 'left-out' });
}

function changedTopic(
  { desired, fields }: Updated,
  stated: ReadonlyMap<string, string>,
  wire: WireTopic,
): Readonly<Record<string, unknown>> {
  const names = new Set(fields.map(({ field }) => field));
  const tags = new Map((wire.tags ?? []).map(({ key, value }) => [key, value]));
  for (const field of names) {
    if (!isTagPath(field)) continue;
    const key = lastNameOf(field);
    const value = desired.tags?.get(key);
    if (value === undefined) tags.delete(key);
    else tags.set(key, value);
  }
  const config = [...stated].map(([name, value]) => [aivenConfigKey(name), aivenConfigValue(name, value)]);
  const own = ownConfig(wire).map(([key, { value }]) => [key, unchangedConfigValue(value)]);
  return {
    ...(names.has('partitions') && desired.partitions !== undefined
      ? { partitions: desired.partitions }
      : {}),
    ...(names.has('replication') && desired.replication !== undefined
      ? { replication: desired.replication }
      : {}),
    ...(names.has('description') && desired.description !== undefined
      ? { topic_description: desired.description }
      : {}),
    ...(names.has('owner_user_group_id') && desired.owner_user_group_id !== undefined
      ? { owner_user_group_id: desired.owner_user_group_id }
      : {}),
    ...([...names].some(isTagPath) ? { tags: wireTags(tags) } : {}),
    ...(config.length === 0 ? {} : { config: Object.fromEntries([...own, ...config]) }),
  };
}

/**
 * The values of the configs that a change names. Aiven's API has no way to remove a topic's own config value: a key that is
 * left out stays, and null is not documented. So a reset writes the inherited value, which Aiven then reports as the default.
 * Where Aiven did not tell the inherited value, the change fails with that explanation.
 */
function statedConfig(operation: Operation, { desired, live, fields }: Updated): ReadonlyMap<string, string> {
  const stated = new Map<string, string>();
  for (const { field } of fields) {
    if (!isConfigPath(field)) continue;
    const name = lastNameOf(field);
    const value = desired.config.get(name) ?? live.config.get(name)?.inherited;
    if (value === undefined) throw cannotReset(operation, name);
    stated.set(name, value);
  }
  return stated;
}

function refuseChangedTopic(
  operation: Operation,
  { id, desired, live, fields }: Updated,
  stated: ReadonlyMap<string, string>,
  wire: WireTopic,
): void {
  const reading = topicReader(id.cluster)(id.name, wire);
  const now = reading.state === 'known' ? reading.value : undefined;
  if (now === undefined) {
    const message = `Topic ${id.name} cannot be read as it was for the plan, so nothing was sent. Run again for a new plan.`;
    throw new AivenError({ kind: 'from-changed', operation, message });
  }
  const wanted = (field: string): string | undefined =>
    isConfigPath(field) ? stated.get(lastNameOf(field)) : fieldOf(desired, field);
  refuseChangedSince(
    operation,
    `topic ${id.name}`,
    fields.map(({ field }) => ({
      field,
      planned: fieldOf(live, field),
      now: fieldOf(now, field),
      wanted: wanted(field),
    })),
    (one, other) => one === other,
  );
}

function fieldOf(topic: LiveTopic | Topic, field: string): string | undefined {
  if (field === 'partitions' || field === 'replication') return topic[field]?.toString();
  if (field === 'description') return topic.description ?? undefined;
  if (field === 'owner_user_group_id') return topic.owner_user_group_id;
  if (isTagPath(field)) return topic.tags?.get(lastNameOf(field));
  const config = topic.config.get(lastNameOf(field));
  return (typeof config === 'string' ? config : config?.value) ?? undefined;
}

function cannotReset(operation: Operation, name: string): AivenError {
  return new AivenError({
    kind: 'not-sent',
    operation,
    message: `Aiven's API cannot reset ${name}, and did not tell the cluster's default. Give the topic a value for it.`,
  });
}
