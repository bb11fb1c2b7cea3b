import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTopicPattern } from '../../../src/mirrormaker/patterns.ts';
import { parseJavaRegex } from '../../../src/model/java-regex.ts';
import { patternProblem } from '../../../src/spec/schema/pattern.ts';
import { expectGolden } from '../../support/golden-file.ts';
import { askJava, type JavaVerdict, nearlyPatterns, triedNames } from '../../support/java-patterns.ts';

/** With `PATTERNS`, so many are held against the Java of this machine; else those whose verdicts are recorded. */
const asked = Number(process.env['PATTERNS'] ?? 0);
const recorded = new URL('golden/java-patterns.txt', import.meta.url);

const patterns = [
  ...new Set(fc.sample(nearlyPatterns, { numRuns: asked || 1200, seed: Number(process.env['SEED'] ?? 12) })),
];

/** What a pattern may not do, given what Java says of it; empty: all is well. */
function wrongWith(pattern: string, java: JavaVerdict): string {
  const parsed = parseJavaRegex(pattern);
  const problem = patternProblem(pattern);
  const isJavas = java !== 'refused';
  if (!isJavas && (parsed.state === 'parsed' || parsed.state === 'opaque')) return 'Java refuses it';
  if (isJavas && parsed.state === 'invalid')
    return `Java takes it, and it is said to be invalid: ${parsed.why}`;
  if (!isJavas && problem === undefined) return 'Java refuses it, and a spec may hold it';
  const read = readTopicPattern(pattern);
  // Kafka takes the blanks around a pattern away.
  if (read.kind === 'not-evaluable' || !isJavas || pattern.trim() !== pattern) return '';
  const differs = triedNames.find((name, index) => read.matches(name) !== java[index]);
  // The empty text is no name of a topic.
  return differs === undefined || differs === '' ? '' : `it matches otherwise than in Java: "${differs}"`;
}

function line(pattern: string, java: JavaVerdict): string {
  const bits = java === 'refused' ? java : java.map((each) => (each ? '1' : '0')).join('');
  return `${JSON.stringify(pattern)} ${bits}`;
}

test('what a spec may hold is what Java takes, and where it is evaluated here it matches the same names', async () => {
  const verdicts =
    asked > 0 || process.env['UPDATE_GOLDEN'] === '1' ? await askJava(patterns) : await fromFile();
  if (asked === 0)
    expectGolden(
      recorded,
      `${patterns.map((each, index) => line(each, verdicts[index] ?? 'refused')).join('\n')}\n`,
    );
  const wrong = patterns.map((pattern, index) => [pattern, wrongWith(pattern, verdicts[index] ?? 'refused')]);
  expect(wrong.filter(([, words]) => words !== '')).toEqual([]);
  // Each of these must be there, or the patterns show less than they say.
  const states = new Map<string, number>();
  for (const pattern of patterns) {
    const { state } = parseJavaRegex(pattern);
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  for (const state of ['parsed', 'opaque', 'refused', 'invalid'])
    expect(states.get(state)).toBeGreaterThan(30);
}, 600_000);

async function fromFile(): Promise<readonly JavaVerdict[]> {
  const found = new Map(
    (await readFile(recorded, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((text): [string, JavaVerdict] => {
        const at = text.lastIndexOf(' ');
        const bits = text.slice(at + 1);
        return [
          JSON.parse(text.slice(0, at)) as string, // as it was written
          bits === 'refused' ? bits : [...bits].map((bit) => bit === '1'),
        ];
      }),
  );
  return patterns.map((pattern) => found.get(pattern) ?? 'refused');
}

test('no text makes it throw, or take long', () => {
  const long = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1000 }),
    fc.string({ unit: fc.constantFrom(...'ab.*+?{}()[]|\\^$-&,0129QE'), maxLength: 1000 }),
    fc.constantFrom('(', '[', '(?:', 'a?', '(a|', '\\Q', '[^', '{', '(?i)').map((text) => text.repeat(300)),
  );
  fc.assert(
    fc.property(fc.oneof(nearlyPatterns, long), (text) => {
      patternProblem(text.slice(0, 1000));
      expect(['parsed', 'opaque', 'refused', 'invalid']).toContain(parseJavaRegex(text).state);
      readTopicPattern(text);
    }),
    { numRuns: 2000 },
  );
});
