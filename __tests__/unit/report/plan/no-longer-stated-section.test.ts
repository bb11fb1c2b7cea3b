import { describe, expect, test } from '@jest/globals';
import type { LeftAlone } from '../../../../src/plan/plan.ts';
import { noLongerStatedSection } from '../../../../src/report/plan/no-longer-stated-section.ts';

function topic(name: string, fields: Readonly<Record<string, string>>): LeftAlone {
  return {
    id: { kind: 'topic', cluster: 'core', name },
    why: 'no-longer-stated',
    fields: Object.entries(fields).map(([field, value]) => ({ field, value })),
  };
}

function many(count: number, fields: (index: number) => Readonly<Record<string, string>>): LeftAlone[] {
  return Array.from({ length: count }, (_, index) => topic(`t${index}`, fields(index)));
}

function linesOf(leftAlone: readonly LeftAlone[]): readonly string[] {
  const section = noLongerStatedSection(leftAlone, Number.POSITIVE_INFINITY) ?? '';
  return section.split('\n').filter((line) => line.startsWith('- ') || line.startsWith('#'));
}

describe('keys that are no longer stated', () => {
  test('nothing is said where there are none', () => {
    expect(noLongerStatedSection([{ ...topic('t', {}), why: 'not-listed' }], 10)).toBeUndefined();
  });

  test('a config has the name that the spec gives it, and a value that a person reads', () => {
    expect(linesOf([topic('t', { 'config.segment.ms': '86400000', description: 'paid orders' })])).toEqual([
      '### No longer stated, and left as it is (1)',
      '- topic `t` on `core`: `segment.ms` stays at `86400000` (1 d), `description` stays at `paid orders`',
    ]);
  });

  test('topics that say the same share a line', () => {
    expect(linesOf(many(40, () => ({ 'config.cleanup.policy': 'compact' })))).toEqual([
      '### No longer stated, and left as it is (40)',
      '- topics `t0`, `t1`, `t2`, `t3`, `t4`, `t5`, `t6`, `t7`, `t8`, `t9` and 30 more on `core`: `cleanup.policy` stays at `compact`',
    ]);
  });

  test('ten lines have values; more than ten are one for each set of keys', () => {
    expect(linesOf(many(10, (index) => ({ description: `d${index}` })))).toHaveLength(11);
    const eleven = many(11, (index) => ({ description: `d${index}` }));
    const other = topic('u', { 'config.segment.ms': '1', description: 'u' });
    expect(linesOf([...eleven, other])).toEqual([
      '### No longer stated, and left as it is (12)',
      '- topics `t0`, `t1`, `t2`, `t3`, `t4`, `t5`, `t6`, `t7`, `t8`, `t9` and 1 more on `core`: `description` stays as it is',
      '- topic `u` on `core`: `segment.ms`, `description` stay as they are',
    ]);
  });
});
