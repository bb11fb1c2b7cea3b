import type { FlowSettings } from '../model/flow.ts';
import { compilePatterns } from './schema/pattern.ts';

/**
 * Which topic names a flow mirrors by its patterns: exclusion wins, and internal names are never mirrored
 * (MirrorSourceConnector.shouldReplicateTopic, ReplicationPolicy.isInternalTopic).
 */
export function topicSelection(settings: FlowSettings): (name: string) => boolean {
  const included = compilePatterns(settings.topics);
  const excluded = compilePatterns(settings.topics_exclude ?? []);
  return (name) => !isInternalName(name) && included(name) && !excluded(name);
}

/** Since 4.0 (KIP-1074). Before, every name that ends with `.internal` or `-internal` was internal too. */
export function isInternalName(name: string): boolean {
  return (
    name.startsWith('__') ||
    name.startsWith('.') ||
    name.endsWith('.checkpoints.internal') ||
    (name.startsWith('mm2') && name.endsWith('.internal'))
  );
}

/** DefaultReplicationPolicy puts `<source>.` before the name; IdentityReplicationPolicy only before heartbeats. */
export function remoteTopic(
  source: string,
  policy: FlowSettings['replication_policy'],
  name: string,
): string {
  return policy === 'identity' && !name.endsWith('heartbeats') ? name : `${source}.${name}`;
}
