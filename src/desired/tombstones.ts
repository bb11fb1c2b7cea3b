import type { Tombstone } from '../model/desired.ts';
import type { DeclaredProvenance } from '../model/provenance.ts';
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
