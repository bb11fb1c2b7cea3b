import type { Change } from '../model/change.ts';
import { keyOf } from '../model/resource.ts';
import type { Evidence } from './evidence.ts';

/** For which changes of a plan something counts; a set holds their `keyOf`. */
export type CountsFor = 'every change' | 'no change' | ReadonlySet<string>;

export function countsFor(which: CountsFor, { id }: Pick<Change, 'id'>): boolean {
  return typeof which === 'string' ? which === 'every change' : which.has(keyOf(id));
}

/**
 * The changes of a plan, by `keyOf`, that an apply without these clusters could not have made, so that it has not, even if it
 * succeeded.
 */
export type WithheldWithout = (clusters: readonly string[]) => ReadonlySet<string>;

/** What came to the default branch since the last apply that succeeded, as far as a decision depends on it. */
export interface ReviewedRange {
  /** The default branch's name. */
  readonly branch: string;
  /** Commits that came without a pull request, newest first. */
  readonly direct: readonly string[];
  /** The branch was moved by force since the last apply. */
  readonly moved: boolean;
  /** For these changes no apply of what was merged in the range has succeeded, so what one of them left half done may be finished. */
  readonly unfinished: CountsFor;
}

/** What came before an apply that succeeded and left clusters out. It counts only for what that apply could not do. */
export interface EarlierRange {
  /** The changes of the plan, by `keyOf`, that no apply since could have made. */
  readonly withheld: ReadonlySet<string>;
  readonly direct: readonly string[];
  readonly evidence: readonly Evidence[];
}
