import type { Label } from '../../github/labels.ts';
import type { Plan } from '../../plan/plan.ts';
import { isInSync } from '../../report/words/headline.ts';
import { sayOnGitHub } from '../github/on-github.ts';
import type { Writing } from '../session.ts';

const labels = {
  changes: { name: 'kafka:changes', color: '1d76db', description: 'The plan creates or changes' },
  deletes: { name: 'kafka:deletes', color: 'd93f0b', description: 'The plan deletes or replaces' },
  none: { name: 'kafka:no-changes', color: 'c2e0c6', description: 'The plan is empty' },
  noPlan: { name: 'kafka:no-plan', color: 'fbca04', description: 'No complete plan could be made' },
} as const satisfies Readonly<Record<string, Label>>;

/** One label on the pull request that says what its plan does. */
export async function labelPlan(session: Writing, plan: Plan | 'no-complete-plan'): Promise<void> {
  const { github, inputs, event } = session;
  const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
  if (!inputs.planLabels || github === undefined || pullRequest === undefined) return;
  await sayOnGitHub(session, `Label of #${pullRequest}`, () =>
    github.keepOneLabel({ pullRequest, label: labelOf(plan).name, among: Object.values(labels) }),
  );
}

function labelOf(plan: Plan | 'no-complete-plan'): Label {
  if (plan === 'no-complete-plan') return labels.noPlan;
  if (plan.changes.some(({ action }) => action === 'delete' || action === 'replace')) return labels.deletes;
  if (plan.changes.length === 0 && plan.leftOut.length > 0) return labels.noPlan;
  return isInSync(plan) ? labels.none : labels.changes;
}
