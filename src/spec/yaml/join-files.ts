import { externalConnectionKeys } from '../connection-keys.ts';
import { place, type Report, show } from '../rules/report.ts';
import { positionOf } from '../syntax/source-text.ts';
import { reportSeparateSpecs } from './separate-specs.ts';
import type { MapEntry, MapNode, SourceNode } from './source-node.ts';

/** The sections that several files may fill together, by path; `*` is any name. */
const sharedSections: readonly string[] = [
  '',
  'topic_profiles',
  'clusters',
  'clusters/*',
  'clusters/*/topics',
  'clusters/*/acls',
  'mirrormaker',
  'mirrormaker/*',
  'mirrormaker/*/clusters',
  'mirrormaker/*/flows',
];

/** What joins at any depth: each key of it may stand in another file, and each value in one. */
const sharedThings: readonly string[] = ['topic_profiles/*', 'clusters/*/topics/*', 'mirrormaker/*/flows/*'];

/** ACL entries have no names; the lists of several files are appended in the order of the files. */
const sharedLists: readonly string[] = [
  'clusters/*/acls/kafka',
  'clusters/*/acls/aiven',
  'clusters/*/topics/*/produce',
  'clusters/*/topics/*/consume',
];

/** Where a cluster is, how it is reached and by whom: one thing, which stands in one file, so that one owner answers for it. */
const connection: readonly string[] = ['service', 'project', ...externalConnectionKeys];

/**
 * Several spec files as one; undefined: there is none, or they are several specs, which is reported. A value that two files set
 * is an error that names both places, and so is what stands whole in one file and is in two.
 */
export function joinFiles(files: readonly MapNode[], report: Report): MapNode | undefined {
  const [first, ...rest] = files;
  if (first === undefined || reportSeparateSpecs(files, report)) return undefined;
  return rest.reduce((joined, file) => joinMaps(joined, file, [], report), first);
}

function joinMaps(left: MapNode, right: MapNode, path: readonly string[], report: Report): MapNode {
  const entries = new Map(left.entries);
  const skipped = new Set(isAt(path, ['clusters/*']) ? splitConnection(left, right, path, report) : []);
  for (const [key, entry] of right.entries) {
    if (skipped.has(key)) continue;
    const earlier = entries.get(key);
    const joined = earlier === undefined ? entry : joinEntries(earlier, entry, [...path, key], report);
    entries.set(key, joined);
  }
  return { ...left, entries, isJoined: true };
}

function joinEntries(left: MapEntry, right: MapEntry, path: readonly string[], report: Report): MapEntry {
  const [one, other] = [left.value, right.value];
  if (one.kind === 'map' && other.kind === 'map') {
    if (isAt(path, sharedSections) || isAt(path.slice(0, depthOfThing(path)), sharedThings)) {
      return joinedEntry(left, right, joinMaps(one, other, path, report), path);
    }
    reportSplit(show(path.at(-1)), left, right, report);
    return left;
  }
  if (one.kind === 'list' && other.kind === 'list' && isAt(path, sharedLists)) {
    return { ...left, value: { ...one, items: [...one.items, ...other.items], isJoined: true } };
  }
  if (path.length === 1 && path[0] === 'version' && isSameScalar(one, other)) return left;
  const missing = [right, left].find(
    ({ value }) => value.kind === 'scalar' && value.isMissing === 'not said',
  );
  if (missing !== undefined) {
    const hint = 'Write its value, remove the key, or indent the lines below that belong to it.';
    report.add('missing-value', positionOf(missing), `there is no value after ${show(path.at(-1))}`, hint);
    return missing === right ? left : right;
  }
  const message = `${show(path.at(-1))} is already set at ${place(positionOf(left))}`;
  report.add('duplicate-key', positionOf(right), message, 'Keep one of the two.');
  return left;
}

/** A cluster is where its connection stands; anything else is where it is named first. */
function joinedEntry(left: MapEntry, right: MapEntry, value: MapNode, path: readonly string[]): MapEntry {
  const isThere = isAt(path, ['clusters/*']) && !hasConnection(left.value) && hasConnection(right.value);
  const [main, more] = isThere ? [right, left] : [left, right];
  const { start, end, source } = main.value;
  return { ...main, value: { ...value, start, end, source }, also: [...(left.also ?? []), more] };
}

function hasConnection(value: SourceNode): boolean {
  return value.kind === 'map' && connection.some((key) => value.entries.has(key));
}

/** The keys of the second that are left out, because the connection of the cluster stands in the first. */
function splitConnection(
  left: MapNode,
  right: MapNode,
  path: readonly string[],
  report: Report,
): readonly string[] {
  const first = entryOf(connection, left);
  const keys = connection.filter((key) => right.entries.has(key));
  const second = entryOf(keys, right);
  if (first === undefined || second === undefined) return [];
  reportSplit(`the connection of ${show(path.at(-1))}`, first, second, report);
  return keys;
}

/** Of the first of the keys that is there; undefined: none is. */
function entryOf(keys: readonly string[], { entries }: MapNode): MapEntry | undefined {
  return keys.flatMap((key) => entries.get(key) ?? [])[0];
}

function reportSplit(what: string, left: MapEntry, right: MapEntry, report: Report): void {
  const message = `${what} is at ${place(positionOf(left))} already, and must stand whole in one file`;
  report.add('split-over-files', positionOf(right), message, 'Move all of it into one of the two files.');
}

/** All things lie equally deep in their section: a topic, a flow, a profile. */
function depthOfThing([section]: readonly string[]): number {
  return section === 'topic_profiles' ? 2 : 4;
}

function isAt(path: readonly string[], sections: readonly string[]): boolean {
  return sections.some((section) => {
    const parts = section === '' ? [] : section.split('/');
    return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
  });
}

/** Every file may say which format it is in. */
function isSameScalar(left: SourceNode, right: SourceNode): boolean {
  return left.kind === 'scalar' && right.kind === 'scalar' && left.value === right.value;
}
