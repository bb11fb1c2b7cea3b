/** What `{ file: path }` brought. `problem` completes "the file …"; `isTooLarge`: it is there, and over the bound. */
export type ReferenceResult =
  | { readonly ok: true; readonly content: Uint8Array }
  | { readonly ok: false; readonly problem: string; readonly isTooLarge?: true };
