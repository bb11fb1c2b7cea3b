import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FileCommandError, parseFileCommands } from '../../../sandbox/runner/file-commands.ts';

describe('the file behind GITHUB_OUTPUT', () => {
  test.each([
    ['is empty', '', {}],
    ['has name=value lines', 'a=1\n\nb=x=y\nc=\n', { a: '1', b: 'x=y', c: '' }],
    ['has a block', 'a<<EOF\none\ntwo\nEOF\n', { a: 'one\ntwo' }],
    ['has an empty block', 'a<<EOF\nEOF\n', { a: '' }],
    ['has a block of one empty line', 'a<<EOF\n\nEOF\n', { a: '' }],
    [
      'has lines that look like commands in a block',
      'a<<EOF\nb=1\nc<<X\nEOF\nd=2',
      { a: 'b=1\nc<<X', d: '2' },
    ],
    ['has no line feed at its end', 'a<<EOF\none\nEOF', { a: 'one' }],
    ['keeps carriage returns, as the runner does on Linux', 'a=1\r\n', { a: '1\r' }],
    ['has << after the =', 'a=b<<c', { a: 'b<<c' }],
    ['names one twice', 'a=1\na=2', { a: '2' }],
  ])('%s', (_, text, values) => {
    expect(parseFileCommands(text)).toEqual(values);
  });

  test.each([
    ['a line without = or <<', 'hello', "Invalid format 'hello'"],
    ['a block without an end', 'a<<EOF\none', "Matching delimiter not found 'EOF'"],
    ['a block without a name', '<<EOF\nEOF', 'Name must not be empty'],
    ['a block without a delimiter', 'a<<\n', 'delimiter must not be empty'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parseFileCommands(text)).toThrow(FileCommandError);
    expect(() => parseFileCommands(text)).toThrow(message);
  });

  test('gives back any value that was written with a delimiter of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (first, second) => {
        const block = (name: string, value: string): string =>
          `${name}<<~delimiter~\n${value}\n~delimiter~\n`;
        expect(parseFileCommands(block('a', first) + block('b', second))).toEqual({ a: first, b: second });
      }),
    );
  });
});
