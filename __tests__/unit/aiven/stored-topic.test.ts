import { expect, test } from '@jest/globals';
import { topicReader } from '../../../src/aiven/topics/topic-reader.ts';
import type { WireConfigEntry } from '../../../src/aiven/wire/topic.ts';

const below = (source: string, value: string) => [{ name: 'compression.type', source, value }];

test.each<[string, WireConfigEntry, boolean]>([
  ['an override', { value: 'zstd', source: 'topic_config', synonyms: [] }, true],
  ['an override in Kafka’s spelling', { value: 'zstd', source: 'DYNAMIC_TOPIC_CONFIG', synonyms: [] }, true],
  ['a default of Kafka', { value: 'producer', source: 'default_config', synonyms: [] }, false],
  [
    'a default of the cluster',
    { value: 'zstd', source: 'static_broker_config', synonyms: below('static_broker_config', 'zstd') },
    false,
  ],
  [
    'an override that equals Kafka’s default, above another default of the cluster',
    { value: 'producer', source: 'default_config', synonyms: below('dynamic_default_broker_config', 'zstd') },
    true,
  ],
  [
    'an override that equals Kafka’s default, above the same',
    { value: 'producer', source: 'default_config', synonyms: below('default_config', 'producer') },
    false,
  ],
])('%s', (_, entry, isOwn) => {
  const reading = topicReader('core')('orders', {
    topic_name: 'orders',
    replication: 3,
    partitions: [{}],
    config: { compression_type: entry },
  });
  const live = reading.state === 'known' ? reading.value : undefined;
  expect([...(live?.stored?.keys() ?? [])]).toEqual(isOwn ? ['config.compression.type'] : []);
  // The plan goes by the same: a reset of it is a change, and no other topic takes its value for what the cluster gives.
  expect(live?.config.get('compression.type')?.overridden).toBe(isOwn);
});
