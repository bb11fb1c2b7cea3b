import { expect, test } from '@jest/globals';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { endOf, team } from '../../support/team.ts';

/*
 * After its writes an apply reads everything again. Right after a deletion Aiven's answers may contradict each other, and any answer may be
 * spoilt once: that is no reason to call what was applied unproven.
 */

const inputs = { 'allow-delete': 'topics', 'max-deletes': '1' };
const spoilt: Fault = { kind: 'answer-after-effect', response: { status: 200, body: 'null' } };

/** What the second read asks for first is spoilt so many times. */
async function applyWith(times: number) {
  const one = await team();
  await one.deliver({ t1: 1, t2: 1 });
  const { faults } = one.world.aiven;
  const deleted = (): void => faults.add({ route: 'service.get', times, fault: spoilt });
  faults.add({ route: 'topic.delete', fault: { kind: 'call-after-effect', call: deleted } });
  const run = await one.deliver({ t1: 1, t2: 'removed' }, { inputs });
  expect(Object.keys(await one.retentions())).toEqual(['t1']);
  return run;
}

test('what cannot be read once after the last write is read again', async () => {
  const run = await applyWith(1);
  expect({ end: endOf(run), log: run.log }).toMatchObject({ end: 'applied' });
});

test('what cannot be read at all leaves the apply unproven', async () => {
  const run = await applyWith(99);
  expect({ end: endOf(run), log: run.log }).toMatchObject({ end: 'partially-applied: not-converged' });
});
