import type { Plan } from '../../plan/plan.ts';
import { countWords } from '../words/counts.ts';
import { details } from '../words/markdown-table.ts';
import { code, toHtml, toMarkdown } from '../words/phrase.ts';
import { plural } from '../words/resource-words.ts';
import { placeSection } from './change-tables.ts';
import type { PlanLine, PlanPlace } from './plan-lines.ts';

/** Lines that are open where nothing stands above that needs a look. */
const maxOpenLines = 12;

/**
 * The changes by place with all their fields, without those that are said in full already; folded where they are many or something
 * needs a look first. Undefined: there are none.
 */
export function changesSection(
  plan: Plan,
  places: readonly PlanPlace[],
  { said, looked }: { readonly said: ReadonlySet<PlanLine>; readonly looked: number },
): string | undefined {
  const left = without(places, said);
  const lines = left.flatMap((place) => place.lines).length;
  if (lines === 0) return undefined;
  const sections = left.map((place) => placeSection(place, plan)).join('\n\n');
  if (lines <= maxOpenLines && looked === 0) return sections;
  const counts = left.map(({ name, changes }) => `${toHtml([code(name)])} ${countWords(changes)}`);
  const shown = left.flatMap((place) => place.changes).length;
  const count =
    shown === plan.changes.length ? plural(shown, 'change') : `The other ${plural(shown, 'change')}`;
  return details(`${count}, field by field: ${counts.join(' · ')}`, sections);
}

/** Only how many there are; undefined: there are none. */
export function changeCounts(places: readonly PlanPlace[], said: ReadonlySet<PlanLine>): string | undefined {
  const left = without(places, said);
  if (left.length === 0) return undefined;
  const counts = left.map(({ name, changes }) => `${toMarkdown([code(name)])} ${countWords(changes)}`);
  return `Not shown here in full: ${counts.join(' · ')}.`;
}

function without(places: readonly PlanPlace[], said: ReadonlySet<PlanLine>): readonly PlanPlace[] {
  return places.flatMap((place) => {
    const lines = place.lines.filter((line) => !said.has(line));
    return lines.length === 0 ? [] : [{ ...place, lines, changes: lines.flatMap(({ changes }) => changes) }];
  });
}
