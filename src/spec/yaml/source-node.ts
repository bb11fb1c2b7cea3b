import type { Position } from '../../model/position.ts';
import { positionOf, type TextRange } from '../syntax/source-text.ts';

/** A YAML value with the place of every part of it. Nothing of the YAML library reaches further. */
export type SourceNode = MapNode | ListNode | ScalarNode;

/** How a collection is written: in brackets, or by indentation. */
export type Layout = 'flow' | 'block';

/** From its first key to the end of its last value, or with its brackets. */
export interface MapNode extends TextRange {
  readonly kind: 'map';
  readonly layout: Layout;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

/** The range is that of the key, quotes included. */
export interface MapEntry extends TextRange {
  readonly value: SourceNode;
}

export interface ListNode extends TextRange {
  readonly kind: 'list';
  readonly layout: Layout;
  readonly items: readonly SourceNode[];
}

/** From quote to quote; text over several lines begins at its `|` or `>`. */
export interface ScalarNode extends TextRange {
  readonly kind: 'scalar';
  /** Integers beyond ±(2^53 − 1) are `bigint`, so that no digit is lost. */
  readonly value: string | number | bigint | boolean | null;
  /** There is a key and nothing after it, and the range is empty, where a value would begin; whether that was reported. */
  readonly isMissing?: 'said' | 'not said';
}

export type SourcePath = readonly (string | number)[];

/** What the schema checks: objects without a prototype, arrays and scalars. */
export function plainValue(node: SourceNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'map': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const [key, entry] of node.entries) plain[key] = plainValue(entry.value);
      return plain;
    }
  }
}

/** Where a part of the spec stands. A path that does not exist answers for its nearest parent. */
export interface Locator {
  /** The key; for list items and the root, the value. */
  key(path: SourcePath): Position;
  value(path: SourcePath): Position;
  /** Undefined: nothing is written there. */
  node(path: SourcePath): SourceNode | undefined;
}

export function locatorOf(root: SourceNode): Locator {
  return {
    key: (path) => positionOf(find(root, path).key),
    value(path) {
      const { key, value, isComplete } = find(root, path);
      return isComplete ? valuePosition(key, value) : positionOf(key);
    },
    node(path) {
      const { value, isComplete } = find(root, path);
      return isComplete ? value : undefined;
    },
  };
}

interface Found {
  readonly key: TextRange;
  readonly value: SourceNode;
  /** Whether the path was followed to its end. */
  readonly isComplete: boolean;
}

function find(root: SourceNode, path: SourcePath): Found {
  let key: TextRange = root;
  let value = root;
  for (const step of path) {
    const entry = value.kind === 'map' ? value.entries.get(String(step)) : undefined;
    const child = value.kind === 'list' ? value.items[Number(step)] : entry?.value;
    if (child === undefined) return { key, value, isComplete: false };
    key = entry ?? child;
    value = child;
  }
  return { key, value, isComplete: true };
}

/** A map is where it begins, and what is missing where its key is. */
function valuePosition(key: TextRange, value: SourceNode): Position {
  if (value.kind === 'map') return value.source.position(value.start);
  return positionOf(value.kind === 'scalar' && value.isMissing !== undefined ? key : value);
}
