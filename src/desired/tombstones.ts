import { isOwnTopic } from '../mirrormaker/names.ts';
import type { Desired, Tombstone } from '../model/desired.ts';
import { owningTopicPattern, prunesTopics } from '../model/owning-pattern.ts';
import type { DeclaredProvenance } from '../model/provenance.ts';
import type { ResourceId } from '../model/resource.ts';
import type { Spec, Tombstone as TombstoneSpec } from '../spec/spec.ts';
import { byId } from './order.ts';

/** Every line under `removed:`. Endpoints are looked for in the spec's project. */
export function tombstonesOf(spec: Spec): readonly Tombstone[] {
  const tombstones: Tombstone[] = [];
  for (const [name, spoken] of spec.removed.endpoints) {
    tombstones.push({ id: { kind: 'endpoint', project: spec.project, name }, provenance: declared(spoken) });
  }
  for (const { project, service, removedFlows } of spec.mirrormakers.values()) {
    for (const flow of removedFlows.values()) {
      const { source, target } = flow;
      tombstones.push({ id: { kind: 'flow', project, service, source, target }, provenance: declared(flow) });
    }
  }
  for (const { key: cluster, removedTopics } of spec.clusters.values()) {
    for (const [name, spoken] of removedTopics) {
      tombstones.push({ id: { kind: 'topic', cluster, name }, provenance: declared(spoken) });
    }
  }
  return byId(tombstones);
}

function declared({ position, reason }: TombstoneSpec): DeclaredProvenance {
  return { origin: 'declared', position, ...(reason === undefined ? {} : { reason }) };
}

/** Whether the plan deletes a topic of the cluster: a line under `removed:` says so, or a pruned scope that does not list it. */
export function deletedTopics(desired: Desired, cluster: string): (name: string) => boolean {
  const onCluster = ({ id }: { readonly id: ResourceId }) =>
    id.kind === 'topic' && id.cluster === cluster ? [id.name] : [];
  const removed = new Set(desired.tombstones.flatMap(onCluster));
  const listed = new Set(desired.topics.flatMap(onCluster));
  const prunes = prunesTopics(desired, cluster);
  return (name) =>
    removed.has(name) ||
    (prunes &&
      !listed.has(name) &&
      owningTopicPattern(desired, cluster, name) !== undefined &&
      !isOwnTopic(name) &&
      !desired.mirrored(cluster, name));
}
