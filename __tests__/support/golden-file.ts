import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { withGeneratedPart } from '../../scripts/generated-part.ts';

/** The text must equal the file beside the test. `UPDATE_GOLDEN=1` writes it instead, to be read and committed. */
export function expectGolden(file: URL, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/**
 * A page of the docs must hold the lines between its two comments of this name. `UPDATE_GOLDEN=1` writes them instead, to
 * be read and committed.
 */
export function expectInPage(page: URL | string, name: string, lines: readonly string[]): void {
  const wanted = withGeneratedPart(readFileSync(page, 'utf8'), { name }, lines.join('\n'));
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, wanted);
  expect(readFileSync(page, 'utf8')).toBe(wanted);
}
