import { expect, test } from '@jest/globals';
import { type UnknownCode, unknown } from '../../../src/model/reading.ts';
import { passageOf } from '../../../src/review/refusal.ts';
import { planOf } from '../../support/build/plan.ts';

/** What has to happen before it can be read; the compiler completes the table. */
const next: { readonly [C in UnknownCode]: 're-run' | 're-run after' | 'another commit' | 'another run' } = {
  'not-contacted': 'another commit',
  'left-out': 'another run',
  'not-managed': 'another commit',
  'not-there': 'another commit',
  unreachable: 're-run after',
  unauthenticated: 're-run after',
  denied: 're-run after',
  incomplete: 're-run',
  unavailable: 're-run',
};

test.each(Object.entries(next))('%s: the way on is %s', (code, way) => {
  const reason = unknown(code as UnknownCode, 'why it could not be read'); // keys of the table above
  const passage = passageOf(planOf({ changes: [], unread: [{ place: 'core', kind: 'topic', reason }] }), {
    allowDelete: new Set(),
    protectedTopics: [],
    maxDeletes: 0,
    maxChanges: 9,
  });
  if (passage.state !== 'refused') throw new Error('it is refused');
  expect(passage.refusal.reason).toBe('not-readable');
  const [hint = ''] = passage.refusal.reasons.map((each) => each.hint ?? '');
  const [, step = ''] = hint.split('is unknown. ');
  const words = {
    're-run': /^Re-run this job/,
    're-run after': /^(?!Re-run).+ and re-run this job\.$/,
    'another commit': /in a pull request/,
    'another run': /without that input/,
  };
  expect(step).toMatch(words[way]);
  if (way === 'another commit') expect(step).not.toMatch(/^Re-run/);
});
