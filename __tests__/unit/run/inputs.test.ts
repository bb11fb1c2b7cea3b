import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { inputVariables, readActionMetadata } from '../../../sandbox/runner/action-metadata.ts';
import type { Runner } from '../../../src/run/runner/runner.ts';
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
    [{ 'comment-note': 'x'.repeat(2001) }, /^input comment-note: expected at most 2,000 characters/],
    [{ 'drift-threshold': '0' }, /^input drift-threshold: expected 1 or more, got "0"$/],
    [{ 'drift-threshold': 'often' }, /^input drift-threshold: expected a whole number, got "often"$/],
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
    [{ 'plan-labels': 'yes' }, /^input plan-labels: expected true, false, got "yes"$/],
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
