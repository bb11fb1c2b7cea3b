import { type Expression, type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  isBinaryExpression,
  isBindingElement,
  isElementAccessExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isTemplateExpression,
} from 'typescript/unstable/ast/is';

/** The name in `x.name`, `x['name']`, `x['na' + 'me']`, `{ name: … } = x`. */
export function memberAskedFor(node: Node): string | undefined {
  if (isPropertyAccessExpression(node)) return node.name.text;
  if (isElementAccessExpression(node)) return foldedText(node.argumentExpression);
  if (!isBindingElement(node)) return undefined;
  const name = node.propertyName ?? node.name;
  if (name === undefined) return undefined;
  if (isIdentifier(name) || isStringLiteral(name)) return name.text;
  return name.kind === SyntaxKind.ComputedPropertyName && 'expression' in name
    ? foldedText(name.expression)
    : undefined;
}

/** The text of a literal, also of one that is put together from literals. */
export function foldedText(expression: Expression): string | undefined {
  if (isParenthesizedExpression(expression)) return foldedText(expression.expression);
  if (isStringLiteral(expression) || isNoSubstitutionTemplateLiteral(expression)) return expression.text;
  if (isBinaryExpression(expression) && expression.operatorToken.kind === SyntaxKind.PlusToken) {
    const [left, right] = [foldedText(expression.left), foldedText(expression.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (!isTemplateExpression(expression)) return undefined;
  const parts = expression.templateSpans.map((span) => [foldedText(span.expression), span.literal.text]);
  const texts = [expression.head.text, ...parts.flat()];
  return texts.includes(undefined) ? undefined : texts.join('');
}
