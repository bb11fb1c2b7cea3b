import { emptinessOf } from '../../model/emptiness.ts';
import { heldBytesOf } from '../../model/held-bytes.ts';
import { humanSize } from '../words/human-values.ts';
import { joined } from '../words/phrase.ts';
import { fieldName, sizePhrase } from '../words/resource-words.ts';
import { type KindWords, named } from './kind-words.ts';

const words = named<'topic'>('topic', 'topics');

export const topicWords: KindWords<'topic'> = {
  ...words,
  existing(change) {
    if (change.kind !== 'topic' || change.live === undefined) return words.existing(change);
    const { partitions, replication } = change.live;
    const sizes = sizePhrase(String(partitions), String(replication));
    if (emptinessOf(change.live) === 'empty') return joined([sizes, ['empty']], ', ');
    const held = heldBytesOf(change.live);
    if (held === undefined) return sizes;
    const size = humanSize(BigInt(Math.trunc(held.bytes)));
    return joined([sizes, [held.isAtLeast ? `at least ${size}` : size]], ', ');
  },
  inherited: (change, field) =>
    change.kind === 'topic' ? change.live?.config.get(fieldName(field))?.inherited : undefined,
};
