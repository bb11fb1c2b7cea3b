import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { explainCode } from '../../../../src/cli/explain/meanings.ts';
import { riskCodes } from '../../../../src/plan/plan.ts';
import { ruleGroups } from '../../../../src/spec/rules/rules.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('every code that a reader can meet is explained', () => {
  const specCodes = ruleGroups.flatMap(({ rules }) => Object.keys(rules));
  const tableCodes = ['docs/rules.md', 'docs/mirrormaker.md'].flatMap((page) =>
    [...read(page).matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([a-z]+-[a-z0-9-]+)`/g)].map(([, code = '']) => code),
    ),
  );

  test('there are some of each kind', () => {
    expect(specCodes.length).toBeGreaterThan(80);
    expect(tableCodes.length).toBeGreaterThan(100);
  });

  test.each([...new Set([...specCodes, ...riskCodes, ...tableCodes])].filter((code) => code !== ''))(
    '%s',
    (code) => {
      const explained = explainCode(code);
      expect(explained).toMatchObject({ state: 'known', code });
      const meanings = explained.state === 'known' ? explained.meanings : [];
      for (const meaning of meanings) {
        const text = 'why' in meaning ? meaning.why : meaning.what;
        expect(text.length).toBeGreaterThan(10);
        expect(text).not.toMatch(/\]\(|\t/);
      }
    },
  );
});

test('what a comment says in bold of a change is explained, as it is spelled there', () => {
  const folder = join(root, '__tests__/unit/report/golden');
  const comments = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const bold = comments.flatMap((text) =>
    [...text.matchAll(/\*\*([a-z][a-z ]+):?\*\*/g)].map(([, words = '']) => words),
  );
  const shown = [...new Set(bold)].filter((words) => words !== 'delete data');
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.filter((words) => explainCode(words).state === 'unknown')).toEqual([]);
});

test.each([
  ['data lost', 'data-loss'],
  ['Keys remapped', 'partitions-grow'],
  ['not compared', 'not compared'],
  ['runs only partly', 'runs only partly'],
])('the words %s are explained as %s', (words, code) => {
  expect(explainCode(words)).toMatchObject({ state: 'known', code });
});

test('a code with two meanings has both', () => {
  const explained = explainCode('cluster-twice');
  expect(explained.state === 'known' && explained.meanings.map(({ about }) => about)).toEqual([
    'spec',
    'live',
  ]);
});

test.each(['S1', 's14', 'T17', 'I4', 'M1'])('%s says why a flow needs it, and what happens without', (id) => {
  const explained = explainCode(id);
  expect(explained).toMatchObject({
    state: 'known',
    meanings: [{ about: 'need', id: id.toUpperCase(), why: expect.any(String), without: expect.any(String) }],
  });
});

describe('a code that is not exact', () => {
  test.each([
    ['Topic_Collision', 'topic-collision'],
    [' topic-collision ', 'topic-collision'],
  ])('%s is %s', (written, code) => {
    expect(explainCode(written)).toMatchObject({ state: 'known', code });
  });

  test.each([
    ['topic-colision', 'topic-collision'],
    ['data-los', 'data-loss'],
    ['partition-decrease', 'partitions-decrease'],
  ])('%s is near %s', (written, code) => {
    const explained = explainCode(written);
    expect(explained.state === 'unknown' && explained.near[0]).toBe(code);
  });

  test('a word that is in codes leads to some of them, no more than one reads', () => {
    const explained = explainCode('endpoint');
    const near = explained.state === 'unknown' ? explained.near : [];
    expect(near).toContain('endpoint-in-use');
    expect(near.length).toBeLessThanOrEqual(8);
  });

  test.each(['', 'zzzzzz', 'constructor', '__proto__', 'a'.repeat(10_000)])(
    '%.20s is near nothing',
    (code) => {
      expect(explainCode(code)).toEqual({ state: 'unknown', near: [] });
    },
  );
});
