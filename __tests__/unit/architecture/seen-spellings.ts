import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import { isCallExpression, isImportEqualsDeclaration, isMetaProperty } from 'typescript/unstable/ast/is';
import { memberAskedFor } from './members.ts';
import { type Nodes, pathOf, placeOf, type SpellingSeen } from './seen.ts';

const silencing = /@ts-(?:ignore|expect-error|nocheck)/;
const builders = new Set(['constructor', 'prototype', '__proto__']);
const localised =
  /^(?:localeCompare|toLocale\w+|getTimezoneOffset|[gs]et(?:Hours|Day|Date|Month|FullYear|Minutes|Seconds))$/;

export function spellingsIn({ source, nodes }: Nodes): readonly SpellingSeen[] {
  const file = pathOf(source);
  const line = source.text.split('\n').findIndex((text) => silencing.test(text));
  const references = [
    ...source.referencedFiles,
    ...source.typeReferenceDirectives,
    ...source.libReferenceDirectives,
  ];
  return [
    ...(line < 0 ? [] : [{ file, line: line + 1, spelling: 'a silenced compiler' as const }]),
    ...references.map(() => ({ file, line: 1, spelling: 'a reference to other declarations' as const })),
    ...nodes.flatMap((node) => {
      const spelling = spellingOf(node);
      return spelling === undefined ? [] : [{ ...placeOf(node, source), spelling }];
    }),
  ];
}

function spellingOf(node: Node): SpellingSeen['spelling'] | undefined {
  if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) {
    return 'import() while running';
  }
  if (isMetaProperty(node) && node.keywordToken === SyntaxKind.ImportKeyword) return 'import.meta';
  if (isImportEqualsDeclaration(node)) return 'import =';
  if (node.kind === SyntaxKind.DeclareKeyword) return 'a name declared by hand';
  const member = memberAskedFor(node);
  if (member === undefined) return undefined;
  if (builders.has(member)) return 'the way to a constructor or prototype';
  return localised.test(member) ? 'words or hours of the machine' : undefined;
}
