import { describe, expect, test } from '@jest/globals';
import { endOf, team } from '../../support/team.ts';

/** Routes of GitHub that an apply asks after its last write, and what of its report is not there then. */
const asked: readonly (readonly [string, string])[] = [
  [
    'repos/create-deployment',
    'the record of the apply, its comments and the drift issue, the state of the record may be missing there',
  ],
  ['issues/update-comment', 'its comments and the drift issue, the state of the record may be missing there'],
  ['repos/create-deployment-status', 'the state of the record may be missing there'],
];

describe('an apply that is cancelled after its last write, while GitHub does not answer', () => {
  test.each(asked)(
    '%s: ends with what happened, names what is not reported, and a re-run reports it',
    async (route, words) => {
      const one = await team();
      const { github } = one.world;
      const number = one.open({ t1: 1 });
      expect(endOf(await one.plan(number))).toBe('planned');
      const before = one.main;
      const cancel = new AbortController();
      // The empty request that asks for a permission comes first.
      const isProbe = ({ body }: { readonly body: unknown }) => JSON.stringify(body ?? {}) !== '{}';
      github.faults.add({ route, matches: isProbe, fault: { kind: 'never', sent: () => cancel.abort() } });
      const ran = await one.mergeAndApply(number, { ports: { cancelled: cancel.signal } });

      expect(endOf(ran)).toBe('applied');
      expect(ran.log).toContain(
        `1 of 1 changes applied, a second read found no difference. The run was cancelled while it reported to GitHub: ${words}. Re-run it: it reports the rest`,
      );
      expect(ran.summary).toContain('t1');
      github.faults.clear();
      expect(endOf(await one.pushed(before))).toBe('no-changes');
      expect(github.world.comments(number).at(-1)?.body).toContain('pplied');
      expect(github.world.deployments().at(-1)?.statuses.at(-1)?.state).toBe('success');
    },
  );
});
