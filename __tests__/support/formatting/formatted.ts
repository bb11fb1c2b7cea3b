import type { Plain, PlainMap } from '../../../src/spec/text/plain.ts';
import type { Draw } from './draw.ts';

/**
 * A map as YAML in as many hands as people have: indentation, brackets on one line and over several, all quotes, text over lines, comments
 * and empty lines anywhere, markers, carriage returns, no last line break. It shares nothing with the writers of `src`.
 */
export function formatted(root: PlainMap, draw: Draw): string {
  return new Hand(draw).file(root);
}

class Hand {
  readonly #draw: Draw;
  readonly #indent: number;
  readonly #listIndent: number;
  readonly #lineBreak: string;
  /** Once in so many places. */
  readonly #comments: number;
  readonly #habit: 'block' | 'flow' | 'both' | 'json';
  #comment = 0;
  /** What is written deeper than its key would be more of the text. */
  #isBehindText = false;

  constructor(draw: Draw) {
    this.#draw = draw;
    this.#indent = draw.of(2, 4, 3);
    this.#listIndent = draw.of(this.#indent, 0);
    this.#lineBreak = draw.of('\n', '\n', '\r\n');
    this.#comments = draw.of(100, 4, 2);
    this.#habit = draw.of('block', 'both', 'flow', 'json');
  }

  file(root: PlainMap): string {
    const draw = this.#draw;
    const lines = this.#habit === 'json' ? this.#json(root) : this.#block(root, 0);
    const before = draw.of([], [], ['---'], ['# top', '---'], ['', '# top', '']);
    const after = draw.of([], [], ['...'], ['', ''], ['# end']);
    const text = [...before, ...lines, ...after].join(this.#lineBreak);
    return `${draw.oneIn(8) ? '\ufeff' : ''}${text}${draw.oneIn(4) ? '' : this.#lineBreak}`;
  }

  #json(root: PlainMap): readonly string[] {
    const text = JSON.stringify(
      root,
      (_, value) => (value instanceof Map ? Object.fromEntries(value) : value),
      2,
    );
    return this.#draw.oneIn(2) ? text.split('\n') : [text.replace(/\n */g, ' ')];
  }

  #note(): string {
    return this.#draw.oneIn(this.#comments)
      ? `${this.#draw.of(' ', '   ')}# c${++this.#comment} { [ : ' "`
      : '';
  }

  /** Lines between two entries. */
  #between(column: number): readonly string[] {
    const deepest = this.#isBehindText ? column : 8;
    this.#isBehindText = false;
    if (!this.#draw.oneIn(this.#comments)) return [];
    return this.#draw.of(
      [''],
      [`${' '.repeat(column)}# c${++this.#comment}: no key`],
      ['', `${' '.repeat(this.#draw.int(0, deepest))}# c${++this.#comment} - no item`, ''],
    );
  }

  #block(value: PlainMap, column: number): string[] {
    const indent = this.#draw.oneIn(12) ? this.#draw.int(1, 6) : this.#indent;
    return [...value].flatMap(([key, inner]) => [
      ...this.#between(column),
      ...this.#entry(key, inner, column, indent),
    ]);
  }

  #entry(key: string, value: Plain, column: number, indent: number): string[] {
    const start = `${' '.repeat(column)}${this.#key(key)}:`;
    const isEmpty = (value instanceof Map ? value.size : Array.isArray(value) ? value.length : 1) === 0;
    const isBlock =
      this.#habit === 'block' || (this.#habit === 'both' && this.#draw.oneIn(2)) || column === 0;
    if (value instanceof Map && !isEmpty && isBlock)
      return [`${start}${this.#note()}`, ...this.#block(value, column + indent)];
    if (Array.isArray(value) && !isEmpty && isBlock) {
      const dash = ' '.repeat(column + this.#listIndent);
      return [
        `${start}${this.#note()}`,
        ...value.flatMap((item: Plain) => [...this.#between(dash.length), ...this.#item(item, dash)]),
      ];
    }
    if (typeof value === 'string' && this.#draw.oneIn(8) && /^\w[\w ]*$/.test(value)) {
      const inner = ' '.repeat(column + 2);
      const isFolded = this.#draw.oneIn(2);
      this.#isBehindText = true;
      const text = isFolded ? value.split(' ') : [value];
      return [`${start} ${isFolded ? '>-' : '|-'}${this.#note()}`, ...text.map((line) => `${inner}${line}`)];
    }
    const [first = '', ...rest] = this.#inline(value, column).split('\n');
    const lines = [`${start}${this.#draw.of(' ', ' ', '  ')}${first}`, ...rest];
    return [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${this.#note()}`];
  }

  #item(item: Plain, dash: string): readonly string[] {
    if (item instanceof Map && this.#draw.oneIn(2)) {
      const [first = '', ...rest] = [...item].flatMap(([key, value]) =>
        this.#entry(key, value, dash.length + 2, this.#indent),
      );
      return [`${dash}- ${first.trimStart()}`, ...rest];
    }
    const [first = '', ...rest] = this.#inline(item, dash.length).split('\n');
    const lines = [`${dash}- ${first}`, ...rest];
    return [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${this.#note()}`];
  }

  /** On one line, or in brackets over several. */
  #inline(value: Plain, column: number): string {
    if (!(value instanceof Map) && !Array.isArray(value)) return this.#scalar(value);
    const [open, close] = value instanceof Map ? ['{', '}'] : ['[', ']'];
    const parts =
      value instanceof Map
        ? [...value].map(
            ([key, inner]: [string, Plain]) => `${this.#key(key)}: ${this.#inline(inner, column + 2)}`,
          )
        : value.map((item: Plain) => this.#inline(item, column + 2));
    if (parts.length === 0) return `${open}${this.#draw.of('', ' ')}${close}`;
    const [isSpread, endsWithComma] = [this.#draw.oneIn(4), this.#draw.oneIn(5)];
    const pad = this.#draw.of(' ', '');
    if (!isSpread)
      return `${open}${pad}${parts.join(this.#draw.of(', ', ','))}${endsWithComma ? ',' : ''}${pad}${close}`;
    const isRagged = this.#draw.oneIn(3);
    const inner = ' '.repeat(column + this.#indent);
    const lines = parts.map((part, index) => {
      const comma = index < parts.length - 1 || endsWithComma ? ',' : '';
      const ends = isRagged && this.#draw.oneIn(2) ? ' ' : `${this.#note()}\n${inner}`;
      return `${part}${comma}${index < parts.length - 1 ? ends : this.#note()}`;
    });
    return `${open}${this.#note()}\n${inner}${lines.join('')}\n${' '.repeat(column + this.#draw.of(1, 0, 2))}${close}`;
  }

  #key(key: string): string {
    const isPlain = /^[A-Za-z0-9][\w.-]*(?: -> [\w.-]+)?$/.test(key);
    return isPlain && !this.#draw.oneIn(5) ? key : this.#quoted(key);
  }

  #scalar(value: Plain): string {
    if (typeof value !== 'string') return String(value);
    const isPlain =
      /^[A-Za-z][\w.:*-]*$|^\d+[A-Za-z]+$/.test(value) && !/^(?:true|false|null)$|:$/.test(value);
    const isSentence = /^[A-Z][a-z]+(?: [a-z]+)+$/.test(value);
    return (isPlain || isSentence) && !this.#draw.oneIn(3) ? value : this.#quoted(value);
  }

  #quoted(text: string): string {
    return this.#draw.oneIn(2) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
  }
}
