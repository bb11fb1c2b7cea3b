import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { partnerEnv as env, partnerFiles, partnerFlow } from '../../support/partner-flow.ts';
import { aivenProject } from '../../support/run-world.ts';
import { endOf, specOf, team } from '../../support/team.ts';

const spec = `${specOf({ t1: 1, t2: 1 })}    acls: { aiven: [{ username: svc, topic: t1, permission: read }] }
${partnerFlow}`;

const files = { 'kafka/spec.yaml': spec, ...partnerFiles };

const ends: readonly (readonly [string, Fault, number])[] = [
  [
    'refuses the token',
    { kind: 'answer', response: { status: 401, body: { message: 'Invalid token', errors: [] } } },
    // It is not sent again.
    8,
  ],
  ['is gone', { kind: 'reset' }, 60],
];

describe('an apply in whose middle Aiven', () => {
  test.each(ends)(
    '%s ends when nothing can succeed any more, and a re-run does what is left',
    async (_, fault, maxRequests) => {
      const one = await team();
      const { aiven, github, clock } = one.world;
      github.world.commit({ branch: 'flow', files });
      const number = github.world.openPullRequest({ head: 'flow' });
      expect(endOf(await one.plan(number, { env }))).toBe('planned');

      const before = one.main;
      let since = { at: 0, asked: 0 };
      aiven.faults.add({
        route: 'topic.create',
        after: 1,
        fault: {
          kind: 'call-after-effect',
          call: () => {
            since = { at: clock.monotonic(), asked: aiven.log.requests.length };
            aiven.faults.add({ times: Number.POSITIVE_INFINITY, fault });
          },
        },
      });
      expect(endOf(await one.mergeAndApply(number, { env }))).toBe('partially-applied: apply-failed');
      expect(aiven.log.requests.length - since.asked).toBeLessThanOrEqual(maxRequests);
      expect(clock.monotonic() - since.at).toBeLessThanOrEqual(75_000);

      aiven.faults.clear();
      await clock.sleep(60_000);
      expect(endOf(await one.pushed(before, { env }))).toMatch(
        /^(applied|partially-applied: not-converged)$/,
      );
      expect(aiven.world.flow(aivenProject, 'mm2-core', 'partner', 'core')).toMatchObject({ enabled: true });
    },
  );
});
