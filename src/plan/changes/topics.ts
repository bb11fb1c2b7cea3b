import { isOwnTopic } from '../../mirrormaker/names.ts';
import type { Desired } from '../../model/desired.ts';
import type { Live, LiveCluster } from '../../model/live.ts';
import { owningTopicPattern, prunesTopics } from '../../model/owning-pattern.ts';
import type { Topic, TopicId } from '../../model/topic.ts';
import { collisionKey } from '../../model/topic-name.ts';
import { topicComparison } from '../compare/topic.ts';
import { limitFindings } from '../limits/limit-findings.ts';
import type { LimitQuestion } from '../limits/limit-question.ts';
import { countFindings } from './check-counts.ts';
import { groupByPlace, isKnown, type PlanDraft, reasonOf } from './plan-draft.ts';

export function planTopics(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const [place, topics] of groupByPlace(desired.topics))
    planCluster(desired, place, topics, live, draft);
  planRemovals(desired, live, draft);
  for (const { key } of desired.clusters) planOthers(desired, key, live.clusters.get(key), draft);
}

function planCluster(
  desired: Desired,
  place: string,
  topics: readonly Topic[],
  live: Live,
  draft: PlanDraft,
): void {
  const cluster = live.clusters.get(place);
  if (!isKnown(cluster?.topicNames)) {
    draft.unknown(reasonOf(cluster?.topicNames), { place }, topicComparison, topics);
    return;
  }
  const type = desired.clusters.find((candidate) => candidate.key === place)?.type;
  const lookalikes = new Map(cluster?.topicNames.value.map((name) => [collisionKey(name), name]));
  for (const topic of topics) {
    const reading = cluster?.topics.get(topic.id.name);
    if (isKnown(reading)) {
      draft.compare(topicComparison, topic, reading.value, type === undefined ? {} : { clusterType: type });
    } else {
      draft.unknown(reasonOf(reading), { place, name: topic.id.name }, topicComparison, [topic]);
    }
    if (type !== undefined && cluster !== undefined && isKnown(reading)) {
      const lookalike = lookalikes.get(collisionKey(topic.id.name));
      checkLimits({ topic, live: reading.value, cluster, clusterType: type, lookalike }, draft);
    }
  }
  const position = desired.clusters.find((candidate) => candidate.key === place)?.position;
  if (type === 'aiven' && cluster !== undefined && position !== undefined) {
    draft.findings.push(...countFindings({ cluster, topics, position }));
  }
}

/** Where the plan knows more than the spec check, its finding replaces the one of the spec check. */
function checkLimits(question: LimitQuestion, draft: PlanDraft): void {
  const { topic, live, cluster, clusterType } = question;
  const findings = limitFindings(question);
  draft.findings.push(...findings);
  draft.settled.push(...findings.flatMap(({ code, position }) => (position ? [{ code, position }] : [])));
  const replication = topic.positions?.get('replication');
  if (clusterType === 'external' || replication === undefined) return;
  if (isKnown(cluster.brokers)) draft.settled.push({ code: 'replication-one', position: replication });
  if (live?.config.get('diskless.enable')?.value === 'true') {
    draft.settled.push({ code: 'diskless-replication', position: replication });
  }
}

function planRemovals(desired: Desired, live: Live, draft: PlanDraft): void {
  for (const { id, provenance } of desired.tombstones) {
    if (id.kind !== 'topic') continue;
    const reading = live.clusters.get(id.cluster)?.topics.get(id.name);
    if (!isKnown(reading)) {
      draft.unread.push({ place: id.cluster, kind: 'topic', name: id.name, reason: reasonOf(reading) });
    } else if (reading.value !== undefined) {
      draft.remove(topicComparison, reading.value, provenance);
    }
  }
}

/** Topics that nobody declared: pruned inside a pruned scope, else left alone. */
function planOthers(
  desired: Desired,
  place: string,
  cluster: LiveCluster | undefined,
  draft: PlanDraft,
): void {
  if (!isKnown(cluster?.topicNames)) return;
  const named = new Set(
    [...desired.topics, ...desired.tombstones]
      .map(({ id }) => id)
      .filter((id): id is TopicId => id.kind === 'topic' && id.cluster === place)
      .map(({ name }) => name),
  );
  for (const name of cluster?.topicNames.value ?? []) {
    if (named.has(name)) continue;
    const id: TopicId = { kind: 'topic', cluster: place, name };
    const owner = owningTopicPattern(desired, place, name);
    const isOwn = isOwnTopic(name);
    if (isOwn || desired.mirrored(place, name)) {
      draft.leftAlone.push({ id, why: isOwn ? 'internal' : 'mirrored' });
    } else if (owner === undefined || !prunesTopics(desired, place)) {
      draft.leftAlone.push({ id, why: owner === undefined ? 'outside-manage' : 'not-listed' });
    } else {
      const open = desired.undecided.find(({ ends }) => ends.some((end) => end.cluster === place));
      const reading = open?.reason ?? desired.unclearTargets.get(place) ?? cluster?.topics.get(name);
      if (!isKnown(reading)) {
        draft.unread.push({ place, kind: 'topic', name, reason: reasonOf(reading) });
      } else if (reading.value !== undefined) {
        draft.remove(topicComparison, reading.value, {
          origin: 'owned',
          position: owner.position,
          pattern: owner.pattern,
        });
      }
    }
  }
}
