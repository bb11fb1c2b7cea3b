import { askGitHub } from '../github/on-github.ts';
import type { Asking } from '../session.ts';
import type { RecordedApplies } from './apply-under-way.ts';
import { applyTask, environmentOf } from './record-apply.ts';

/** The applies that are recorded, where the token may read them: no permission is asked for this. */
export async function earlierApplies(session: Asking, name: string): Promise<RecordedApplies> {
  const { github, out } = session;
  const none = { state: 'unread', newest: undefined, untold: [] } as const;
  if (github === undefined) return none;
  const runs = await askGitHub(() =>
    github.recordedRuns({ environment: environmentOf(name), task: applyTask }),
  );
  if (runs.state === 'answered') return { state: 'read', ...runs.value };
  const { message, failure } = runs.error;
  const why = failure.kind === 'missing-permission' ? 'the job has no `deployments: read`' : message;
  out.info(`What earlier changes left running is not told: ${why}.`);
  return none;
}
