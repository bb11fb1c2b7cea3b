import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/** The text must equal the file beside the test. `UPDATE_GOLDEN=1` writes it instead, to be read and committed. */
export function expectGolden(file: URL, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
