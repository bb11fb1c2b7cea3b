import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { withGeneratedPart } from '../../scripts/generated-part.ts';

/** The text must equal the file beside the test. `UPDATE_GOLDEN=1` writes it instead, to be read and committed. */
export function expectGolden(file: URL, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  orSayHow(() => expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined));
}

/** Somebody who changes a word on purpose learns here how the files follow. */
function orSayHow(compare: () => void): void {
  try {
    compare();
  } catch (error) {
    if (error instanceof Error)
      error.message +=
        '\n\nIf the new text is meant: UPDATE_GOLDEN=1 npm test -- <this test>, read the diff, commit it.';
    throw error;
  }
}

/**
 * A page of the docs must hold the lines between its two comments of this name. `UPDATE_GOLDEN=1` writes them instead, to
 * be read and committed.
 */
export function expectInPage(page: URL | string, name: string, lines: readonly string[]): void {
  const wanted = withGeneratedPart(readFileSync(page, 'utf8'), { name }, lines.join('\n'));
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, wanted);
  orSayHow(() => expect(readFileSync(page, 'utf8')).toBe(wanted));
}
