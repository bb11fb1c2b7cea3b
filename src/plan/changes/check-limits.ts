import { configPath } from '../../model/field-path.ts';
import type { Finding } from '../../model/finding.ts';
import { isAtLeast, type KafkaVersion, showKafkaVersion } from '../../model/kafka-version.ts';
import { topicConfigs } from '../../model/limits/topic-configs.ts';
import { brokenRelations, relationSeverity, type TopicValues } from '../../model/limits/topic-relations.ts';
import type { LiveCluster } from '../../model/live.ts';
import type { LiveTopic, Topic } from '../../model/topic.ts';
import { sameConfigValue } from '../compare/config-value.ts';
import { fewerReplicas } from './fewer-replicas.ts';
import { isKnown } from './plan-draft.ts';

export interface LimitQuestion {
  readonly topic: Topic;
  /** Undefined: it is to be created. */
  readonly live: LiveTopic | undefined;
  readonly cluster: LiveCluster;
  readonly clusterType: 'aiven' | 'external';
  /** A topic of the cluster whose name differs only in dots and underscores; undefined: there is none. */
  readonly lookalike?: string | undefined;
}

/** What Kafka or Aiven would refuse of one topic, because of what is there: nodes, versions, storage, other values. */
export function limitFindings(question: LimitQuestion): readonly Finding[] {
  return [
    ...nameFindings(question),
    ...layoutFindings(question),
    ...replicationFindings(question),
    ...disklessFindings(question),
    ...tieredStorageFindings(question),
    ...configFindings(question),
  ];
}

/** `Topic.hasCollision`: the names of metrics could not be told apart. Deletions come after creations, so one in the same plan does not help. */
function nameFindings({ topic, live, lookalike }: LimitQuestion): readonly Finding[] {
  if (live !== undefined || lookalike === undefined) return [];
  return [
    {
      code: 'topic-collision',
      severity: 'error',
      message: `topic ${topic.id.name} cannot be created on ${topic.id.cluster}, where ${lookalike} is and Kafka takes dots and underscores for the same`,
      hint: 'Rename the topic; or delete the other one first, in a change of its own.',
      position: topic.provenance.position,
      about: topic.id,
    },
  ];
}

/**
 * `LogConfig.validateTurningOffRemoteStorageWithDelete` (KIP-950). What Aiven does with a switch that it cannot send with the deletion is not
 * known; brokers of an external cluster are asked, where the login may.
 */
function tieredStorageFindings(question: LimitQuestion): readonly Finding[] {
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

/**
 * Aiven's API takes a topic without them, and its own clients always send them: without, topics "may not work correctly" (its
 * description for agents), as with one replica on several nodes.
 */
function layoutFindings({ topic, live, clusterType }: LimitQuestion): readonly Finding[] {
  if (live !== undefined || clusterType !== 'aiven') return [];
  const missing = (['partitions', 'replication'] as const).filter((field) => topic[field] === undefined);
  if (missing.length === 0) return [];
  return [
    {
      code: 'topic-layout-missing',
      severity: 'error',
      message: `topic ${topic.id.name} is to be created on ${topic.id.cluster}, and the spec does not say its ${missing.join(' and ')}`,
      hint: `State ${missing.join(' and ')} of the topic, here or in its profile.`,
      position: topic.provenance.position,
      about: topic.id,
    },
  ];
}

function replicationFindings(question: LimitQuestion): readonly Finding[] {
  const { topic, live, cluster, clusterType } = question;
  const { replication } = topic;
  // The replication of a topic that exists on an external cluster is left as it is.
  const isSent = live === undefined || (clusterType === 'aiven' && live.replication !== replication);
  if (!isSent || replication === undefined || !isKnown(cluster.brokers)) return [];
  const brokers = cluster.brokers.value;
  if (replication > brokers) {
    return [
      problem(question, {
        code: 'replication-above-brokers',
        field: 'replication',
        message: `topic ${topic.id.name} asks for replication factor ${replication}, and ${topic.id.cluster} has ${brokers} broker${brokers === 1 ? '' : 's'}`,
        hint: fewerReplicas(topic, brokers),
      }),
    ];
  }
  if (clusterType === 'external' || replication > 1 || brokers === 1 || isDiskless(question)) return [];
  return [
    problem(question, {
      code: 'replication-one',
      field: 'replication',
      message: `topic ${topic.id.name} asks for one replica, which Aiven refuses on ${topic.id.cluster} with its ${brokers} nodes`,
      hint: `Write replication: ${Math.min(brokers, 3)}.`,
    }),
  ];
}

function disklessFindings(question: LimitQuestion): readonly Finding[] {
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

function configFindings(question: LimitQuestion): readonly Finding[] {
  const { topic } = question;
  const sent = [...topic.config.keys()].filter((key) => isSent(question, key));
  const resets = resetKeys(question);
  if (sent.length + resets.length === 0) return [];
  return [
    ...sent.flatMap((key) => storageFinding(question, key)),
    ...[...topic.config.keys()].flatMap((key) => versionFinding(question, key)),
    ...resets.flatMap((key) => resetFinding(question, key)),
    ...relationFindings(question),
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
function storageFinding(question: LimitQuestion, key: string): readonly Finding[] {
  const { topic, cluster, clusterType } = question;
  const storage = storages.get(key);
  if (storage === undefined || topic.config.get(key) !== 'true' || clusterType === 'external') return [];
  const { words, setting, feature } = storage;
  const there = cluster.features[feature];
  const { name, cluster: place } = topic.id;
  const field = configPath(key);
  if (!isKnown(there)) {
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

/** Brokers check the whole config of a topic with every change of it, what stays included. */
function versionFinding(question: LimitQuestion, key: string): readonly Finding[] {
  const { topic, cluster } = question;
  const { kafkaVersion } = cluster.features;
  const value = topic.config.get(key);
  const config = topicConfigs.get(key);
  if (!isKnown(kafkaVersion) || value === undefined || value === null || config === undefined) return [];
  const version = kafkaVersion.value;
  const where = `${topic.id.cluster}, which runs Kafka ${showKafkaVersion(version)}`;
  const told = (code: string, says: string, hint: string) => [
    problem(question, {
      code,
      field: configPath(key),
      message: `topic ${topic.id.name}: ${says} on ${where}`,
      hint,
    }),
  ];
  if (config.goneIn !== undefined && isAtLeast(version, config.goneIn.version)) {
    return told('config-deprecated', `${key} does not exist`, config.goneIn.instead);
  }
  if (config.since !== undefined && !isAtLeast(version, config.since)) {
    const since = `${key} exists since Kafka ${showKafkaVersion(config.since)}, so not`;
    return told('config-needs-newer-kafka', since, 'Remove it, or upgrade the service first.');
  }
  const minimum = minimumFor(key, version);
  if (minimum === undefined || BigInt(value) >= minimum) return [];
  return told('config-needs-older-kafka', `${key} ${value} is refused`, `Write ${key}: ${minimum} or more.`);
}

function minimumFor(key: string, version: KafkaVersion): bigint | undefined {
  const config = topicConfigs.get(key);
  if (config?.type !== 'quantity' || config.raised === undefined) return undefined;
  return isAtLeast(version, config.raised.version) ? config.raised.minimum : undefined;
}

/** Aiven's API writes the inherited value for a reset: there must be one, and the API must take the key. */
function resetFinding(question: LimitQuestion, key: string): readonly Finding[] {
  const { topic, live, clusterType } = question;
  if (clusterType === 'external') return [];
  const isUnknownToApi = topicConfigs.get(key)?.where === 'external';
  if (!isUnknownToApi && live?.config.get(key)?.inherited !== undefined) return [];
  const why = isUnknownToApi
    ? "Aiven's topic API does not take it"
    : "Aiven did not tell the service's default";
  const field = topic.config.has(key) ? configPath(key) : 'unlisted_config';
  const value = live?.config.get(key)?.value;
  const keep = isUnknownToApi || value == null ? 'unlisted_config: keep' : `${key}: ${value}`;
  return [
    problem(question, {
      code: 'config-cannot-reset',
      field,
      message: `topic ${topic.id.name} on ${topic.id.cluster}: ${key} cannot be reset, because ${why}`,
      hint: `Write ${keep} for this topic.`,
    }),
  ];
}

/** Broken relations between values. Those that the stated values alone break are left to the spec check. */
function relationFindings(question: LimitQuestion): readonly Finding[] {
  const { topic, live } = question;
  const stated: TopicValues = {
    replication: topic.replication,
    config: (key) => topic.config.get(key) ?? undefined,
  };
  const whole: TopicValues = {
    replication: topic.replication ?? live?.replication,
    config: (key) => after(question, key),
  };
  const known = new Set(brokenRelations(stated).map(({ code, key }) => `${code} ${key}`));
  return brokenRelations(whole)
    .filter(({ code, key }) => !known.has(`${code} ${key}`))
    .map(({ code, key, says, hint }) =>
      problem(question, {
        code,
        severity: relationSeverity[code],
        field: configPath(key),
        message: `topic ${topic.id.name} on ${topic.id.cluster}: ${says}, with the values that it has today`,
        hint,
      }),
    );
}

/** The value once the plan is applied; undefined: not known. */
function after({ topic, live }: LimitQuestion, key: string): string | undefined {
  const stated = topic.config.get(key);
  const there = live?.config.get(key);
  if (stated !== undefined && stated !== null) return stated;
  const isReset = stated === null || (topic.unlistedConfig === 'reset' && there?.overridden === true);
  return (isReset ? there?.inherited : there?.value) ?? undefined;
}

function isDiskless(question: LimitQuestion): boolean {
  return after(question, 'diskless.enable') === 'true';
}

function isSent({ topic, live }: LimitQuestion, key: string): boolean {
  const stated = topic.config.get(key);
  if (stated === undefined || stated === null) return false;
  const there = live?.config.get(key)?.value;
  return there === undefined || there === null || !sameConfigValue(there, stated);
}

function resetKeys({ topic, live }: LimitQuestion): readonly string[] {
  return [...(live?.config ?? [])]
    .filter(([key, { overridden }]) => {
      const stated = topic.config.get(key);
      return overridden && (stated === null || (stated === undefined && topic.unlistedConfig === 'reset'));
    })
    .map(([key]) => key);
}

function problem(
  { topic }: LimitQuestion,
  {
    field,
    ...told
  }: Pick<Finding, 'code' | 'message' | 'hint'> & {
    readonly severity?: Finding['severity'];
    readonly field: string;
  },
): Finding {
  const position = topic.positions?.get(field) ?? topic.provenance.position;
  return { severity: 'error', ...told, position, about: topic.id };
}
