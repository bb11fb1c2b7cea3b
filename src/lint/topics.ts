import type { ClusterSpec, TopicSpec } from '../spec/spec.ts';
import type { LintContext } from './context.ts';

export function lintTopics(context: LintContext): void {
  for (const cluster of context.spec.clusters.values()) {
    for (const topic of cluster.topics.values()) {
      lintInternal(topic, context);
      lintReplicas(cluster, topic, context);
      for (const unit of ['ms', 'bytes']) lintLocalRetention(cluster, topic, unit, context);
    }
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

function lintReplicas(cluster: ClusterSpec, topic: TopicSpec, { locator, report }: LintContext): void {
  const minimum = topic.config.get('min.insync.replicas');
  const { replication } = topic;
  if (minimum === undefined || minimum === null || replication === undefined) return;
  const position = locator.value(configPath(cluster, topic, 'min.insync.replicas'));
  const hint = `Set min.insync.replicas to ${Math.max(1, replication - 1)}, or raise replication.`;
  if (BigInt(minimum) > BigInt(replication)) {
    const message = `${topic.name} needs ${minimum} replicas in sync and has ${replication}`;
    report.add('min-insync-too-high', position, message, hint);
  } else if (replication > 1 && BigInt(minimum) === BigInt(replication)) {
    const message = `${topic.name} needs all ${replication} replicas in sync`;
    report.add('min-insync-equals-replication', position, message, hint);
  }
}

function lintLocalRetention(
  cluster: ClusterSpec,
  topic: TopicSpec,
  unit: string,
  { locator, report }: LintContext,
): void {
  const local = topic.config.get(`local.retention.${unit}`);
  const total = topic.config.get(`retention.${unit}`);
  if (local === undefined || local === null || total === undefined || total === null) return;
  if (BigInt(local) === -2n || BigInt(total) < 0n || (BigInt(local) >= 0n && BigInt(local) <= BigInt(total)))
    return;
  const position = locator.value(configPath(cluster, topic, `local.retention.${unit}`));
  const message = `local.retention.${unit} of ${topic.name} is longer than retention.${unit}`;
  report.add('local-retention', position, message, `Lower local.retention.${unit}, or write -2.`);
}

function configPath(cluster: ClusterSpec, topic: TopicSpec, key: string): readonly string[] {
  return ['clusters', cluster.alias, 'topics', topic.name, 'config', key];
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
