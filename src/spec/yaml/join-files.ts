import { place, type Report, show } from '../rules/report.ts';
import { positionOf } from '../syntax/source-text.ts';
import type { MapEntry, MapNode, SourceNode } from './source-node.ts';

/**
 * The sections that several files may share, by path; `*` is any name. Everything below (a topic, a flow, a
 * profile, a cluster's connection) is one thing and stands in one file.
 */
const sharedSections: readonly string[] = [
  '',
  'topic_profiles',
  'clusters',
  'clusters/*',
  'clusters/*/topics',
  'clusters/*/removed',
  'clusters/*/removed/topics',
  'clusters/*/acls',
  'mirrormaker',
  'mirrormaker/*',
  'mirrormaker/*/clusters',
  'mirrormaker/*/flows',
  'mirrormaker/*/removed',
  'mirrormaker/*/removed/flows',
  'removed',
  'removed/endpoints',
];

/** ACL entries have no names; the lists of several files are appended in the order of the files. */
const sharedLists: readonly string[] = ['clusters/*/acls/kafka', 'clusters/*/acls/aiven'];

/** Several spec files as one; undefined: there is none. The same key in two files is an error that names both places. */
export function joinFiles(files: readonly MapNode[], report: Report): MapNode | undefined {
  const [first, ...rest] = files;
  return first && rest.reduce((joined, file) => joinMaps(joined, file, [], report), first);
}

function joinMaps(left: MapNode, right: MapNode, path: readonly string[], report: Report): MapNode {
  const entries = new Map(left.entries);
  for (const [key, entry] of right.entries) {
    const earlier = entries.get(key);
    const joined = earlier === undefined ? entry : joinEntries(earlier, entry, [...path, key], report);
    entries.set(key, joined);
  }
  return { ...left, entries };
}

function joinEntries(left: MapEntry, right: MapEntry, path: readonly string[], report: Report): MapEntry {
  if (left.value.kind === 'map' && right.value.kind === 'map' && isShared(path, sharedSections)) {
    return { ...left, value: joinMaps(left.value, right.value, path, report) };
  }
  if (left.value.kind === 'list' && right.value.kind === 'list' && isShared(path, sharedLists)) {
    return { ...left, value: { ...left.value, items: [...left.value.items, ...right.value.items] } };
  }
  if (path.length === 1 && path[0] === 'version' && isSameScalar(left.value, right.value)) return left;
  const message = `${show(path.at(-1))} is already set at ${place(positionOf(left))}`;
  report.add('duplicate-key', positionOf(right), message, 'Keep one of the two.');
  return left;
}

function isShared(path: readonly string[], sections: readonly string[]): boolean {
  return sections.some((section) => {
    const parts = section.split('/');
    return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
  });
}

/** Every file may say which format it is in. */
function isSameScalar(left: SourceNode, right: SourceNode): boolean {
  return left.kind === 'scalar' && right.kind === 'scalar' && left.value === right.value;
}
