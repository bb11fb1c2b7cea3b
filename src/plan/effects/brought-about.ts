import type { BroughtAbout, Change } from '../../model/change.ts';
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
      const { takesOver, mixes, grows, targetCluster } = effect;
      const place = (name: string | undefined) => `${name ?? 'topics'} on ${targetCluster}`;
      return [
        ...takesOver.topics.flatMap((topic) => taken(topic, change, place(topic.live.id.name))),
        ...mixes.map(({ name, live }) =>
          live === undefined
            ? unknown
            : { what: `records in ${place(name)}`, isEmpty: emptinessOf(live) === 'empty' },
        ),
        ...grows.map(({ name, to }) => ({ what: `${to} partitions of ${place(name)}`, isEmpty: false })),
        ...takesOver.untold.map(() => unknown),
      ];
    })
    .toSorted((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0));
}

const unknown: BroughtAbout = { what: 'unknown', isEmpty: false };

function taken(topic: ConfigTakeover, { provenance }: Change, place: string): readonly BroughtAbout[] {
  const drafts = takeoverDrafts(topic, provenance);
  if (drafts.length === 0) return [];
  const fields = topic.fields.map(({ field, from, to }) => JSON.stringify([field, from, to])).sort();
  return [
    {
      what: `${fields.join(' ')} of ${place}`,
      isEmpty: emptinessOf(topic.live) === 'empty' && drafts.some(({ concerns }) => concerns === 'records'),
    },
  ];
}
