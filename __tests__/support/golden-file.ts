import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

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
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const text = readFileSync(page, 'utf8');
  const [before = '', rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${page} has no place for ${name}`);
  const wanted = `${before}${begin}\n${lines.join('\n')}\n${end}${after}`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, wanted);
  expect(readFileSync(page, 'utf8')).toBe(wanted);
}
