import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { SpecEdit } from '../../../src/spec/edit/edit-spec.ts';
import type { Plain } from '../../../src/spec/text/plain.ts';
import { at } from './random-spec.ts';

/** What a file says, by a reader of YAML that the action does not use. */
export function independentlyRead(text: string): Plain {
  return plain(parseDocument(withoutMark(text)).contents);
}

/** Keys are what is written, `1.0` too. */
function plain(node: unknown): Plain {
  if (isMap(node)) return new Map(node.items.map(({ key, value }) => [keyText(key), plain(value)]));
  if (isSeq(node)) return node.items.map(plain);
  return isScalar(node) ? (node.value as Plain) : null; // no other scalar is in a spec
}

function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : '';
}

function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

const sections = /\/(?:topics|config|acls|kafka|flows|topic_profiles)$/;
const factors: Readonly<Record<string, bigint>> = {
  m: 60_000n,
  h: 3_600_000n,
  d: 86_400_000n,
  KiB: 1024n,
  MiB: 1024n ** 2n,
};

/** In one spelling for each meaning: sorted, quantities in their smallest unit, without sections that say nothing. */
export function meaning(value: Plain, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item: Plain) => meaning(item, `${path}/-`));
  if (value instanceof Map)
    return Object.fromEntries(
      [...value]
        .map(
          ([key, inner]: [string, Plain]) =>
            [`:${key}`, meaning(inner, `${path}/${key}`), `${path}/${key}`] as const,
        )
        .filter(([, inner, where]) => !sections.test(where) || !isEmpty(inner))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const [, digits, unit] = /^(-?\d+)(\w*)$/.exec(String(value)) ?? [];
  if (!/\/config\/(?:retention\.ms|max\.message\.bytes)$/.test(path) || digits === undefined) return value;
  return String(BigInt(digits) * (factors[unit ?? ''] ?? 1n));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/**
 * Numbers of the lines of a file that an edit may say otherwise, from 0: those of the value with its key, or of the brackets it goes into;
 * and those of a section that is not in the file any more.
 */
export function linesOf(text: string, after: Plain, { path, to }: SpecEdit): ReadonlySet<number> {
  const own = withoutMark(text);
  const root = parseDocument(own, { keepSourceTokens: true });
  const lines = new Set<number>();
  const add = (start: number, end: number) => {
    const last = Math.max(start, end - 1);
    for (let line = lineAt(own, start); line <= lineAt(own, last); line++) lines.add(line);
  };
  let node: Node | null = root.contents;
  const pairs: { readonly start: number; readonly node: Node | null }[] = [];
  for (const [index, key] of path.entries()) {
    if (!isMap(node)) return lines;
    const pair = node.items.find(({ key: one }) => keyText(one) === key);
    if (pair === undefined) {
      if (node.flow === true) add(startOf(node), endOf(node));
      if (node.items.length === 0) addPair(pairs.at(-1));
      return lines;
    }
    const inner = pair.value as Node | null; // parsed documents hold nodes
    pairs.push({ start: startOf(pair.key as Node), node: inner });
    if (index < path.length - 1 && isScalar(inner)) addPair(pairs.at(-1));
    if (node.flow === true) add(startOf(node), endOf(node));
    node = inner;
  }
  if (to.kind === 'append' && isSeq(node) && node.flow !== true && node.items.length > 0) return lines;
  addPair(pairs.at(-1));
  for (const [index, pair] of pairs.entries()) {
    const isThere = at(after, path.slice(0, index + 1)) !== undefined;
    // What is empty then is written as such on the line of its key, or goes as a whole.
    if (!isThere || to.kind === 'remove' || to.kind === 'take-out') addPair(pair, isThere);
  }
  return lines;

  function addPair(pair: (typeof pairs)[number] | undefined, onlyKey = false): void {
    if (pair === undefined) return;
    const end = pair.node === null || onlyKey ? pair.start + 1 : endOf(pair.node);
    add(pair.start, Math.max(end, pair.start + 1));
  }
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}
