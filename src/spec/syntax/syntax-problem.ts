import type { YAMLException } from 'js-yaml';
import { maxDepth } from './bounds.ts';
import { type Line, lineBefore, lineOf } from './lines.ts';
import { keyWithoutSpace, missingSpace } from './missing-space.ts';
import type { Problem } from './problem.ts';
import { type Before, lookBefore } from './scan.ts';
import { isBlankOrEnd } from './signs.ts';
import { type Words, words } from './words.ts';

/** Of what may be a key: more of a line is not looked at. */
const maxKeyLength = 1_000;

/** A place that is to be mended, and what is wrong there. */
interface Mistake extends Words {
  readonly start: number;
}

/** Where the reader stopped, and what the text says up to there. */
interface Stop {
  readonly text: string;
  readonly offset: number;
  readonly character: string;
  /** The reader's own words. */
  readonly reason: string;
  readonly before: Before;
}

/**
 * Why a file cannot be read, at the place that is to be mended. In our own words: the reader's may quote the text, and the
 * text may be a password in the wrong place.
 */
export function syntaxProblem(text: string, { reason, mark }: YAMLException): Problem {
  const offset = skipBlanks(text, mark?.position ?? 0);
  const conflict = /^(?:<{7}|\|{7}|={7}|>{7})(?=\s|$)/m.exec(text);
  if (conflict !== null)
    return { code: 'yaml-syntax', start: conflict.index, end: conflict.index, ...words.conflict };
  const before = lookBefore(text, offset);
  if (before.refused !== undefined) {
    const { refused, start } = before.refused;
    return { ...refused, start, end: start };
  }
  if (reason.startsWith('nesting exceeded')) {
    const message = `the file is nested deeper than ${maxDepth} levels`;
    return { code: 'yaml-too-complex', start: offset, end: offset, message, hint: 'Split or flatten it.' };
  }
  const stop: Stop = { text, offset, character: text.charAt(offset), reason, before };
  const { start, message, hint } = mistakeIn(stop);
  return { code: 'yaml-syntax', start, end: start, message, hint };
}

function mistakeIn(stop: Stop): Mistake {
  const { text, offset, before } = stop;
  const line = lineOf(text, offset);
  if (before.openQuote !== undefined) return mistakeInQuotes(stop, before.openQuote, line);
  if (before.emptyKey !== undefined) return { start: before.emptyKey, ...words.noKey };
  if (isClosedByChance(stop)) return { start: before.quoted?.start ?? offset, ...words.openQuote };
  if (before.brackets.length > 0) return badStart(stop) ?? mistakeInBrackets(stop, line);
  const tab = /^ *(?=\t)/.exec(line.text)?.[0];
  if (tab !== undefined) return { start: line.start + tab.length, ...words.tab };
  return badStart(stop) ?? mistakeInBlock(stop, line);
}

/** A value in quotes that goes over lines up to here is rather one that was to be closed on its first line. */
function isClosedByChance({ text, offset, before: { quoted } }: Stop): boolean {
  return (
    quoted !== undefined &&
    /^\s*$/.test(text.slice(quoted.end, offset)) &&
    text.slice(quoted.start, quoted.end).includes('\n')
  );
}

/** An escape far behind the quote that opens is rather text that was never meant to be in quotes. */
function mistakeInQuotes({ text, offset, reason }: Stop, openQuote: number, line: Line): Mistake {
  const isEscape = reason === 'unknown escape sequence' || reason === 'expected hexadecimal character';
  return isEscape && openQuote >= line.start
    ? { start: text.lastIndexOf('\\', offset - 1), ...words.escape }
    : { start: openQuote, ...words.openQuote };
}

/** A character that begins no value, where one may begin. */
function badStart({ text, offset, character, before }: Stop): Mistake | undefined {
  const signs = before.brackets.length > 0 ? '@`%|>' : '@`%';
  const isStart = /(?:^|[\n:,[{-])[ \t]*$/.test(text.slice(Math.max(offset - 80, 0), offset));
  return character !== '' && signs.includes(character) && isStart
    ? { start: offset, ...words.badStart }
    : undefined;
}

function mistakeInBrackets(stop: Stop, line: Line): Mistake {
  const { text, offset, character, before, reason } = stop;
  const bracket = before.brackets.at(-1) ?? { start: 0, colons: 0 };
  const isOnLine = bracket.start >= line.start;
  const isEnd =
    character === '' || reason === 'deficient indentation' || character === ']' || character === '}';
  if (isEnd) return { start: offset, ...words.openBracket };
  if (character === ',') return { start: offset, ...words.onlyComma };
  if (!isOnLine) return { start: offset, ...words.openSince(lineNumber(text, bracket.start)) };
  return character === ':' && bracket.colons > 0 ? secondColon(stop) : { start: offset, ...words.noComma };
}

/** Behind a value in brackets: of a key whose comma is missing, or of the value. */
function secondColon({ text, offset }: Stop): Mistake {
  const before = text.slice(Math.max(offset - maxKeyLength, 0), offset);
  const [key = ''] = /[\w.-]*$/.exec(before) ?? [];
  const start = offset - key.length;
  if (key === 'User') return { start, ...words.spaceInPrincipal };
  if (/:\s+$/.test(before.slice(0, before.length - key.length))) return { start, ...words.nested };
  return {
    start,
    ...(/;\s*$/.test(before.slice(0, before.length - key.length)) ? words.semicolon : words.missingComma),
  };
}

function mistakeInBlock(stop: Stop, line: Line): Mistake {
  const { text, offset, character, reason, before } = stop;
  const isColon = character === ':' && isBlankOrEnd(text, offset + 1);
  const isComment = character === '#' && isBlankOrEnd(text, offset - 1);
  if (character === ']' || character === '}') return { start: offset, ...words.notOpen };
  if (isColon && before.colonsOnLine > 0) {
    const isPrincipal = text.slice(Math.max(offset - 5, 0), offset).trimStart() === 'User';
    return { start: offset, ...(isPrincipal ? words.spaceInPrincipal : words.secondColon) };
  }
  if (isColon || isComment) {
    const above = lineBefore(text, line);
    return above !== undefined && isDashWithoutSpace(above)
      ? { start: above.start + above.indent, ...words.dash }
      : overLines(text, line);
  }
  if (reason.startsWith("expected ':'") || reason.startsWith('a whitespace character'))
    return keyMistake(line);
  if (isTextHeader(reason)) return { start: offset, ...words.textHeader };
  if (offset !== line.start + line.indent) return { start: offset, ...words.afterValue };
  const above = lineBefore(text, line);
  const dash = [line, above].find((each) => each !== undefined && isDashWithoutSpace(each));
  if (dash !== undefined) return { start: dash.start + dash.indent, ...words.dash };
  if (above !== undefined && line.indent > above.indent) return overLines(text, line);
  const isBelowKey = line.isItem && above?.isItem === false && above.indent === line.indent;
  return { start: offset, ...(isBelowKey ? words.item : words.indentation) };
}

function isTextHeader(reason: string): boolean {
  return reason === 'a line break is expected' || /chomping mode|indentation width/.test(reason);
}

/** A text that goes on over several lines and ends in a colon: where it begins, something is missing. */
function overLines(text: string, line: Line): Mistake {
  const deeper = { start: line.start + line.indent, ...words.deeper };
  let first = line.colon === 'none' ? line : undefined;
  let above = lineBefore(text, line);
  while (above !== undefined && above.colon === 'none') {
    first = above;
    above = above.isItem ? undefined : lineBefore(text, above);
  }
  if (first === undefined) return deeper;
  if (above?.colon === 'with a value' && first.indent > above.indent) return deeper;
  return keyMistake(first);
}

function keyMistake({ start, content, text }: Line): Mistake {
  const written = text.slice(content, content + maxKeyLength);
  const isJoined = keyWithoutSpace(written) !== undefined;
  const isQuoted = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'):\S/.test(written);
  return { start: start + content, ...(isJoined || isQuoted ? missingSpace : words.noColon) };
}

/** `-orders`: YAML reads text that begins with a dash. */
function isDashWithoutSpace({ text }: Line): boolean {
  return /^[ \t]*-[^\s-]/.test(text);
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
