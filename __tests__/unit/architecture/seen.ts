import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import type { Opener } from './house.ts';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const src = join(root, 'src');

/** A line of a file below `src`. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface ImportSeen extends Place {
  readonly specifier: string;
  /** As the other module calls them: `*` for all of it, `default` for its default. */
  readonly names: readonly string[];
}

/** A name that nothing in the program declares: it comes with the language, with Node or with a browser. */
export interface GlobalSeen extends Place {
  readonly name: string;
  /** What is asked of it by name, as `max` of `Math`. Undefined where the whole of it is taken. */
  readonly member: string | undefined;
  readonly use: 'type' | 'value' | 'call' | 'new(0)' | 'new(1)' | 'new(more)';
}

/** Ways of writing that reach what no name shows. */
export interface SpellingSeen extends Place {
  readonly spelling:
    | 'import() while running'
    | 'import.meta'
    | 'import ='
    | 'a name declared by hand'
    | 'the way to a constructor or prototype'
    | 'a silenced compiler'
    | 'a reference to other declarations'
    | 'words or hours of the machine';
}

export interface OpeningSeen extends Place {
  readonly opener: Opener;
  readonly how: 'called' | 'taken along';
}

export interface Nodes {
  readonly source: SourceFile;
  readonly nodes: readonly Node[];
}

export function nodesOf(source: SourceFile): readonly Node[] {
  const nodes: Node[] = [];
  const visit = (node: Node): void => {
    nodes.push(node);
    node.forEachChild(visit);
  };
  visit(source);
  return nodes;
}

export function pathOf(source: SourceFile): string {
  return relative(src, source.fileName);
}

export function placeOf(node: Node, source: SourceFile): Place {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file: pathOf(source), line: line + 1 };
}
