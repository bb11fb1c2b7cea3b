import type { Plain } from '../../spec/text/plain.ts';
import { inlineText, isMap, scalarText } from '../../spec/text/scalar-text.ts';

/** A part of a file in blocks: by indentation, with comments above. */
export type Block =
  /** The same key for a value on its own line. */
  | {
      readonly kind: 'value';
      readonly key: string;
      readonly value: Plain;
      readonly comment?: readonly string[];
    }
  | {
      readonly kind: 'map';
      readonly key: string;
      readonly entries: readonly Block[];
      readonly comment?: readonly string[];
    }
  /** A list, one item a line as far as it fits. */
  | {
      readonly kind: 'list';
      readonly key: string;
      readonly items: readonly Plain[];
      readonly comment?: readonly string[];
    }
  | { readonly kind: 'comment'; readonly lines: readonly string[] }
  | { readonly kind: 'gap' };

/** The lines of a file, each ended. */
export function blockText(blocks: readonly Block[]): string {
  return `${linesOf(blocks, '').join('\n')}\n`;
}

function linesOf(blocks: readonly Block[], indent: string): readonly string[] {
  return blocks.flatMap((block) => blockLines(block, indent));
}

function blockLines(block: Block, indent: string): readonly string[] {
  switch (block.kind) {
    case 'gap':
      return [''];
    case 'comment':
      return comments(block.lines, indent);
    case 'value':
      return [
        ...comments(block.comment ?? [], indent),
        `${indent}${scalarText(block.key)}: ${inlineText(block.value)}`,
      ];
    case 'map':
      return [
        ...comments(block.comment ?? [], indent),
        `${indent}${scalarText(block.key)}:`,
        ...linesOf(block.entries, `${indent}  `),
      ];
    case 'list':
      return [
        ...comments(block.comment ?? [], indent),
        `${indent}${scalarText(block.key)}:`,
        ...block.items.flatMap((item) => itemLines(item, `${indent}  `)),
      ];
  }
}

const maxItemWidth = 120;

/** On one line, or with a line for each key. */
function itemLines(item: Plain, indent: string): readonly string[] {
  const line = `${indent}- ${inlineText(item)}`;
  if (!isMap(item) || item.size < 2 || line.length <= maxItemWidth) return [line];
  return [...item].map(
    ([key, value], index) => `${indent}${index === 0 ? '- ' : '  '}${scalarText(key)}: ${inlineText(value)}`,
  );
}

const maxCommentWidth = 110;

/** Each line in a comment of its own, folded at blanks; what cannot be seen, and what would end the line, is shown as its number. */
function comments(lines: readonly string[], indent: string): readonly string[] {
  return lines
    .flatMap((line) => folded(shown(line), maxCommentWidth - indent.length))
    .map((line) => `${indent}# ${line}`.trimEnd());
}

/** A line that begins with blanks is an example, and stays as it is. */
function folded(line: string, width: number): readonly string[] {
  if (line.startsWith(' ')) return [line];
  const out: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + word.length + 1 > width) {
      out.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...out, current];
}

function shown(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A map of values as blocks: maps inside are blocks again, down to what fits on a line. */
export function valueBlock(key: string, value: Plain, maxInline = 100): Block {
  if (!isMap(value) || inlineText(value).length <= maxInline) return { kind: 'value', key, value };
  return { kind: 'map', key, entries: [...value].map(([inner, each]) => valueBlock(inner, each, maxInline)) };
}
