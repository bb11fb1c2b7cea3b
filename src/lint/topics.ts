import { showKafkaVersion } from '../model/kafka-version.ts';
import { aivenRecommends } from '../model/limits/aiven.ts';
import { topicConfigs } from '../model/limits/topic-configs.ts';
import { brokenRelations } from '../model/limits/topic-relations.ts';
import type { ClusterSpec, TopicSpec } from '../spec/spec.ts';
import type { LintContext } from './context.ts';

export function lintTopics(context: LintContext): void {
  for (const cluster of context.spec.clusters.values()) {
    for (const topic of cluster.topics.values()) {
      lintInternal(topic, context);
      lintRelations(cluster, topic, context);
      lintVersions(cluster, topic, context);
      lintReplication(cluster, topic, context);
    }
    lintCounts(cluster, context);
  }
  lintProfiles(context);
}

function lintInternal(topic: TopicSpec, { report }: LintContext): void {
  if (!topic.name.startsWith('__')) return;
  report.add(
    'internal-topic',
    topic.position,
    `${topic.name} belongs to Kafka or its tools`,
    'Remove the topic.',
  );
}

/** What is stated for the topic itself; what a plan adds from the live topic is looked at there. */
function lintRelations(cluster: ClusterSpec, topic: TopicSpec, { locator, report }: LintContext): void {
  const stated = {
    replication: topic.replication,
    config: (key: string) => topic.config.get(key) ?? undefined,
  };
  for (const { code, key, says, hint } of brokenRelations(stated)) {
    const position = locator.value(configPath(cluster, topic, key));
    report.add(code, position, `topic ${topic.name}: ${says}`, hint);
  }
}

/** Values that depend on what the brokers are: errors in a plan, which knows them. */
function lintVersions(cluster: ClusterSpec, topic: TopicSpec, { locator, report }: LintContext): void {
  for (const [key, value] of topic.config) {
    const limit = topicConfigs.get(key);
    if (limit?.type !== 'quantity' || value === null) continue;
    const place = () => locator.value(configPath(cluster, topic, key));
    const { raised, aivenIgnoresBelow } = limit;
    if (raised !== undefined && BigInt(value) < raised.minimum) {
      const message = `topic ${topic.name}: Kafka ${showKafkaVersion(raised.version)} and later refuse ${key} below ${raised.minimum}`;
      report.add('config-needs-older-kafka', place(), message, `Write ${key}: ${raised.minimum} or more.`);
    } else if (
      cluster.type === 'aiven' &&
      aivenIgnoresBelow !== undefined &&
      BigInt(value) < aivenIgnoresBelow
    ) {
      const message = `topic ${topic.name}: Aiven ignores ${key} below ${aivenIgnoresBelow}`;
      report.add('config-ignored', place(), message, `Write ${key}: ${aivenIgnoresBelow} or more.`);
    }
  }
}

/** Aiven refuses one replica of a classic topic where there are several nodes, and more than one of a diskless topic. */
function lintReplication(cluster: ClusterSpec, topic: TopicSpec, { locator, report }: LintContext): void {
  const { name, replication } = topic;
  if (cluster.type !== 'aiven' || replication === undefined) return;
  const place = () => locator.value(['clusters', cluster.key, 'topics', name, 'replication']);
  const isDiskless = topic.config.get('diskless.enable') === 'true';
  if (isDiskless && replication !== 1) {
    const message = `topic ${name}: Aiven creates diskless topics with replication: 1 only`;
    report.add(
      'diskless-replication',
      place(),
      message,
      'Write replication: 1; the storage replicates by itself.',
    );
  } else if (!isDiskless && replication === 1) {
    const message = `topic ${name}: Aiven refuses replication: 1 on a service with more than one node`;
    report.add('replication-one', place(), message, 'Write replication: 2 or more.');
  }
}

function lintCounts(cluster: ClusterSpec, { locator, report }: LintContext): void {
  const { topics, key } = cluster;
  if (cluster.type !== 'aiven' || topics.size <= aivenRecommends.topics) return;
  const message = `${key} lists ${topics.size} topics, more than the ${aivenRecommends.topics} that Aiven recommends for a service`;
  const hint = 'Split them over several services, or remove topics that nobody uses.';
  report.add('too-many-topics', locator.key(['clusters', key, 'topics']), message, hint);
}

function configPath(cluster: ClusterSpec, topic: TopicSpec, key: string): readonly string[] {
  return ['clusters', cluster.key, 'topics', topic.name, 'config', key];
}

function lintProfiles({ raw, locator, report }: LintContext): void {
  const profiles = raw.topic_profiles ?? {};
  const topics = Object.values(raw.clusters ?? {}).flatMap((cluster) => Object.values(cluster.topics ?? {}));
  const used = new Set([
    ...topics.map(({ profile }) => profile),
    ...Object.values(profiles).map((one) => one.extends),
  ]);
  for (const name of Object.keys(profiles)) {
    if (used.has(name)) continue;
    const position = locator.key(['topic_profiles', name]);
    report.add(
      'unused-profile',
      position,
      `no topic uses the profile ${name}`,
      'Remove it, or name it in a topic.',
    );
  }
}
