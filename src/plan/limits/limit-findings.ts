import { configPath } from '../../model/field-path.ts';
import type { Finding } from '../../model/finding.ts';
import { isAtLeast, type KafkaVersion, showKafkaVersion } from '../../model/kafka-version.ts';
import { topicConfigs } from '../../model/limits/topic-configs.ts';
import { brokenRelations, relationSeverity, type TopicValues } from '../../model/limits/topic-relations.ts';
import { sameConfigValue } from '../compare/config-value.ts';
import { layoutFindings, nameFindings, replicationFindings } from './layout-findings.ts';
import { after, type LimitQuestion, problem } from './limit-question.ts';
import { disklessFindings, storageFinding, tieredStorageFindings } from './storage-findings.ts';

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

/** Brokers check the whole config of a topic with every change of it, what stays included. */
function versionFinding(question: LimitQuestion, key: string): readonly Finding[] {
  const { topic, cluster } = question;
  const { kafkaVersion } = cluster.features;
  const value = topic.config.get(key);
  const config = topicConfigs.get(key);
  if (kafkaVersion.state === 'unknown' || value === undefined || value === null || config === undefined)
    return [];
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
        message: `topic ${topic.id.name} on ${topic.id.cluster}: ${says}, with ${live === undefined ? 'the defaults of the cluster' : 'the values that it has today'}`,
        hint,
      }),
    );
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
