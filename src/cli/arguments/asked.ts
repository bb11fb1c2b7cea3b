import type { Ending } from '../exit-codes.ts';

/** What the words of a command ask for. */
export type Asked =
  | ({ readonly command: 'validate' | 'access' } & OfSpec)
  | ({
      readonly command: 'plan';
      readonly failOnChanges: boolean;
      /** Clusters that may be contacted although the default branch does not say so. */
      readonly connect: readonly string[];
      readonly leaveOut: readonly string[];
      readonly aivenUrl: string;
      readonly verbose: boolean;
    } & OfSpec)
  | { readonly command: 'explain'; readonly code: string; readonly json: boolean }
  | { readonly command: 'schema' }
  /** Help, the version, or what is wrong with the words: nothing is left to do. */
  | { readonly command: 'none'; readonly text: string; readonly ending: Ending };

interface OfSpec {
  /** Files, folders and globs as they were written. */
  readonly spec: readonly string[];
  readonly json: boolean;
}
