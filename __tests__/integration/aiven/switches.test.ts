import { describe, expect, test } from '@jest/globals';
import { type SwitchName, switchValues } from '../../../sandbox/aiven/switches.ts';
import { openAccount } from '../../support/aiven/aiven-account.ts';
import { subjects } from '../../support/aiven/subjects.ts';

/** They are about requests that are never made here, or that other tests make. */
const irrelevant: readonly SwitchName[] = [
  'aclsOfDeletedUser',
  'duplicateEndpoint',
  'emptyAclHost',
  'emptyIdentificationAlgorithm',
  'otherPrincipal',
  'partitionsShrink',
  'recreateWhileDeleting',
  'replicationOne',
  'replicationTooHigh',
  'reservedTopicCreate',
  'retryAfter',
  // What it was answered is not in the result of a write alone; the matrix looks at the verdicts.
  'writeAnswer',
];

const alternatives = (Object.keys(switchValues) as SwitchName[]) // Object.keys forgets the names
  .filter((name) => !irrelevant.includes(name))
  .flatMap((name) => switchValues[name].slice(1).map((value) => [name, value] as const));

/** What no public source settles about Aiven's API must not matter. */
describe.each([['timings', 'realistic'] as const, ...alternatives])('with %s: %s', (name, value) => {
  test('every kind is created, updated, read back and deleted', async () => {
    const account = await openAccount(
      name === 'timings' ? { timings: 'realistic' } : { switches: { [name]: value } },
    );
    for (const one of subjects) {
      for (const step of one.steps) {
        if (step === 'create') await one.prepare(account);
        expect([one.kind, step, await one.write(account, step)]).toMatchObject([
          one.kind,
          step,
          { state: 'accepted' },
        ]);
        await one.isDone(account, step);
      }
    }
    expect(account.emulator.world.violations).toEqual([]);
    expect(JSON.stringify(account.emulator.log.requests)).not.toContain('<redacted>');
  });
});
