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
    } & OfSpec &
      OfAiven)
  | ({
      readonly command: 'import';
      /** Of Aiven. */
      readonly project: string;
      /** Where the files go, as it was written. Undefined: where a spec is looked for. */
      readonly folder: string | undefined;
      /** Files, folders and globs of a spec that is completed, as they were written. Empty: a new one is written. */
      readonly into: readonly string[];
      /** As for `plan`, of a spec that is completed. */
      readonly connect: readonly string[];
      readonly json: boolean;
    } & OfAiven)
  | { readonly command: 'explain'; readonly code: string; readonly json: boolean }
  | { readonly command: 'schema' }
  /** Help, the version, or what is wrong with the words: nothing is left to do. */
  | { readonly command: 'none'; readonly text: string; readonly ending: Ending };

interface OfSpec {
  /** Files, folders and globs as they were written. */
  readonly spec: readonly string[];
  readonly json: boolean;
}

interface OfAiven {
  readonly aivenUrl: string;
  /** Tell each request. */
  readonly verbose: boolean;
}
