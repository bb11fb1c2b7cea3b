import type { ClusterFeatures } from '../model/cluster-features.ts';
import { parseKafkaVersion } from '../model/kafka-version.ts';
import type { LiveCluster } from '../model/live.ts';
import { known, type Reading, unknown } from '../model/reading.ts';
import type { WireService } from './wire/service.ts';

/**
 * From the service's `user_config`, and from topics that use a storage and so prove it. What neither of them tells is
 * unknown: Aiven publishes no default of these settings, and manages the storage of some services without a word here.
 */
export function serviceFeatures(
  { user_config: config }: WireService,
  topics: LiveCluster['topics'],
): ClusterFeatures {
  const version = parseKafkaVersion(config?.kafka_version ?? '');
  const diskless = isThere('kafka_diskless', config?.kafka_diskless, isUsed('diskless.enable', topics));
  return {
    kafkaVersion:
      version === undefined ? unknown('incomplete', 'Aiven does not tell the Kafka version') : known(version),
    tieredStorage: tieredStorage(config, isUsed('remote.storage.enable', topics), diskless),
    diskless,
  };
}

/** Diskless topics need remote storage, which Aiven then manages whatever `tiered_storage` says. */
function tieredStorage(
  config: WireService['user_config'],
  used: boolean,
  diskless: Reading<boolean>,
): Reading<boolean> {
  const tiered = isThere('tiered_storage', config?.tiered_storage, used);
  const isManaged = diskless.state === 'known' && diskless.value;
  return isManaged && tiered.state === 'known' && !tiered.value
    ? unknown('incomplete', 'the service has diskless topics, whose remote storage Aiven manages')
    : tiered;
}

function isThere(
  setting: 'tiered_storage' | 'kafka_diskless',
  said: { readonly enabled?: boolean | null | undefined } | null | undefined,
  used: boolean,
): Reading<boolean> {
  if (used) return known(true);
  const enabled = said?.enabled;
  return enabled === undefined || enabled === null
    ? unknown('incomplete', `the user_config of the service does not say ${setting}.enabled`)
    : known(enabled);
}

function isUsed(key: string, topics: LiveCluster['topics']): boolean {
  return [...topics.values()].some(
    (reading) => reading.state === 'known' && reading.value?.config.get(key)?.value === 'true',
  );
}
