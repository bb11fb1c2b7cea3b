import type { Position } from '../../model/position.ts';
import { place, type Report, show } from '../rules/report.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';

/** What resolving the ACLs of one cluster needs. */
export interface AclContext {
  readonly locator: Locator;
  readonly report: Report;
  /** `clusters` and the key of the cluster. */
  readonly path: SourcePath;
  readonly room: AclRoom;
}

/** One of what a key holds, and where it is written. */
export interface Written<T> {
  readonly value: T;
  readonly position: Position;
}

/** What a key holds, one value or a list, each with its place. The same value twice is reported, and counts once. */
export function written<T>(
  value: T | readonly T[] | undefined,
  path: SourcePath,
  { locator, report }: Pick<AclContext, 'locator' | 'report'>,
): readonly Written<T>[] {
  if (value === undefined) return [];
  if (!isList(value)) return [{ value, position: locator.value(path) }];
  const seen = new Map<string, Position>();
  return value.flatMap((each, index) => {
    const position = locator.value([...path, index]);
    const key = JSON.stringify(each);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, position);
      return [{ value: each, position }];
    }
    const message = `${show(each)} is already in this list, at ${place(earlier)}`;
    report.add('acl-duplicate', position, message, 'Keep one of the two.');
    return [];
  });
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/**
 * Lists multiply: two of a thousand names each are a million entries on one line. Line by line the signs of a spec bound
 * how many there are, see `maxSigns`; this is more than can be said so.
 */
const maxAclEntries = 600_000;

/** How many entries the lists of a spec may still stand for. */
export class AclRoom {
  #left = maxAclEntries;
  #isTold = false;

  /** Whether there is room for so many; the first time there is not is reported. */
  take(entries: number, position: Position, report: Report): boolean {
    this.#left -= entries;
    if (this.#left >= 0) return true;
    if (!this.#isTold) {
      this.#isTold = true;
      const message = `up to this line the ACLs of the spec stand for more than ${maxAclEntries} entries`;
      report.add(
        'acl-too-many',
        position,
        message,
        'Use a prefix in place of many names, or split the spec.',
      );
    }
    return false;
  }
}
