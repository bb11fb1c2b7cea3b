import type { LeftOutItem } from '../left-out.ts';
import type { AivenAclLine, ClusterDraft, KafkaAclLine } from '../spec-draft.ts';
import type { Block } from '../text/block.ts';
import { valueBlock } from '../text/block.ts';
import type { Plain, PlainMap } from '../text/plain.ts';
import { topicMap } from '../topics/settings-text.ts';
import { leftOutComment } from './left-out-comment.ts';
import { proposeOwnership } from './propose-ownership.ts';

export function clusterBlock(cluster: ClusterDraft, leftOut: readonly LeftOutItem[]): Block {
  const { key, connection, topics, kafkaAcls, aivenAcls } = cluster;
  const topicEntries = topics.map((topic): Block => valueBlock(topic.name, topicMap(topic), 160));
  const acls: Block[] = [];
  if (kafkaAcls.length > 0) acls.push({ kind: 'list', key: 'kafka', items: kafkaAcls.map(kafkaAclMap) });
  if (aivenAcls.length > 0) acls.push({ kind: 'list', key: 'aiven', items: aivenAcls.map(aivenAclMap) });
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

const resourceFields = {
  Topic: 'topic',
  Group: 'group',
  TransactionalId: 'transactional_id',
  Cluster: 'cluster',
} as const;

function kafkaAclMap(acl: KafkaAclLine): PlainMap {
  const { principal, host, resourceType, resourceName, patternType, permission, operations } = acl;
  return new Map<string, Plain>([
    ['principal', principal],
    [resourceFields[resourceType], resourceType === 'Cluster' ? true : resourceName],
    ...(patternType === 'PREFIXED' ? [['pattern', 'prefixed'] as const] : []),
    [permission === 'ALLOW' ? 'allow' : 'deny', operations],
    ...(host === '*' ? [] : [['host', host] as const]),
  ]);
}

function aivenAclMap({ username, topic, permission }: AivenAclLine): PlainMap {
  return new Map([
    ['username', username],
    ['topic', topic],
    ['permission', permission],
  ]);
}
