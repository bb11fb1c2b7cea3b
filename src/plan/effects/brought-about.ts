import { type BroughtAbout, type Change, unknownToReviewers } from '../../model/change.ts';
import { emptinessOf } from '../../model/emptiness.ts';
import type { ConfigTakeover, FlowEffect } from '../../model/flow-effect.ts';
import { takeoverDrafts } from './takeover.ts';

/**
 * What reviewers have to know of what flows make of a change: everything that is a risk, or would be one if a topic were not
 * empty. In texts that are the same while it comes to the same.
 */
export function broughtAbout(change: Change, effects: readonly FlowEffect[]): readonly BroughtAbout[] {
  if (change.action === 'delete') return [];
  return effects
    .flatMap((effect): readonly BroughtAbout[] => {
      const { takesOver, mixes, grows, targetCluster: on } = effect;
      const unknown: BroughtAbout = { on, what: unknownToReviewers, isEmpty: false };
      return [
        ...takesOver.topics.flatMap((topic) => taken(topic, change, on)),
        ...mixes.map(({ name = 'topics', live }) =>
          live === undefined
            ? unknown
            : { on, what: `records in ${name}`, isEmpty: emptinessOf(live) === 'empty' },
        ),
        ...grows.map(({ name, to }) => ({ on, what: `${to} partitions of ${name}`, isEmpty: false })),
        ...takesOver.untold.map(() => unknown),
      ];
    })
    .toSorted((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0));
}

function taken(topic: ConfigTakeover, { provenance }: Change, on: string): readonly BroughtAbout[] {
  const drafts = takeoverDrafts(topic, provenance);
  if (drafts.length === 0) return [];
  const fields = topic.fields.map(({ field, from, to }) => JSON.stringify([field, from, to])).sort();
  return [
    {
      on,
      what: `${fields.join(' ')} of ${topic.live.id.name}`,
      isEmpty: emptinessOf(topic.live) === 'empty' && drafts.some(({ concerns }) => concerns === 'records'),
    },
  ];
}
