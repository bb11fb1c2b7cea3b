import { describe, expect, test } from '@jest/globals';
import { type UnknownCode, unknown } from '../../../src/model/reading.ts';
import { unreadHint } from '../../../src/model/unread-hint.ts';

const hint = (code: UnknownCode) =>
  unreadHint('dc1', unknown(code, 'why'), {
    identity: 'an admin identity that may list',
    otherwise: 'look yourself',
  });

describe('what to do about what could not be looked at', () => {
  test.each<UnknownCode>(['not-managed', 'denied'])('%s: another identity would do', (code) => {
    expect(hint(code)).toBe('Give dc1 an admin identity that may list, or look yourself.');
  });

  test.each<UnknownCode>([
    'not-contacted',
    'unreachable',
    'unauthenticated',
    'incomplete',
    'not-there',
    'unavailable',
  ])('%s: an identity is not what is missing', (code) => {
    expect(hint(code)).not.toContain('identity');
    expect(hint(code)).toMatch(/^\S.{5,}, or look yourself\.$/s);
  });

  test('a connection that is new is to be merged', () => {
    expect(hint('not-contacted')).toContain('Merge the connection of dc1 first');
  });
});
