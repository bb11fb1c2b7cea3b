import type { Flow } from '../model/flow.ts';
import type { Spec } from '../spec/spec.ts';
import { byId } from './order.ts';

export function desiredFlows(spec: Spec): readonly Flow[] {
  return byId(
    [...spec.mirrormakers.values()].flatMap(({ project, service, flows }) =>
      flows.map(
        ({ source, target, settings, stated, position, also }): Flow => ({
          id: { kind: 'flow', project, service, source, target },
          settings,
          stated,
          provenance: { origin: 'declared', position, ...(also && { also }) },
        }),
      ),
    ),
  );
}
