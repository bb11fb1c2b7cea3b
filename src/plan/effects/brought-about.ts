import { type BroughtAbout, type Change, unknownToReviewers } from '../../model/change.ts';
import { emptinessOf } from '../../model/emptiness.ts';
import type { ConfigTakeover, FlowEffect } from '../../model/flow-effect.ts';
import { compareText } from '../../model/text-order.ts';
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
      const unknown = (name: string | undefined): BroughtAbout => ({
        on,
        ...(name === undefined ? {} : { topic: name }),
        what: unknownToReviewers,
        isEmpty: false,
      });
      return [
        ...takesOver.topics.flatMap((topic) => taken(topic, change, on)),
        ...mixes.map(({ name, live }) =>
          live === undefined || name === undefined
            ? unknown(name)
            : { on, topic: name, what: 'records of others', isEmpty: emptinessOf(live) === 'empty' },
        ),
        ...grows.map(({ name, to }) => ({ on, topic: name, what: `${to} partitions`, isEmpty: false })),
        ...takesOver.untold.map(({ name }) => unknown(name)),
      ];
    })
    .toSorted((a, b) => compareText(a.topic ?? '', b.topic ?? '') || compareText(a.what, b.what));
}

function taken(topic: ConfigTakeover, { provenance }: Change, on: string): readonly BroughtAbout[] {
  const drafts = takeoverDrafts(topic, provenance);
  if (drafts.length === 0) return [];
  const fields = topic.fields.map(({ field, from, to }) => JSON.stringify([field, from, to])).sort();
  return [
    {
      on,
      topic: topic.live.id.name,
      what: fields.join(' '),
      isEmpty: emptinessOf(topic.live) === 'empty' && drafts.some(({ concerns }) => concerns === 'records'),
    },
  ];
}
