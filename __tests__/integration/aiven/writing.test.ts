import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { type Account, aivenAcl, core, flow, openAccount } from '../../support/aiven/aiven-account.ts';
import { toCreate } from '../../support/aiven/changes.ts';
import { subjects, upTo } from '../../support/aiven/subjects.ts';

const cases = subjects.flatMap((one) => one.steps.map((step) => [one.kind, step, one] as const));

const writes = /^\/v1\/(?!.*\?)/;
const boom = { status: 503, body: { message: 'An error occurred. Please try again later.', errors: [] } };

function fail(account: Account, method: string, fault: Fault): void {
  account.emulator.faults.add({ method, path: writes, fault });
}

const methods = { create: 'POST', update: 'PUT', delete: 'DELETE' } as const;

describe.each(cases)('%s: %s', (kind, step, one) => {
  const isAcl = kind.endsWith('acl');
  // Of a topic there cannot be two of one name, so its creation is asked for once more.
  const isAskedAgain = kind === 'topic' && step === 'create';

  test('is accepted with one write, and read back', async () => {
    const account = await openAccount();
    await upTo(account, one, step);
    expect(await one.write(account, step)).toMatchObject({ state: 'accepted' });
    expect(account.emulator.log.requests.filter(({ method }) => method === methods[step])).toHaveLength(1);
    await one.isDone(account, step);
    expect(account.emulator.world.violations).toEqual([]);
  });

  test.each([
    ['503', { kind: 'answer', response: boom }, '503'],
    ['a reset', { kind: 'reset' }, 'connection'],
  ] as const)(
    '%s before the effect: a transient failure, not sent again, nothing happened',
    async (_, fault, code) => {
      const account = await openAccount();
      await upTo(account, one, step);
      fail(account, methods[step], fault);
      if (isAskedAgain) fail(account, methods[step], fault);
      expect(await one.write(account, step)).toMatchObject({ state: 'failed', code, transient: true });
      expect(account.emulator.log.effects).toHaveLength(0);
      await one.isNotDone(account, step);
      expect(await one.write(account, step)).toMatchObject({ state: 'accepted' });
      await one.isDone(account, step);
    },
  );

  test.each([
    ['503', { kind: 'answer-after-effect', response: boom }, '503'],
    ['a reset', { kind: 'reset-after-effect' }, 'connection'],
  ] as const)('%s after the effect: happened once, and reading back tells', async (_, fault, code) => {
    const account = await openAccount();
    await upTo(account, one, step);
    fail(account, methods[step], fault);
    const result = await one.write(account, step);
    // The order of ACLs depends on what is there, so their writer looks by itself.
    const failed = isAskedAgain
      ? { state: 'failed', code: expect.stringMatching(/^409/), isThere: true }
      : { state: 'failed', code, transient: true };
    expect(result).toMatchObject(isAcl ? { state: 'accepted' } : failed);
    expect(new Set(account.emulator.log.effects.map(({ request }) => request)).size).toBe(1);
    await one.isDone(account, step);
  });

  test('429 is waited out', async () => {
    const account = await openAccount();
    await upTo(account, one, step);
    const slow = { status: 429, body: { message: 'Rate limit 120 exceeded - try again in 28s', errors: [] } };
    fail(account, methods[step], { kind: 'answer', response: slow });
    expect(await one.write(account, step)).toMatchObject({ state: 'accepted' });
    expect(account.lines).toContain('Aiven asks to slow down: waiting 28 s');
    await one.isDone(account, step);
  });
});

describe.each(
  subjects.filter(({ steps }) => steps.includes('delete')).map((one) => [one.kind, one] as const),
)('%s', (_, one) => {
  test('deleting what somebody else deleted is accepted', async () => {
    const account = await openAccount();
    await upTo(account, one, 'delete');
    account.emulator.faults.add({
      method: 'DELETE',
      fault: {
        kind: 'answer',
        response: { status: 404, body: { message: 'It does not exist', errors: [] } },
      },
    });
    expect(await one.write(account, 'delete')).toMatchObject({ state: 'accepted' });
  });
});

describe.each(subjects.map((one) => [one.kind, one] as const))('%s', (_, one) => {
  test('a second create does not make a second one', async () => {
    const account = await openAccount();
    await upTo(account, one, 'delete');
    const again = await one.write(account, 'create');
    expect(account.emulator.log.effects).toHaveLength(0);
    if (one.kind.endsWith('acl')) expect(again).toMatchObject({ state: 'accepted' });
    else expect(again).toMatchObject({ state: 'failed', transient: false });
  });
});

describe('a service that does not answer', () => {
  test('is given up after three writes and those that were on their way with them', async () => {
    const account = await openAccount();
    account.emulator.faults.add({ method: 'POST', times: 100, fault: { kind: 'reset' } });
    const changes = Array.from({ length: 50 }, (_, index) => toCreate<'aiven-acl'>(aivenAcl(`svc-${index}`)));
    const results = await account.aiven.aivenAcls(core).write(changes);
    const codes = results.map((result) => (result.state === 'failed' ? result.code : result.state));
    const sent = codes.filter((code) => code === 'connection').length;
    expect(sent).toBeGreaterThanOrEqual(3);
    expect(sent).toBeLessThanOrEqual(3 + 8);
    expect(codes).toEqual([...Array(sent).fill('connection'), ...Array(50 - sent).fill('not-sent')]);
  });
});

describe('a token that is revoked during the run', () => {
  test('ends it: nothing more is sent', async () => {
    const account = await openAccount();
    account.emulator.faults.add({
      method: 'POST',
      after: 1,
      fault: { kind: 'answer', response: { status: 401, body: { message: 'Invalid token', errors: [] } } },
    });
    const changes = Array.from({ length: 5 }, (_, index) => toCreate<'flow'>(flow(`site-${index}`, 'core')));
    const results = await account.aiven.flows.write(changes);
    expect(results.map((result) => (result.state === 'failed' ? result.code : 'accepted'))).toEqual([
      'accepted',
      '401',
      '401',
      '401',
      '401',
    ]);
    expect(account.emulator.log.requests).toHaveLength(2);
  });
});
