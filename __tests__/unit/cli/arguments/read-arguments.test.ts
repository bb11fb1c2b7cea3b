import { describe, expect, test } from '@jest/globals';
import { readArguments } from '../../../../src/cli/arguments/read-arguments.ts';

describe('what is asked for', () => {
  test.each([
    ['validate', { command: 'validate', spec: [], json: false }],
    ['validate kafka a.yaml --json', { command: 'validate', spec: ['kafka', 'a.yaml'], json: true }],
    ['validate -- --odd.yaml', { command: 'validate', spec: ['--odd.yaml'], json: false }],
    ['access kafka --json', { command: 'access', spec: ['kafka'], json: true }],
    ['explain topic-collision', { command: 'explain', code: 'topic-collision', json: false }],
    ['explain --json topic-collision', { command: 'explain', code: 'topic-collision', json: true }],
    ['schema', { command: 'schema' }],
    ['schema --json', { command: 'schema' }],
  ])('%s', (words, asked) => {
    expect(readArguments(words.split(' '))).toEqual(asked);
  });
});

describe('plan', () => {
  const plain = {
    command: 'plan',
    spec: [],
    json: false,
    failOnChanges: false,
    connect: [],
    leaveOut: [],
    aivenUrl: 'https://api.aiven.io',
    verbose: false,
  };

  test.each([
    ['plan', {}],
    ['plan kafka --json --fail-on-changes', { spec: ['kafka'], json: true, failOnChanges: true }],
    ['plan --connect onprem --connect dc1 kafka', { connect: ['onprem', 'dc1'], spec: ['kafka'] }],
    ['plan --leave-out lab --verbose', { leaveOut: ['lab'], verbose: true }],
    ['plan --aiven-url http://127.0.0.1:1', { aivenUrl: 'http://127.0.0.1:1' }],
  ])('%s', (words, asked) => {
    expect(readArguments(words.split(' '))).toEqual({ ...plain, ...asked });
  });
});

describe('import', () => {
  const plain = { command: 'import', project: 'acme-prod', json: false, verbose: false };
  const aivenUrl = 'https://api.aiven.io';

  test.each([
    ['import acme-prod', { folder: undefined, into: [], aivenUrl }],
    ['import acme-prod --into kafka --into a.yaml', { into: ['kafka', 'a.yaml'] }],
    ['import acme-prod --into kafka --connect onprem', { into: ['kafka'], connect: ['onprem'] }],
    ['import acme-prod --folder kafka/live --json', { folder: 'kafka/live', json: true, aivenUrl }],
    [
      'import acme-prod --aiven-url http://127.0.0.1:1 --verbose',
      { aivenUrl: 'http://127.0.0.1:1', verbose: true },
    ],
  ])('%s', (words, asked) => {
    expect(readArguments(words.split(' '))).toMatchObject({ ...plain, ...asked });
  });
});

describe('what is told without doing anything', () => {
  test.each([
    ['--version', 'done', /^\d+\.\d+\.\d+$/],
    ['--help', 'done', /^Usage: aiven-kafka-gitops/],
    ['validate --help', 'done', /^Usage: aiven-kafka-gitops validate/],
    ['help explain', 'done', /^Usage: aiven-kafka-gitops explain/],
    ['', 'wrong-input', /^Usage: aiven-kafka-gitops/],
    ['valdate', 'wrong-input', /unknown command 'valdate'\n\(Did you mean validate\?\)/],
    ['validate --jsn', 'wrong-input', /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    ['explain', 'wrong-input', /missing required argument 'code'/],
    ['explain a b', 'wrong-input', /too many arguments for 'explain'/],
  ])('%s', (words, ending, text) => {
    const asked = readArguments(words === '' ? [] : words.split(' '));
    expect(asked).toEqual({ command: 'none', ending, text: expect.stringMatching(text) });
  });

  test('help names every command, the exit codes, and where secrets come from', () => {
    const asked = readArguments(['--help']);
    const text = asked.command === 'none' ? asked.text : '';
    for (const word of [
      'validate',
      'access',
      'plan',
      'import',
      'explain',
      'schema',
      'Exit codes: 0',
      'environment',
    ]) {
      expect(text).toContain(word);
    }
  });
});

describe('a secret among the arguments is refused before anything is done, and not repeated', () => {
  test.each([
    ['--token', 'avn-real'],
    ['--token=avn-real'],
    ['validate', '--aiven-token=avn-real'],
    ['validate', 'kafka', '--ONPREM_ADMIN_PASSWORD', 'avn-real'],
    ['validate', '--kafka-secret-onprem=avn-real'],
    ['explain', '--api-key=avn-real'],
    ['-password=avn-real'],
  ])('%s %s', (...words) => {
    const asked = readArguments(words);
    expect(asked).toMatchObject({ command: 'none', ending: 'wrong-input' });
    expect(JSON.stringify(asked)).toContain('AIVEN_TOKEN');
    expect(JSON.stringify(asked)).not.toContain('avn-real');
  });

  test('nor is the value of an option that nobody knows', () => {
    const asked = readArguments(['validate', "--auth=avn-real'x=y"]);
    expect(asked).toMatchObject({ command: 'none', ending: 'wrong-input' });
    expect(JSON.stringify(asked)).toContain("unknown option '--auth'");
    expect(JSON.stringify(asked)).not.toContain('avn-real');
  });

  test('a file may be called like one', () => {
    expect(readArguments(['validate', 'kafka/secrets.yaml'])).toMatchObject({ command: 'validate' });
  });
});
