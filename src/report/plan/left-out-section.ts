import type { Plan } from '../../plan/plan.ts';
import { listed, type Phrase, phrase, toMarkdown, toText } from '../words/phrase.ts';

/**
 * First in every report of a run with `leave-out-clusters`: what it says nothing of, and what becomes of that. Undefined: nothing is
 * left out.
 */
export function leftOutNotice(
  leftOut: Plan['leftOut'],
  after: 'a plan' | 'a drift check' | 'an apply',
): string | undefined {
  if (leftOut.length === 0) return undefined;
  return `**Left out: ${toMarkdown(listed(leftOut, 20))}.** ${toMarkdown(wordsOf(leftOut, after))}`;
}

/** The same as plain text, for the log. */
export function leftOutText(leftOut: Plan['leftOut']): string {
  return toText([...listed(leftOut, 20), ': ', ...wordsOf(leftOut, 'a plan')]);
}

function wordsOf(leftOut: Plan['leftOut'], after: Parameters<typeof leftOutNotice>[1]): Phrase {
  const it = leftOut.length === 1 ? 'it' : 'them';
  const what = phrase`${'leave-out-clusters'} names ${[it]}, so nothing of ${[it]} was looked at, nor of the flows from and to ${[it]} and what only these need.`;
  switch (after) {
    case 'a plan':
      return [...what, ' What changes there is not in this plan and is not reviewed with it.'];
    case 'an apply':
      return [
        ...what,
        ' What was reviewed for that waits: the next apply without the input does it, and needs no new review.',
      ];
    case 'a drift check':
      return [...what, ' Whether that differs from the spec is not known.'];
  }
}
