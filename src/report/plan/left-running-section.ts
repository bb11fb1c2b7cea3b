import { nameOf, placeOf } from '../../model/resource.ts';
import type { LeftRunning } from '../../plan/plan.ts';
import { kindWord, wherePhrase } from '../kinds/words-of.ts';
import { details } from '../words/markdown-table.ts';
import { joined, listed, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { plural } from '../words/resource-words.ts';

/**
 * Resources whose lines are gone and that keep running, though the diff looks like a deletion. Folded under a title that says so, unless
 * records are copied twice. Undefined: there are none.
 */
export function leftRunningSection(left: readonly LeftRunning[], limit: number): string | undefined {
  if (left.length === 0) return undefined;
  const lines = leftRunningPhrases(left);
  const shown = lines.slice(0, Math.max(limit, 1)).map((line) => `- ${toMarkdown(line)}`);
  const more = lines.length > shown.length ? [`- ${plural(lines.length - shown.length, 'more line')}`] : [];
  const parts = [
    'Taken out of the spec, and not deleted by this plan:',
    [...shown, ...more].join('\n'),
    `<sub>${wayOut}</sub>`,
  ].join('\n\n');
  const title = `${leftRunningTitle} (${left.length})`;
  return left.some(({ beside }) => beside !== undefined) ? `### ${title}\n\n${parts}` : details(title, parts);
}

export const leftRunningTitle = 'No longer in the spec and left running';

const wayOut =
  'Later plans and drift checks do not compare them any more. To delete a topic, flow or endpoint, name it under `removed`. To stop a flow and keep it, leave its lines and set `enabled: false`.';

/** One line per place, kind and state; each flow that is copied twice has a line of its own. */
export function leftRunningPhrases(left: readonly LeftRunning[]): readonly Phrase[] {
  const groups = Map.groupBy(left, ({ id, state, beside }) =>
    JSON.stringify([placeOf(id), id.kind, state, beside === undefined ? '' : nameOf(id)]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, state, beside } = first;
    const names = listed(
      group.map(({ id: each }) => nameOf(each)),
      10,
    );
    const isOne = group.length === 1;
    // Nobody asks a service that the spec does not name.
    const uncounted = id.kind === 'flow' && state === 'not-read';
    const words = `${stateWords[state][isOne ? 0 : 1]}${uncounted ? `, so what ${isOne ? 'it copies' : 'they copy'} and what rights that takes is no part of this plan` : ''}`;
    const twice =
      beside === undefined
        ? []
        : phrase`, beside ${nameOf(beside)} of ${beside.service}: records between these two clusters are copied twice`;
    return [
      joined(
        [[kindWord(id.kind, group.length)], [...names, ...wherePhrase(id), `: ${words}`, ...twice]],
        ' ',
      ),
    ];
  });
}

const stateWords: Readonly<Record<LeftRunning['state'], readonly [one: string, many: string]>> = {
  running: ['goes on copying', 'go on copying'],
  paused: ['stays, disabled', 'stay, disabled'],
  there: ['stays as it is', 'stay as they are'],
  'not-read': ['stays as it is; it was not looked at', 'stay as they are; they were not looked at'],
};
