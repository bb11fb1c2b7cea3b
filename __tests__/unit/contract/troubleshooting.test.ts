import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readPage, root } from '../../support/docs/pages.ts';

const told = [textsIn('src', '.ts'), textsIn('__tests__/unit/report/golden', '.md')]
  .join('\n')
  .replaceAll('`', '');

/** The first cells of the tables, where they are the words of a message: those between backticks. */
const messages = [
  ...readPage('docs/troubleshooting.md').matchAll(/^\| (`[^|]*) \| [^|]+ \| [^|]+ \|$/gm),
].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message));

describe('a message of docs/troubleshooting.md is one that people can meet', () => {
  test('there are many', () => {
    expect(messages.length).toBeGreaterThan(35);
  });

  test.each(messages)('%s', (message) => {
    expect(told.includes(message)).toBe(true);
  });
});

function textsIn(folder: string, end: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');
}
