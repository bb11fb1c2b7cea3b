import { describe, expect, test } from '@jest/globals';
import {
  codeSpan,
  cut,
  fence,
  html,
  logText,
  markerJson,
  mermaidLabel,
  visible,
} from '../../../../src/report/words/escape.ts';

describe('what cannot be seen is shown', () => {
  test.each([
    ['line ends', 'a\nb\r\nc\rd', 'a⏎b⏎c⏎d'],
    ['a right-to-left override', 'user\u202etxt', 'user\\u{202E}txt'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200B}b'],
    ['an escape sequence', '\u001b[31mred', '\\u{1B}[31mred'],
    ['a no-break space', 'a\u00a0b', 'a\\u{A0}b'],
    ['half a character', 'a\ud800b', 'a\\u{D800}b'],
    ['an invisible letter', 'a\u3164b', 'a\\u{3164}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{E0041}b'],
    ['ordinary text of any script', 'größe 日本 🙂', 'größe 日本 🙂'],
  ])('%s', (_, text, shown) => expect(visible(text)).toBe(shown));
});

describe('a code span', () => {
  test.each([
    ['plain', 'orders.v2', '`orders.v2`'],
    ['with a backtick', 'a`b', '``a`b``'],
    ['that begins with backticks', '``a', '``` ``a ```'],
    ['of nothing', '', '(empty)'],
    ['of spaces at the ends', ' a  b ', '`␠a␠␠b␠`'],
    ['outside a table, with a pipe', 'a|b', '`a|b`'],
  ])('%s', (_, text, span) => expect(codeSpan(text)).toBe(span));

  test.each([
    ['a pipe', 'edge\\.(eu|us)', '`edge\\.(eu\\|us)`'],
    ['an escaped pipe', 'a\\|b', '<code>a&#92;&#124;b</code>'],
  ])('in a table cell: %s', (_, text, span) => expect(codeSpan(text, { cell: true })).toBe(span));

  test('is cut in the middle, so that both ends can be compared', () => {
    expect(codeSpan(`${'a'.repeat(300)}-eu`, { max: 20 })).toBe(`\`${'a'.repeat(13)}…aaa-eu\``);
    expect(codeSpan('a'.repeat(200))).toHaveLength(202);
  });

  test('is not cut inside a character', () => {
    expect(cut('🙂'.repeat(20), 12).isWellFormed()).toBe(true);
  });
});

test('a fence is longer than any run of backticks inside', () => {
  expect(fence(['a', '````', 'b'], 'diff')).toBe('`````diff\na\n````\nb\n`````');
});

test('HTML is text', () => {
  expect(html(`<b title="x">&'\``)).toBe('&#60;b title=&#34;x&#34;&#62;&#38;&#39;&#96;');
});

test('a Mermaid label holds no directive and no quote', () => {
  expect(mermaidLabel('%%{init: x}%%"] --> n2')).toBe('???init: x????? --? n2');
});

test('marker JSON holds nothing that ends a comment', () => {
  const json = markerJson({ id: '--><script>--!>@all', n: 3 });
  expect(json).not.toMatch(/--|[<>@]/);
  expect(JSON.parse(json)).toEqual({ id: '--><script>--!>@all', n: 3 });
});

describe('a log line', () => {
  test.each([
    ['::error::x', ': :error::x'],
    ['  ::stop-commands::x', '  : :stop-commands::x'],
    ['value ::1 is fine', 'value ::1 is fine'],
    ['a ##[add-mask]1', 'a ## [add-mask]1'],
    ['first\n::error::second', 'first\n: :error::second'],
    ['a\r::error::x', 'a⏎::error::x'],
  ])('%j', (text, line) => expect(logText(text)).toBe(line));
});
