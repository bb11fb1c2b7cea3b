import type { FieldChange } from '../../model/change.ts';
import { configPath, partOf, tagPath } from '../../model/field-path.ts';
import type { Finding } from '../../model/finding.ts';
import type { LiveTopic, LiveTopicConfig, Topic } from '../../model/topic.ts';
import { type ComparisonContext, comparison, foreignFields, type KindComparison } from './comparison.ts';
import { sameConfigValue } from './config-value.ts';

const owner = 'owner_user_group_id' satisfies keyof Topic;

export const topicComparison: KindComparison<'topic'> = {
  kind: 'topic',
  compare(desired, live, context) {
    const layout = compareLayout(desired, live, context);
    const unlisted = unlistedOverrides(desired, live);
    const overrides = unlisted.map(({ key, value }) => ({ field: key, value }));
    const resets =
      desired.unlistedConfig === 'reset'
        ? unlisted.filter(({ key }) => isToReset(key, live.config.get(key), context))
        : [];
    return comparison({
      fields: [
        ...layout.fields,
        ...compareConfig(desired, live, context),
        ...resets.map(({ key, value }) => ({ field: configPath(key), from: value, to: null })),
        ...compareTags(desired, live),
        ...compareDescription(desired, live),
        ...compareOwner(desired, live),
      ],
      findings: layout.findings,
      unlisted: [...unstated(desired, live), ...(desired.unlistedConfig === 'report' ? overrides : [])],
    });
  },
  stated: (desired) => [
    ...(desired.partitions === undefined ? [] : [{ field: 'partitions', value: String(desired.partitions) }]),
    ...(desired.replication === undefined
      ? []
      : [{ field: 'replication', value: String(desired.replication) }]),
    ...sorted(desired.config).map(([key, value]) => ({ field: configPath(key), value })),
    ...(desired.tags === undefined ? [] : [{ field: 'tags', value: tagsInWords(desired.tags) }]),
    ...(desired.description === undefined ? [] : [{ field: 'description', value: desired.description }]),
    ...(desired.owner_user_group_id === undefined
      ? []
      : [{ field: owner, value: desired.owner_user_group_id }]),
  ],
  describe: (desired) => [
    ...number('partitions', desired.partitions),
    ...number('replication', desired.replication),
    ...sorted(desired.config)
      .filter((entry): entry is [string, string] => entry[1] !== null)
      .map(([key, value]) => ({ field: configPath(key), from: null, to: value })),
    ...sorted(desired.tags ?? new Map()).map(([key, value]) => ({
      field: tagPath(key),
      from: null,
      to: value,
    })),
    ...(desired.description == null ? [] : [{ field: 'description', from: null, to: desired.description }]),
    ...(desired.owner_user_group_id === undefined
      ? []
      : [{ field: owner, from: null, to: desired.owner_user_group_id }]),
  ],
  describeLive: (live) => [
    { field: 'partitions', from: String(live.partitions), to: null },
    { field: 'replication', from: String(live.replication), to: null },
  ],
};

function compareLayout(
  desired: Topic,
  live: LiveTopic,
  context: ComparisonContext,
): { readonly fields: readonly FieldChange[]; readonly findings: readonly Finding[] } {
  const fields: FieldChange[] = [];
  const findings: Finding[] = [];
  const about = { position: desired.provenance.position, about: desired.id };
  const { name, cluster } = desired.id;
  if (desired.keepsLayout === true) return { fields, findings };
  if (desired.partitions !== undefined && desired.partitions < live.partitions) {
    findings.push({
      ...about,
      code: 'partitions-decrease',
      severity: 'error',
      message: `topic ${name} on ${cluster} has ${live.partitions} partitions and the spec asks for ${desired.partitions}: partitions never shrink`,
      hint: `Set partitions to ${live.partitions} or more, or create a new topic and move the data.`,
    });
  } else if (desired.partitions !== undefined && desired.partitions > live.partitions) {
    fields.push({ field: 'partitions', from: String(live.partitions), to: String(desired.partitions) });
  }
  if (desired.replication !== undefined && desired.replication !== live.replication) {
    if (context.clusterType === 'external') {
      findings.push({
        ...about,
        code: 'replication-change-unsupported',
        severity: 'warning',
        lasts: true,
        message: `topic ${name} on ${cluster} has replication factor ${live.replication} and the spec asks for ${desired.replication}: left as it is`,
        hint: `Move the replicas with kafka-reassign-partitions, or write replication: ${live.replication}.`,
      });
    } else {
      fields.push({ field: 'replication', from: String(live.replication), to: String(desired.replication) });
    }
  }
  return { fields, findings };
}

function compareConfig(desired: Topic, live: LiveTopic, context: ComparisonContext): FieldChange[] {
  const fields: FieldChange[] = [];
  for (const [key, wanted] of sorted(desired.config)) {
    const actual = live.config.get(key);
    if (wanted === null) {
      if (isToReset(key, actual, context))
        fields.push({ field: configPath(key), from: actual?.value ?? null, to: null });
    } else if (actual === undefined || actual.value === null || !sameConfigValue(actual.value, wanted)) {
      fields.push({ field: configPath(key), from: actual?.value ?? null, to: wanted });
    }
  }
  return fields;
}

/**
 * Aiven cannot remove a topic's own value. A reset writes the inherited one, and whether that is reported as the topic's own
 * afterwards is not published, so on Aiven an own value that equals the inherited one is reset already.
 */
function isToReset(
  key: string,
  actual: LiveTopicConfig | undefined,
  { clusterType, inherited }: ComparisonContext,
): boolean {
  if (actual?.overridden !== true) return false;
  const below = actual.inherited ?? inherited?.get(key);
  const isSame = below !== undefined && actual.value !== null && sameConfigValue(actual.value, below);
  return !(clusterType === 'aiven' && isSame);
}

function unlistedOverrides(
  desired: Topic,
  live: LiveTopic,
): { readonly key: string; readonly value: string }[] {
  return sorted(live.config)
    .filter(([key, entry]) => entry.overridden && !desired.config.has(key))
    .map(([key, entry]) => ({ key, value: entry.value ?? 'hidden' }));
}

function compareTags(desired: Topic, live: LiveTopic): FieldChange[] {
  if (desired.tags === undefined) return [];
  const actual = live.tags ?? new Map<string, string>();
  const wanted = desired.tags ?? new Map<string, string>();
  const keys = [...new Set([...wanted.keys(), ...actual.keys()])].sort();
  return keys
    .map((key) => ({
      field: tagPath(key),
      from: actual.get(key) ?? null,
      to: wanted.get(key) ?? null,
    }))
    .filter(({ from, to }) => from !== to);
}

function compareDescription(desired: Topic, live: LiveTopic): FieldChange[] {
  if (desired.description === undefined) return [];
  const from = live.description ?? null;
  return from === desired.description ? [] : [{ field: 'description', from, to: desired.description }];
}

function compareOwner({ owner_user_group_id: wanted }: Topic, live: LiveTopic): FieldChange[] {
  const from = live.owner_user_group_id ?? null;
  return wanted === undefined || from === wanted ? [] : [{ field: owner, from, to: wanted }];
}

/**
 * Live values other than overrides that the spec does not state. Partitions and replication are shown for declared topics only:
 * MirrorMaker 2 chooses those of the topics that a flow needs.
 */
function unstated(desired: Topic, live: LiveTopic): { readonly field: string; readonly value: string }[] {
  const found: { readonly field: string; readonly value: string }[] = [];
  if (desired.provenance.origin === 'declared') {
    if (desired.partitions === undefined) found.push({ field: 'partitions', value: String(live.partitions) });
    if (desired.replication === undefined)
      found.push({ field: 'replication', value: String(live.replication) });
  }
  if (desired.tags === undefined) {
    for (const [key, value] of sorted(live.tags ?? new Map<string, string>()))
      found.push({ field: tagPath(key), value });
  }
  if (desired.description === undefined && live.description !== undefined)
    found.push({ field: 'description', value: live.description });
  if (desired.owner_user_group_id === undefined && live.owner_user_group_id !== undefined)
    found.push({ field: owner, value: live.owner_user_group_id });
  return [...found, ...foreignFields(live.stored, isKnown)];
}

/** Overrides, tags, the description and the owner are looked at one by one. */
function isKnown(field: string): boolean {
  return partOf(field).of !== 'resource' || field === 'description' || field === owner;
}

function tagsInWords(tags: Topic['tags']): readonly string[] {
  return sorted(tags ?? new Map<string, string>()).map(([key, value]) => `${key}=${value}`);
}

function number(field: string, value: number | undefined): FieldChange[] {
  return value === undefined ? [] : [{ field, from: null, to: String(value) }];
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
