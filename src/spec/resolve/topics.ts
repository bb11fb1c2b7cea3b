import { configPath } from '../../model/field-path.ts';
import { showKafkaVersion } from '../../model/kafka-version.ts';
import { topicConfigs } from '../../model/limits/topic-configs.ts';
import type { Position } from '../../model/position.ts';
import type { UnlistedConfig } from '../../model/topic.ts';
import { type Report, show } from '../rules/report.ts';
import { didYouMean } from '../rules/suggest.ts';
import type { RawTopic } from '../schema/topic.ts';
import type { TopicSpec } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';
import { declareProfile, mergeSettings, type ProfileSettings } from './profiles.ts';

export interface TopicContext {
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
  readonly locator: Locator;
  readonly report: Report;
  /** `clusters`, the alias, `topics`. */
  readonly path: SourcePath;
  readonly type: 'aiven' | 'external';
  readonly unlistedConfig: UnlistedConfig;
}

export function resolveTopics(
  topics: Readonly<Record<string, RawTopic>>,
  context: TopicContext,
): ReadonlyMap<string, TopicSpec> {
  const names = Object.keys(topics).sort();
  return new Map(names.map((name) => [name, resolveTopic(name, topics[name] ?? {}, context)]));
}

function resolveTopic(name: string, raw: RawTopic, context: TopicContext): TopicSpec {
  const path = [...context.path, name];
  const topic = mergeSettings(profileOf(raw, path, context), raw);
  const config = new Map(
    Object.entries(topic.config ?? {})
      .filter(isSet)
      .sort(byKey),
  );
  checkPlace(path, topic, config, context);
  const also = context.locator.others(path);
  return {
    name,
    position: context.locator.key(path),
    ...(also.length > 0 && { also }),
    ...(topic.partitions !== undefined && { partitions: topic.partitions }),
    ...(topic.replication !== undefined && { replication: topic.replication }),
    config,
    ...(topic.tags !== undefined && {
      tags: topic.tags === null ? null : new Map(Object.entries(topic.tags).sort(byKey)),
    }),
    ...(topic.description !== undefined && { description: topic.description }),
    ...(topic.owner_user_group_id !== undefined && { owner_user_group_id: topic.owner_user_group_id }),
    protect: topic.protect ?? false,
    unlistedConfig: topic.unlisted_config ?? context.unlistedConfig,
    positions: positionsOf(path, topic, context),
  };
}

function positionsOf(path: SourcePath, topic: RawTopic, { locator }: TopicContext): TopicSpec['positions'] {
  const { partitions, replication, unlisted_config, owner_user_group_id } = topic;
  const fields = Object.entries({ partitions, replication, unlisted_config, owner_user_group_id }).filter(
    ([, value]) => value !== undefined,
  );
  return new Map([
    ...fields.map(([field]) => [field, locator.value([...path, field])] as const),
    ...Object.keys(topic.config ?? {}).map(
      (key) => [configPath(key), locator.value([...path, 'config', key])] as const,
    ),
  ]);
}

function profileOf(
  raw: RawTopic,
  path: SourcePath,
  { profiles, locator, report }: TopicContext,
): ProfileSettings {
  if (raw.profile === undefined) return {};
  const profile = profiles.get(raw.profile);
  if (profile !== undefined) return profile;
  const hint = didYouMean(raw.profile, [...profiles.keys()], declareProfile);
  report.add(
    'unknown-profile',
    locator.value([...path, 'profile']),
    `there is no profile ${show(raw.profile)}`,
    hint,
  );
  return {};
}

/** Settings that exist only on one side. A setting from a profile is reported at the topic that uses it. */
function checkPlace(
  path: SourcePath,
  topic: RawTopic,
  config: ReadonlyMap<string, string | null>,
  { locator, report, type }: TopicContext,
): void {
  for (const key of ['tags', 'description', 'owner_user_group_id'] as const) {
    if (type === 'aiven' || topic[key] === undefined) continue;
    const hint = 'Remove it, or move the topic to an Aiven service.';
    report.add(
      'aiven-only',
      locator.key([...path, key]),
      `Kafka has no ${key} on topics; only Aiven services do`,
      hint,
    );
  }
  for (const key of config.keys()) {
    const place = (): Position => locator.key([...path, 'config', key]);
    const { where, goneIn } = topicConfigs.get(key) ?? {};
    if (where === 'external' && type === 'aiven') {
      const message = `${key} cannot be set on an Aiven service`;
      report.add('config-not-on-aiven', place(), message, "Remove it: Aiven's topic API does not take it.");
    }
    if (where === 'aiven' && type === 'external') {
      report.add('aiven-only', place(), `${key} exists on Aiven services only`, 'Remove it.');
    }
    if (goneIn !== undefined) {
      const message = `${key} is gone in Kafka ${showKafkaVersion(goneIn.version)}`;
      report.add('config-deprecated', place(), message, goneIn.instead);
    }
  }
}

function isSet(entry: [string, string | null | undefined]): entry is [string, string | null] {
  return entry[1] !== undefined;
}

export function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : Number(a[0] > b[0]);
}
