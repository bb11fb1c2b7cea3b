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

describe.each(Object.entries(rules))('%s', (key, { id, why, without }) => {
  test('has its id, a clause for because, and a sentence for what happens without', () => {
    expect(id).toBe(key);
    expect(why).toMatch(/^\S.*[^.]$/);
    expect(without).toMatch(/^[A-Z].*\.$/);
  });
});
