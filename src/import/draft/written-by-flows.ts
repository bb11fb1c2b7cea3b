import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { isOwnTopic } from '../../mirrormaker/names.ts';
import { serviceSettings } from '../../mirrormaker/service-settings.ts';
import { originalOf } from '../../mirrormaker/written-topics.ts';
import { flowName } from '../../model/flow.ts';
import { flowDefaults } from '../../model/flow-defaults.ts';
import type { Estate, NamedCluster } from '../estate.ts';

/** Why nobody lists a topic in a spec, as a clause; undefined: it is somebody's own. */
export type WhyNobodys = (topic: string) => string | undefined;

/**
 * The topics of a cluster that Kafka and MirrorMaker 2 keep, and the copies that flows write there. A copy under its own name
 * looks like any topic: it counts as one only where the source was read and has it.
 */
export function nobodysTopics(
  { mirrormakers, clusters }: Estate,
  cluster: NamedCluster,
  aliases: ReadonlyMap<string, NamedCluster>,
): WhyNobodys {
  const writers = [...mirrormakers.values()].flatMap(({ service, flows }) => {
    if (flows.state === 'unknown') return [];
    return flows.value
      .filter(({ id }) => cluster.aliases.has(id.target))
      .map(({ id, settings }) => {
        const source = aliases.get(id.source)?.key ?? id.source;
        const flow: MirrorFlow = {
          service,
          source: id.source,
          target: id.target,
          sourceCluster: source,
          targetCluster: cluster.key,
          settings: { ...flowDefaults, ...settings },
          emitCheckpoints: true,
          syncTopicConfigs: true,
          configSync: 'unknown',
          serviceSettings: serviceSettings(),
          groups: [],
          internalTopics: 'ahead',
          mirroredTopics: 'mirrormaker',
          syncTopicAcls: false,
          brokersBefore28: { source: false, target: false },
        };
        const names = clusters.get(source)?.topicNames;
        const there = names?.state === 'known' ? new Set(names.value) : undefined;
        return { name: flowName(id), original: originalOf(flow), there };
      });
  });
  return (topic) => {
    if (isOwnTopic(topic)) return 'Kafka and MirrorMaker 2 keep it for themselves';
    const writer = writers.find(({ original, there }) => {
      const from = original(topic);
      if (from === undefined) return false;
      return there === undefined ? from !== topic : there.has(from);
    });
    return writer && `the flow ${writer.name} writes it`;
  };
}
