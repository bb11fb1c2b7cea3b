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
  /** Made of several files: the range is that of one of them. */
  readonly isJoined?: true;
}

/** The range is that of the key, quotes included. */
export interface MapEntry extends TextRange {
  readonly value: SourceNode;
  /** The same key in other files that fill the map, too; left out: it stands in one file. */
  readonly also?: readonly TextRange[];
}

export interface ListNode extends TextRange {
  readonly kind: 'list';
  readonly layout: Layout;
  readonly items: readonly SourceNode[];
  readonly isJoined?: true;
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

/**
 * What the schema checks: objects, arrays and scalars. No key is one of a prototype, see `compose.ts`. With `alike`, which it fills by
 * their texts, collections that are written alike are one object: thousands of topics have the same settings, and are checked once.
 */
export function plainValue(node: SourceNode, alike?: Map<string, unknown>): unknown {
  if (node.kind === 'scalar') return node.value;
  const text = alike && textThatTells(node);
  const known = text === undefined ? undefined : alike?.get(text);
  if (known !== undefined) return known;
  const made = collectionOf(node, alike);
  if (text !== undefined) alike?.set(text, made);
  return made;
}

function collectionOf(node: MapNode | ListNode, alike: Map<string, unknown> | undefined): object {
  if (node.kind === 'list') return node.items.map((item) => plainValue(item, alike));
  const plain: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) plain[key] = plainValue(entry.value, alike);
  return plain;
}

/** Longer than the settings of a topic, and what is longer is hardly written twice. */
const maxAlikeLength = 1_000;

/**
 * Two collections of the same such text have the same values. Undefined: its text alone does not tell them, or it is long. By
 * indentation, a collection is read from the column on in which it begins; what a block of text holds depends on more than that.
 */
function textThatTells({
  source: { text },
  start,
  end,
  layout,
  isJoined,
}: MapNode | ListNode): string | undefined {
  if (isJoined || end - start > maxAlikeLength || end === start) return undefined;
  const own = text.slice(start, end);
  if (layout === 'flow') return own;
  return /[|>]/.test(own) ? undefined : `${start - text.lastIndexOf('\n', start)} ${own}`;
}

/** Where a part of the spec stands. A path that does not exist answers for its nearest parent. */
export interface Locator {
  /** The key; for list items and the root, the value. */
  key(path: SourcePath): Position;
  value(path: SourcePath): Position;
  /** Where else, in other files, the key stands; see `joinFiles`. */
  others(path: SourcePath): readonly Position[];
  /** Undefined: nothing is written there. */
  node(path: SourcePath): SourceNode | undefined;
}

export function locatorOf(root: SourceNode): Locator {
  const find = finderIn(root);
  return {
    key: (path) => positionOf(find(path).key),
    value(path) {
      const { key, value, isComplete } = find(path);
      return isComplete ? valuePosition(key, value) : positionOf(key);
    },
    others(path) {
      const { key, isComplete } = find(path);
      return isComplete ? (key.also ?? []).map(positionOf) : [];
    },
    node(path) {
      const { value, isComplete } = find(path);
      return isComplete ? value : undefined;
    },
  };
}

interface Step {
  readonly step: string | number;
  readonly key: TextRange & Pick<MapEntry, 'also'>;
  readonly value: SourceNode;
}

interface Found extends Omit<Step, 'step'> {
  /** Whether the path was followed to its end. */
  readonly isComplete: boolean;
}

/** One place after the other is asked for, mostly in the same topic: steps that the path shares with the last one are kept. */
function finderIn(root: SourceNode): (path: SourcePath) => Found {
  const steps: Step[] = [];
  return (path) => {
    let length = 0;
    while (length < steps.length && length < path.length && steps[length]?.step === path[length]) length++;
    steps.length = length;
    let last: Omit<Step, 'step'> = steps[length - 1] ?? { key: root, value: root };
    for (; length < path.length; length++) {
      const child = childOf(last.value, path[length] ?? '');
      if (child === undefined) break;
      steps.push(child);
      last = child;
    }
    return { key: last.key, value: last.value, isComplete: steps.length === path.length };
  };
}

/** Undefined: there is none. */
function childOf(node: SourceNode, step: string | number): Step | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.get(String(step));
    return entry && { step, key: entry, value: entry.value };
  }
  const item = node.kind === 'list' ? node.items[Number(step)] : undefined;
  return item && { step, key: item, value: item };
}

/** A map is where it begins, and what is missing where its key is. */
function valuePosition(key: TextRange, value: SourceNode): Position {
  if (value.kind === 'map') return value.source.position(value.start);
  return positionOf(value.kind === 'scalar' && value.isMissing !== undefined ? key : value);
}
