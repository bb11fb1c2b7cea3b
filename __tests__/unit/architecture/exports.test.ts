import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface File {
  readonly path: string;
  readonly text: string;
}

const files: readonly File[] = [
  'src',
  'sandbox',
  'proof',
  'bench',
  'pictures',
  'release',
  'scripts',
  '__tests__',
].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|js)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') })),
);

/** `src/plan/digest.ts planDigest`, for every name that one of these files imports of another; `*` for all of them. */
function importedBy(some: readonly File[]): ReadonlySet<string> {
  const names = some.flatMap(({ path, text }) =>
    [
      ...text.matchAll(/(?:import|export)\s+(?:type\s+)?(?:\{([^}]*)\}|\*[^']*?)\s*from\s*'(\.[^']+)'/g),
    ].flatMap(([, list = '*', specifier = '']) =>
      list
        .split(',')
        .map((name) => name.replace(/^\s*type\s/, '').replace(/\sas\s.*/s, ''))
        .map((name) => `${normalize(join(dirname(path), specifier))} ${name.trim()}`),
    ),
  );
  return new Set(names);
}

/** Functions, constants and classes. A type may be exported because a function's signature names it. */
function exported(): readonly string[] {
  return files
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async )?(?:function\*?|class|const|let) (\w+)/gm)].map(
        ([, name = '']) => `${path} ${name}`,
      ),
    );
}

function notIn(used: ReadonlySet<string>): readonly string[] {
  return exported().filter((name) => !used.has(name) && !used.has(name.replace(/ .*/, ' *')));
}

test('what only its own file uses is not exported', () => {
  expect(exported().length).toBeGreaterThan(500);
  expect(notIn(importedBy(files))).toEqual([]);
});

/** Lists that a test holds a page against, which no program writes. */
const held: readonly string[] = [
  'src/plan/plan.ts riskCodes', // docs/rules.md
  'src/run/start/inputs.ts inputNames', // action.yml
];

test('what only tests use is not exported: they ask as its users do', () => {
  const others = files.filter(({ path }) => !path.startsWith('__tests__/'));
  expect(notIn(importedBy(others))).toEqual(held);
});
