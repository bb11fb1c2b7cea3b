import { nameOf } from '../../model/resource.ts';
import type { Plan } from '../../plan/plan.ts';
import { kindWord, wherePhrase } from '../kinds/words-of.ts';
import { fence } from '../words/escape.ts';
import { code, toMarkdown, toText } from '../words/phrase.ts';
import { actionVerbs, plural } from '../words/resource-words.ts';
import { foldNames } from './fold-names.ts';
import { isEntry, type PlanLine, planPlaces } from './plan-lines.ts';

/** Longer lines of names are hard to read and to scroll. */
const maxLineWidth = 100;

/**
 * Everything that is deleted, replaced or loses records, by name and nothing else, for plans too long for tables. Holds up to
 * `room` characters; the rest is counted. Undefined: nothing is.
 */
export function destructiveList(plan: Plan, room: number): string | undefined {
  const lines = planPlaces(plan)
    .flatMap((place) => place.lines)
    .filter(
      ({ action, risks }) =>
        action === 'delete' || action === 'replace' || risks.some(({ concerns }) => concerns === 'records'),
    );
  if (lines.length === 0) return undefined;
  const groups = [
    ...Map.groupBy(lines, ({ action, id }) => `${action} ${id.kind} ${toText(wherePhrase(id))}`),
  ];
  let left = room;
  let isFolded = false;
  const sections = groups.flatMap(([, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = foldNames(group.flatMap(namesOf));
    isFolded ||= names.some((name) => /\{.*\}/.test(name));
    const shown = namesThatFit(names, left);
    const title = titleOf(first, group.flatMap(({ changes }) => changes).length);
    const heading = `🛑 **${title}**${toMarkdown(wherePhrase(first.id))}:`;
    const missing = names.length - shown.count;
    const rest = missing === 0 ? [] : [`and ${missing} more, all of them in the full plan`];
    const block = [heading, ...(shown.lines.length === 0 ? [] : [fence(shown.lines, '')]), ...rest].join(
      '\n\n',
    );
    left -= block.length;
    return left > -room ? [block] : [];
  });
  const folds = isFolded ? ['Braces stand for every number or ending between them.'] : [];
  return ['### Deleted, replaced, or losing records', ...sections, ...folds].join('\n\n');
}

function titleOf({ action, id }: PlanLine, count: number): string {
  const noun = isEntry({ id })
    ? plural(count, `${kindWord(id.kind)} entry`, `${kindWord(id.kind)} entries`)
    : `${count} ${kindWord(id.kind, count)}`;
  return `${actionVerbs[action]} ${noun}`;
}

/** Topics and such by their name; of a principal every sentence. */
function namesOf(line: PlanLine): readonly string[] {
  if (!isEntry(line)) return line.changes.map(({ id }) => toText([code(nameOf(id))]));
  const holder = toText(line.what).replace(/^(?:Aiven )?ACL /, '');
  return line.rows.map((row) => `${holder} ${toText(row.now)}`);
}

function namesThatFit(
  names: readonly string[],
  room: number,
): { readonly lines: readonly string[]; readonly count: number } {
  const lines: string[] = [];
  let count = 0;
  let length = 0;
  for (const name of names) {
    length += name.length + 2;
    if (length > room) break;
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < maxLineWidth)
      lines[lines.length - 1] = `${last}  ${name}`;
    else lines.push(name);
    count++;
  }
  return { lines, count };
}
