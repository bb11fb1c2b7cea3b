import { CST, Lexer } from 'yaml';
import type { Position } from '../../model/position.ts';
import type { Report } from '../rules/report.ts';

/** Bounds on one file. Generous for people; they keep every later step linear and the call stack shallow. */
export const limits = {
  fileBytes: 1024 * 1024,
  lines: 50_000,
  tokens: 300_000,
  depth: 32,
  /** Column of indentation and of list dashes. */
  indent: 200,
} as const;

/**
 * Reads the bytes as UTF-8 and walks the YAML tokens once, before the parser sees them. What makes a parser slow
 * or a reader guess (anchors, aliases, tags, directives, explicit keys, several documents) is refused here, so
 * that no input reaches the parser that it cannot handle in linear time. Undefined: it was refused, and the report says why.
 */
export function guardYaml(file: string, content: Uint8Array, report: Report): string | undefined {
  if (content.byteLength > limits.fileBytes) {
    const message = `the file has ${content.byteLength} bytes, more than the ${limits.fileBytes} that are read`;
    report.add(
      'file-too-large',
      { file, line: 1, column: 1 },
      message,
      'Split it: the spec may be several files.',
    );
    return undefined;
  }
  const text = decode(file, content, report);
  if (text === undefined) return undefined;
  return hasForbiddenCharacter(file, text, report) || hasForbiddenToken(file, text, report)
    ? undefined
    : text;
}

function decode(file: string, content: Uint8Array, report: Report): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    const valid = new TextDecoder('utf-8').decode(content);
    const at = valid.indexOf('\ufffd');
    const position = positionAt(file, valid, Math.max(at, 0));
    report.add('yaml-encoding', position, 'the file is not valid UTF-8 here', 'Save the file as UTF-8.');
    return undefined;
  }
}

/** Control characters, and those that make text read in another order than it is stored. */
const forbiddenCharacter = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/u;

function hasForbiddenCharacter(file: string, text: string, report: Report): boolean {
  const match = forbiddenCharacter.exec(text);
  if (match === null) return false;
  const codePoint = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const message = `the invisible character U+${codePoint} is not allowed in a spec`;
  report.add('yaml-control-character', positionAt(file, text, match.index), message, 'Delete the character.');
  return true;
}

function hasForbiddenToken(file: string, text: string, report: Report): boolean {
  const scan = new Scan();
  for (const token of new Lexer().lex(text)) {
    const problem = scan.next(token);
    if (problem === undefined) continue;
    const position: Position = { file, line: scan.line, column: scan.column };
    report.add(problem.code, position, problem.message, problem.hint);
    return true;
  }
  return false;
}

interface TokenProblem {
  readonly code: 'yaml-feature' | 'yaml-too-complex' | 'yaml-syntax';
  readonly message: string;
  readonly hint: string;
}

/** Where the walk stands: line and column of the token at hand, and the open flow collections. */
class Scan {
  line = 1;
  column = 1;
  #nextLine = 1;
  #nextColumn = 1;
  #tokens = 0;
  #scalarFollows = false;
  #content = false;
  #afterStart = false;
  #ended = false;
  /** Key indicators on this line, outside of flow collections. */
  #keysOnLine = 0;
  /** The open flow collections: where each begins, and its key indicators since the last comma. */
  readonly #flow: { readonly line: number; keys: number }[] = [];

  next(token: string): TokenProblem | undefined {
    const type = this.#scalarFollows ? 'text' : CST.tokenType(token);
    this.#scalarFollows = type === 'scalar';
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') return undefined;
    this.#advance(token);
    if (this.#nextLine > limits.lines) return tooComplex(`longer than ${limits.lines} lines`);
    if (type === 'space' || type === 'newline' || type === 'comment') return undefined;
    if (++this.#tokens > limits.tokens) return tooComplex(`made of more than ${limits.tokens} tokens`);
    return this.#check(type, token);
  }

  #advance(token: string): void {
    this.line = this.#nextLine;
    this.column = this.#nextColumn;
    const lastBreak = token.lastIndexOf('\n');
    if (lastBreak < 0) {
      this.#nextColumn += token.length;
      return;
    }
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) this.#nextLine++;
    this.#nextColumn = token.length - lastBreak;
    this.#keysOnLine = 0;
  }

  #check(type: string | null, token: string): TokenProblem | undefined {
    if (type === 'doc-start' || type === 'doc-end') return this.#document(type);
    if (this.#ended) return severalDocuments;
    this.#content = true;
    switch (type) {
      case 'anchor':
        return feature('anchors', 'Use a topic profile, or write the value again.');
      case 'alias':
        return feature(
          'aliases',
          'Use a topic profile, write the value again, or quote a value that starts with *.',
        );
      case 'tag':
        return feature('tags', 'Remove the tag, or quote a value that starts with !.');
      case 'directive-line':
        return feature('directives', 'Remove the line; specs are YAML 1.2.');
      case 'explicit-key-ind':
        return feature('explicit keys ("? ")', 'Write key: value.');
      case 'text':
        return token === '<<' ? feature('merge keys', 'Use a topic profile with `extends`.') : undefined;
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        return token.length > 1 && token.endsWith(token.charAt(0)) ? undefined : openQuote;
      case 'flow-map-start':
      case 'flow-seq-start':
        this.#flow.push({ line: this.line, keys: 0 });
        return this.#flow.length > limits.depth
          ? tooComplex(`nested deeper than ${limits.depth} levels`)
          : undefined;
      case 'flow-map-end':
      case 'flow-seq-end':
        this.#flow.pop();
        return undefined;
      case 'comma': {
        const open = this.#flow.at(-1);
        if (open !== undefined) open.keys = 0;
        return undefined;
      }
      case 'seq-item-ind':
        return this.#indent();
      case 'map-value-ind':
        return this.#key();
      default:
        return undefined;
    }
  }

  #document(type: 'doc-start' | 'doc-end'): TokenProblem | undefined {
    if (type === 'doc-end') this.#ended = true;
    else if (this.#content || this.#afterStart) return severalDocuments;
    this.#afterStart = true;
    return undefined;
  }

  #indent(): TokenProblem | undefined {
    return this.column > limits.indent
      ? tooComplex(`indented by more than ${limits.indent} columns`)
      : undefined;
  }

  #key(): TokenProblem | undefined {
    const open = this.#flow.at(-1);
    const count = open === undefined ? ++this.#keysOnLine : ++open.keys;
    if (count <= 1) return undefined;
    if (open !== undefined && open.line < this.line) {
      return {
        code: 'yaml-syntax',
        message: `a comma is missing, or the bracket of line ${open.line} is not closed`,
        hint: `Close what line ${open.line} opens, or add the comma.`,
      };
    }
    return {
      code: 'yaml-syntax',
      message: 'a second ": " stands where one value is expected',
      hint: 'Put the value in quotes, or start a new line for the next key.',
    };
  }
}

const severalDocuments: TokenProblem = {
  code: 'yaml-feature',
  message: 'a spec file holds one YAML document, not several',
  hint: 'Move the second document to a file of its own.',
};

/** Told where it opens; the parser would tell the end of the file. */
const openQuote: TokenProblem = {
  code: 'yaml-syntax',
  message: 'the quote that opens here is not closed',
  hint: 'Close it with the same quote.',
};

function feature(name: string, hint: string): TokenProblem {
  return { code: 'yaml-feature', message: `YAML ${name} are not used in specs`, hint };
}

function tooComplex(what: string): TokenProblem {
  return { code: 'yaml-too-complex', message: `the file is ${what}`, hint: 'Split or flatten it.' };
}

function positionAt(file: string, text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file, line: before.split('\n').length, column: offset - lineStart + 1 };
}
