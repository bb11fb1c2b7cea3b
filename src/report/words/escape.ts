/**
 * The one place that makes foreign text inert. Names, values, messages and reasons come from the spec, from
 * Aiven and from Kafka; each output has one way to carry them, and none of them lets text become markup.
 */

/** Longest foreign text that is shown in one piece, in UTF-16 units. */
const maxShownLength = 200;

// Controls, format characters (bidi, zero width), private use, lone surrogates, every space but U+0020.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** One line in which every character can be seen: line ends become ⏎, U+202E becomes `\u{202E}`. */
export function visible(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text
    .replace(/\r\n|\r|\n/g, '⏎')
    .replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

/** Keeps both ends, because names that differ only at the end must not look the same. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const tail = Math.floor((max - 1) / 3);
  const head = text.slice(0, max - 1 - tail).replace(/[\uD800-\uDBFF]$/, '');
  return `${head}…${text.slice(text.length - tail).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/**
 * Inline code, in which GitHub neither links, mentions nor formats. The delimiter is longer than any run of
 * backticks inside. In a table cell `|` must be escaped even inside code (GFM §4.10), and after a backslash that
 * cannot be done: parsers differ over `\\\\|`.
 */
export function codeSpan(
  text: string,
  options: { readonly cell?: boolean; readonly max?: number } = {},
): string {
  const shown = cut(visible(text), options.max ?? maxShownLength).replace(/^ +| +$| {2,}/g, (run) =>
    '␠'.repeat(run.length),
  );
  if (shown === '') return '(empty)';
  if (options.cell && shown.includes('\\|')) return codeElement(shown);
  const body = options.cell ? shown.replaceAll('|', '\\|') : shown;
  const delimiter = '`'.repeat(longestRun(body) + 1);
  const padding = body.startsWith('`') || body.endsWith('`') ? ' ' : '';
  return `${delimiter}${padding}${body}${padding}${delimiter}`;
}

/** Code as HTML in which no character is left that Markdown knows. */
function codeElement(text: string): string {
  return `<code>${text.replace(/[^A-Za-z0-9 ]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

/** A fenced block that its content cannot close. */
export function fence(lines: readonly string[], language: string): string {
  const body = lines.map((line) => cut(visible(line), 400)).join('\n');
  const delimiter = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${delimiter}${language}\n${body}\n${delimiter}`;
}

/** Text for inside an HTML element, where Markdown is not parsed (`<summary>`). */
export function html(text: string): string {
  return cut(visible(text), maxShownLength).replace(
    /[&<>"'`]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/**
 * A label between double quotes in a Mermaid diagram. An allow-list, because Mermaid obeys directives such as
 * `%%{init}%%` even inside quotes.
 */
export function mermaidLabel(text: string, max = 40): string {
  return cut(visible(text).replace(/[^A-Za-z0-9 ._:*/+,()-]/g, '?'), max).replaceAll('…', '...');
}

/** JSON for inside `<!-- -->`: ASCII, no `--`, no angle brackets, no `@`; parses back to the same value. */
export function markerJson(value: Readonly<Record<string, string | number>>): string {
  return JSON.stringify(value).replace(/[<>@\u007f-\uffff]|-(?=-)|(?<=-)-/g, unicodeEscape);
}

/**
 * Text for the run log. The runner obeys `::command::` at the start of a line (after spaces) and `##[command]`
 * anywhere in it (runner: `ActionCommand.TryParseV2`, `TryParse`). Line ends stay, so that tables stay tables.
 */
export function logText(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      visible(line)
        .replaceAll('##[', '## [')
        .replace(/^(\s*):(?=:)/, '$1: '),
    )
    .join('\n');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
