import { describe, expect, test } from '@jest/globals';
import { writeAndVerify } from '../../../src/apply/write-and-verify.ts';
import type { LiveIntegration } from '../../../src/model/integration.ts';
import { known } from '../../../src/model/reading.ts';
import type { Kind } from '../../../src/model/resource.ts';
import { Secret } from '../../../src/model/secret.ts';
import { lostFields, type StoredFields, unnamedFields } from '../../../src/model/stored-fields.ts';
import type { ResourceWriter, WriteResult } from '../../../src/model/writer.ts';
import { toUpdate } from '../../support/aiven/changes.ts';
import { liveIntegration } from '../../support/build/live.ts';
import { integration } from '../../support/build/resources.ts';
import { neverCancelled } from '../../support/never-cancelled.ts';
import { testClock } from '../../support/test-clock.ts';

const before: StoredFields = new Map([
  ['producer_linger_ms', '5'],
  ['producer_max_request_size', '5242880'],
  ['producer_compression_type', '"zstd"'],
]);
const kept = unnamedFields(before, new Set(['producer_linger_ms']));
const accepted: WriteResult = { state: 'accepted', kept };
const lostAnswer: WriteResult = {
  state: 'failed',
  code: 'connection',
  message: 'reset',
  transient: true,
  kept,
};

async function verdictOf(result: WriteResult, ...reads: readonly StoredFields[]) {
  return verdictWith({}, result, ...reads);
}

/** `stated`: what the spec says besides, and the plan did not name because it was so. */
async function verdictWith(
  stated: Readonly<Record<string, number>>,
  result: WriteResult,
  ...reads: readonly StoredFields[]
) {
  const id = integration('core').id;
  const live = (stored: StoredFields): LiveIntegration =>
    liveIntegration('core', { tuning: { producer_linger_ms: 50 }, stored });
  let read = 0;
  const writer: ResourceWriter<'integration'> = {
    write: async () => [result],
    readBack: async () => [known(live(reads[Math.min(read++, reads.length - 1)] ?? new Map()))],
  };
  const [verdict] = await writeAndVerify({
    changes: [
      toUpdate<'integration'>(
        { ...integration('core'), id, tuning: { producer_linger_ms: 50, ...stated } },
        live(before),
        ['producer_linger_ms'],
      ),
    ],
    writer: writer as ResourceWriter<Kind>, // it serves the one kind of these changes
    context: {},
    clock: testClock(),
    cancelled: neverCancelled,
    patienceMs: 90_000,
    waiting: () => undefined,
  });
  return verdict;
}

const after = new Map(before).set('producer_linger_ms', '50');

describe('a change that is done', () => {
  test.each([
    ['accepted', accepted],
    ['lost on the way back', lostAnswer],
  ])('counts when all that it does not name is as it was (%s)', async (_, result) => {
    expect(await verdictOf(result, after)).toMatchObject({ state: 'done' });
  });

  test('counts when a field has come that was not there', async () => {
    expect(await verdictOf(accepted, new Map(after).set('newer', '1'))).toMatchObject({ state: 'done' });
  });

  test('counts when a field is there again in the next read', async () => {
    expect(await verdictOf(accepted, new Map([['producer_linger_ms', '50']]), after)).toMatchObject({
      state: 'done',
    });
  });

  test('counts when somebody else has changed what it does not name since the plan', async () => {
    // The live integration of these tests has no such key, so the spec is not met there.
    expect(await verdictWith({ consumer_max_poll_records: 500 }, accepted, after)).toMatchObject({
      state: 'done',
    });
  });

  test.each([
    ['accepted', accepted],
    ['lost on the way back', lostAnswer],
  ])('failed when a field is gone or another, in words (%s)', async (_, result) => {
    const other = new Map([
      ['producer_linger_ms', '50'],
      ['producer_compression_type', '"gzip"'],
    ]);
    expect(await verdictOf(result, other)).toEqual({
      state: 'failed',
      failure: {
        state: 'failed',
        code: 'not-kept',
        message:
          'What the plan names is done, but settings that it does not name are not as they were right before: ' +
          'producer_max_request_size was 5242880 and is gone; producer_compression_type was "zstd" and is "gzip". ' +
          'Set them back in Aiven, or state them in the spec.',
        transient: false,
      },
    });
  });
});

describe('secrets that a change does not name', () => {
  const secret = (value: string) => Secret.of('key', value);

  test.each([
    ['the same', secret('a'), secret('a'), 0],
    ['another', secret('a'), secret('b'), 1],
    ['one that is not revealed any more', secret('a'), Secret.named('key'), 0],
  ] as const)('%s', (_, one, other, lost) => {
    const found = lostFields(new Map([['key', one]]), new Map([['key', other]]));
    expect(found).toHaveLength(lost);
    expect(`${found[0]?.before}`).not.toContain('a');
  });

  test('one that is not revealed is not looked for afterwards', () => {
    expect(unnamedFields(new Map([['key', Secret.named('key')]]), new Set())).toEqual(new Map());
  });
});
