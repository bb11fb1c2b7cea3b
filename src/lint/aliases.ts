import type { Position } from '../model/position.ts';
import { clusterOf, endpointOf } from '../spec/cluster-of.ts';
import { place } from '../spec/rules/report.ts';
import type { ClusterSpec } from '../spec/spec.ts';
import type { LintContext } from './context.ts';
import { type ServiceFlow, serviceFlows } from './flows.ts';

/** One cluster under several names in MirrorMaker 2: which service may use which of them. */
export function lintAliases(context: LintContext): void {
  const flows = serviceFlows(context);
  for (const flow of flows) lintEndsAlike(flow, context);
  for (const direction of ['source', 'target'] as const) lintOneService(flows, direction, context);
  lintAttachments(flows, context);
}

function lintEndsAlike({ source, target, position }: ServiceFlow, { spec, report }: LintContext): void {
  const cluster = clusterOf(spec, source);
  if (source === target || cluster === undefined || cluster !== clusterOf(spec, target)) return;
  const message = `${source} and ${target} are one cluster, ${cluster.key}`;
  report.add('flow-to-same-brokers', position, message, 'Name two clusters, or remove the flow.');
}

/** Only aliases that the spec lists: they are there so that each service has its own. */
function lintOneService(
  flows: readonly ServiceFlow[],
  direction: 'source' | 'target',
  { spec, raw, report }: LintContext,
): void {
  const first = new Map<string, ServiceFlow>();
  const reported = new Set<string>();
  for (const flow of flows) {
    const alias = flow[direction];
    const cluster = clusterOf(spec, alias);
    if (cluster === undefined || raw.clusters?.[cluster.key]?.aliases === undefined) continue;
    const earlier = first.get(alias) ?? flow;
    first.set(alias, earlier);
    const use = JSON.stringify([alias, flow.service]);
    if (earlier.service === flow.service || reported.has(use)) continue;
    reported.add(use);
    const message = `${alias} is the ${direction} of a flow in ${earlier.service} already, at ${place(earlier.position)}`;
    const hint = `Give ${flow.service} an alias of its own: add it to aliases of ${cluster.key}, and name it here.`;
    report.add('alias-in-two-services', flow.position, message, hint);
  }
}

/** Aiven attaches one source to one service once: `409 Service integration already exists`. */
function lintAttachments(flows: readonly ServiceFlow[], { spec, report }: LintContext): void {
  const uses = [
    ...flows.flatMap(({ service, source, target, position }) =>
      [source, target].map((alias) => ({ service, alias, position })),
    ),
    // Tuning attaches its cluster, whether a flow names it or not.
    ...[...spec.mirrormakers.values()].flatMap(({ service, tuning }) =>
      [...tuning].map(([alias, { position }]) => ({ service, alias, position })),
    ),
  ];
  const first = new Map<string, { readonly alias: string; readonly position: Position }>();
  const reported = new Set<string>();
  for (const { service, alias, position } of uses) {
    const cluster = clusterOf(spec, alias);
    if (cluster === undefined) continue;
    const attached = attachedThrough(cluster, alias);
    const id = JSON.stringify([service, attached]);
    const earlier = first.get(id) ?? { alias, position };
    first.set(id, earlier);
    if (earlier.alias === alias || reported.has(`${service} ${alias}`)) continue;
    reported.add(`${service} ${alias}`);
    const message = `${service} would attach ${attached} twice, as ${earlier.alias}, at ${place(earlier.position)}, and as ${alias}, which Aiven refuses`;
    const hint =
      cluster.type === 'aiven'
        ? `Use ${earlier.alias} in both places, or move one of them to another MirrorMaker 2 service.`
        : `Use ${earlier.alias} in both places, or give ${alias} an endpoint of its own: aliases: { ${alias}: { endpoint: … } }.`;
    report.add('alias-attached-twice', position, message, hint);
  }
}

function attachedThrough(cluster: ClusterSpec, alias: string): string {
  return cluster.type === 'aiven'
    ? `the service ${cluster.service}`
    : `the endpoint ${endpointOf(cluster, alias) ?? alias}`;
}
