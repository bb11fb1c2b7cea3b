import { resourcesOf } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { keyOf, nameOf, placeOf } from '../../model/resource.ts';
import type { BeforeAndNow } from './left-running.ts';
import { statesIn } from './live-states.ts';
import { nearestPosition } from './nearest-position.ts';
import { asNow, namesNow } from './renamed-clusters.ts';

/**
 * Lines under `removed` that are gone although what they name is still there, or was not looked at: no later plan deletes it. That
 * they go once it is deleted is their ordinary end.
 */
export function endedRemovals({ before, desired, live, changes }: BeforeAndNow): readonly Finding[] {
  if (before === undefined) return [];
  const names = namesNow(before, desired, live);
  const named = new Set(
    [...resourcesOf(desired), ...desired.tombstones, ...changes].map(({ id }) => keyOf(id)),
  );
  const stateOf = statesIn(live);
  return before.tombstones
    .map(({ id }) => asNow(id, names))
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
          ...nearestPosition(id, desired),
        },
      ];
    });
}
