import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const src = join(root, 'src');

/** docs/architecture.md draws exactly this table. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  spec: ['model'],
  mirrormaker: ['model'],
  lint: ['model', 'spec', 'mirrormaker'],
  desired: ['model', 'spec', 'mirrormaker'],
  aiven: ['model'],
  kafka: ['model'],
  github: ['model'],
  plan: ['model', 'mirrormaker'],
  apply: ['model', 'plan'],
  review: ['model', 'plan'],
  report: ['model', 'plan'],
  run: [
    'model',
    'spec',
    'mirrormaker',
    'lint',
    'desired',
    'aiven',
    'kafka',
    'github',
    'plan',
    'apply',
    'review',
    'report',
  ],
  'main.ts': ['run', 'aiven', 'kafka', 'github'],
};

/**
 * The folders inside a room, lowest first: each may import those before it. Files that stand in the room itself are
 * its front and its shared types; `findCircle` holds them to the same order, file by file.
 */
const floors: Readonly<Record<string, readonly string[]>> = {
  model: ['limits'],
  spec: ['rules', 'yaml', 'schema', 'resolve', 'effective'],
  mirrormaker: ['together'],
  desired: ['derived', 'preflight'],
  aiven: ['wire', 'http', 'acls', 'mirrormaker', 'topics'],
  kafka: ['protocol', 'connection'],
  github: ['wire', 'http'],
  plan: ['compare', 'changes', 'flows', 'risk', 'kinds', 'earlier'],
  report: ['words', 'kinds', 'plan', 'texts', 'secrets'],
  run: ['runner', 'start', 'github', 'spec', 'systems', 'tell', 'review', 'modes'],
};

/** The only packages that a room may use beyond Node itself. */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  spec: ['yaml', 'zod', 're2js'],
  mirrormaker: ['re2js'],
  aiven: ['zod'],
  kafka: ['kafkajs'],
  github: ['@actions/github', 'zod'],
  run: ['@actions/core', 'zod'],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

const imports = importsIn(src);

function importsIn(folder: string): readonly Import[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const matches = text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm);
      return [...matches].map((match) => ({ file, specifier: match[1] ?? '' }));
    });
}

function roomOf(file: string): string {
  return file.split(sep)[0] ?? '';
}

describe('arrows between rooms point down', () => {
  test('every folder of src is a room of the table', () => {
    const folders = readdirSync(src).sort();
    expect(folders).toEqual(Object.keys(mayImport).sort());
  });

  test('a room imports only what the table allows', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const target = relative(src, join(src, dirname(file), specifier));
      const room = roomOf(file);
      const other = roomOf(target);
      return other !== room && !(mayImport[room] ?? []).includes(other);
    });
    expect(wrong).toEqual([]);
  });

  test('every folder inside a room has its floor', () => {
    const folders = Object.keys(mayImport)
      .filter((room) => !room.endsWith('.ts'))
      .flatMap((room) =>
        readdirSync(join(src, room), { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => `${room}/${name}`),
      );
    const drawn = Object.entries(floors).flatMap(([room, names]) => names.map((name) => `${room}/${name}`));
    expect(folders.sort()).toEqual(drawn.sort());
  });

  test('inside a room, too, arrows point down', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const [room = '', folder = '', ...deeper] = file.split(sep);
      const [otherRoom, other = '', ...otherDeeper] = relative(
        src,
        join(src, dirname(file), specifier),
      ).split(sep);
      if (room !== otherRoom || deeper.length === 0 || otherDeeper.length === 0) return false;
      const order = floors[room] ?? [];
      return order.indexOf(other) > order.indexOf(folder);
    });
    expect(wrong).toEqual([]);
  });

  test('a room uses only its own packages', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) return false;
      const name = specifier.startsWith('@')
        ? specifier.split('/').slice(0, 2).join('/')
        : specifier.split('/')[0];
      return !(mayUse[roomOf(file)] ?? []).includes(name ?? '');
    });
    expect(wrong).toEqual([]);
  });

  test('no process is started and no code is evaluated by the action', () => {
    const forbidden = ['node:child_process', 'node:vm', 'node:worker_threads'];
    expect(imports.filter(({ specifier }) => forbidden.includes(specifier))).toEqual([]);
  });

  test.each(['src', 'sandbox', 'proof', 'pictures', 'bench', '__tests__'])(
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

  test('nothing of the sandbox is in the action, and nothing of the action in the sandbox', () => {
    expect(imports.filter(({ specifier }) => specifier.includes('sandbox/'))).toEqual([]);
    expect(importsIn(join(root, 'sandbox')).filter(({ specifier }) => specifier.includes('src/'))).toEqual(
      [],
    );
  });

  test('secrets are opened only at the sockets and in the redactor', () => {
    const openers = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /\b(?:secret|token|password|key|certificate|value)\w*\.open\(\)/i.test(
          readFileSync(join(src, file), 'utf8'),
        ),
      )
      .map(roomOf);
    expect(openers.filter((room) => !['aiven', 'kafka', 'github', 'report', 'run'].includes(room))).toEqual(
      [],
    );
  });
});

function findCircle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
