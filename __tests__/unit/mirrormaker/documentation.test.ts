import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sourceRules } from '../../../src/mirrormaker/access-source.ts';
import { targetRules } from '../../../src/mirrormaker/access-target.ts';
import { internalTopicRules } from '../../../src/mirrormaker/internal-topics.ts';

const page = readFileSync(new URL('../../../docs/mirrormaker.md', import.meta.url), 'utf8');
const rules = { ...internalTopicRules, ...sourceRules, ...targetRules };

test('docs/mirrormaker.md has a row for every rule, and no other', () => {
  const rows = new Set([...page.matchAll(/^\| ([IST]\d+) \|/gm)].map(([, id]) => id));
  expect([...rows].sort()).toEqual(Object.keys(rules).sort());
});

/** These hold for every flow, or follow from what the user sees; S7, S8, T15 and T17 no spec asks for. */
const withoutOption = /^(S[1789]|T1|T[45]|T1[457]|I[1239])$/;

test.each(Object.values(rules).filter(({ id }) => !withoutOption.test(id)))(
  '$id names the option that asks for it: $why',
  ({ why }) => expect(why).toMatch(/\b(create_topics|offset_syncs_topic_location|\w+_enabled)\b/),
);

describe.each(Object.entries(rules))('%s', (key, { id, why, without }) => {
  test('has its id, a clause for because, and a sentence for what happens without', () => {
    expect(id).toBe(key);
    expect(why).toMatch(/^\S.*[^.]$/);
    expect(without).toMatch(/^[A-Z].*\.$/);
  });
});
