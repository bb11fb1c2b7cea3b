import { parseQuantity } from '../schema/units.ts';
import type { Plain, PlainMap } from '../text/plain.ts';
import { isList, isMap } from '../text/scalar-text.ts';
import type { MapNode, SourceNode } from '../yaml/source-node.ts';
import { isAbsentWhenEmpty, shapeOf, unitAt } from './paths.ts';

/** What is written, without where. */
export function plainMap({ entries }: MapNode): PlainMap {
  return new Map([...entries].map(([key, { value }]) => [key, plainOf(value)]));
}

function plainOf(node: SourceNode): Plain {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return plainMap(node);
  }
}

/** Whether two values say the same at a place: `7d` is 604800000, and a section without entries is none. */
export function saysSame(one: Plain, other: Plain, path: readonly string[]): boolean {
  if (one === other) return true;
  if (isMap(one)) return isMap(other) && mapsSaySame(one, other, path);
  if (isList(one)) {
    const inner = [...path, '-'];
    return (
      isList(other) &&
      one.length === other.length &&
      one.every((item, index) => saysSame(item, other[index] ?? null, inner))
    );
  }
  if (isMap(other) || isList(other)) return false;
  const unit = unitAt(path);
  const [left, right] =
    unit === undefined ? [whole(one), whole(other)] : [one, other].map((value) => inUnit(value, unit));
  return left === right;
}

function mapsSaySame(one: PlainMap, other: PlainMap, path: readonly string[]): boolean {
  const says = (map: PlainMap, key: string) => isSaid(map.get(key), [...path, key]);
  return (
    [...one].every(([key, value]) => {
      const there = other.get(key);
      if (value === there) return true;
      return there === undefined ? !says(one, key) : saysSame(value, there, [...path, key]);
    }) && [...other.keys()].every((key) => one.has(key) || !says(other, key))
  );
}

function isSaid(value: Plain | undefined, path: readonly string[]): boolean {
  if (value === undefined) return false;
  const isEmpty = isMap(value)
    ? [...value].every(([key, each]) => !isSaid(each, [...path, key]))
    : isEmptyList(value);
  return !isEmpty || !isAbsentWhenEmpty(shapeOf(path));
}

function isEmptyList(value: Plain): boolean {
  return isList(value) && value.length === 0;
}

type Scalar = Exclude<Plain, PlainMap | readonly Plain[]>;

function whole(value: Scalar): Scalar {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function inUnit(value: Scalar, unit: Parameters<typeof parseQuantity>[1]): Scalar {
  const parsed = parseQuantity(value, unit);
  return parsed.ok ? parsed.value : value;
}
