import { defaultConfigPropertiesExclude } from '../../model/flow-defaults.ts';
import { serviceDefaults } from '../../model/service-defaults.ts';
import type { FlowProblem } from '../flow-problems.ts';
import { type MirrorFlow, mirrorFlowName } from '../mirror-flow.ts';
import { readTopicPattern } from '../patterns.ts';
import type { FlowsTogether } from './flows-together.ts';
import { because } from './settings-problems.ts';

/** MirrorMaker 2's own list as names of configs. */
const configsExcludedByDefault = defaultConfigPropertiesExclude.map((pattern) =>
  pattern.replaceAll('\\.', '.'),
);

/** Aiven adds it to every list. */
const alwaysExcluded = 'unclean.leader.election.enable';

/** A flow's exclude list replaces MirrorMaker 2's default list, so what only the default names is no longer excluded. */
export function replacedLists({ flows, groups }: FlowsTogether): readonly FlowProblem[] {
  const everywhere = new Set(groups.filter(({ everything }) => everything).map(({ cluster }) => cluster));
  return flows.flatMap((flow) => [
    ...configs(flow),
    ...consumerGroups(flow, everywhere.has(flow.sourceCluster)),
  ]);
}

function configs(flow: MirrorFlow): readonly FlowProblem[] {
  const { config_properties_exclude: list } = flow.settings;
  if (list === undefined || (flow.mirroredTopics === 'ahead' && !flow.syncTopicConfigs)) return [];
  const copied = noLongerExcluded(list, configsExcludedByDefault).filter((name) => name !== alwaysExcluded);
  if (copied.length === 0) return [];
  const danger = copied.includes('min.insync.replicas')
    ? ': a mirrored topic with fewer replicas than its source may refuse every write'
    : '';
  if (list.length === 0) {
    return [
      {
        flow,
        finding: {
          code: 'exclude-list-untold',
          severity: 'warning',
          message: `${mirrorFlowName(flow)}: nobody can tell whether these are copied to ${flow.target}: ${copied.join(', ')}. Aiven reads an empty config_properties_exclude back like one that was never set, and then MirrorMaker 2's own list may hold`,
          hint: `Write config_properties_exclude: [${alwaysExcluded}], which Aiven excludes anyway, if nothing else is to be excluded, or null for MirrorMaker 2's own list.`,
        },
      },
    ];
  }
  return [
    {
      flow,
      finding: {
        code: 'exclude-list-replaced',
        severity: danger === '' ? 'notice' : 'warning',
        message: `${mirrorFlowName(flow)}: config_properties_exclude replaces MirrorMaker 2's own list, so these are no longer excluded and are copied to ${flow.target}: ${copied.join(', ')}${danger}`,
        hint: `Add those that are not to be copied: [${[...list, ...copied].join(', ')}].`,
      },
    },
  ];
}

/** Where `groups` of the flow limits nothing, so that groups which nobody listed are translated. */
function consumerGroups(flow: MirrorFlow, seesEveryGroup: boolean): readonly FlowProblem[] {
  const { groups_exclude: setting } = flow.serviceSettings;
  if (setting.basis !== 'live' || !flow.emitCheckpoints) return [];
  if (!seesEveryGroup && !flow.groups.includes('*')) return [];
  const translated = serviceDefaults.groups_exclude.filter(
    (pattern) => !setting.value.includes(pattern) && !isCovered(pattern, setting.value),
  );
  if (translated.length === 0) return [];
  return [
    {
      flow,
      finding: {
        code: 'exclude-list-replaced',
        severity: 'notice',
        message: `${mirrorFlowName(flow)}: offsets of groups ${translated.join(', ')}, which MirrorMaker 2 leaves out by default, are translated too, ${because(flow.service, 'groups_exclude', setting)}`,
        hint: `Add them to groups_exclude of the service ${flow.service} in Aiven if they are not meant to move.`,
      },
    },
  ];
}

/** Names of MirrorMaker 2's own list that no pattern of the list matches. */
function noLongerExcluded(list: readonly string[], byDefault: readonly string[]): readonly string[] {
  const patterns = list.map(readTopicPattern);
  // What a pattern excludes that cannot be evaluated here is not known, so nothing is claimed about it.
  if (patterns.some(({ kind }) => kind === 'not-evaluable')) return [];
  return byDefault.filter(
    (name) => !patterns.some((pattern) => pattern.kind !== 'not-evaluable' && pattern.matches(name)),
  );
}

function isCovered(pattern: string, list: readonly string[]): boolean {
  const wanted = readTopicPattern(pattern);
  if (wanted.kind !== 'exact') return false;
  return list.map(readTopicPattern).some((one) => {
    if (one.kind === 'everything' || one.kind === 'not-evaluable') return true;
    return (
      one.kind === 'exact' &&
      wanted.prefixes.every((prefix) => one.prefixes.some((other) => prefix.startsWith(other)))
    );
  });
}
