import { nextSign } from '../syntax/signs.ts';
import type { Plain } from '../text/plain.ts';
import type { Layout } from '../yaml/source-node.ts';
import { afterColon, type ListPart, lastOffset } from './file-part.ts';
import { columnOf } from './file-style.ts';
import { changeFlow } from './flow-edits.ts';
import { inlineLike, itemLines } from './new-text.ts';

export interface ListChange {
  readonly shape: string;
  /** Indexes of items of this part. */
  readonly removed: ReadonlySet<number>;
  /** Behind the item of an index; -1: before the first. */
  readonly added: ReadonlyMap<number, readonly Plain[]>;
}

/** Takes items out of a list of one file and puts others in. */
export function changeList(part: ListPart, { shape, removed, added }: ListChange): void {
  if (removed.size + added.size === 0) return;
  const { edits, node, style } = part;
  if (node.layout === 'flow') {
    const texts = [...added].map(
      ([index, values]) => [index, values.map((value) => inlineLike(value, style))] as const,
    );
    changeFlow({
      ...{ edits, collection: node, elements: node.items, removed },
      ...{ added: new Map(texts), isPadded: style.padsLists },
    });
    return;
  }
  const column = columnOf(node);
  const dashes = dashesOf(part);
  for (const index of removed) {
    const [item, dash] = [node.items[index], dashes[index]];
    if (item !== undefined && dash !== undefined) edits.deleteLines(dash, Math.max(dash, lastOffset(item)));
  }
  if (removed.size === node.items.length && added.size === 0 && part.at !== undefined) {
    const offset = afterColon(part.at.entry);
    edits.replace(offset, offset, ' []');
  }
  for (const [index, values] of added) {
    const lines = values.flatMap((value) =>
      itemLines(value, { shape, column, style, like: layoutBeside(part, index) }),
    );
    const before = node.items[index];
    if (before === undefined) edits.addLinesBefore(node.start, lines);
    else edits.addLinesAfter(lastOffset(before), lines);
  }
}

/** Where each item begins. */
function dashesOf({ node }: ListPart): readonly number[] {
  const { text } = node.source;
  return node.items.map((_, index) => {
    const before = node.items[index - 1];
    return before === undefined ? node.start : nextSign(text, before.end);
  });
}

/** Undefined: no item near is a map. */
function layoutBeside({ node }: ListPart, index: number): Layout | undefined {
  const near = [...node.items.slice(0, index + 1).reverse(), ...node.items.slice(index + 1)];
  for (const item of near) if (item.kind === 'map' && item.entries.size > 0) return item.layout;
  return undefined;
}
