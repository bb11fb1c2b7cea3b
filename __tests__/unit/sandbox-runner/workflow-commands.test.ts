import { describe, expect, test } from '@jest/globals';
import { createSecretMasker } from '../../../sandbox/runner/secret-masker.ts';
import {
  createOutputReader,
  type OutputReader,
  parseWorkflowCommand,
} from '../../../sandbox/runner/workflow-commands.ts';

function reading(lines: readonly string[], options = { debug: false }): OutputReader {
  const reader = createOutputReader(createSecretMasker(), options);
  for (const line of lines) reader.read(line);
  return reader;
}

describe('a line is a command', () => {
  test.each([
    ['::error::text', { name: 'error', properties: {}, data: 'text' }],
    [
      '  ::Error file=a.yaml,line=3::x',
      { name: 'error', properties: { file: 'a.yaml', line: '3' }, data: 'x' },
    ],
    [
      '::warning title=a%3A b%2C c,file=x::50%25 of%0Athem',
      { name: 'warning', properties: { title: 'a: b, c', file: 'x' }, data: '50% of\nthem' },
    ],
    ['::notice title=::x', { name: 'notice', properties: {}, data: 'x' }],
    ['::group::a::b', { name: 'group', properties: {}, data: 'a::b' }],
    ['some text ##[error]old', { name: 'error', properties: {}, data: 'old' }],
    [
      '##[set-output name=a;x=%3B]v%5D',
      { name: 'set-output', properties: { name: 'a', x: ';' }, data: 'v]' },
    ],
  ])('%s', (line, command) => {
    expect(parseWorkflowCommand(line)).toEqual(command);
  });

  test.each(['', 'text', 'text ::error::x', '::error', '::nonsense::x', '##[nonsense]x', '##[error', '::::'])(
    'and %j is not',
    (line) => {
      expect(parseWorkflowCommand(line)).toBeUndefined();
    },
  );
});

describe('the log', () => {
  test('renders commands and shows other lines as they are', () => {
    const { log } = reading([
      'a',
      '::group::Plan',
      'b',
      '::endgroup::',
      '::warning::careful',
      '::debug::hidden',
      '::nope::x',
    ]);
    expect(log).toEqual(['a', '##[group]Plan', 'b', '##[endgroup]', '##[warning]careful', '::nope::x']);
  });

  test('shows debug messages of a debug run', () => {
    expect(reading(['::debug::shown'], { debug: true }).log).toEqual(['##[debug]shown']);
  });

  test('masks a secret from its add-mask on, in other spellings and line by line too', () => {
    const secret = 'p"ss/word';
    const { log, annotations } = reading([
      `before ${secret}`,
      `::add-mask::${secret}`,
      `after ${secret} ${encodeURIComponent(secret)} ${JSON.stringify(secret)} ${Buffer.from(secret).toString('base64')}`,
      '::add-mask::first%0Asecond',
      'only second',
      `::error::bad ${secret}`,
    ]);
    expect(log).toEqual([`before ${secret}`, 'after *** *** "***" ***', 'only ***', '##[error]bad ***']);
    expect(annotations).toEqual([{ level: 'error', message: 'bad ***' }]);
  });

  test('obeys nothing between stop-commands and its token', () => {
    const { log, annotations } = reading([
      '::stop-commands::Token1',
      '::error::no',
      '::token1::',
      '::error::yes',
    ]);
    expect(log).toEqual(['::stop-commands::Token1', '::error::no', '::token1::', '##[error]yes']);
    expect(annotations).toEqual([{ level: 'error', message: 'yes' }]);
  });
});

describe('annotations', () => {
  test('carry their place', () => {
    const [annotation] = reading([
      '::error title=T,file=kafka/a.yaml,line=3,endLine=4,col=5,endColumn=9::two%0Alines',
    ]).annotations;
    expect(annotation).toEqual({
      level: 'error',
      message: 'two\nlines',
      title: 'T',
      file: 'kafka/a.yaml',
      line: 3,
      endLine: 4,
      col: 5,
      endColumn: 9,
    });
  });

  test('an empty mask is a warning, a disabled command fails the step', () => {
    expect(reading(['::add-mask:: ']).annotations[0]?.level).toBe('warning');
    expect(reading(['::add-mask:: ']).failed).toBe(false);
    expect(reading(['::set-env name=A::b']).failed).toBe(true);
  });
});
