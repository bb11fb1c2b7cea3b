import type { ClusterFeatures } from '../model/cluster-features.ts';
import { parseKafkaVersion } from '../model/kafka-version.ts';
import type { LiveCluster } from '../model/live.ts';
import { known, unknown } from '../model/reading.ts';
import type { WireService } from './wire/service.ts';

/**
 * From the service's `user_config`. Tiered and diskless storage are off unless it says otherwise, except that services
 * with managed remote storage have it without a word: a topic that uses it proves it, and diskless topics need it.
 */
export function serviceFeatures(
  { user_config: config }: WireService,
  topics: LiveCluster['topics'],
): ClusterFeatures {
  const version = parseKafkaVersion(config?.kafka_version ?? '');
  const diskless = config?.kafka_diskless?.enabled === true || isUsed('diskless.enable', topics);
  const tiered = config?.tiered_storage?.enabled === true || isUsed('remote.storage.enable', topics);
  return {
    kafkaVersion:
      version === undefined ? unknown('incomplete', 'Aiven does not tell the Kafka version') : known(version),
    tieredStorage:
      tiered || !diskless ? known(tiered) : unknown('incomplete', 'its remote storage is managed by Aiven'),
    diskless: known(diskless),
  };
}

function isUsed(key: string, topics: LiveCluster['topics']): boolean {
  return [...topics.values()].some(
    (reading) => reading.state === 'known' && reading.value?.config.get(key)?.value === 'true',
  );
}
