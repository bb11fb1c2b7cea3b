/** What came to the default branch since the last apply that succeeded, as far as a decision depends on it. */
export interface ReviewedRange {
  /** The default branch's name. */
  readonly branch: string;
  /** Commits that came without a pull request, newest first. */
  readonly direct: readonly string[];
  /** The branch was moved by force since the last apply. */
  readonly moved: boolean;
  /** No apply of what was merged in the range has succeeded, so what one of them left half done may be finished. */
  readonly isUnfinished: boolean;
}
