import { offsetSyncsTopic } from '../../mirrormaker/names.ts';
import type { Topic } from '../../model/topic.ts';

/**
 * What to do when a topic asks for more replicas than there are brokers. A flow has one `replication_factor` for both clusters, so
 * lowering it for the source would leave fewer copies on the target as well.
 */
export function fewerReplicas({ id, partitions = 1, provenance }: Topic, brokers: number): string {
  if (provenance.origin !== 'derived') return `Set replication to at most ${brokers}.`;
  const onSource =
    ['I7', 'I8'].includes(provenance.rule) ||
    (provenance.rule === 'I4' &&
      provenance.flows.some((flow) => id.name === offsetSyncsTopic(flow.split(' -> ')[1] ?? '')));
  if (!onSource) return `Set replication_factor of ${provenance.flows.join(', ')} to at most ${brokers}.`;
  const elsewhere = provenance.rule === 'I4' ? ', or set offset_syncs_topic_location: target' : '';
  return `Declare ${id.name} under topics of ${id.cluster} with partitions: ${partitions}, replication: ${brokers} and cleanup.policy: compact${elsewhere}. Leave replication_factor: it is for the mirrored topics on the target too.`;
}
