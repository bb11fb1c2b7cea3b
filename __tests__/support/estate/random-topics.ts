import fc from 'fast-check';
import { topicConfigDefinitions } from '../../../sandbox/aiven/kafka-topic-configs.ts';
import { hostileText } from '../hostile-text.ts';
import type { TopicDraft } from './estate-draft.ts';

/** Names that Kafka takes, the odd ones as often as the usual. */
const topicName = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('orders', 'payments', 'edge', 'a'),
      fc.constantFrom('.', '-', '_', '..'),
      fc.constantFrom('created', 'v2', 'x', '1', 'Z'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    ...[
      'null',
      'true',
      'No',
      '1e5',
      '0x1f',
      '1.0',
      '-',
      '--',
      '_',
      '...',
      '2024-01-01',
      '.hidden',
      'y',
      '-1',
      '0o17',
    ],
    ...[
      'constructor',
      'prototype',
      '__proto__',
      '__consumer_offsets',
      'heartbeats',
      'b.heartbeats',
      'mm2-offsets.b.internal',
    ],
    ...[
      'b.checkpoints.internal',
      'b.orders',
      'b.a',
      'mm2-offset-syncs.a.internal',
      'my-internal',
      'x'.repeat(249),
    ],
  ),
);

const numbers = [
  '0',
  '1',
  '2',
  '60000',
  '86400000',
  '604800000',
  '1048576',
  '10485760',
  '1048588',
  '-1',
  '-2',
  '9223372036854775807',
  '2147483647',
];

/** Values that Kafka takes, by its own types and bounds. */
const configs = topicConfigDefinitions.map(({ name, type, min, max, oneOf, fallback }) => {
  const values =
    oneOf ??
    (type === 'BOOLEAN'
      ? ['true', 'false']
      : type === 'DOUBLE'
        ? ['0.5', '0', '1', '1.0', '0.0001']
        : numbers);
  const limit = type === 'INT' ? 2 ** 31 - 1 : Number.MAX_VALUE;
  const taken = values.filter(
    (value) =>
      oneOf !== undefined ||
      type === 'BOOLEAN' ||
      (Number(value) >= (min ?? -2) && Number(value) <= Math.min(max ?? limit, limit)),
  );
  return [name, [fallback, ...taken]] as const;
});

const config = fc
  .array(
    fc
      .constantFrom(...configs)
      .chain(([name, values]) => fc.constantFrom(...values).map((value) => [name, value] as const)),
    { maxLength: 4 },
  )
  .map((entries) => Object.fromEntries(entries));

const label = fc.oneof(
  hostileText,
  fc.constantFrom('team', 'null', '~', '', 'a: b', '# x', 'constructor', 'é', 'x'.repeat(300)),
);

const topic: fc.Arbitrary<TopicDraft> = fc.record({
  name: topicName,
  partitions: fc.constantFrom(1, 3, 6, 12),
  replication: fc.constantFrom(1, 2, 3),
  config,
  tags: fc.uniqueArray(fc.record({ key: label, value: label }), { maxLength: 2, selector: ({ key }) => key }),
  description: fc.option(label),
  owner: fc.option(fc.constant('ug-1')),
});

/** Kafka folds dots and underscores: two names that then are alike cannot both be there. */
export const randomTopics: fc.Arbitrary<readonly TopicDraft[]> = fc.uniqueArray(topic, {
  maxLength: 8,
  selector: ({ name }) => name.replaceAll('.', '_'),
});
