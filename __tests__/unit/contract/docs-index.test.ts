import { dirname, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generatedLlms, indexFile, llmsFile } from '../../../scripts/generate-llms.ts';
import { generatedSpecReference, specFile } from '../../../scripts/generate-spec-reference.ts';
import { pages, readPage } from '../../support/docs/pages.ts';

const index = readPage(indexFile);
const linked = new Set(
  [...index.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) =>
    posix.join(dirname(indexFile), path),
  ),
);

test('every page of the docs is in the index', () => {
  const wanted = pages.filter((page) => page.startsWith('docs/') && page !== indexFile);
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter((page) => !linked.has(page))).toEqual([]);
});

test('each line of the index says what its page is about', () => {
  const lines = index.split('\n').filter((line) => line.startsWith('- '));
  expect(lines.filter((line) => !/^- \[.+\]\(.+\)(?:: .{5,}|.*\.)$/.test(line))).toEqual([]);
});

describe('npm run generate writes', () => {
  test('llms.txt', () => expect(readPage(llmsFile)).toBe(generatedLlms(index, readPage('README.md'))));

  test('the reference of the spec', () =>
    expect(readPage(specFile)).toBe(generatedSpecReference(readPage(specFile))));
});

test.each(pages)('%s reads well as plain Markdown: one title, and it comes first', (page) => {
  const text = readPage(page).replace(/^ *```[\s\S]*?^ *```$/gm, '');
  expect(text).toMatch(/^# .+\n/);
  expect(text.match(/^# /gm)).toHaveLength(1);
});
