import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';

/** Names that a pattern is tried on: letters, digits, and what names of topics are joined with. */
export const triedNames = [
  ...[
    '',
    'a',
    'b',
    'A',
    '1',
    '.',
    '-',
    '_',
    'aa',
    'ab',
    'ba',
    'a1',
    'a.b',
    'a-b',
    'aaa',
    'aab',
    'a{2',
    '{2}',
  ],
  ...['orders', 'orders.created', 'Qa', 'a|b', 'E', ']', '&', 'a&b', '^', 'a.b.c', 'abababab', 'a\\'],
] as const;

/** Whether `Pattern.compile` takes it, and if so on which of the names `matches()` is true. */
export type JavaVerdict = 'refused' | readonly boolean[];

const probe = `
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.*;

class Probe {
  public static void main(String[] names) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    StringBuilder out = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        Pattern pattern = Pattern.compile(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
        for (String name : names) {
          String text = new String(Base64.getDecoder().decode(name.substring(1)), StandardCharsets.UTF_8);
          out.append(pattern.matcher(text).matches() ? '1' : '0');
        }
      } catch (PatternSyntaxException refused) {
        out.append('r');
      }
      out.append('\\n');
    }
    System.out.print(out);
  }
}
`;

/** Asks one JVM for all of them. */
export async function askJava(patterns: readonly string[]): Promise<readonly JavaVerdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'java-patterns-'));
  try {
    const source = join(folder, 'Probe.java');
    await writeFile(source, probe);
    // A letter before each, because an empty argument is none.
    const child = spawn('java', ['-Xmx256m', source, ...triedNames.map((name) => `n${base64(name)}`)]);
    let [text, errors] = ['', ''];
    child.stdout.on('data', (data) => {
      text += String(data);
    });
    child.stderr.on('data', (data) => {
      errors += String(data);
    });
    child.stdin.end(patterns.map((pattern) => `${base64(pattern)}\n`).join(''));
    const code = await new Promise((resolve) => child.on('close', resolve));
    const lines = text.split('\n').slice(0, -1);
    if (code !== 0 || lines.length !== patterns.length) throw new Error(`java: ${errors}`);
    return lines.map((line) => (line === 'r' ? 'refused' : [...line].map((bit) => bit === '1')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

const pieces = [
  ...[
    'a',
    'b',
    'Q',
    'E',
    '1',
    '.',
    '-',
    '_',
    ' ',
    'é',
    '\u{1f600}',
    ',',
    '/',
    '&',
    '&&',
    '~',
    '#',
    '<',
    '>',
    '=',
    '!',
    ':',
    "'",
  ],
  ...[
    '.*',
    '.+',
    '\\.',
    '\\-',
    '\\\\',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\v',
    '\\V',
    '\\h',
    '\\R',
    '\\X',
    '\\N',
  ],
  ...[
    '\\a',
    '\\b',
    '\\B',
    '\\A',
    '\\Z',
    '\\z',
    '\\G',
    '\\e',
    '\\f',
    '\\n',
    '\\r',
    '\\t',
    '\\Q',
    '\\E',
    '\\Qa',
    '\\Q.\\E',
    '\\g',
  ],
  ...[
    '\\0',
    '\\012',
    '\\1',
    '\\k<n>',
    '\\c',
    '\\cA',
    '\\x',
    '\\x41',
    '\\x{41}',
    '\\x{110000}',
    '\\u0041',
    '\\u',
    '\\y',
    '\\C',
  ],
  ...[
    '\\pL',
    '\\p{L}',
    '\\p{Lu}',
    '\\p{Alpha}',
    '\\p{IsGreek}',
    '\\p{Greek}',
    '\\P{N}',
    '\\p',
    '\\p{',
    '\\pQ',
    '\\p{Foo}',
  ],
  ...[
    '(',
    ')',
    '(?:',
    '(?',
    '(?i)',
    '(?i:',
    '(?-s)',
    '(?U)',
    '(?x)',
    '(?d)',
    '(?)',
    '(?P<n>',
    '(?<n>',
    '(?=',
    '(?!',
    '(?>',
    '(?<=',
  ],
  ...[
    '[',
    ']',
    '[^',
    '[]',
    '[^]',
    '[a',
    '[a-b]',
    '[b-a]',
    '[a-',
    '[-a]',
    '[a^b]',
    '[a&b]',
    '[a&&b]',
    '[[a]b]',
    '[[:alpha:]]',
    '[\\d-a]',
  ],
  ...[
    '[a-\\d]',
    '[\\Qa-b\\E]',
    '[\\b]',
    '[\\1]',
    '[\\.]',
    '[.]',
    '[a-b-1]',
    '^',
    '$',
    '|',
    '||',
    '()',
    '(|a)',
  ],
  ...[
    '*',
    '+',
    '?',
    '??',
    '*?',
    '++',
    '{',
    '}',
    '{2}',
    '{2',
    '{2,',
    '{2,3}',
    '{3,2}',
    '{,3}',
    '{a}',
    '{2}?',
    '{2}+',
    '{0}',
    '{1000}',
  ],
  ...['{1001}', '{99999999999}', '{ 2}', '{2}{3}'],
];

/** Mostly texts near the border of what is a pattern. */
export const nearlyPatterns: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('a', 'b', '.', '1') },
      { weight: 7, arbitrary: fc.constantFrom(...pieces) },
    ),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map((parts) => parts.join(''));
