import type { Identifier } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isNewExpression,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isQualifiedName,
  isShorthandPropertyAssignment,
  isSpreadElement,
  isTypeQueryNode,
  isTypeReferenceNode,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is';
import { type Checker, type Symbol as Named, SymbolFlags } from 'typescript/unstable/sync';
import { foldedText, memberAskedFor } from './members.ts';
import { type GlobalSeen, type Nodes, placeOf } from './seen.ts';

export class GlobalNames {
  readonly #checker: Checker;
  readonly #known = new Map<string, Named | undefined>();

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  in({ source, nodes }: Nodes): readonly GlobalSeen[] {
    const candidates = nodes
      .filter(isIdentifier)
      .filter(
        (node) => node.text !== 'undefined' && !namesAMember(node) && this.#named(node.text) !== undefined,
      );
    const symbols = this.#checker.getSymbolAtLocation(candidates);
    return candidates.flatMap((node, index) => {
      const symbol = isShorthandPropertyAssignment(node.parent)
        ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
        : symbols[index];
      const global = this.#named(node.text);
      if (global === undefined || symbol?.id !== global.id || isTypeOfTheLanguage(global)) return [];
      const seen = { ...placeOf(node, source), name: node.text, use: useOf(node) };
      return membersOf(node).map((member) => ({ ...seen, member }));
    });
  }

  #named(name: string): Named | undefined {
    if (!this.#known.has(name)) {
      const meaning = SymbolFlags.Value | SymbolFlags.Type | SymbolFlags.Namespace;
      this.#known.set(name, this.#checker.resolveName(name, meaning));
    }
    return this.#known.get(name);
  }
}

/** `Promise` is a type and a value, `Partial` a type only: it can do nothing. */
function isTypeOfTheLanguage({ flags, declarations }: Named): boolean {
  return (
    (flags & SymbolFlags.Value) === 0 &&
    declarations.length > 0 &&
    declarations.every(({ path }) => /\/lib\.es[^/]*\.d\.ts$/.test(path))
  );
}

function namesAMember(node: Identifier): boolean {
  const { parent } = node;
  if (isPropertyAccessExpression(parent)) return parent.name === node;
  if (isQualifiedName(parent)) return parent.right === node;
  return false;
}

/** The members that are taken of it where it stands, by name; `[undefined]` where it is taken whole. */
function membersOf(node: Identifier): readonly (string | undefined)[] {
  const { parent } = node;
  if (isPropertyAccessExpression(parent)) return [parent.name.text];
  if (isQualifiedName(parent)) return [parent.right.text];
  if (isElementAccessExpression(parent) && parent.expression === node) {
    return [foldedText(parent.argumentExpression)];
  }
  if (isVariableDeclaration(parent) && isObjectBindingPattern(parent.name)) {
    return parent.name.elements.map((element) =>
      element.dotDotDotToken === undefined ? memberAskedFor(element) : undefined,
    );
  }
  return [undefined];
}

function useOf(node: Identifier): GlobalSeen['use'] {
  const { parent } = node;
  if (isTypeReferenceNode(parent) || isTypeQueryNode(parent)) return 'type';
  if (isCallExpression(parent) && parent.expression === node) return 'call';
  if (isNewExpression(parent) && parent.expression === node) {
    const given = parent.arguments ?? [];
    if (given.length > 1 || given.some(isSpreadElement)) return 'new(more)';
    return given.length === 0 ? 'new(0)' : 'new(1)';
  }
  return 'value';
}
