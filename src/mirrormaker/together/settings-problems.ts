import type { ServiceSettingName } from '../../model/service-defaults.ts';
import type { FlowItem, FlowProblem } from '../flow-problems.ts';
import { groupVerdict } from '../group-filter.ts';
import { groupGrant } from '../groups.ts';
import { type MirrorFlow, mirrorFlowName } from '../mirror-flow.ts';
import type { ServiceSettings } from '../service-settings.ts';

/**
 * Where the settings of a service, which hold for all its flows and are not in the spec, keep a flow from doing what the
 * spec and the plan promise.
 */
export function settingsProblems(flows: readonly MirrorFlow[]): readonly FlowProblem[] {
  const services = Map.groupBy(flows, ({ service }) => service);
  const ofServices = [...services.values()].flatMap(([first]) =>
    first === undefined ? [] : [...configsNotSynced(first), ...settingsUnknown(first)],
  );
  const ofFlows = flows.flatMap((flow) => [
    ...checkpointsOff(flow),
    ...groupsLeftOut(flow),
    ...refreshOff(flow),
    ...slowCheckpoints(flow),
    ...syncedByService(flow),
  ]);
  return [...ofFlows, ...ofServices];
}

/** `because live service mm2 has groups: foo`, or what else the value rests on. */
export function because<K extends ServiceSettingName>(
  service: string,
  name: K,
  setting: ServiceSettings[K],
): string {
  const value = Array.isArray(setting.value) ? setting.value.join(', ') : String(setting.value);
  switch (setting.basis) {
    case 'stated':
      return `because settings of ${service} state ${name}: ${value}`;
    case 'live':
      return `because live service ${service} has ${name}: ${value}`;
    case 'default':
      return `because live service ${service} has no ${name} of its own, and MirrorMaker 2's default is ${value}`;
    case 'assumed':
      return `because MirrorMaker 2's default of ${name} is ${value} (assumed: ${service} was not looked at)`;
    case 'unknown':
      return `if ${service} has ${name}: ${value}, which could not be read`;
  }
}

function checkpointsOff(flow: MirrorFlow): readonly FlowProblem[] {
  const { emit_checkpoints_enabled: setting } = flow.serviceSettings;
  const wanted = flow.settings.sync_group_offsets_enabled || flow.groups.length > 0;
  // What the spec states is reported when the spec is checked.
  if (setting.value || setting.basis === 'stated' || !wanted) return [];
  return [
    problem(flow, 'checkpoints-off', {
      says: `no offset of any consumer group is translated, ${because(flow.service, 'emit_checkpoints_enabled', setting)}`,
      hint: `Switch emit_checkpoints_enabled of the service ${flow.service} on in Aiven, or take groups and sync_group_offsets_enabled out of the flow.`,
    }),
  ];
}

/**
 * The spec itself switches checkpoints off, so nothing further is reported about groups. Where only the live service has them
 * off, everything that stands in the way is reported at once.
 */
function isWithoutCheckpoints({ emitCheckpoints, serviceSettings }: MirrorFlow): boolean {
  return !emitCheckpoints && serviceSettings.emit_checkpoints_enabled.basis === 'stated';
}

function groupsLeftOut(flow: MirrorFlow): readonly FlowProblem[] {
  const { serviceSettings: settings, service } = flow;
  if (isWithoutCheckpoints(flow)) return [];
  return flow.groups.flatMap((glob): FlowProblem[] => {
    if (groupGrant(glob) === undefined) return [];
    const verdict = groupVerdict(glob, settings);
    if (verdict.state === 'translated' || verdict.state === 'unknown') return [];
    const { by } = verdict;
    const why = because(service, by, settings[by]);
    const hint = `Change ${by} of the service ${service} in Aiven so that it ${by === 'groups' ? 'takes' : 'does not take'} ${glob}, or take ${glob} out of groups.`;
    return verdict.state === 'left-out'
      ? [
          problem(flow, 'group-never-translated', {
            says: `offsets of ${glob} are never translated, and no right on it is granted, ${why}`,
            hint,
            item: { list: 'groups', text: glob },
          }),
        ]
      : [
          problem(flow, 'group-never-translated', {
            severity: 'notice',
            says: `offsets of some groups that ${glob} matches are never translated, ${why}`,
            item: { list: 'groups', text: glob },
            hint: `List the groups that move${by === 'groups_exclude' ? ` without ${verdict.pattern}` : ''}, or change ${by} of the service ${service} in Aiven.`,
          }),
        ];
  });
}

function refreshOff(flow: MirrorFlow): readonly FlowProblem[] {
  const { refresh_topics_enabled: topics, refresh_groups_enabled: groups } = flow.serviceSettings;
  const { service, source } = flow;
  const problems: FlowProblem[] = [];
  if (!topics.value) {
    problems.push(
      problem(flow, 'refresh-off', {
        says: `topics and partitions that come to ${source} later are not mirrored before a restart of ${service}, ${because(service, 'refresh_topics_enabled', topics)}`,
        hint: `Switch refresh_topics_enabled of the service ${service} on in Aiven.`,
      }),
    );
  }
  const translates = flow.settings.sync_group_offsets_enabled || flow.groups.length > 0;
  if (!groups.value && !isWithoutCheckpoints(flow) && translates) {
    problems.push(
      problem(flow, 'refresh-off', {
        says: `offsets of consumer groups that come to ${source} later are not translated before a restart of ${service}, ${because(service, 'refresh_groups_enabled', groups)}`,
        hint: `Switch refresh_groups_enabled of the service ${service} on in Aiven.`,
      }),
    );
  }
  return problems;
}

/** Group offsets are committed from checkpoints, and those are made once per interval (`MirrorCheckpointTask`). */
function slowCheckpoints(flow: MirrorFlow): readonly FlowProblem[] {
  const { emit_checkpoints_interval_seconds: interval } = flow.serviceSettings;
  const { sync_group_offsets_enabled: syncs, sync_group_offsets_interval_seconds: wanted } = flow.settings;
  if (!syncs || !flow.emitCheckpoints || wanted === undefined || wanted >= interval.value) return [];
  return [
    problem(flow, 'checkpoints-slower', {
      severity: 'notice',
      says: `offsets of consumer groups move every ${interval.value} s at most, not every ${wanted} s, ${because(flow.service, 'emit_checkpoints_interval_seconds', interval)}`,
      hint: `Lower emit_checkpoints_interval_seconds of the service ${flow.service} in Aiven to ${wanted}, or raise sync_group_offsets_interval_seconds of the flow.`,
    }),
  ];
}

/** The service has a switch of the same name for all flows; which one wins in Aiven is not published. */
function syncedByService(flow: MirrorFlow): readonly FlowProblem[] {
  const { sync_group_offsets_enabled: setting } = flow.serviceSettings;
  if (!setting.value || flow.settings.sync_group_offsets_enabled || !flow.emitCheckpoints) return [];
  return [
    problem(flow, 'settings-against-flow', {
      says: `offsets of consumer groups may be committed on ${flow.target} although sync_group_offsets_enabled of the flow is off, ${because(flow.service, 'sync_group_offsets_enabled', setting)}`,
      hint: `Switch sync_group_offsets_enabled of the service ${flow.service} off in Aiven, and on in the flows that are to have it.`,
    }),
  ];
}

function configsNotSynced(flow: MirrorFlow): readonly FlowProblem[] {
  const { sync_topic_configs_enabled: setting } = flow.serviceSettings;
  if (setting.value || setting.basis !== 'live') return [];
  return [
    problem(flow, 'configs-not-synced', {
      severity: 'notice',
      of: flow.service,
      says: `changes of the configuration of topics do not reach the mirrored topics, and no right for that is derived, ${because(flow.service, 'sync_topic_configs_enabled', setting)}`,
      hint: `State sync_topic_configs_enabled: false under settings of ${flow.service} if that is meant, or switch it on in Aiven.`,
    }),
  ];
}

const decisive: readonly ServiceSettingName[] = [
  'emit_checkpoints_enabled',
  'sync_topic_configs_enabled',
  'groups',
  'groups_exclude',
  'refresh_topics_enabled',
  'refresh_groups_enabled',
];

function settingsUnknown(flow: MirrorFlow): readonly FlowProblem[] {
  const unread = decisive.filter((name) => flow.serviceSettings[name].basis === 'unknown');
  if (unread.length === 0) return [];
  return [
    problem(flow, 'settings-unknown', {
      of: flow.service,
      says: `whether offsets of consumer groups, configurations and later topics are mirrored is unknown, because ${unread.join(', ')} of ${flow.service} could not be read; rights are derived as if they had their defaults`,
      hint: `Make sure that the service ${flow.service} exists and runs and that the token may read it, or state its settings in the spec.`,
    }),
  ];
}

interface Told {
  readonly says: string;
  readonly hint: string;
  readonly severity?: 'warning' | 'notice';
  /** Begins the message in place of the flow's name. */
  readonly of?: string;
  readonly item?: FlowItem;
}

function problem(
  flow: MirrorFlow,
  code: string,
  { says, hint, severity = 'warning', of = mirrorFlowName(flow), item }: Told,
): FlowProblem {
  const finding = { code, severity, message: `${of}: ${says}`, hint };
  return item === undefined ? { flow, finding } : { flow, finding, item };
}
