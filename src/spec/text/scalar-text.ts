import { plainScalarValue } from '../yaml/scalar-value.ts';
import type { Plain, PlainMap } from './plain.ts';

/** Begins with a letter and holds nothing that YAML gives a meaning to: may stand without quotes, in brackets too. */
const bare = /^[A-Za-z][A-Za-z0-9_./@*-]*(?::[A-Za-z0-9_./@*-]+)*$/;
/** `7d`, `64KiB`; `10.1.2.3`; `onprem -> core`. */
const others = [
  /^[0-9]+[A-Za-z]{1,3}$/,
  /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/,
  /^[A-Za-z][A-Za-z0-9_.-]* -> [A-Za-z0-9_.-]+$/,
];
/** What readers of YAML 1.1 take for true and false. */
const otherWords = /^(?:y|n|yes|no|on|off)$/i;

/** Letters, digits, signs and blanks of any script; no control, format or private character, and no half of one. */
const visible = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;

/**
 * One value on one line. A text stands without quotes only where every reader takes it for that text; else in single quotes;
 * in double quotes with each character escaped that cannot be seen, so that no text of another system ends its line.
 */
export function scalarText(value: string | number | bigint | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  if (
    [bare, ...others].some((form) => form.test(value)) &&
    !otherWords.test(value) &&
    plainScalarValue(value) === value
  )
    return value;
  return quotedText(value, 'single');
}

/** In the quotes that are asked for; in double ones all the same where something must be escaped. */
export function quotedText(value: string, quotes: 'single' | 'double'): string {
  if (quotes === 'single' && visible.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${[...value].map(escaped).join('')}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (visible.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\U${hex(code, 8)}`;
  return `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** In brackets, on one line: `{ partitions: 6, config: { retention.ms: 7d } }`. */
export function inlineText(value: Plain): string {
  if (isMap(value)) {
    if (value.size === 0) return '{}';
    return `{ ${[...value].map(([key, inner]) => `${scalarText(key)}: ${inlineText(inner)}`).join(', ')} }`;
  }
  if (isList(value)) return `[${value.map(inlineText).join(', ')}]`;
  return scalarText(value);
}

export function isMap(value: Plain): value is PlainMap {
  return value instanceof Map;
}

export function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
