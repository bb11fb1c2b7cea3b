import type { Plain, PlainMap } from '../../../src/spec/text/plain.ts';
import type { Draw } from './draw.ts';

/** What a spec says, dealt out over its files: by path, as maps that are joined by key and lists that are appended. */
export type Files = ReadonlyMap<string, PlainMap>;

const names = ['orders', 'payments', 'shop.orders', 'shop.users', 'x', 'a-b', '1.0', 'true'] as const;
const retentions = [604_800_000, '7d', '48h', '-1', -1, '604800000', '90m'] as const;
const sizes = [1_048_576, '1MiB', '3KiB', '1000012'] as const;
const descriptions = [
  'Orders',
  'Orders of the shop',
  "It's: # odd",
  'true',
  '12',
  '- no list',
  'ä ö ü 訂單',
  '{ a }',
  'one, two',
] as const;
const principals = ['User:a', 'User:b', 'User:*', 'User:CN=x,O=y'] as const;

export function map(pairs: Readonly<Record<string, Plain>>): Map<string, Plain> {
  return new Map(Object.entries(pairs));
}

export function randomTopicField(draw: Draw): readonly [string, Plain] {
  switch (draw.int(0, 6)) {
    case 0:
      return ['partitions', draw.int(1, 48)];
    case 1:
      return ['replication', draw.of(2, 3)];
    case 2:
      return ['config', randomConfig(draw)];
    case 3:
      return [
        'tags',
        draw.oneIn(4) ? null : map({ team: draw.of('shop', 'on', '7'), tier: draw.of('', 'one') }),
      ];
    case 4:
      return ['description', draw.among<string>(descriptions)];
    case 5:
      return ['protect', draw.of(true, false)];
    default:
      return ['profile', 'small'];
  }
}

export function randomConfig(draw: Draw): Map<string, Plain> {
  return map(
    Object.fromEntries(
      draw.some<readonly [string, Plain]>([
        ['retention.ms', draw.among<Plain>(retentions)],
        ['max.message.bytes', draw.among<Plain>(sizes)],
        ['cleanup.policy', draw.of('compact', 'delete')],
        ['min.cleanable.dirty.ratio', draw.of<Plain>(0.5, '0.25')],
      ]),
    ),
  );
}

export function randomTopic(draw: Draw): Map<string, Plain> {
  return new Map(Array.from({ length: draw.int(0, 4) }, () => randomTopicField(draw)));
}

export function randomName(draw: Draw): string {
  return draw.oneIn(3) ? `${draw.among(names)}.${draw.int(1, 9)}` : draw.among(names);
}

export function randomAcl(draw: Draw): PlainMap {
  return new Map<string, Plain>([
    ['principal', draw.among(principals)],
    ['topic', randomName(draw)],
    ['allow', draw.some(['Read', 'Write', 'Describe'])],
  ]);
}

export function randomPattern(draw: Draw): string {
  return draw.of('orders', 'orders\\..*', 'a, b', "it's", '.*', '[0-9]+', 'x{1}');
}

/** A spec in one to three files, each of which says some topics, ACLs and flows, and sometimes a part of a topic. */
export function randomFiles(draw: Draw): Files {
  const paths = ['a.yaml', 'b.yaml', 'c.yaml'].slice(0, draw.of(1, 1, 2, 3));
  const files = new Map(paths.map((path) => [path, map({ version: 1 })]));
  const any = () => files.get(draw.among(['a.yaml', ...paths])) ?? map({});
  const main = files.get('a.yaml') ?? map({});
  main.set('name', 'prod').set('project', 'acme');
  if (draw.oneIn(2))
    put(any(), ['topic_profiles', 'small'], map({ partitions: 3, config: randomConfig(draw) }));
  for (const cluster of draw.some(['core', 'dc1'])) {
    put(any(), ['clusters', cluster, 'service'], `kafka-${cluster}`);
    const topics = new Set(Array.from({ length: draw.int(0, 5) }, () => randomName(draw)));
    for (const topic of topics) putTopic(any, draw, ['clusters', cluster, 'topics', topic]);
    for (let left = draw.int(0, 3); left > 0; left--)
      putItem(any(), ['clusters', cluster, 'acls', 'kafka'], randomAcl(draw));
  }
  if (draw.oneIn(2)) {
    const topics = Array.from({ length: draw.int(1, 3) }, () => randomPattern(draw));
    put(
      any(),
      ['mirrormaker', 'mm2', 'flows', 'core -> dc1'],
      map({ topics, enabled: draw.of(true, false) }),
    );
  }
  return files;
}

function putTopic(any: () => Map<string, Plain>, draw: Draw, path: readonly string[]): void {
  const topic = randomTopic(draw);
  if (!draw.oneIn(6) || topic.size < 2) {
    put(any(), path, topic);
    return;
  }
  for (const [field, value] of topic) put(any(), [...path, field], value);
}

/** Makes the maps on the way. */
export function put(root: Map<string, Plain>, path: readonly string[], value: Plain): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    root.set(key, value);
    return;
  }
  const inner = root.get(key);
  const next = inner instanceof Map ? new Map<string, Plain>(inner) : new Map<string, Plain>();
  put(next, rest, value);
  root.set(key, next);
}

function putItem(root: Map<string, Plain>, path: readonly string[], item: Plain): void {
  const list = at(root, path);
  put(root, path, [...(Array.isArray(list) ? list : []), item]);
}

/** Undefined: nothing is there. */
export function at(root: Plain | undefined, path: readonly string[]): Plain | undefined {
  return path.reduce<Plain | undefined>(
    (value, key) => (value instanceof Map ? value.get(key) : undefined),
    root,
  );
}

/** All files as one, in their order. */
export function joined(files: Files): PlainMap {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).reduce((all, [, one]) => join(all, one), map({}));
}

function join(left: PlainMap, right: PlainMap): Map<string, Plain> {
  const all = new Map(left);
  for (const [key, value] of right) {
    const before = all.get(key);
    if (before instanceof Map && value instanceof Map) all.set(key, join(before, value));
    else if (Array.isArray(before) && Array.isArray(value)) all.set(key, [...before, ...value]);
    else all.set(key, value);
  }
  return all;
}
