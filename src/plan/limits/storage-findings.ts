import { configPath } from '../../model/field-path.ts';
import type { Finding } from '../../model/finding.ts';
import { after, isDiskless, type LimitQuestion, problem } from './limit-question.ts';

export function disklessFindings(question: LimitQuestion): readonly Finding[] {
  const { topic, live } = question;
  const key = 'diskless.enable';
  const field = configPath(key);
  const { name, cluster: alias } = topic.id;
  const findings: Finding[] = [];
  if (live?.config.get(key)?.value === 'true' && after(question, key) !== 'true') {
    findings.push(
      problem(question, {
        code: 'diskless-one-way',
        field,
        message: `topic ${name} on ${alias} is diskless, and Aiven cannot make it a classic topic again`,
        hint: `Write ${key}: true.`,
      }),
    );
  }
  if (live === undefined && isDiskless(question) && (topic.replication ?? 1) !== 1) {
    findings.push(
      problem(question, {
        code: 'diskless-replication',
        field: 'replication',
        message: `topic ${name} is to be diskless on ${alias}, and Aiven creates such topics with one replica only`,
        hint: 'Write replication: 1.',
      }),
    );
  }
  return findings;
}

/**
 * `LogConfig.validateTurningOffRemoteStorageWithDelete` (KIP-950). What Aiven does with a switch that it cannot send with the deletion is not
 * known; brokers of an external cluster are asked, where the login may.
 */
export function tieredStorageFindings(question: LimitQuestion): readonly Finding[] {
  const { topic, live, clusterType } = question;
  const key = 'remote.storage.enable';
  if (live?.config.get(key)?.value !== 'true' || after(question, key) !== 'false') return [];
  if (after(question, 'remote.log.delete.on.disable') === 'true') return [];
  const { name, cluster } = topic.id;
  const refused = `topic ${name} on ${cluster}: Kafka refuses to switch tiered storage off while its remote data is kept`;
  return [
    problem(question, {
      code: 'tiered-storage-stays',
      severity: 'warning',
      field: configPath(key),
      ...(clusterType === 'aiven'
        ? {
            message: `${refused}, and Aiven's topic API cannot say that it goes; whether Aiven switches it off all the same is not known`,
            hint: `Write ${key}: true, and ask Aiven how this topic can leave tiered storage.`,
          }
        : {
            message: refused,
            hint: `Add remote.log.delete.on.disable: true to delete the remote data, or write ${key}: true with remote.log.copy.disable: true to stop only the copying.`,
          }),
    }),
  ];
}

interface Storage {
  readonly words: string;
  readonly feature: 'tieredStorage' | 'diskless';
  /** Aiven's name in the `user_config` of the service. */
  readonly setting: string;
}

const storages: ReadonlyMap<string, Storage> = new Map([
  ['remote.storage.enable', { words: 'tiered storage', feature: 'tieredStorage', setting: 'tiered_storage' }],
  ['diskless.enable', { words: 'diskless storage', feature: 'diskless', setting: 'kafka_diskless' }],
]);

/** Brokers of an external cluster tell nothing of this; they are asked whether they would take the topic. */
export function storageFinding(question: LimitQuestion, key: string): readonly Finding[] {
  const { topic, cluster, clusterType } = question;
  const storage = storages.get(key);
  if (storage === undefined || topic.config.get(key) !== 'true' || clusterType === 'external') return [];
  const { words, setting, feature } = storage;
  const there = cluster.features[feature];
  const { name, cluster: place } = topic.id;
  const field = configPath(key);
  if (there.state === 'unknown') {
    return [
      problem(question, {
        code: 'storage-not-checked',
        severity: 'warning',
        field,
        message: `topic ${name} asks for ${words}, and whether ${place} has it cannot be told: ${there.message}`,
        hint: `Look in Aiven whether the service has ${words}. If not, the apply fails: switch ${setting} on there first, or remove ${key}.`,
      }),
    ];
  }
  if (there.value) return [];
  return [
    problem(question, {
      code: 'storage-not-there',
      field,
      message: `topic ${name} asks for ${words}, which ${place} does not have`,
      hint: `Remove ${key}, or switch ${setting} on in the service first.`,
    }),
  ];
}
