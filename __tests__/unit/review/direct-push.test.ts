import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/review/decide.ts';
import { topicPlan } from '../../support/build/plan.ts';

type Options = Parameters<typeof topicPlan>[0];

/** What `direct-push: apply-low-risk` says to a commit without a pull request. */
function decided(options: Options): string {
  return decide(
    topicPlan({ cluster: 'core', ...options }),
    {
      state: 'found',
      earlier: [],
      range: { branch: 'main', direct: ['a'.repeat(40)], moved: false, unfinished: 'every change' },
      evidence: [],
    },
    { requirePlan: true, approveDigest: '', directPush: 'apply-low-risk', allowDeleteLabel: '' },
  ).state;
}

describe('a direct push of low risk', () => {
  const config = (name: string, from: string, to: string | null): Options => ({
    live: { config: { 'cleanup.policy': 'delete', [name]: from } },
    desired: { config: { [name]: to } },
  });

  test.each<[string, Options]>([
    ['what is harmless', config('compression.type', 'zstd', 'lz4')],
    ['what is of low risk', config('max.message.bytes', '1048576', '2097152')],
    ['tags', { live: { tags: new Map() }, desired: { tags: new Map([['team', 'a']]) } }],
  ])('applies %s', (_, options) => {
    expect(decided(options)).toBe('approved');
  });

  test.each<[string, Options]>([
    ['a loss of records', config('retention.ms', '604800000', '1000')],
    ['a switch that cannot be undone', config('diskless.enable', 'false', 'true')],
    ['a value that cannot be read', config('index.interval.bytes', 'many', '4096')],
    ['a default that nobody tells', config('index.interval.bytes', '4096', null)],
    [
      'a config that nobody knows',
      { live: { config: { 'new.config': '1' } }, desired: { unlistedConfig: 'reset' } },
    ],
  ])('does not apply %s', (_, options) => {
    expect(decided(options)).toBe('refused');
  });
});
