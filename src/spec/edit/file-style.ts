import { lineStart } from '../syntax/signs.ts';
import type { TextRange } from '../syntax/source-text.ts';
import type { Layout, ListNode, MapNode, SourceNode } from '../yaml/source-node.ts';
import { childShape } from './paths.ts';

/** How a file is written, as far as new lines need to know. */
export interface FileStyle {
  /** Columns by which a map stands deeper than its key. */
  readonly indent: number;
  /** Columns by which the dashes of a list stand deeper than its key: often none. */
  readonly listIndent: number;
  /** `{ a: 1 }` instead of `{a: 1}`, and `[ 1 ]` instead of `[1]`. */
  readonly padsMaps: boolean;
  readonly padsLists: boolean;
  readonly quotes: 'single' | 'double';
  /** Every text and key of the file stands in quotes, as in JSON. */
  readonly quotesAll: boolean;
  /** Left out: keys stand in quotes where they need them. */
  readonly quotesKeys?: 'single' | 'double';
  /** How most collections of a shape are written; undefined: there are none. Of items of a list, the shape ends in `-`. */
  layoutOf(shape: string): Layout | undefined;
}

export function styleOf(root: MapNode): FileStyle {
  const seen = new Seen();
  seen.look(root, '', undefined);
  return seen.style();
}

class Seen {
  readonly #indents = new Count<number>();
  readonly #listIndents = new Count<number>();
  readonly #padsMaps = new Count<boolean>();
  readonly #padsLists = new Count<boolean>();
  readonly #quotes = new Count<'single' | 'double' | 'none'>();
  readonly #layouts = new Map<string, Count<Layout>>();

  look(node: SourceNode, shape: string, key: TextRange | undefined): void {
    if (node.kind === 'scalar') {
      if (typeof node.value === 'string') this.#quote(node);
      return;
    }
    const isEmpty = node.kind === 'list' ? node.items.length === 0 : node.entries.size === 0;
    if (isEmpty) return;
    this.#layout(node, shape, key);
    if (node.kind === 'list') for (const item of node.items) this.look(item, `${shape}/-`, undefined);
    else
      for (const [name, entry] of node.entries) {
        this.#quote(entry);
        this.look(entry.value, childShape(shape, name), entry);
      }
  }

  #quote({ source, start }: TextRange): void {
    const sign = source.text.charAt(start);
    this.#quotes.add(sign === '"' ? 'double' : sign === "'" ? 'single' : 'none');
  }

  #layout(node: MapNode | ListNode, shape: string, key: TextRange | undefined): void {
    const { layout, source, start } = node;
    const count = this.#layouts.get(shape) ?? new Count<Layout>();
    this.#layouts.set(shape, count.add(layout));
    if (layout === 'flow') {
      const isPadded = /\s/.test(source.text.charAt(start + 1));
      (node.kind === 'map' ? this.#padsMaps : this.#padsLists).add(isPadded);
    } else if (key !== undefined) {
      const deeper = columnOf(node) - columnOf(key);
      (node.kind === 'map' ? this.#indents : this.#listIndents).add(deeper);
    }
  }

  style(): FileStyle {
    const indent = this.#indents.most() ?? 2;
    return {
      indent,
      listIndent: this.#listIndents.most() ?? indent,
      padsMaps: this.#padsMaps.most() ?? true,
      padsLists: this.#padsLists.most() ?? false,
      quotes: this.#quotes.of('double') > this.#quotes.of('single') ? 'double' : 'single',
      quotesAll: this.#quotes.of('none') === 0 && this.#quotes.of('double') > 2,
      layoutOf: (shape) => this.#layouts.get(shape)?.most(),
    };
  }
}

/** Columns from the beginning of the line. */
export function columnOf({ source, start }: TextRange): number {
  return start - lineStart(source.text, start);
}

class Count<T> {
  readonly #counts = new Map<T, number>();

  add(value: T): this {
    this.#counts.set(value, this.of(value) + 1);
    return this;
  }

  of(value: T): number {
    return this.#counts.get(value) ?? 0;
  }

  /** Undefined: nothing was counted. Of equals what came first. */
  most(): T | undefined {
    const [first] = [...this.#counts].sort(([, a], [, b]) => b - a);
    return first?.[0];
  }
}
