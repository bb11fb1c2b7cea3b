import { type Node, type SourceFile, SyntaxKind, type TypeNode } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isFunctionDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isMethodSignatureDeclaration,
  isTypeReferenceNode,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is';
import { type Checker, type Type, TypeFlags } from 'typescript/unstable/sync';
import { type Nodes, type Place, placeOf } from './seen.ts';

/** A function or method that may answer `undefined`, itself or in a promise, under whatever alias of a type. */
export interface AnswerSeen extends Place {
  readonly name: string;
  /** It can be called from another file. */
  readonly isExported: boolean;
  /** What stands right before it, or before the interface or class that it is in. */
  readonly comment: string;
}

interface Declared {
  readonly node: Node;
  readonly name: string;
  readonly answer: TypeNode;
}

/** Of the functions that state what they answer. */
export function answersIn({ source, nodes }: Nodes, checker: Checker): readonly AnswerSeen[] {
  const declared = nodes.flatMap((node) => declaredIn(node, source));
  const types = checker.getTypeAtLocation(declared.map(({ answer }) => answer));
  return declared.flatMap(({ node, name }, index) => {
    if (!mayBeUndefined(types[index], checker)) return [];
    const statement = statementOf(node);
    const before = (documented: Node) =>
      source.text.slice(documented.getFullStart(), documented.getStart(source));
    return [
      {
        ...placeOf(node, source),
        name,
        isExported: isOutermost(node, statement) && statement.getText(source).startsWith('export '),
        comment: before(node) + (node === statement ? '' : before(statement)),
      },
    ];
  });
}

function declaredIn(node: Node, source: SourceFile): readonly Declared[] {
  if (isFunctionDeclaration(node) || isMethodDeclaration(node) || isMethodSignatureDeclaration(node)) {
    const { name, type } = node;
    return name === undefined || type === undefined
      ? []
      : [{ node, name: name.getText(source), answer: kept(type) }];
  }
  if (!isVariableDeclaration(node) || node.initializer === undefined) return [];
  const { name, initializer } = node;
  if (!isArrowFunction(initializer) || initializer.type === undefined) return [];
  return [{ node, name: name.getText(source), answer: kept(initializer.type) }];
}

/** What a promise keeps. */
function kept(type: TypeNode): TypeNode {
  if (!isTypeReferenceNode(type) || !isIdentifier(type.typeName) || type.typeName.text !== 'Promise')
    return type;
  return type.typeArguments?.[0] ?? type;
}

function mayBeUndefined(type: Type | undefined, checker: Checker): boolean {
  if (type === undefined || (type.flags & TypeFlags.Union) === 0) return false;
  return checker.isTypeAssignableTo(checker.getUndefinedType(), type);
}

/** Not inside of a function, and not private to a class. */
function isOutermost(node: Node, statement: Node): boolean {
  if (isVariableDeclaration(node)) return node.parent.parent === statement;
  if (isMethodDeclaration(node) && node.name.kind === SyntaxKind.PrivateIdentifier) return false;
  return node === statement || node.parent === statement;
}

function statementOf(node: Node): Node {
  return node.parent.parent === undefined ? node : statementOf(node.parent);
}
