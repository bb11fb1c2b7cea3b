import type { ChangeOf } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import { type AnsweredChange, validationFindings } from '../../plan/changes/topic-validations.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Spec } from '../../spec/spec.ts';
import type { ReadAccess } from './read-live.ts';

/**
 * Asks the brokers of external clusters whether they would take what the plan does to their topics. Only clusters that
 * may be contacted and have an admin identity; nothing is asked where nothing changes.
 */
export async function askBrokers(
  spec: Spec,
  plan: Plan,
  external: ReadonlyMap<string, ReadAccess>,
): Promise<readonly Finding[]> {
  const asked = plan.changes.flatMap((change): ChangeOf<'topic'>[] =>
    change.kind === 'topic' && (change.action === 'create' || change.action === 'update') ? [change] : [],
  );
  const answered = await Promise.all(
    [...Map.groupBy(asked, ({ id }) => id.cluster)].map(async ([alias, changes]) => {
      const access = external.get(alias);
      if (access?.state !== 'open') return [];
      const answers = await access.cluster.validateTopics(changes);
      return changes.flatMap((change, index): AnsweredChange[] => {
        const answer = answers[index];
        return answer === undefined ? [] : [{ change, answer }];
      });
    }),
  );
  const positions = new Map([...spec.clusters.values()].map(({ key, position }) => [key, position]));
  return validationFindings(answered.flat(), positions, plan.findings);
}
