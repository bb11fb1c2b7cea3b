import type { ExportDeclaration, ImportDeclaration, Node } from 'typescript/unstable/ast';
import {
  isExportDeclaration,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isNamedExports,
  isNamedImports,
  isStringLiteral,
} from 'typescript/unstable/ast/is';
import { type ImportSeen, type Nodes, placeOf } from './seen.ts';

export function importsIn({ source, nodes }: Nodes): readonly ImportSeen[] {
  return nodes.flatMap((node) => {
    const seen = importOf(node);
    return seen === undefined ? [] : [{ ...placeOf(node, source), ...seen }];
  });
}

export function importOf(node: Node): Pick<ImportSeen, 'specifier' | 'names'> | undefined {
  if (isImportDeclaration(node))
    return { specifier: written(node.moduleSpecifier), names: importedNames(node) };
  if (isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: written(node.moduleSpecifier), names: exportedNames(node) };
  }
  if (isImportTypeNode(node)) {
    const { argument } = node;
    return {
      specifier: isLiteralTypeNode(argument) ? written(argument.literal) : '',
      names: ['*'],
    };
  }
  return undefined;
}

function importedNames({ importClause }: ImportDeclaration): readonly string[] {
  if (importClause === undefined) return [];
  const { name, namedBindings } = importClause;
  const others =
    namedBindings === undefined
      ? []
      : isNamedImports(namedBindings)
        ? namedBindings.elements.map((element) => (element.propertyName ?? element.name).text)
        : ['*'];
  return name === undefined ? others : ['default', ...others];
}

function exportedNames({ exportClause }: ExportDeclaration): readonly string[] {
  return exportClause !== undefined && isNamedExports(exportClause)
    ? exportClause.elements.map((element) => (element.propertyName ?? element.name).text)
    : ['*'];
}
/** A module's name is a literal, or the compiler refuses it. */
function written(node: Node): string {
  return isStringLiteral(node) ? node.text : '';
}
