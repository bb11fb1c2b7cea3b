import type { Node, SourceFile } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isExportDeclaration,
  isExportSpecifier,
  isIdentifier,
  isImportDeclaration,
  isImportSpecifier,
  isImportTypeNode,
  isLiteralTypeNode,
} from 'typescript/unstable/ast/is';
import { type Checker, type Symbol as Named, SymbolFlags } from 'typescript/unstable/sync';
import { type Opener, openers } from './house.ts';
import { type Nodes, type OpeningSeen, placeOf } from './seen.ts';
import { importOf } from './seen-imports.ts';

export function openerOf(checker: Checker, source: SourceFile | undefined, name: Opener): Named {
  const module = source && checker.getSymbolAtLocation(source);
  const opener = module && checker.getMemberInModuleExports(module, name);
  if (opener === undefined) throw new Error(`${openers[name].in} exports no ${name}`);
  return opener;
}

export function openingsIn(
  { source, nodes }: Nodes,
  checker: Checker,
  name: Opener,
  opener: Named,
): readonly OpeningSeen[] {
  const specifiers = nodes.filter((node) => isImportSpecifier(node) || isExportSpecifier(node));
  const names = specifiers.map(({ name }) => name);
  const symbols = checker.getSymbolAtLocation(names);
  const opens = (symbol: Named | undefined): boolean =>
    symbol !== undefined &&
    (symbol.id === opener.id ||
      ((symbol.flags & SymbolFlags.Alias) !== 0 && checker.getAliasedSymbol(symbol).id === opener.id));
  const holders = specifiers.filter((_, index) => opens(symbols[index]));
  const exported = holders.filter(isExportSpecifier);
  const local = new Set(holders.filter(isImportSpecifier).map(({ name }) => name.text));
  const uses = nodes
    .filter(isIdentifier)
    .filter((node) => local.has(node.text) && !isImportSpecifier(node.parent));
  const wholes = nodes.flatMap((node) => {
    const specifier = wholeModuleIn(node);
    const module = specifier && checker.getSymbolAtLocation(specifier);
    return module && checker.getExportsOfModule(module).some(opens) ? [node] : [];
  });
  return [
    ...uses.map((node) => ({
      ...placeOf(node, source),
      opener: name,
      how:
        isCallExpression(node.parent) && node.parent.expression === node
          ? ('called' as const)
          : ('taken along' as const),
    })),
    ...[...exported, ...wholes].map((node) => ({
      ...placeOf(node, source),
      opener: name,
      how: 'taken along' as const,
    })),
  ];
}

/** The specifier where a module is imported or exported as a whole: what is asked of it is then not named. */
function wholeModuleIn(node: Node): Node | undefined {
  if (isImportTypeNode(node)) return isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  const seen = importOf(node);
  if (seen === undefined || !seen.names.includes('*') || !seen.specifier.startsWith('.')) return undefined;
  return isImportDeclaration(node) || isExportDeclaration(node) ? node.moduleSpecifier : undefined;
}
