import type { ApplyContext } from '../../report/texts/apply-marker.ts';
import { runLink, type Session } from '../session.ts';

/** Which run and which commit an apply's report is about, as of now. */
export function applyContext(session: Session, name: string): Omit<ApplyContext, 'digest'> {
  const { event, ports } = session;
  return {
    name,
    run: runLink(session),
    commit: { branch: event.ref.replace('refs/heads/', ''), sha: event.sha },
    finishedAt: ports.clock.now(),
  };
}
