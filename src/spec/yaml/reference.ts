/** What `{ file: path }` brought. `problem` completes "the file …". */
export type ReferenceResult =
  | { readonly ok: true; readonly content: Uint8Array }
  | { readonly ok: false; readonly problem: string };
