import type { Finding } from '../../model/finding.ts';
import { fewerReplicas } from './fewer-replicas.ts';
import { isDiskless, type LimitQuestion, problem } from './limit-question.ts';

/** `Topic.hasCollision`: the names of metrics could not be told apart. Deletions come after creations, so one in the same plan does not help. */
export function nameFindings({ topic, live, lookalike }: LimitQuestion): readonly Finding[] {
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
 * Aiven's API takes a topic without them, and its own clients always send them: without, topics "may not work correctly" (its
 * description for agents), as with one replica on several nodes.
 */
export function layoutFindings({ topic, live, clusterType }: LimitQuestion): readonly Finding[] {
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

export function replicationFindings(question: LimitQuestion): readonly Finding[] {
  const { topic, live, cluster, clusterType } = question;
  const { replication } = topic;
  // The replication of a topic that exists on an external cluster is left as it is.
  const isSent = live === undefined || (clusterType === 'aiven' && live.replication !== replication);
  if (!isSent || replication === undefined || cluster.brokers.state === 'unknown') return [];
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
