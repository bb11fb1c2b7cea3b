import type { AivenAcl } from '../model/aiven-acl.ts';
import { keyOf } from '../model/resource.ts';
import type { Spec } from '../spec/spec.ts';
import { byId } from './order.ts';

/** The same entry twice in the spec is one entry, of the first line. */
export function desiredAivenAcls(spec: Spec): readonly AivenAcl[] {
  const acls = new Map<string, AivenAcl>();
  for (const { key: cluster, aivenAcls } of spec.clusters.values()) {
    for (const { username, topic, permission, position, form } of aivenAcls) {
      const id = { kind: 'aiven-acl', cluster, username, topic, permission } as const;
      const key = keyOf(id);
      if (acls.has(key)) continue;
      acls.set(key, { id, provenance: { origin: 'declared', position, ...(form && { form }) } });
    }
  }
  return byId([...acls.values()]);
}
