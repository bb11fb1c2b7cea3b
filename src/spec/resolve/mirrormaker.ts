import type { FlowField, FlowSettings } from '../../model/flow.ts';
import { flowDefaults, flowFields } from '../../model/flow-defaults.ts';
import type { StatedTuning } from '../../model/integration.ts';
import { serviceDefaults } from '../../model/service-defaults.ts';
import { flowKeyPattern, type RawFlow, type RawMirrorMaker } from '../schema/mirrormaker.ts';
import type {
  FlowSpec,
  MirrorMakerSettings,
  MirrorMakerSpec,
  OtherServiceSettings,
  PatternList,
  RemovedFlow,
} from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';
import { resolveTombstones } from './cluster.ts';
import { byKey } from './topics.ts';

export function resolveMirrorMaker(
  service: string,
  raw: RawMirrorMaker,
  context: { readonly project: string; readonly locator: Locator },
): MirrorMakerSpec {
  const { locator } = context;
  const path = ['mirrormaker', service];
  const flows = Object.entries(raw.flows ?? {}).sort(byKey);
  const tuning = Object.entries(raw.clusters ?? {}).sort(byKey);
  const tombstones = resolveTombstones(raw.removed?.flows ?? {}, [...path, 'removed', 'flows'], locator);
  return {
    service,
    project: raw.project ?? context.project,
    position: locator.key(path),
    settings: resolveSettings(raw, path, locator),
    tuning: new Map(
      tuning.map(([alias, values]) => [
        alias,
        { position: locator.key([...path, 'clusters', alias]), values: tuningValues(values) },
      ]),
    ),
    flows: flows.map(([key, flow]) => resolveFlow(key, flow, [...path, 'flows', key], locator)),
    removedFlows: new Map(
      [...tombstones].map(([key, stone]): [string, RemovedFlow] => [key, { ...stone, ...ends(key) }]),
    ),
  };
}

/** The key has passed the schema's check. */
function ends(key: string): { readonly source: string; readonly target: string } {
  const [, source = '', target = ''] = flowKeyPattern.exec(key) ?? [];
  return { source, target };
}

const settingFields = ['emit_checkpoints_enabled', 'sync_topic_configs_enabled'] as const;

function resolveSettings(raw: RawMirrorMaker, path: SourcePath, locator: Locator): MirrorMakerSettings {
  const stated = settingFields.filter((field) => raw.settings?.[field] !== undefined);
  const others: OtherServiceSettings = Object.fromEntries(
    Object.entries(raw.settings ?? {}).filter(
      ([key, value]) => value !== undefined && !settingFields.some((field) => field === key),
    ),
  );
  return {
    emit_checkpoints_enabled:
      raw.settings?.emit_checkpoints_enabled ?? serviceDefaults.emit_checkpoints_enabled,
    sync_topic_configs_enabled:
      raw.settings?.sync_topic_configs_enabled ?? serviceDefaults.sync_topic_configs_enabled,
    stated: new Set(stated),
    ...(Object.keys(others).length > 0 && { others }),
    ...(raw.settings && { position: locator.key([...path, 'settings']) }),
  };
}

function tuningValues(raw: Readonly<Record<string, string | number | null | undefined>>): StatedTuning {
  const values: Record<string, string | number | null> = {};
  for (const [field, value] of Object.entries(raw).sort(byKey)) {
    if (value !== undefined) values[field] = value;
  }
  return values;
}

function resolveFlow(key: string, raw: RawFlow, path: SourcePath, locator: Locator): FlowSpec {
  const also = locator.others(path);
  return {
    ...ends(key),
    position: locator.key(path),
    ...(also.length > 0 && { also }),
    settings: flowSettings(raw),
    stated: statedFields(raw),
    basis: { from: 'assumption' },
    keyPositions: new Map(
      Object.entries(raw).flatMap(([key, value]) =>
        value == null ? [] : [[key, locator.key([...path, key])] as const],
      ),
    ),
    patternPositions: patternPositions(raw, path, locator),
    ...(raw.expect_topics && {
      expectTopics: expectation(raw.expect_topics, [...path, 'expect_topics'], locator),
    }),
    groups: (raw.groups ?? []).map((pattern, index) => ({
      pattern,
      position: locator.value([...path, 'groups', index]),
    })),
    access: raw.access ?? 'manage',
    createTopics: raw.create_topics ?? 'internal',
  };
}

const patternLists: readonly PatternList[] = ['topics', 'topics_exclude', 'config_properties_exclude'];

function patternPositions(raw: RawFlow, path: SourcePath, locator: Locator): FlowSpec['patternPositions'] {
  return Object.fromEntries(
    patternLists.flatMap((list) => {
      const stated = raw[list];
      if (stated == null) return [];
      return [[list, stated.map((_, index) => locator.value([...path, list, index]))]];
    }),
  );
}

/** `enabled` is always meant: a flow of the spec runs unless it says otherwise. */
function statedFields(raw: RawFlow): ReadonlySet<FlowField> {
  return new Set(flowFields.filter((field) => field === 'enabled' || raw[field] !== undefined));
}

/** Without a live flow: what is stated, else the default, which `null` asks for as well. */
function flowSettings(raw: RawFlow): FlowSettings {
  const stated = Object.fromEntries(
    flowFields.flatMap((field) => (raw[field] == null ? [] : [[field, raw[field]]])),
  );
  return { ...flowDefaults, ...stated };
}

function expectation(
  raw: NonNullable<RawFlow['expect_topics']>,
  path: SourcePath,
  locator: Locator,
): NonNullable<FlowSpec['expectTopics']> {
  return {
    position: locator.key(path),
    ...(raw.at_least != null && { atLeast: raw.at_least }),
    ...(raw.at_most != null && { atMost: raw.at_most }),
  };
}
