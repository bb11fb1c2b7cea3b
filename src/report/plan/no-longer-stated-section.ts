import { nameOf } from '../../model/resource.ts';
import type { LeftAlone } from '../../plan/plan.ts';
import { joined, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { kindWord, plural, wherePhrase } from '../words/resource-words.ts';

/** What a reader of the diff would take for reset, and is not. Never folded: nothing else says it. */
export function noLongerStatedSection(leftAlone: readonly LeftAlone[], limit: number): string | undefined {
  const lines = noLongerStatedPhrases(leftAlone);
  if (lines.length === 0) return undefined;
  const shown = lines.slice(0, Math.max(limit, 1)).map((line) => `- ${toMarkdown(line)}`);
  const more = lines.length > shown.length ? [`- ${plural(lines.length - shown.length, 'more line')}`] : [];
  return [
    `### ${noLongerStatedTitle} (${lines.length})`,
    'Leaving a key out changes nothing:',
    [...shown, ...more].join('\n'),
    '<sub>To bring a key back to its default, set it to `null`.</sub>',
  ].join('\n\n');
}

export const noLongerStatedTitle = 'No longer stated, and left as it is';

/** flow `a -> b` of `mm2`: `replication_policy` stays at `identity` */
export function noLongerStatedPhrases(leftAlone: readonly LeftAlone[]): readonly Phrase[] {
  return leftAlone
    .filter(({ why }) => why === 'no-longer-stated')
    .map(({ id, fields = [] }) => {
      const stays = fields.map(({ field, value }) => phrase`${field} stays at ${value}`);
      return phrase`${[kindWord(id.kind)]} ${nameOf(id)}${wherePhrase(id)}: ${joined(stays, ', ')}`;
    });
}
