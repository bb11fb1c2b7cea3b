import type { Session } from '../session.ts';
import { isOwnAnchor } from '../start/event.ts';
import { loadTrustedSpec } from './load.ts';
import type { Anchor } from './make-plan.ts';

/** The spec on the default branch says where credentials may go; on that branch the checkout is that spec. */
export async function anchorFor(session: Session): Promise<Anchor> {
  const { event, out } = session;
  const branch = event.repository.defaultBranch;
  if (isOwnAnchor(event)) return { kind: 'itself' };
  return out.group(`Read the spec of ${branch}`, async () => {
    const trusted = await loadTrustedSpec(session);
    if (trusted.spec === undefined) {
      out.info(
        `The connections of ${branch} cannot be compared: ${trusted.because}. External clusters are not contacted.`,
      );
    }
    return { kind: 'default-branch', spec: trusted.spec };
  });
}
