import { mirrorFlowName } from '../mirrormaker/mirror-flow.ts';
import type { Finding } from '../model/finding.ts';
import type { Integration, IntegrationSource } from '../model/integration.ts';
import type { Provenance } from '../model/provenance.ts';
import { compareText } from '../model/text-order.ts';
import { clusterOf, endpointOf } from '../spec/cluster-of.ts';
import type { ClusterSpec, MirrorMakerSpec, Spec } from '../spec/spec.ts';
import { byId } from './order.ts';

/** Aiven accepts a flow whose aliases nothing is attached to, and does not replicate. */
const attachment = {
  rule: 'A1',
  why: 'a flow names its clusters by the aliases they are attached with',
  without: 'Aiven accepts the flow, and nothing is replicated.',
} as const;

/** Every cluster that a flow of a MirrorMaker service names, or its tuning, is attached to the service. */
export function desiredIntegrations(spec: Spec): {
  readonly integrations: readonly Integration[];
  readonly findings: readonly Finding[];
} {
  const integrations: Integration[] = [];
  const findings: Finding[] = [];
  for (const mirrormaker of spec.mirrormakers.values()) {
    for (const alias of aliasesOf(mirrormaker)) {
      const provenance = whyAttached(mirrormaker, alias);
      const source = sourceOf(clusterOf(spec, alias), alias);
      if (source === undefined) {
        findings.push(cannotAttach(mirrormaker, alias, provenance));
        continue;
      }
      integrations.push({
        id: {
          kind: 'integration',
          project: mirrormaker.project,
          service: mirrormaker.service,
          cluster: alias,
        },
        source,
        tuning: mirrormaker.tuning.get(alias)?.values ?? {},
        provenance,
      });
    }
  }
  return { integrations: byId(integrations), findings };
}

export function aliasesOf(mirrormaker: MirrorMakerSpec): ReadonlySet<string> {
  return new Set([
    ...mirrormaker.flows.flatMap(({ source, target }) => [source, target]),
    ...mirrormaker.tuning.keys(),
  ]);
}

function sourceOf(cluster: ClusterSpec | undefined, alias: string): IntegrationSource | undefined {
  if (cluster?.type === 'aiven')
    return { type: 'service', project: cluster.project, service: cluster.service };
  const endpoint = cluster && endpointOf(cluster, alias);
  return endpoint === undefined ? undefined : { type: 'endpoint', endpoint };
}

function whyAttached(mirrormaker: MirrorMakerSpec, alias: string): Provenance {
  const tuning = mirrormaker.tuning.get(alias);
  if (tuning !== undefined) return { origin: 'declared', position: tuning.position };
  const using = mirrormaker.flows
    .filter(({ source, target }) => source === alias || target === alias)
    .map((flow) => ({ name: mirrorFlowName(flow), position: flow.position }))
    .sort((a, b) => compareText(a.name, b.name));
  const position = using[0]?.position ?? mirrormaker.position;
  return { origin: 'derived', position, flows: using.map(({ name }) => name), ...attachment };
}

function cannotAttach({ service }: MirrorMakerSpec, alias: string, { position }: Provenance): Finding {
  return {
    code: 'no-mirror',
    severity: 'error',
    message: `${alias} cannot be attached to ${service}: it has no mirror identity`,
    hint: `Give ${alias} a mirror section with the login that MirrorMaker 2 uses.`,
    position,
  };
}
