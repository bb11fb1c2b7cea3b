import { expect, test } from '@jest/globals';
import { aivenProject } from '../../support/run-world.ts';
import { endOf, specOf, team } from '../../support/team.ts';

const spec = `${specOf({ t1: 1, t2: 1, t3: 1 })}    acls: { aiven: [{ username: svc, topic: t1, permission: read }] }
  copy: { service: kafka-copy }
mirrormaker:
  mm2-core:
    flows:
      core -> copy: { topics: ['t1'], enabled: false, emit_heartbeats_enabled: true }
`;

test('two applies of one commit both end applied, whichever is faster with what', async () => {
  const one = await team();
  const { aiven, backend } = one.world;
  await aiven.world.addService({ type: 'kafka', project: aivenProject, name: 'kafka-copy', backend });
  const number = one.propose(spec);
  expect(endOf(await one.plan(number))).toBe('planned');

  const before = one.main;
  one.merge(number);
  const ends = await Promise.all([one.pushed(before), one.pushed(before)]);
  // What of a result was not done stands in the log with a sign of its own.
  expect(ends.map(({ log }) => /.*[❌⏩].*/.exec(log)?.[0])).toEqual([undefined, undefined]);
  expect(ends.map(endOf).sort()).toEqual(['applied', 'applied']);
  expect(aiven.log.requests.some(({ status }) => status === 409)).toBe(true);
  expect(aiven.world.integrations(aivenProject, 'mm2-core')).toHaveLength(2);
});
