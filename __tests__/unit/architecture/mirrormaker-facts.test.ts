import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

/*
 * What MirrorMaker 2 calls things is said in src/mirrormaker, and what Kafka takes for a name in src/model/topic-name.ts. A
 * second copy elsewhere would sooner or later say something else.
 * The sandbox and the proof name things themselves: they are witnesses of what is said here.
 */

const src = fileURLToPath(new URL('../../../src', import.meta.url));

const own = (file: string): boolean => file.startsWith('mirrormaker/') || file === 'model/topic-name.ts';

/** Names of configs in Aiven's spelling, which is about no topic. */
const configNames = 'aiven/topics/topic-config.ts';

interface Breach {
  readonly what: string;
  readonly where: string;
}

function breachesIn(file: string, text: string): readonly Breach[] {
  if (own(file)) return [];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(?<!:)\/\/.*$/gm, '');
  const strings = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  // Text with a space in it is for people.
  const names = (code.match(strings) ?? []).filter((string) => !/\s/.test(string));
  const bare = code.replace(strings, "''");
  const found = (what: string, places: readonly string[]): readonly Breach[] =>
    places.map((place) => ({ what, where: `${file}: ${place}` }));
  return [
    ...found(
      'a topic or a group of MirrorMaker 2',
      [...names, ...(bare.match(/\/\^?mm2-[^\n]*/g) ?? [])].filter((name) =>
        /\bmm2-(?:\(|(?:configs|offsets|status|offset-syncs)\.)|\.checkpoints\b|\}-mm2\b|\.heartbeats\b/.test(
          name,
        ),
      ),
    ),
    ...found(
      'what a topic is called on the target',
      names.filter((name) => /\$\{(\w+\.)*source\}\./.test(name)),
    ),
    ...found('the longest name of a topic', bare.match(/[^\n]*(?<![,\d])\b249\b[^\n]*/g) ?? []),
    ...found(
      'names that collide',
      file === configNames ? [] : (code.match(/\.replace(?:All)?\(('\.'|\/\\\.\/g), '_'\)/g) ?? []),
    ),
  ];
}

test('the names of MirrorMaker 2 and the limits of names are said once', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(300);
  const breaches = files.flatMap((file) =>
    breachesIn(relative('.', file).split(sep).join('/'), readFileSync(join(src, file), 'utf8')),
  );
  expect(breaches).toEqual([]);
});

test.each([
  'const name = `mm2-offset-syncs.${target}.internal`;',
  "const storage = name.startsWith('mm2-configs.');",
  'const storage = /^mm2-(configs|offsets|status)\\./.test(name);',
  "if (name.endsWith('.checkpoints.internal')) return;",
  'const group = `${source}-mm2`;',
  "const isHeartbeat = name.endsWith('.heartbeats');",
  'const remote = `${source}.${topic}`;',
  'const prefix = `${flow.source}.`;',
  'const longest = 249;',
  "const key = name.replaceAll('.', '_');",
  "const key = name.replace(/\\./g, '_');",
])('a second copy is refused: %s', (line) => {
  expect(breachesIn('lint/planted.ts', line)).toHaveLength(1);
  expect(breachesIn('mirrormaker/names.ts', line)).toEqual([]);
});

test('what people read may name them', () => {
  const text =
    "// `mm2-configs.${alias}.internal`\nconst hint = 'Both join the group `<source>-mm2` of 249 members.';\n";
  expect(breachesIn('lint/planted.ts', text)).toEqual([]);
});
