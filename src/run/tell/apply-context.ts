import type { ApplyContext } from '../../report/texts/apply-marker.ts';
import { runLink, type Speaking } from '../session.ts';

/** Which run and which commit an apply's report is about, as of now. */
export function applyContext(
  { event, clock }: Pick<Speaking, 'event' | 'clock'>,
  name: string,
): Omit<ApplyContext, 'digest'> {
  return {
    name,
    run: runLink({ event }),
    commit: { branch: event.ref.replace('refs/heads/', ''), sha: event.sha },
    finishedAt: clock.now(),
  };
}
