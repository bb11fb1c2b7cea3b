import type { Change } from '../../model/change.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { keyOf, nameOf, placeOf } from '../../model/resource.ts';
import { statesIn } from './live-states.ts';
import { nearestPosition } from './nearest-position.ts';
import { asNow, namesNow } from './renamed-clusters.ts';

/**
 * Topics that the spec protected before and does not protect now. One and the same change must not take the protection away
 * and delete the topic: that is what the protection is for. What a flow derives is protected by the flow alone.
 */
export function endedProtection(options: {
  /** Undefined: what the spec said before is not known, or there was none. */
  readonly before: Desired | undefined;
  readonly desired: Desired;
  readonly live: Live;
  readonly changes: readonly Change[];
}): readonly Finding[] {
  const { before, desired, live, changes } = options;
  if (before === undefined) return [];
  const names = namesNow(before, desired);
  const stateOf = statesIn(live);
  const topics = new Map(desired.topics.map((topic) => [keyOf(topic.id), topic]));
  const deleted = new Map(
    changes.filter(({ action }) => action === 'delete').map((change) => [keyOf(change.id), change]),
  );
  return before.topics
    .filter(({ protect, provenance }) => protect && provenance.origin === 'declared')
    .flatMap(({ id: was }): readonly Finding[] => {
      const id = asNow(was, names);
      const change = deleted.get(keyOf(id));
      if (change !== undefined) {
        return [
          {
            code: 'protected-and-removed',
            severity: 'error',
            message: `topic ${was.name} on ${was.cluster} is protected by the spec before this change, and this change deletes it`,
            hint: 'Take `protect: true` away in a pull request before, with the topic still under topics, and delete it in the next one once that is applied.',
            position: change.provenance.position,
            about: change.id,
          },
        ];
      }
      const topic = topics.get(keyOf(id));
      const [kind, place, name] = [id.kind, placeOf(id), nameOf(id)];
      const isGone = topic === undefined && stateOf({ kind, place, name }) === 'absent';
      if (topic?.protect === true || isGone || desired.leavesOut({ id })) return [];
      return [
        {
          code: 'protection-ends',
          severity: 'warning',
          loosens: true,
          message: `topic ${was.name} on ${was.cluster} was protected, and is not from this change on: later changes may delete it or its records`,
          hint: 'Write protect: true if that is not meant.',
          ...(topic === undefined ? nearestPosition(id, desired) : { position: topic.provenance.position }),
          about: id,
        },
      ];
    });
}
