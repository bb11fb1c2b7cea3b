import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What is tested here is no room of `src`; `sandbox-kafka` is `sandbox/kafka`. */
const outside = /^(?:architecture|contract|docs|faults|pictures|proof|release|smoke|sandbox-(?<part>\w+))$/;

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

/** Where a test of a room may lie: on the floor that it is about, and in the room where it is about several, or about the room itself. */
function placesOf(path: string, room: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const used = new Set(
    [...text.matchAll(/from '(\.[^']+)'/g)]
      .map(([, to = '']) => dirname(normalize(join(dirname(path), to))).replace(/^src\//, ''))
      .filter((folder) => folder === room || folder.startsWith(`${room}/`)),
  );
  const floors = [...used].filter((folder) => folder !== room);
  if (floors.length !== 1) return [room];
  return used.has(room) ? [room, ...floors] : floors;
}

test('a test of one floor alone lies in the folder of that floor, and any other in its room', () => {
  const beside = ['unit', 'property'].flatMap((level) =>
    filesOf(join('__tests__', level), '.test.ts').flatMap((file) => {
      const [room = ''] = file.split('/');
      const path = join('__tests__', level, file);
      if (!existsSync(join(root, 'src', room))) return [];
      return [{ path, folder: dirname(file), places: placesOf(path, room) }];
    }),
  );
  expect(beside.length).toBeGreaterThan(100);
  expect(new Set(beside.map(({ folder }) => folder.includes('/')))).toEqual(new Set([true, false]));
  const wrong = beside.filter(({ folder, places }) => !places.includes(folder));
  expect(wrong.map(({ path, places }) => `${path} is about ${places.join(' or ')}`)).toEqual([]);
});

function filesOf(folder: string, end: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith(end),
  );
}
