import type { LeftOutItem } from '../left-out.ts';
import type { ClusterDraft } from '../spec-draft.ts';
import type { Block } from '../text/block.ts';
import { valueBlock } from '../text/block.ts';
import { topicMap } from '../topics/settings-text.ts';
import { leftOutComment } from './left-out-comment.ts';
import { proposeOwnership } from './propose-ownership.ts';

export function clusterBlock(cluster: ClusterDraft, leftOut: readonly LeftOutItem[]): Block {
  const { key, connection, topics, kafkaAcls, aivenAcls } = cluster;
  const topicEntries = topics.map((topic): Block => valueBlock(topic.name, topicMap(topic), 160));
  const acls: Block[] = [];
  if (kafkaAcls.length > 0)
    acls.push({ kind: 'list', key: 'kafka', items: kafkaAcls.map(({ fields }) => fields) });
  if (aivenAcls.length > 0)
    acls.push({ kind: 'list', key: 'aiven', items: aivenAcls.map(({ fields }) => fields) });
  return {
    kind: 'map',
    key,
    comment: leftOutComment(leftOut),
    entries: [
      ...[...connection].map(([field, value]) => valueBlock(field, value)),
      ...ownershipBlocks(cluster),
      ...(topicEntries.length === 0 ? [] : [{ kind: 'map', key: 'topics', entries: topicEntries } as const]),
      ...(acls.length === 0 ? [] : [{ kind: 'map', key: 'acls', entries: acls } as const]),
    ],
  };
}

function ownershipBlocks(cluster: ClusterDraft): readonly Block[] {
  const lines = proposeOwnership(cluster);
  return lines.length === 0 ? [] : [{ kind: 'comment', lines }];
}
