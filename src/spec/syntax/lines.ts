import { lineEnd, lineStart } from './signs.ts';

/** One line of a file, as far as it can be told without reading what is around it. */
export interface Line {
  readonly start: number;
  readonly text: string;
  /** Blanks at its beginning. */
  readonly indent: number;
  /** Where its text begins, behind the dashes of list items. */
  readonly content: number;
  readonly isItem: boolean;
  /** Whether it holds a key with its colon, and something behind it. */
  readonly colon: 'none' | 'without a value' | 'with a value';
}

export function lineOf(text: string, offset: number): Line {
  const start = lineStart(text, offset);
  const line = text.slice(start, lineEnd(text, start)).replace(/\r$/, '');
  const [, blanks = '', dashes = ''] = /^([ \t]*)((?:-[ \t]+)*)/.exec(line) ?? [];
  const colon = /:(?:[ \t]+|$)/.exec(line);
  const value = colon === null ? '' : line.slice(colon.index + colon[0].length).replace(/^#.*/, '');
  return {
    start,
    text: line,
    indent: blanks.length,
    content: blanks.length + dashes.length,
    isItem: dashes !== '' || /^[ \t]*-$/.test(line),
    colon: colon === null ? 'none' : value === '' ? 'without a value' : 'with a value',
  };
}

/** The last line before this one that holds more than blanks and a comment; undefined: there is none. */
export function lineBefore(text: string, { start }: Line): Line | undefined {
  for (let at = start; at > 0; ) {
    const line = lineOf(text, at - 1);
    if (!/^[ \t]*(?:#|$)/.test(line.text)) return line;
    at = line.start;
  }
  return undefined;
}
