import { documentedOffsetSyncsTopic, offsetSyncsTopic } from '../mirrormaker/names.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import { clusterOf } from '../spec/cluster-of.ts';
import { isLeftOutFlow } from '../spec/leave-out.ts';
import type { ClusterSpec, FlowSpec, Spec } from '../spec/spec.ts';

/**
 * Apache's code calls the offset-syncs topic `mm2-offset-syncs.<target>.internal`, and everything here is derived for that name.
 * Aiven's page on the rights for internal topics calls it `<source>.offset-syncs`, and Aiven runs a MirrorMaker 2 of its own.
 * Where a topic of that name lives, the page may be right, and then offsets are not synced with the derived rights.
 */
export function offsetSyncsNames(spec: Spec, live: Live): readonly Finding[] {
  return [...spec.mirrormakers.values()].flatMap(({ flows }) =>
    flows.flatMap((flow): readonly Finding[] => {
      if (isLeftOutFlow(spec, flow)) return [];
      const { source, target, position } = flow;
      const { holder, derived } = derivedFor(flow);
      const cluster = clusterOf(spec, holder);
      if (cluster === undefined) return [];
      const names = live.clusters.get(cluster.key)?.topicNames;
      const other = documentedOffsetSyncsTopic(source);
      if (names?.state !== 'known' || !names.value.includes(other) || cluster.topics.has(other)) return [];
      const { severity, so, hint } = harmOf(cluster, flow, { other, derived });
      return [
        {
          code: 'offset-syncs-other-name',
          severity,
          message: `${cluster.key} has the topic ${other}, so the MirrorMaker 2 of ${source} -> ${target} seems to keep its offset syncs there; ${so}`,
          hint: `${hint} If ${other} is a topic of your own, list it under topics of ${cluster.key}.`,
          position,
        },
      ];
    }),
  );
}

interface Harm {
  readonly severity: Finding['severity'];
  readonly so: string;
  readonly hint: string;
}

/** An error only where something wrong would be written; whoever takes the way out that it names is not stopped by it any more. */
function harmOf(
  { type }: ClusterSpec,
  { access }: FlowSpec,
  { other, derived }: { readonly other: string; readonly derived: string },
): Harm {
  const byHand = `grant the user of the flow Read and Write on ${other} by hand`;
  if (type === 'aiven')
    return {
      severity: 'notice',
      so: 'nothing is derived here for either name',
      hint: 'Nothing is to be done.',
    };
  switch (access) {
    case 'manage':
      return {
        severity: 'error',
        so: `what is derived is for ${derived}`,
        hint: `Set access: off on the flow, and ${byHand}.`,
      };
    case 'check':
      return {
        severity: 'warning',
        so: `what is checked is for ${derived}`,
        hint: `Look whether that topic is there as well. If not, ${byHand}, and set access: off on the flow.`,
      };
    case 'off':
      return {
        severity: 'notice',
        so: `nothing is derived, as access is off`,
        hint: `If offsets of groups are not translated, ${byHand}.`,
      };
  }
}

function derivedFor({ source, target, settings }: FlowSpec) {
  return settings.offset_syncs_topic_location === 'target'
    ? { holder: target, derived: offsetSyncsTopic(source) }
    : { holder: source, derived: offsetSyncsTopic(target) };
}
