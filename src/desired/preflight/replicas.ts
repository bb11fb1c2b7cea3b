import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { CheckedFlow } from './view.ts';

/** Replication factors that brokers refuse, or that stop every write. */
export function replicaFindings(
  flows: readonly CheckedFlow[],
  desired: Desired,
  live: Live,
): readonly Finding[] {
  return [...flows.flatMap((flow) => tooManyReplicas(flow, live)), ...tooFewReplicas(desired, live)];
}

/** MirrorMaker 2 creates its topics with the flow's replication factor; brokers refuse more replicas than brokers. */
function tooManyReplicas({ flow, spec }: CheckedFlow, live: Live): readonly Finding[] {
  const brokers = live.clusters.get(flow.targetCluster)?.brokers;
  const replication = flow.settings.replication_factor;
  if (replication === undefined || brokers?.state !== 'known' || replication <= brokers.value) return [];
  return [
    {
      code: 'replication-above-brokers',
      severity: 'error',
      message: `${mirrorFlowName(flow)}: replication_factor is ${replication}, and ${flow.targetCluster} has ${brokers.value === 1 ? '1 broker' : `${brokers.value} brokers`}`,
      hint: `Set replication_factor to at most ${brokers.value}.`,
      position: spec.position,
    },
  ];
}

/** MirrorMaker 2 writes with acks=all, so fewer replicas than min.insync.replicas refuse every record. */
function tooFewReplicas(desired: Desired, live: Live): readonly Finding[] {
  return [...desired.topics, ...desired.checked.topics].flatMap(
    ({ id, replication, provenance }): Finding[] => {
      if (provenance.origin !== 'derived') return [];
      const reading = live.clusters.get(id.cluster)?.topics.get(id.name);
      if (reading?.state !== 'known') return [];
      const factor = reading.value?.replication ?? replication;
      const minimum = Number(
        reading.value?.config.get('min.insync.replicas')?.value ?? clusterMinimum(id.cluster, live) ?? 1,
      );
      if (factor === undefined || factor >= minimum) return [];
      return [
        {
          code: 'min-insync-too-high',
          severity: 'error',
          message: `${id.name} on ${id.cluster} has ${factor === 1 ? '1 replica' : `${factor} replicas`} and needs ${minimum} in sync, so MirrorMaker 2 cannot write to it`,
          hint: `Set replication_factor of the flow to at least ${minimum}, or lower min.insync.replicas on ${id.cluster}.`,
          position: provenance.position,
          about: id,
        },
      ];
    },
  );
}

/** What a new topic would inherit, as the topics that were read show it. */
function clusterMinimum(key: string, live: Live): string | undefined {
  for (const reading of live.clusters.get(key)?.topics.values() ?? []) {
    const config = reading.state === 'known' ? reading.value?.config.get('min.insync.replicas') : undefined;
    const inherited = config?.inherited ?? (config?.overridden === false ? config.value : undefined);
    if (inherited != null) return inherited;
  }
  return undefined;
}
