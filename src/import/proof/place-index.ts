import type { Position } from '../../model/position.ts';
import { newReport } from '../../spec/rules/report.ts';
import { positionOf } from '../../spec/syntax/source-text.ts';
import { guardText } from '../../spec/yaml/guard.ts';
import { parseYaml } from '../../spec/yaml/parse.ts';
import type { SourceNode, SourcePath } from '../../spec/yaml/source-node.ts';

/** The path of what begins at a place; undefined: nothing does. Of a map and its first key, the key. */
export type PathAt = (position: Position) => SourcePath | undefined;

/** Reads the files of a spec as a run would, so that a finding about a place can be traced to what was written there. */
export function placeIndex(files: ReadonlyMap<string, string>): PathAt {
  const paths = new Map<string, SourcePath>();
  const walk = (node: SourceNode, path: SourcePath): void => {
    note(positionOf(node), path);
    if (node.kind === 'list') for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
    if (node.kind !== 'map') return;
    for (const [key, entry] of node.entries) {
      const inner = [...path, key];
      note(positionOf(entry), inner);
      walk(entry.value, inner);
    }
  };
  const note = (position: Position, path: SourcePath): void => {
    const key = placeText(position);
    if ((paths.get(key)?.length ?? -1) < path.length) paths.set(key, path);
  };
  for (const [file, text] of files) {
    const report = newReport();
    const source = guardText(file, Buffer.from(text), report);
    const root = source && parseYaml(source, report);
    if (root !== undefined) walk(root, []);
  }
  return (position) => paths.get(placeText(position));
}

function placeText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
