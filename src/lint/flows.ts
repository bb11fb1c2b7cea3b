import { aivenLimits } from '../model/limits/aiven.ts';
import { brokenTuning, statedTuning } from '../model/limits/tuning-relations.ts';
import type { Position } from '../model/position.ts';
import { clusterKey, clusterOf } from '../spec/cluster-of.ts';
import { place, show } from '../spec/rules/report.ts';
import { didYouMean } from '../spec/rules/suggest.ts';
import type { FlowSpec, MirrorMakerSpec } from '../spec/spec.ts';
import { byPosition } from './clusters.ts';
import type { LintContext } from './context.ts';

/** A flow with the service it runs in. */
export interface ServiceFlow extends FlowSpec {
  readonly service: string;
}

export function serviceFlows({ spec }: LintContext): readonly ServiceFlow[] {
  const flows = [...spec.mirrormakers.values()].flatMap((mirrormaker) =>
    mirrormaker.flows.map((flow) => ({ ...flow, service: mirrormaker.service })),
  );
  return byPosition(flows);
}

export function lintFlows(context: LintContext): void {
  for (const mirrormaker of context.spec.mirrormakers.values()) {
    lintTuning(mirrormaker, context);
    lintFlowCount(mirrormaker, context);
    for (const flow of mirrormaker.flows) lintFlow(mirrormaker, flow, context);
  }
  lintServices(context);
  lintExactlyOnce(context);
  lintActiveGroups(context);
}

function lintFlowCount({ flows, service }: MirrorMakerSpec, { locator, report }: LintContext): void {
  const maxFlows = aivenLimits.flowsPerService;
  if (flows.length <= maxFlows) return;
  const message = `${service} has ${flows.length} flows, and Aiven takes at most ${maxFlows} in a service`;
  const position = locator.key(['mirrormaker', service, 'flows']);
  report.add('out-of-range', position, message, 'Move some of them to another MirrorMaker 2 service.');
}

function lintFlow(mirrormaker: MirrorMakerSpec, flow: FlowSpec, context: LintContext): void {
  const { spec, report } = context;
  lintEnds(flow, context);
  const { settings, expectTopics } = flow;
  if (flow.source.includes('.') && settings.replication_policy === 'default') {
    const message = `the alias ${flow.source} has a dot, where the default policy splits remote names`;
    const hint = 'Use an alias without dots, or replication_policy: identity.';
    report.add('alias-with-dot', flow.position, message, hint);
  }
  if (expectTopics && (expectTopics.atLeast ?? 0) > (expectTopics.atMost ?? Number.POSITIVE_INFINITY)) {
    report.add(
      'expect-topics',
      expectTopics.position,
      'at_least is more than at_most',
      'Swap or change the numbers.',
    );
  }
  if (expectTopics && expectTopics.atLeast === undefined && expectTopics.atMost === undefined) {
    report.add(
      'expect-topics',
      expectTopics.position,
      'expect_topics says nothing',
      'Add at_least or at_most.',
    );
  }
  if (!settings.sync_group_offsets_enabled) return;
  if (!mirrormaker.settings.emit_checkpoints_enabled) {
    const message = `${mirrormaker.service} writes no checkpoints, so no group offsets either`;
    const hint = 'Switch emit_checkpoints_enabled on in the service, or sync_group_offsets_enabled off here.';
    report.add('checkpoints-off', flow.position, message, hint);
  }
  const external = [flow.source, flow.target].some((alias) => clusterOf(spec, alias)?.type === 'external');
  // Also where rights are only compared: without groups, none is among what the flow is said to need.
  if (external && flow.groups.length === 0 && flow.access !== 'off') {
    const message = 'group offsets are synchronised, but groups grants none';
    report.add(
      'sync-without-groups',
      flow.position,
      message,
      'Add groups: with the consumer groups to synchronise.',
    );
  }
}

function lintEnds(flow: FlowSpec, context: LintContext): void {
  const { spec, report } = context;
  if (flow.source === flow.target) {
    const message = `the flow leads from ${flow.source} to itself`;
    report.add('flow-to-itself', flow.position, message, 'Name two clusters.');
  }
  for (const alias of new Set([flow.source, flow.target])) {
    const cluster = clusterOf(spec, alias);
    if (cluster === undefined) {
      reportUnknown(alias, flow.position, context);
    } else if (cluster.type === 'external' && cluster.mirror === undefined) {
      const message = `${alias} is external and has no mirror, so MirrorMaker 2 cannot log in`;
      report.add('no-mirror', flow.position, message, `Add mirror: with a login to the cluster ${alias}.`);
    }
  }
}

function lintTuning({ flows, tuning, service }: MirrorMakerSpec, context: LintContext): void {
  const { spec, report, locator } = context;
  const used = new Set(flows.flatMap(({ source, target }) => [source, target]));
  for (const [alias, { position, values }] of tuning) {
    for (const { code, keys, says, hint } of brokenTuning(statedTuning(values))) {
      const at = locator.value(['mirrormaker', service, 'clusters', alias, keys[0]]);
      report.add(code, at, `the tuning of ${alias}: ${says}`, hint);
    }
    if (!spec.aliases.has(alias)) reportUnknown(alias, position, context);
    else if (!used.has(alias)) {
      const message = `no flow of ${service} uses ${alias}, so the tuning has no effect`;
      report.add('unused-tuning', position, message, 'Remove it, or add the flow.');
    }
  }
}

/** A cluster that is declared with errors has been reported at its own place. */
function reportUnknown(alias: string, position: Position, { raw, report }: LintContext): void {
  const declared = Object.entries(raw.clusters ?? {});
  const named = declared.find(([each]) => each === alias)?.[1];
  const aliases = Object.keys(named?.aliases ?? {});
  if (aliases.length > 0) {
    const message = `${alias} has aliases, and MirrorMaker 2 knows it by these alone`;
    report.add('unknown-cluster', position, message, `Write one of its aliases: ${aliases.join(', ')}.`);
    return;
  }
  if (named !== undefined || declared.some(([, other]) => other.aliases?.[alias] !== undefined)) return;
  const [meant] = declared.find(([, { service }]) => service === alias) ?? [];
  const hint =
    meant === undefined
      ? didYouMean(
          alias,
          declared.flatMap(([each, { aliases: some }]) => Object.keys(some ?? { [each]: {} })),
          'Declare it under clusters.',
        )
      : `Write ${meant}, the alias of the service ${alias}.`;
  report.add('unknown-cluster', position, `there is no cluster ${show(alias)}`, hint);
}

/** The worker of a flow is known on its target by the alias of the source alone. */
function lintServices(context: LintContext): void {
  const { spec } = context;
  const seen: ServiceFlow[] = [];
  for (const flow of serviceFlows(context)) {
    const earlier = seen.find(
      (one) => one.source === flow.source && clusterKey(spec, one.target) === clusterKey(spec, flow.target),
    );
    seen.push(flow);
    if (earlier === undefined) continue;
    const [name, other] = [flow, earlier].map(({ source, target }) => `${source} -> ${target}`);
    const message =
      name === other
        ? `${name} also runs in ${earlier.service}, at ${place(earlier.position)}`
        : `${name} and ${other}, at ${place(earlier.position)}, lead to one cluster from one alias`;
    const hint =
      name === other
        ? 'Keep the flow in one service.'
        : 'Keep one of the two flows, or let its source be another alias.';
    context.report.add('flow-in-two-services', flow.position, message, hint);
  }
}

function lintExactlyOnce(context: LintContext): void {
  const first = new Map<string, ServiceFlow>();
  for (const flow of serviceFlows(context).filter(({ settings }) => settings.enabled)) {
    const target = JSON.stringify([flow.service, flow.target]);
    const earlier = first.get(target);
    if (earlier === undefined) first.set(target, flow);
    else if (earlier.settings.exactly_once_delivery_enabled !== flow.settings.exactly_once_delivery_enabled) {
      const message = `exactly_once_delivery_enabled differs from the flow at ${place(earlier.position)}`;
      const hint = `Set it alike for every flow into ${flow.target}.`;
      context.report.add('exactly-once-differs', flow.position, message, hint);
    }
  }
}

/** A group has members on one side at least, and MirrorMaker 2 may not write its offsets there. */
function lintActiveGroups(context: LintContext): void {
  const at = (alias: string): string => clusterKey(context.spec, alias);
  const syncing = serviceFlows(context).filter(
    ({ settings }) => settings.enabled && settings.sync_group_offsets_enabled,
  );
  for (const flow of syncing) {
    const back = syncing.find(
      ({ source, target }) => at(source) === at(flow.target) && at(target) === at(flow.source),
    );
    if (back === undefined || at(flow.source) === at(flow.target)) continue;
    const message = `group offsets are also synchronised back, at ${place(back.position)}, and those of a group with members on ${at(flow.target)} are refused`;
    const hint = `Expect offsets to move only for groups that are idle on ${at(flow.target)}.`;
    context.report.add('groups-active-on-target', flow.position, message, hint);
  }
}
