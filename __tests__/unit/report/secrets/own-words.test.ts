import { expect, test } from '@jest/globals';
import { OwnWords } from '../../../../src/report/secrets/own-words.ts';

const values = ['no-changes', 'cleanup.policy', 'x7Qw-0pLm', 'cleanup', 'no-cleanup', 'é-policy', 'abc'];

test.each([0, 98, 99, 100, 101, 500])('finds the same after %d questions as at first', (asked) => {
  const own = new OwnWords();
  own.learn('the result is no-changes');
  expect(values.filter((value) => own.has(value))).toEqual(['no-changes']);
  for (let count = 0; count < asked; count++) own.has(`password-${count}`);
  own.learn('topics with cleanup.policy=compact, abc');
  expect(values.filter((value) => own.has(value))).toEqual([
    'no-changes',
    'cleanup.policy',
    'cleanup',
    'abc',
  ]);
});
