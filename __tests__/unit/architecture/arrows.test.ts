import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findCircle } from './circles.ts';
import { floors, mayImport } from './house.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const src = join(root, 'src');

interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** For the folders beside `src`; `house.test.ts` asks the compiler about `src`. */
function importsIn(folder: string): readonly Import[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const matches = text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm);
      return [...matches].map((match) => ({ file, specifier: match[1] ?? '' }));
    });
}

describe('the tables name every folder', () => {
  test('every folder of src is a room', () => {
    expect(readdirSync(src).sort()).toEqual(Object.keys(mayImport).sort());
  });

  test('every folder inside a room has its floor', () => {
    const folders = Object.keys(mayImport)
      .filter((room) => !room.endsWith('.ts'))
      .flatMap((room) =>
        readdirSync(join(src, room), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ parentPath, name }) => relative(src, join(parentPath, name))),
      );
    const drawn = Object.entries(floors).flatMap(([room, names]) => names.map((name) => `${room}/${name}`));
    expect(folders.sort()).toEqual(drawn.sort());
  });
});

describe('the folders beside src', () => {
  test.each(['sandbox', 'proof', 'pictures', 'bench', 'faults', 'release', 'smoke', '__tests__'])(
    'files of %s do not import in a circle, not even types',
    (folder) => {
      const graph = new Map<string, string[]>();
      for (const { file, specifier } of importsIn(join(root, folder))) {
        if (!specifier.startsWith('.')) continue;
        graph.set(file, [...(graph.get(file) ?? []), join(dirname(file), specifier)]);
      }
      expect(graph.size).toBeGreaterThan(0);
      expect(findCircle(graph)).toEqual([]);
    },
  );

  test('the sandbox has nothing of the action', () => {
    const imports = importsIn(join(root, 'sandbox'));
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter(({ specifier }) => specifier.includes('src/'))).toEqual([]);
  });
});
