import type { Spec } from '../../spec/spec.ts';
import type { Asking } from '../session.ts';
import { isOwnAnchor } from '../start/event.ts';
import { loadSpecAt } from './load.ts';
import type { SpecBefore } from './spec-before.ts';

/** What the connections of the spec are held against before any credential is sent. */
export type Anchor =
  /** The spec is on the default branch: it is the anchor itself. */
  | { readonly kind: 'itself' }
  | { readonly kind: 'default-branch'; readonly spec: Spec }
  /** That of the default branch cannot be had, or there is none. */
  | { readonly kind: 'none'; readonly before: Exclude<SpecBefore, { readonly state: 'known' }> };

/**
 * The spec on the default branch says where credentials may go; on that branch the checkout is that spec. The base of a
 * pull request would not do: anybody who may push a branch may choose it as a base.
 */
export async function anchorFor(session: Asking): Promise<Anchor> {
  const { event, out, github } = session;
  const branch = event.repository.defaultBranch;
  if (isOwnAnchor(event)) return { kind: 'itself' };
  return out.group(`Read the spec of ${branch}`, async () => {
    const trusted = await loadSpecAt(session, branch);
    if (trusted.state === 'known') return { kind: 'default-branch', spec: trusted.spec };
    out.info(
      `The connections of ${branch} cannot be compared: ${trusted.because}. External clusters are not contacted.`,
    );
    if (trusted.state === 'absent') return { kind: 'none', before: { state: 'nothing-to-tell' } };
    const { because } = trusted;
    return { kind: 'none', before: { state: 'unknown', of: branch, because, isAsked: github !== undefined } };
  });
}
