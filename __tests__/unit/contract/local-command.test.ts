import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { explanationsFile, generatedExplanations } from '../../../scripts/generate-explanations.ts';
import { readArguments } from '../../../src/cli/arguments/read-arguments.ts';
import { exitCodes } from '../../../src/cli/exit-codes.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = read('docs/cli.md');
const help = textOf(['--help']);
const commands = [...help.matchAll(/^ {2}([a-z]+) (?:\[options\]|<)/gm)].map(([, name = '']) => name);
const { name, bin, files, engines } = JSON.parse(read('package.json'));

function textOf(words: readonly string[]): string {
  const asked = readArguments(words);
  return asked.command === 'none' ? asked.text : '';
}

describe('the page of the local command', () => {
  test('has a row for every command', () => {
    const rows = [...page.matchAll(/^\| `([a-z]+)/gm)].map(([, row = '']) => row);
    expect(commands.length).toBeGreaterThan(2);
    expect(rows.toSorted()).toEqual(commands.toSorted());
  });

  test('has a row for every exit code', () => {
    const codes = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(exitCodes));
  });

  test('names every option', () => {
    const options = commands.flatMap((command) =>
      [...textOf([command, '--help']).matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = '']) => option),
    );
    expect(options).toContain('--json');
    expect([...new Set(options)].filter((option) => !page.includes(`\`${option}`))).toEqual([]);
  });

  test('names the oldest Node that the launcher takes', () => {
    const [, wanted = 'nothing'] = /needs Node (\S+) or newer/.exec(read('scripts/cli-launcher.js')) ?? [];
    expect(page).toContain(`Node ${wanted} or newer`);
  });
});

test('what the command explains is what the tables of the docs say; npm run generate writes it', () => {
  expect(read(explanationsFile)).toBe(generatedExplanations(read));
});

describe('the package', () => {
  test('has the command under its own name, and what the command needs', () => {
    expect(bin).toEqual({ [name]: 'dist/cli.js' });
    expect(files).toContain('dist');
    expect(textOf(['--help'])).toContain(`Usage: ${name} `);
    expect(engines.node).toBe('>=20'); // for the scripts of this repository; the launcher tells its own
  });

  test('brings no package along: the bundle holds them', () => {
    expect(JSON.parse(read('package.json')).dependencies).toBeUndefined();
  });
});

describe('the hook', () => {
  const [hook] = parse(read('.pre-commit-hooks.yaml'));

  test('is on the page', () => {
    const [, config = ''] = /```yaml\n(repos:[\s\S]*?)```/.exec(page) ?? [];
    expect(parse(config).repos[0].hooks[0].id).toBe(hook.id);
  });

  test('calls a command that opens no connection', () => {
    const [program, ...words] = hook.entry.split(' ');
    expect(program).toBe(name);
    expect(readArguments(words)).toMatchObject({ command: 'validate' });
    expect(page).toContain(
      '| `validate [spec…]` | checks a spec: every finding that needs no live system | none |',
    );
  });
});
