const [tab, lineFeed, carriageReturn, space, hash] = [0x09, 0x0a, 0x0d, 0x20, 0x23] as const;
const [comma, dash, colon, openBracket, openBrace] = [0x2c, 0x2d, 0x3a, 0x5b, 0x7b] as const;

/** How many there are of the signs that a value may stand behind. */
export function countSigns(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === comma || code === lineFeed || code === openBracket || code === openBrace) count++;
    else if ((code === colon || code === dash) && text.charCodeAt(at + 1) <= space) count++;
  }
  return count;
}

/** The next character at or behind the offset that is neither blank nor part of a comment; the end where there is none. */
export function nextSign(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === hash) at = lineEnd(text, at);
    else if (code === space || code === lineFeed || code === carriageReturn || code === tab) at++;
    else break;
  }
  return at;
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of an offset ends, before its line feed. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Whether the character at the offset ends a sign such as `:` or `-`: blank, or the end of the text. */
export function isBlankOrEnd(text: string, offset: number): boolean {
  return offset >= text.length || /\s/.test(text.charAt(offset));
}
