import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { Cancelled } from '../../../../src/model/cancel.ts';
import { listenForCancel } from '../../../../src/run/runner/cancel.ts';
import { systemClock, within } from '../../../../src/run/runner/clock.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

test.each([
  ['SIGINT', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
])('%s cancels, and %s after it ends the process at once', (first, second) => {
  const process = new FakeProcess();
  const cancelled = listenForCancel(process);
  process.emit(first);
  expect({ cancelled: cancelled.aborted, exits: process.exits }).toEqual({ cancelled: true, exits: [] });
  process.emit(second);
  expect(process.exits).toEqual([1]);
});

test('nobody sleeps through a cancel, nor after it', async () => {
  const cancel = new AbortController();
  const clock = systemClock(cancel.signal);
  const slept = clock.sleep(3_600_000);
  cancel.abort();
  await expect(slept).rejects.toThrow(Cancelled);
  await expect(clock.sleep(3_600_000)).rejects.toThrow(Cancelled);
});

test('what takes too long is left, and its failure is heard of no more', async () => {
  const late = Promise.withResolvers<string>();
  expect(await within(1, late.promise)).toEqual({ state: 'late' });
  late.reject(new Error('too late'));
  expect(await within(60_000, Promise.resolve('in time'))).toEqual({ state: 'done', value: 'in time' });
  await expect(within(60_000, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});
