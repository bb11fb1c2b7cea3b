import { internalTopicMustBe } from '../mirrormaker/internal-topics.ts';
import type { Finding } from '../model/finding.ts';
import { keyOf } from '../model/resource.ts';
import type { Topic } from '../model/topic.ts';
import type { ClusterSpec, Spec, TopicSpec } from '../spec/spec.ts';
import { type DerivedResources, derivedProvenance } from './derived/derived.ts';
import type { DerivedTopic } from './derived/derived-topics.ts';
import { byId } from './order.ts';

/** Kafka Connect's and MirrorMaker 2's default for every internal topic. */
const defaultReplication = 3;

/** Declared and derived topics. A declared topic wins over a derived one of its name, if it fits. */
export function desiredTopics(
  spec: Spec,
  derived: DerivedResources,
): {
  readonly managed: readonly Topic[];
  readonly checked: readonly Topic[];
  readonly findings: readonly Finding[];
} {
  const managed = new Map<string, Topic>();
  for (const cluster of spec.clusters.values()) {
    for (const topic of cluster.topics.values()) {
      const declared = declaredTopic(cluster, topic);
      managed.set(keyOf(declared.id), declared);
    }
  }
  const findings: Finding[] = [];
  const checked = new Map<string, Topic>();
  for (const { set, into } of [
    { set: derived.manage, into: managed },
    { set: derived.check, into: checked },
  ]) {
    for (const topic of set.topics) {
      const cluster = spec.clusters.get(topic.cluster);
      if (cluster === undefined) continue;
      const declared = cluster.topics.get(topic.name);
      if (declared !== undefined) {
        findings.push(...misfits(declared, topic));
        continue;
      }
      if (cluster.removedTopics.has(topic.name)) {
        findings.push(removedButNeeded(cluster, topic));
        continue;
      }
      const wanted = derivedTopic(cluster, topic);
      const key = keyOf(wanted.id);
      if (!managed.has(key)) into.set(key, wanted);
    }
  }
  return { managed: byId([...managed.values()]), checked: byId([...checked.values()]), findings };
}

function declaredTopic(cluster: ClusterSpec, topic: TopicSpec): Topic {
  return {
    id: { kind: 'topic', cluster: cluster.key, name: topic.name },
    ...(topic.partitions === undefined ? {} : { partitions: topic.partitions }),
    ...(topic.replication === undefined ? {} : { replication: topic.replication }),
    config: topic.config,
    ...(topic.tags === undefined ? {} : { tags: topic.tags }),
    ...(topic.description === undefined ? {} : { description: topic.description }),
    ...(topic.owner_user_group_id === undefined ? {} : { owner_user_group_id: topic.owner_user_group_id }),
    protect: topic.protect,
    unlistedConfig: topic.unlistedConfig,
    provenance: { origin: 'declared', position: topic.position, ...(topic.also && { also: topic.also }) },
    positions: topic.positions,
  };
}

/**
 * Protected: MirrorMaker 2 loses its positions with these topics, and without them copies everything again.
 * Overrides that the spec does not list are MirrorMaker 2's own doing, and so is the layout of one that is there: more partitions of
 * `mm2-offsets` would part what is kept there from where the worker looks for it.
 */
function derivedTopic(cluster: ClusterSpec, topic: DerivedTopic): Topic {
  const replication = topic.replication ?? (topic.internal ? defaultReplication : undefined);
  return {
    id: { kind: 'topic', cluster: topic.cluster, name: topic.name },
    partitions: topic.partitions,
    ...(replication === undefined ? {} : { replication }),
    ...(topic.internal ? { keepsLayout: true } : {}),
    config: topic.config,
    protect: true,
    unlistedConfig: 'keep',
    provenance: derivedProvenance(topic.flows, cluster.position, topic.rule),
  };
}

function misfits(declared: TopicSpec, topic: DerivedTopic): readonly Finding[] {
  return topic.internal ? internalMisfits(declared, topic) : tooFewPartitions(declared, topic);
}

function internalMisfits(declared: TopicSpec, topic: DerivedTopic): readonly Finding[] {
  const must = internalTopicMustBe(topic.rule);
  const findings: Finding[] = [];
  const report = (severity: 'error' | 'warning', says: string, hint: string): void => {
    findings.push({
      code: 'internal-topic-misfit',
      severity,
      message: `${topic.name} on ${topic.cluster} is declared with ${says}, but ${topic.rule.why}`,
      hint,
      position: declared.position,
    });
  };
  const single = must.partitions === 'exactly' && topic.partitions === 1;
  if (single && declared.partitions !== 1) {
    const says = declared.partitions === undefined ? 'no partitions' : `${declared.partitions} partitions`;
    report(
      'error',
      says,
      'Declare it with partitions: 1, or leave the topic to the flow: MirrorMaker 2 exits otherwise.',
    );
  }
  const policy = declared.config.get('cleanup.policy') ?? undefined;
  if (policy !== 'compact') {
    const says = policy === undefined ? 'no cleanup.policy' : `cleanup.policy: ${policy}`;
    const hint = 'Declare it with cleanup.policy: compact, or leave the topic to the flow.';
    report(must.compact === 'exactly' ? 'error' : 'warning', says, hint);
  }
  return findings;
}

function tooFewPartitions(declared: TopicSpec, topic: DerivedTopic): readonly Finding[] {
  if (declared.partitions === undefined || declared.partitions >= topic.partitions) return [];
  return [
    {
      code: 'mirrored-topic-too-small',
      severity: 'error',
      message: `${topic.name} on ${topic.cluster} has ${declared.partitions} partitions, its source has ${topic.partitions}: MirrorMaker 2 would wait for the others for ever`,
      hint: `Declare it with partitions: ${topic.partitions} or more.`,
      position: declared.position,
    },
  ];
}

function removedButNeeded(cluster: ClusterSpec, topic: DerivedTopic): Finding {
  const position = cluster.removedTopics.get(topic.name)?.position ?? cluster.position;
  const flows = topic.flows.map(({ name }) => name).join(', ');
  return {
    code: 'removed-but-needed',
    severity: 'error',
    message: `${topic.name} on ${topic.cluster} is removed, but ${flows} needs it`,
    hint: 'Remove the flow first, or delete the line under removed.',
    position,
    about: { kind: 'topic', cluster: topic.cluster, name: topic.name },
  };
}
