import type { Position } from '../../model/position.ts';

/** A YAML value with the place of every part of it. Plain data: nothing of the YAML library reaches further. */
export type SourceNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly position: Position;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  /** Of the key. */
  readonly position: Position;
  readonly value: SourceNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly position: Position;
  readonly items: readonly SourceNode[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly position: Position;
  /** Integers beyond ±(2^53 − 1) stay `bigint`, so that no digit is lost. */
  readonly value: string | number | bigint | boolean | null;
  /** There is a key and nothing after it; whether that was reported. */
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
  const find = (path: SourcePath) => {
    let found: MapEntry = { position: root.position, value: root };
    for (const step of path) {
      const child = childOf(found.value, step);
      if (child === undefined) return { ...found, complete: false };
      found = child;
    }
    return { ...found, complete: true };
  };
  return {
    key: (path) => find(path).position,
    value(path) {
      const { position, value, complete } = find(path);
      return complete ? value.position : position;
    },
    node(path) {
      const { value, complete } = find(path);
      return complete ? value : undefined;
    },
  };
}

function childOf(node: SourceNode, step: string | number): MapEntry | undefined {
  if (node.kind === 'map') return node.entries.get(String(step));
  if (node.kind !== 'list') return undefined;
  const item = node.items[Number(step)];
  return item && { position: item.position, value: item };
}
