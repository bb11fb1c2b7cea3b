import type { AccessEntry, MirrorCluster, MirrorFlow } from '../../src/mirrormaker/mirror-flow.ts';
import { type FlowNeeds, needsOf } from '../../src/mirrormaker/needs.ts';
import { serviceSettings } from '../../src/mirrormaker/service-settings.ts';
import type { FlowSettings } from '../../src/model/flow.ts';
import { flowSettings } from './build/resources.ts';

/** A plain flow `onprem -> core`: one topic, checkpoints on, everything optional off, all topics created ahead. */
export function mirrorFlow(
  changes: Partial<Omit<MirrorFlow, 'settings'>> & { readonly settings?: Partial<FlowSettings> } = {},
): MirrorFlow {
  const { source = 'onprem', target = 'core' } = changes;
  return {
    service: 'mm2',
    source,
    target,
    sourceCluster: source,
    targetCluster: target,
    emitCheckpoints: true,
    syncTopicConfigs: false,
    configSync: 'off',
    serviceSettings: serviceSettings(),
    groups: [],
    internalTopics: 'ahead',
    mirroredTopics: 'ahead',
    syncTopicAcls: false,
    brokersBefore28: { source: false, target: false },
    ...changes,
    settings: flowSettings(changes.settings),
  };
}

export function mirrorCluster(key: string, changes: Partial<MirrorCluster> = {}): MirrorCluster {
  return { key, rights: 'granted', topics: [], alsoVisible: [], ...changes };
}

/** Every cluster of the flows is an external cluster unless `clusters` says otherwise. */
export function needs(
  flows: readonly MirrorFlow[],
  ...clusters: readonly MirrorCluster[]
): readonly FlowNeeds[] {
  const all = new Map<string, MirrorCluster>();
  for (const key of flows.flatMap(({ sourceCluster, targetCluster }) => [sourceCluster, targetCluster]))
    all.set(key, mirrorCluster(key));
  for (const cluster of clusters) all.set(cluster.key, cluster);
  return needsOf(flows, all);
}

/** The needs of one flow alone. */
export function needsOfOne(flow: MirrorFlow, ...clusters: readonly MirrorCluster[]): FlowNeeds {
  const [one] = needs([flow], ...clusters);
  if (one === undefined) throw new Error('a flow has needs');
  return one;
}

/** `T1 Read+Write Topic mm2-status.onprem.internal`, prefixes with `*` behind them; sorted by rule. */
export function lines(entries: readonly AccessEntry[]): readonly string[] {
  const operations = new Map<string, string[]>();
  for (const { rule, operation, resourceType, resourceName, patternType } of entries) {
    const key = `${rule.id}|${resourceType} ${resourceName}${patternType === 'PREFIXED' ? '*' : ''}`;
    operations.set(key, [...(operations.get(key) ?? []), operation]);
  }
  return [...operations].map(([key, all]) => key.replace('|', ` ${all.sort().join('+')} `)).sort(byRule);
}

export function byRule(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
