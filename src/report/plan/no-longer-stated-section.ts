import { nameOf, placeOf } from '../../model/resource.ts';
import type { LeftAlone } from '../../plan/plan.ts';
import { kindWord, wherePhrase } from '../kinds/words-of.ts';
import { humanValue } from '../words/human-values.ts';
import { joined, listed, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { fieldName, plural } from '../words/resource-words.ts';

/**
 * Fields that are no longer stated and keep their values, though the diff looks like a reset. Never folded: no other part says it.
 * Undefined: there are none.
 */
export function noLongerStatedSection(leftAlone: readonly LeftAlone[], limit: number): string | undefined {
  const count = leftAlone.filter(isNoLongerStated).length;
  if (count === 0) return undefined;
  const lines = noLongerStatedPhrases(leftAlone);
  const shown = lines.slice(0, Math.max(limit, 1)).map((line) => `- ${toMarkdown(line)}`);
  const more = lines.length > shown.length ? [`- ${plural(lines.length - shown.length, 'more line')}`] : [];
  return [
    `### ${noLongerStatedTitle} (${count})`,
    'Leaving a key out changes nothing:',
    [...shown, ...more].join('\n'),
    '<sub>To bring a key back to its default, set it to `null`.</sub>',
  ].join('\n\n');
}

export const noLongerStatedTitle = 'No longer stated, and left as it is';

/** Keys that are listed with their values. With more of them only the keys are listed, and plan.json has the values. */
const maxWithValues = 10;

/**
 * flow `a -> b` of `mm2`: `replication_policy` stays at `identity`
 *
 * Resources of a place that say the same share a line.
 */
export function noLongerStatedPhrases(leftAlone: readonly LeftAlone[]): readonly Phrase[] {
  const entries = leftAlone.filter(isNoLongerStated);
  const withValues = grouped(entries, ({ fields = [] }) => fields);
  if (withValues.length <= maxWithValues) {
    return withValues.map((group) => {
      const stays = (group[0]?.fields ?? []).map(({ field, value }) => {
        const human = humanValue(field, value);
        return phrase`${fieldName(field)} stays at ${value}${human === undefined ? [] : [` (${human})`]}`;
      });
      return linePhrase(group, joined(stays, ', '));
    });
  }
  return grouped(entries, ({ fields = [] }) => fields.map(({ field }) => field)).map((group) => {
    const names = (group[0]?.fields ?? []).map(({ field }) => phrase`${fieldName(field)}`);
    const verb = names.length === 1 ? ' stays as it is' : ' stay as they are';
    return linePhrase(group, [...joined(names, ', '), verb]);
  });
}

function isNoLongerStated({ why }: LeftAlone): boolean {
  return why === 'no-longer-stated';
}

function grouped(
  entries: readonly LeftAlone[],
  by: (entry: LeftAlone) => unknown,
): readonly (readonly LeftAlone[])[] {
  const key = (entry: LeftAlone): string => JSON.stringify([placeOf(entry.id), entry.id.kind, by(entry)]);
  return [...Map.groupBy(entries, key).values()];
}

function linePhrase(group: readonly LeftAlone[], words: Phrase): Phrase {
  const [first] = group;
  if (first === undefined) return [];
  const names = listed(
    group.map(({ id }) => nameOf(id)),
    10,
  );
  return phrase`${[kindWord(first.id.kind, group.length)]} ${names}${wherePhrase(first.id)}: ${words}`;
}
