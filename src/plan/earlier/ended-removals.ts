import type { Change } from '../../model/change.ts';
import { type Desired, resourcesOf } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import type { Position } from '../../model/position.ts';
import { keyOf, nameOf, placeOf, type ResourceId } from '../../model/resource.ts';
import { statesIn } from './left-running.ts';
import { keysNow, withKey } from './renamed-clusters.ts';

/**
 * Lines under `removed` that are gone although what they name is still there, or was not looked at: no later plan deletes it. That
 * they go once it is deleted is their ordinary end.
 */
export function endedRemovals(options: {
  /** Undefined: what the spec said before is not known, or there was none. */
  readonly before: Desired | undefined;
  readonly desired: Desired;
  readonly live: Live;
  readonly changes: readonly Change[];
}): readonly Finding[] {
  const { before, desired, live, changes } = options;
  if (before === undefined) return [];
  const keys = keysNow(before, desired);
  const named = new Set(
    [...resourcesOf(desired), ...desired.tombstones, ...changes].map(({ id }) => keyOf(id)),
  );
  const stateOf = statesIn(live);
  return before.tombstones
    .map(({ id }) => withKey(id, keys))
    .filter((id) => !named.has(keyOf(id)) && !desired.leavesOut({ id }))
    .flatMap((id): readonly Finding[] => {
      const [kind, place, name] = [id.kind, placeOf(id), nameOf(id)];
      const state = stateOf({ kind, place, name });
      if (state === 'absent') return [];
      const there = state === 'not-read' ? 'was not looked at' : 'is still there';
      return [
        {
          code: 'no-longer-enforced',
          severity: 'warning',
          message: `${kind} ${name} of ${place} is no longer under removed, and ${there}: no apply will delete it`,
          hint: 'Write it under removed again until an apply has deleted it, if that is not meant.',
          loosens: true,
          ...positionOf(id, desired),
        },
      ];
    });
}

/** Where the spec has the cluster, or a flow of the service; else where it begins. */
function positionOf(id: ResourceId, { clusters, flows }: Desired): { readonly position?: Position } {
  const place = placeOf(id);
  const found =
    clusters.find(({ key }) => key === place)?.position ??
    flows.find((flow) => placeOf(flow.id) === place)?.provenance.position;
  if (found !== undefined) return { position: found };
  const [first] = clusters;
  return first === undefined ? {} : { position: { file: first.position.file, line: 1, column: 1 } };
}
