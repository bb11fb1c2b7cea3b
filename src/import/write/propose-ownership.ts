import { inlineText } from '../../spec/text/scalar-text.ts';
import { firstPart } from '../names/common-prefix.ts';
import type { ClusterDraft } from '../spec-draft.ts';

/** More patterns than these are no proposal any more. */
const maxPatterns = 12;

/** Lines for a comment: what `manage` could say. Empty: there is nothing to own. Ownership is never switched on by an import. */
export function proposeOwnership({ topics, kafkaAcls, aivenAcls }: ClusterDraft): readonly string[] {
  const scope = scopeOf(topics.map(({ name }) => name));
  const principals = [
    ...new Set([
      ...kafkaAcls.flatMap(({ ids }) => ids.map(({ principal }) => principal)),
      ...aivenAcls.flatMap(({ ids }) => ids.map(({ username }) => `User:${username}`)),
    ]),
  ].sort();
  if (scope.length + principals.length === 0) return [];
  const more = [...cut(scope, 'topics'), ...cut(principals, 'principals')];
  return [
    'This spec owns nothing here yet: what it does not list stays. Once the plan shows no changes, add what is yours, for example:',
    '  manage:',
    ...(scope.length === 0 ? [] : [`    topics: { scope: ${inlineText(scope.slice(0, maxPatterns))} }`]),
    ...(principals.length === 0
      ? []
      : [`    acls: { principals: ${inlineText(principals.slice(0, maxPatterns))} }`]),
    ...more,
  ];
}

function cut(patterns: readonly string[], what: string): readonly string[] {
  return patterns.length > maxPatterns
    ? [`and ${patterns.length - maxPatterns} more patterns for ${what}.`]
    : [];
}

/** `orders.*` for names that begin alike, and a name by itself where none does. */
function scopeOf(names: readonly string[]): readonly string[] {
  const groups = Map.groupBy(names, (name) => firstPart(name) ?? name);
  return [...groups]
    .map(([start, members]) => (members.length > 1 ? `${start}*` : (members[0] ?? start)))
    .sort();
}
