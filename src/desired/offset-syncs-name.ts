import { documentedOffsetSyncsTopic, offsetSyncsTopic } from '../mirrormaker/names.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import { clusterOf } from '../spec/cluster-of.ts';
import { isLeftOutFlow } from '../spec/leave-out.ts';
import type { FlowSpec, Spec } from '../spec/spec.ts';

/**
 * Apache's code calls the offset-syncs topic `mm2-offset-syncs.<target>.internal`, and everything here is derived for that name.
 * Aiven's page on the rights for internal topics calls it `<source>.offset-syncs`, and Aiven runs a MirrorMaker 2 of its own.
 * Where a topic of that name lives, the page is right, and offsets are not synced with the derived rights.
 */
export function offsetSyncsNames(spec: Spec, live: Live): readonly Finding[] {
  return [...spec.mirrormakers.values()].flatMap(({ flows }) =>
    flows.flatMap((flow): readonly Finding[] => {
      if (isLeftOutFlow(spec, flow)) return [];
      const { source, target, position } = flow;
      const { holder, derived } = derivedFor(flow);
      const cluster = clusterOf(spec, holder);
      const names = cluster && live.clusters.get(cluster.key)?.topicNames;
      const other = documentedOffsetSyncsTopic(source);
      if (names?.state !== 'known' || !names.value.includes(other) || cluster?.topics.has(other)) return [];
      return [
        {
          code: 'offset-syncs-other-name',
          severity: 'error',
          message: `${cluster?.key} has the topic ${other}, so the MirrorMaker 2 of ${source} -> ${target} keeps its offset syncs there, and what is derived is for ${derived}`,
          hint: `Set access: off on the flow, and grant Read and Write on ${other} by hand; if it is a topic of your own, list it under topics.`,
          position,
        },
      ];
    }),
  );
}

function derivedFor({ source, target, settings }: FlowSpec) {
  return settings.offset_syncs_topic_location === 'target'
    ? { holder: target, derived: offsetSyncsTopic(source) }
    : { holder: source, derived: offsetSyncsTopic(target) };
}
