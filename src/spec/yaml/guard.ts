import type { Report } from '../rules/report.ts';
import { maxFileBytes } from '../syntax/bounds.ts';
import { SourceText } from '../syntax/source-text.ts';

/** The bytes of a file as text that may be shown and parsed. Undefined: it may not, and the report says why. */
export function guardText(file: string, content: Uint8Array, report: Report): SourceText | undefined {
  if (content.byteLength > maxFileBytes) {
    const message = `the file has ${content.byteLength} bytes, more than the ${maxFileBytes} that are read`;
    const start = { file, line: 1, column: 1 };
    report.add('file-too-large', start, message, 'Split it: the spec may be several files.');
    return undefined;
  }
  const source = decode(file, content, report);
  return source === undefined || hasForbiddenCharacter(source, report) ? undefined : source;
}

function decode(file: string, content: Uint8Array, report: Report): SourceText | undefined {
  try {
    return new SourceText(file, new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    const readable = new SourceText(file, new TextDecoder('utf-8').decode(content));
    const at = Math.max(readable.text.indexOf('\ufffd'), 0);
    const position = readable.position(at);
    report.add('yaml-encoding', position, 'the file is not valid UTF-8 here', 'Save the file as UTF-8.');
    return undefined;
  }
}

/** Control characters, those that make text read in another order than it is stored, and those that are none. */
const forbiddenCharacter = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;

function hasForbiddenCharacter(source: SourceText, report: Report): boolean {
  const match = forbiddenCharacter.exec(source.text);
  if (match === null) return false;
  const codePoint = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const message = `the invisible character U+${codePoint} is not allowed in a spec`;
  report.add('yaml-control-character', source.position(match.index), message, 'Delete the character.');
  return true;
}
