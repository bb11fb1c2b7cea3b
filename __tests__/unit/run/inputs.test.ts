import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inputVariables, readActionMetadata } from '../../../sandbox/runner/action-metadata.ts';
import type { Runner } from '../../../src/run/runner/runner.ts';
import {
  type InputValue,
  readCount,
  readDuration,
  readFlag,
  readList,
} from '../../../src/run/start/input-values.ts';
import { inputWarnings, readInputs, readTokens } from '../../../src/run/start/inputs.ts';

const metadata = await readActionMetadata(fileURLToPath(new URL('../../../action.yml', import.meta.url)));

/** What the action makes of a step's `with:`, the defaults of `action.yml` included. */
function read(given: Readonly<Record<string, string>>) {
  const { variables } = inputVariables(metadata, { spec: 'kafka', ...given }, { github: { token: '' } });
  const runner: Pick<Runner, 'input'> = {
    input: (name) => variables[`INPUT_${name.toUpperCase()}`]?.trim() ?? '',
  };
  return readInputs(runner);
}

describe('inputs', () => {
  test('the defaults change nothing on a pull request and open an issue at the first drift', () => {
    expect(read({})).toMatchObject({
      ok: true,
      inputs: { commentNote: '', planLabels: false, driftThreshold: 1, failOnDrift: false },
    });
  });

  test.each([
    [{ spec: '{a,b}'.repeat(24) }, /^input spec: the braces of .* stand for more than 256 patterns/],
    [{ spec: 'kafka/{1..99999}.yaml' }, /^input spec: the braces of .* stand for more than 256/],
    [{ spec: '{a,{b,{c,{d,e}}}}{1..100}' }, /^input spec: the braces of/],
    [{ 'comment-note': 'x'.repeat(2001) }, /^input comment-note: expected at most 2,000 characters/],
    [
      { 'drift-threshold': '0' },
      /^input drift-threshold: expected a whole number from 1 to 999999, got "0"$/,
    ],
    [
      { 'drift-threshold': 'often' },
      /^input drift-threshold: expected a whole number from 1 to 999999, got "often"$/,
    ],
    [{ 'drift-label': 'kafka,drift' }, /^input drift-label: expected a label of at most 50 characters/],
    [{ 'drift-label': 'x'.repeat(51) }, /^input drift-label: expected a label of at most 50 characters/],
    [{ 'aiven-url': 'http://api.aiven.io' }, /^input aiven-url: expected https:\/\/ and a host/],
    [{ 'aiven-url': 'https://api.aiven.io/v1' }, /^input aiven-url: expected https:\/\/ and a host/],
    [{ 'protected-topics': 'ledger\\..*' }, /^input protected-topics: "ledger\\\.\.\*" .* write ledger\.\*$/],
    [{ 'protected-topics': 'ledger\n^pay.+' }, /^input protected-topics: "\^pay\.\+" .* write pay\*$/],
    [
      { 'protected-topics': '(a|b)' },
      /^input protected-topics: "\(a\|b\)" .* as several patterns if need be$/,
    ],
    [{ 'protected-topics': '..' }, /^input protected-topics: "\.\." matches no topic/],
    [{ 'plan-labels': 'yes' }, /^input plan-labels: expected true or false; write true, got "yes"$/],
  ])('%j is refused with what was expected', (given, problem) => {
    expect(read(given)).toEqual({ ok: false, problems: [expect.stringMatching(problem)] });
  });

  test.each([
    [['ledger', 'ledger.*', 'pay?', '*'], []],
    [['.*'], [/^\.\* looks like a regular expression.*: write \*$/]],
    [['pay-.*', 'ledger'], [/^pay-\.\* looks like a regular expression.*: write pay-\*$/]],
  ])('of %j as protected topics it is said that %j', (protectedTopics, said) => {
    expect(inputWarnings({ protectedTopics })).toEqual(said.map((each) => expect.stringMatching(each)));
  });
});

describe('a value is what everybody takes it for, or refused', () => {
  test.each([
    ['0', 0],
    ['7', 7],
    ['100', 100],
    ['999999', 999_999],
    ...[
      '00',
      '007',
      '1000000',
      '-1',
      '+1',
      '1.0',
      '1e3',
      '1_000',
      '1,000',
      '0x10',
      '٣',
      '５',
      ' 1',
      '1 2',
      '',
    ].map((text) => [text, 'refused'] as const),
  ])('the number %j: %j', (text, value) => {
    expect(resultOf(readCount(text))).toBe(value);
  });

  test.each([
    ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
    ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
    ...['yes', 'no', 'on', 'off', 'y', 'n', '1', '0', 'tRuE', 'true ', '', 'null'].map(
      (text) => [text, 'refused'] as const,
    ),
  ])('the flag %j: %j', (text, value) => {
    expect(resultOf(readFlag(text))).toBe(value);
  });

  test.each([
    ['0s', 0],
    ['90s', 90_000],
    ['20m', 1_200_000],
    ...['90', 's', '090s', '-5m', '1h', '1.5m', '90 s', '90S', '100000s', '1s\n2s', ''].map(
      (text) => [text, 'refused'] as const,
    ),
  ])('the duration %j: %j', (text, value) => {
    expect(resultOf(readDuration(text))).toBe(value);
  });

  test.each([
    ['a', ['a']],
    ['a, b\n c\r\n\n,', ['a', 'b', 'c']],
    ['kafka/{prod,dev}.yaml', ['kafka/{prod,dev}.yaml']],
    ['kafka/{prod,{eu,us}/dev}.yaml, more', ['kafka/{prod,{eu,us}/dev}.yaml', 'more']],
    ['{a,b\nc,d}', ['{a', 'b', 'c', 'd}']],
    ['}a,b{', ['}a', 'b{']],
    ['', []],
  ])('the list %j: %j', (text, items) => {
    expect(readList(text)).toEqual(items);
  });
});

describe('every input', () => {
  const names = Object.keys(metadata.inputs);
  const odd = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.stringMatching(/^[-+]?0*[0-9]{1,12}[smh.,_ ]?$/),
    fc.stringMatching(/^[a-z/]{0,6}[{},[\]()*?\\. \n-]{1,12}[a-z.]{0,6}$/),
    fc.constantFrom(
      'yes',
      'No',
      'ON',
      'off',
      'null',
      '~',
      '[]',
      '{}',
      '"true"',
      'true\nfalse',
      '9'.repeat(400),
    ),
  );

  test('is read or refused by its name, whatever it holds, and no number or flag is anything but what is written', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(fc.constantFrom(...names), odd, (name, text) => {
        const found = read({ [name]: text });
        if (!found.ok) {
          refused++;
          for (const problem of found.problems) expect(problem).toMatch(new RegExp(`^input ${name}: `));
          return;
        }
        taken++;
        const { inputs } = found;
        const given = text.trim();
        const numbers: Readonly<Record<string, number | undefined>> = {
          'max-changes': inputs.maxChanges,
          'max-deletes': inputs.maxDeletes,
          'drift-threshold': inputs.driftThreshold,
          'pr-number': inputs.pullRequest,
        };
        if (name in numbers) expect(String(numbers[name] ?? '')).toBe(given);
        const flags: Readonly<Record<string, boolean>> = {
          'plan-labels': inputs.planLabels,
          'job-summary': inputs.jobSummary,
          annotations: inputs.annotations,
          'require-plan': inputs.requirePlan,
          'drift-issue': inputs.driftIssue,
          'fail-on-drift': inputs.failOnDrift,
        };
        if (name in flags) expect(String(flags[name])).toBe(given.toLowerCase());
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(300);
  });
});

function resultOf<T>(read: InputValue<T>): T | 'refused' {
  return read.ok ? read.value : 'refused';
}

describe.each(['aiven-token', 'github-token'])('the %s', (input) => {
  const of = (value: string) => readTokens({ input: (name) => (name === input ? value : '') });

  test.each([
    '${{ secrets.AIVEN_TOKEN }}',
    '***',
    '<redacted>',
    '$AIVEN_TOKEN',
    'two lines\nof a token',
    'a token',
    'a\0token',
    'tökenlike-text',
  ])('is refused by its name where it is %j, which is not repeated', (value) => {
    const read = of(value);
    if (read.ok) throw new Error('it was taken');
    expect(read.problems).toEqual([expect.stringMatching(`^input ${input}: the value `)]);
    expect(read.problems[0]).not.toContain(value);
  });

  test('is none where it is empty, and one where it may be', () => {
    const parts = (value: string) => {
      const read = of(value);
      return read.ok && Object.values(read.tokens).map((token) => token?.isKnown ?? false);
    };
    expect(parts('')).toEqual([false, false]);
    expect(parts('aB3+/=._-~token')).toEqual(input === 'aiven-token' ? [true, false] : [false, true]);
  });
});
