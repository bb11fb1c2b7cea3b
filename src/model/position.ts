/** A place in a spec file. Lines and columns count from 1; `file` is relative to the workspace, with `/`. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Column after the last character, when the marked text ends on the same line. */
  readonly endColumn?: number;
}

/** `kafka/prod.yaml:12:5`, which editors and problem matchers make a link of. */
export function formatPosition(position: Position): string {
  return `${position.file}:${position.line}:${position.column}`;
}
