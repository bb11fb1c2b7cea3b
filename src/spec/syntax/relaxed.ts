import { Scan } from './scan.ts';

/**
 * The same text, character for character, with spaces instead of what YAML forbids between brackets and everybody writes: a
 * bracket that is closed at the beginning of a line, no deeper than its key, and tabs on its line. Where values stand
 * does not change.
 */
export function relaxed(text: string): string {
  const scan = new Scan(text, text.length);
  const parts: string[] = [];
  let written = 0;
  const blank = (from: number, end: number): void => {
    const start = Math.max(from, written);
    parts.push(text.slice(written, start), ' '.repeat(end - start));
    written = end;
  };
  let valueEnd = 0;
  let lineStart = 0;
  while (!scan.isOver()) {
    const start = scan.at;
    const depth = scan.brackets.length;
    scan.step();
    const sign = text.charAt(start);
    if (scan.brackets.length < depth && text.slice(valueEnd, start).includes('\n')) blank(valueEnd, start);
    else if (sign === '\t' && (depth > 0 || valueEnd > lineStart)) blank(start, start + 1);
    if (sign === '\n') lineStart = scan.at;
    if (!/[\s#]/.test(sign)) valueEnd = scan.at;
  }
  return parts.join('') + text.slice(written);
}
