import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { floors, mayImport, packages } from './house.ts';
import { src } from './seen.ts';

/** Two rooms are lists of facts, one file each. */
const mayBeLarge = ['model', 'mirrormaker'];
const maxFiles = 14;
const maxLines = 300;

const folders = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ parentPath, name }) => relative(src, join(parentPath, name)));

test('there are folders', () => {
  expect(folders.length).toBeGreaterThan(40);
});

test.each(folders)('%s holds TypeScript, a page, and no more files than one looks through', (folder) => {
  const files = readdirSync(join(src, folder), { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name);
  const sources = names.filter((name) => name.endsWith('.ts'));
  expect(names.filter((name) => !sources.includes(name))).toEqual(['README.md']);
  if (!mayBeLarge.includes(folder)) expect(sources.length).toBeLessThanOrEqual(maxFiles);
});

test('a file is read in one go, in src and beside it', () => {
  const files = [
    'src',
    'sandbox',
    'proof',
    'faults',
    'bench',
    'smoke',
    'pictures',
    'release',
    'scripts',
  ].flatMap((folder) =>
    readdirSync(join(src, '..', folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.m?[tj]s$/.test(file) && !file.includes('node_modules'))
      .map((file) => join(folder, file)),
  );
  const linesOf = (file: string) =>
    readFileSync(join(src, '..', file), 'utf8')
      .trimEnd()
      .split('\n').length;
  expect(files.length).toBeGreaterThan(400);
  expect(files.filter((file) => linesOf(file) > maxLines)).toEqual([]);
});

test.each(folders)(
  'the page of %s says what lives there, what may come in, and what it imports',
  (folder) => {
    const page = readFileSync(join(src, folder, 'README.md'), 'utf8');
    const [title, lives, comesIn, imports, ...more] = page.trimEnd().split('\n\n');
    expect(title).toBe(`# ${folder}`);
    expect(lives).toMatch(/^.{20,300}\.$/);
    expect(comesIn).toMatch(/^May come in: .{20,300}\.$/);
    expect(imports).toBe(importsOf(folder));
    expect(more).toEqual([]);
  },
);

/** The line that `house.ts` asks for. */
function importsOf(folder: string): string {
  const [room = '', floor] = folder.split('/');
  const order = floors[room] ?? [];
  const below = floor === undefined ? order : order.slice(0, order.indexOf(floor));
  const rooms = code(mayImport[room] ?? []);
  const own =
    below.length === 0 ? '' : `${floor === undefined ? 'its folders' : 'of this room'} ${code(below)}`;
  const used = code(packages[room] ?? []);
  const all = [rooms, own].filter((part) => part !== '').join('; ') || 'nothing';
  return `Imports: ${all}.${used === '' ? '' : ` Packages: ${used}.`}`;
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
