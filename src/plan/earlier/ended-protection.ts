import type { Change } from '../../model/change.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { keyOf } from '../../model/resource.ts';
import { keysNow, withKey } from './renamed-clusters.ts';

/**
 * Topics that the spec protected before and does not protect now. One and the same change must not take the protection away
 * and delete the topic: that is what the protection is for. What a flow derives is protected by the flow alone.
 */
export function endedProtection(options: {
  /** Undefined: what the spec said before is not known, or there was none. */
  readonly before: Desired | undefined;
  readonly desired: Desired;
  readonly changes: readonly Change[];
}): readonly Finding[] {
  const { before, desired, changes } = options;
  if (before === undefined) return [];
  const keys = keysNow(before, desired);
  const now = new Map(desired.topics.map((topic) => [keyOf(topic.id), topic]));
  const deleted = new Map(
    changes.filter(({ action }) => action === 'delete').map((change) => [keyOf(change.id), change]),
  );
  return before.topics
    .filter(({ protect, provenance }) => protect && provenance.origin === 'declared')
    .flatMap(({ id }): readonly Finding[] => {
      const { cluster, name } = id;
      const key = keyOf(withKey(id, keys));
      const change = deleted.get(key);
      if (change !== undefined) {
        return [
          {
            code: 'protected-and-removed',
            severity: 'error',
            message: `topic ${name} on ${cluster} is protected by the spec before this change, and this change deletes it`,
            hint: 'Take `protect: true` away in a pull request before, with the topic still under topics, and delete it in the next one once that is applied.',
            position: change.provenance.position,
            about: change.id,
          },
        ];
      }
      const topic = now.get(key);
      if (topic === undefined || topic.protect) return [];
      return [
        {
          code: 'protection-ends',
          severity: 'warning',
          loosens: true,
          message: `topic ${name} on ${cluster} was protected, and is not from this change on: later changes may delete it or its records`,
          hint: 'Write protect: true if that is not meant.',
          position: topic.provenance.position,
          about: topic.id,
        },
      ];
    });
}
