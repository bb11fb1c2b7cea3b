import type { TopicDraft } from '../untouched/drafts.ts';
import type { MatrixWorld } from './world.ts';

function live(name: string, parts: Partial<TopicDraft> = {}): TopicDraft {
  return { name, partitions: 3, config: {}, tags: [], description: null, owner: null, ...parts };
}

const layout = { partitions: 3, replication: 3 };

/** Names that a batch read is needed for: more than are read back one by one. */
const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `t.many.${letter}`);

function core(parts: object) {
  return { clusters: { core: { service: 'kafka-core', ...parts } } };
}

export const topicWorlds: readonly MatrixWorld[] = [
  {
    kind: 'topic',
    name: 'topics as Terraform makes them: every config that its schema knows, defaults too',
    live: {
      topics: [
        live('t.orders', {
          config: {
            'cleanup.policy': 'delete',
            'retention.ms': '604800000',
            'compression.type': 'producer',
            'min.insync.replicas': '2',
            'max.message.bytes': '1048588',
            'message.timestamp.type': 'CreateTime',
          },
          tags: [{ key: 'team', value: 'orders' }],
        }),
        live('t.old', { config: { 'retention.ms': '1000' } }),
      ],
    },
    spec: core({
      manage: { topics: { scope: ['t.*'] } },
      removed: { topics: { 't.old': { reason: 'not used' } } },
      topics: {
        't.orders': {
          ...layout,
          partitions: 6,
          config: { 'retention.ms': 86_400_000, 'min.insync.replicas': null, 'compression.type': 'zstd' },
          tags: { tier: 'one' },
        },
        't.new': { ...layout, config: { 'retention.ms': 604_800_000, 'cleanup.policy': 'compact' } },
      },
    }),
    wanted: {
      'topic core/t.orders': {
        changed: {
          partitions: 6,
          'config.retention.ms': '86400000',
          'config.min.insync.replicas': '1',
          'config.compression.type': 'zstd',
          'tags.tier': 'one',
          // Stated tags are all the tags of a topic.
          'tags.team': undefined,
        },
      },
      'topic core/t.new': {
        made: { partitions: 3, 'config.retention.ms': '604800000', 'config.cleanup.policy': 'compact' },
      },
      'topic core/t.old': 'gone',
    },
  },
  {
    kind: 'topic',
    name: "topics as Kafka's tools and the console make them: no tags, other configs, an owner, in the scope of a prune",
    live: {
      topics: [
        live('t.events', {
          partitions: 1,
          config: {
            'retention.bytes': '1073741824',
            'segment.bytes': '67108864',
            'flush.messages': '9223372036854775807',
          },
          owner: 'group-1',
          description: 'Events',
        }),
        live('t.scratch', { description: 'Of nobody' }),
        live('u.kept', { config: { 'cleanup.policy': 'compact' } }),
      ],
    },
    spec: core({
      manage: { topics: { scope: ['t.*'], prune: 'scope' } },
      topics: {
        't.events': {
          partitions: 1,
          replication: 3,
          config: { 'retention.bytes': -1, 'delete.retention.ms': 1000 },
          description: 'Events of the shop',
        },
      },
    }),
    wanted: {
      'topic core/t.events': {
        changed: {
          'config.retention.bytes': '-1',
          'config.delete.retention.ms': '1000',
          description: 'Events of the shop',
        },
      },
      'topic core/t.scratch': 'gone',
    },
  },
  {
    kind: 'topic',
    name: 'seven new topics beside a description that goes',
    live: { topics: [live('t.described', { description: 'Old', owner: 'group-1' })] },
    spec: core({
      topics: {
        ...Object.fromEntries(many.map((name) => [name, layout])),
        't.described': { ...layout, description: null },
      },
    }),
    wanted: {
      ...Object.fromEntries(many.map((name) => [`topic core/${name}`, { made: { partitions: 3 } }])),
      'topic core/t.described': { changed: { description: undefined } },
    },
    impossible: [
      {
        switch: 'topicDescriptionNull',
        value: 'refuse',
        key: 'topic core/t.described',
        says: /None is not of type|503/,
      },
      {
        switch: 'topicDescriptionNull',
        value: 'ignore',
        key: 'topic core/t.described',
        says: /old state|503/,
      },
    ],
  },
];
