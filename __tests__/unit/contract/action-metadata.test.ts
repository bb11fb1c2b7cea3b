import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { actionFile, generatedInputs, inputsFile, readAction } from '../../../scripts/generate.ts';
import { inputNames } from '../../../src/run/start/inputs.ts';
import { modes } from '../../../src/run/start/mode.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const action = readAction(read(actionFile));
const runRoom = readdirSync(join(root, 'src/run'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => read(`src/run/${file}`));

describe('action.yml, the docs and the code agree', () => {
  test('inputs are those that the code reads', () => {
    expect(Object.keys(action.inputs)).toEqual([...inputNames]);
  });

  test('outputs are those that the code writes', () => {
    const written = runRoom.flatMap((text) =>
      [...text.matchAll(/\bout\.output\(\s*'([a-z-]+)'/g)].map(([, name]) => name ?? ''),
    );
    expect([...new Set(written)].sort()).toEqual(Object.keys(action.outputs).sort());
  });

  test.each([
    ['result', 'RunResult'],
    ['failure-reason', 'FailureReason'],
  ])('the output %s lists every %s', (output, type) => {
    const [, union = ''] = new RegExp(`export type ${type} =([^;]+);`).exec(read('src/run/result.ts')) ?? [];
    const values = [...union.matchAll(/'([a-z-]+)'/g)].map(([, value]) => value ?? '');
    const described = [...(action.outputs[output]?.description ?? '').matchAll(/`([a-z-]+)`/g)];
    expect(described.map(([, value]) => value ?? '').sort()).toEqual(values.sort());
  });

  test('the input mode names every mode', () => {
    for (const mode of modes) expect(action.inputs['mode']?.description).toContain(`\`${mode}\``);
  });

  test.each(Object.entries({ ...action.inputs, ...action.outputs }))(
    '%s is described',
    (_, { description }) => {
      expect(description).toMatch(/^.{10,}[.]$/s);
    },
  );

  test('the tables of the docs are current: npm run generate', () => {
    expect(read(inputsFile)).toBe(generatedInputs(read(inputsFile), action));
  });

  test('it runs on Node 24 from the committed bundle', () => {
    expect(read(actionFile)).toMatch(/^ {2}using: node24\n {2}main: dist\/index\.js$/m);
  });
});
