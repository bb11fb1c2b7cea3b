import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What is tested here is no room of `src`; `sandbox-kafka` is `sandbox/kafka`. */
const outside = /^(?:architecture|contract|pictures|proof|sandbox-(?<part>\w+))$/;

const folders = ['unit', 'property', 'integration'].flatMap((level) =>
  filesOf(join('__tests__', level), '.test.ts').map((file) => dirname(file)),
);
test('a test lies in a folder that src has, or that names what stands beside src', () => {
  const wrong = [...new Set(folders)].filter((folder) => {
    const match = outside.exec(folder);
    if (match === null) return !existsSync(join(root, 'src', folder));
    const part = match.groups?.['part'];
    return part !== undefined && !existsSync(join(root, 'sandbox', part));
  });
  expect(folders.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

function filesOf(folder: string, end: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith(end),
  );
}
