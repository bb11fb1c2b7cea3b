import { connectTopics, offsetSyncsTopic, originalNames, remoteTopic } from '../mirrormaker/names.ts';
import { topicFilter } from '../mirrormaker/topic-filter.ts';
import type { Position } from '../model/position.ts';
import { collisionKey, maxTopicLength } from '../model/topic-name.ts';
import { clusterKey, clusterOf } from '../spec/cluster-of.ts';
import { place } from '../spec/rules/report.ts';
import type { Spec } from '../spec/spec.ts';
import { byPosition } from './clusters.ts';
import type { LintContext } from './context.ts';
import { type ServiceFlow, serviceFlows } from './flows.ts';

/** Names that meet on one cluster: listed topics, and those that flows create there. */
export function lintRemoteTopics(context: LintContext): void {
  const flows = serviceFlows(context);
  const mirrored = flows.flatMap((flow) => mirroredTopics(flow, context));
  lintLengths(mirrored, context);
  lintAliases(flows, context);
  for (const key of context.spec.clusters.keys()) lintCollisions(key, mirrored, context);
  for (const flow of flows) {
    lintWrittenTopics(flow, context);
    lintRemovedTopics(flow, context);
  }
}

interface MirroredTopic {
  readonly name: string;
  /** Key of the cluster. */
  readonly cluster: string;
  /** Of the topic on the source, or of the pattern that is its name. */
  readonly position: Position;
  readonly flow: string;
}

/** As far as the spec tells: topics listed on the source, and names that patterns spell out. */
function mirroredTopics(flow: ServiceFlow, { spec, locator }: LintContext): readonly MirroredTopic[] {
  const { include, verdict } = topicFilter(flow);
  const key = `${flow.source} -> ${flow.target}`;
  const topics = ['mirrormaker', flow.service, 'flows', key, 'topics'];
  const named = flow.settings.topics.flatMap((_, index) => {
    const pattern = include[index];
    if (pattern?.kind !== 'exact') return [];
    return pattern.names.map((name) => ({ name, position: locator.value([...topics, index]) }));
  });
  const listed = [...(clusterOf(spec, flow.source)?.topics.values() ?? [])];
  return [...listed, ...named]
    .filter(({ name }) => verdict(name) === 'mirrored')
    .map(({ name, position }) => ({
      name: remoteTopic(flow.settings.replication_policy, flow.source, name),
      cluster: clusterKey(spec, flow.target),
      position,
      flow: key,
    }));
}

function lintLengths(mirrored: readonly MirroredTopic[], { report }: LintContext): void {
  for (const { name, position, flow } of mirrored) {
    if (name.length <= maxTopicLength) continue;
    const message = `mirrored by ${flow} the topic's name would have ${name.length} characters, more than ${maxTopicLength}`;
    report.add(
      'remote-name-too-long',
      position,
      message,
      'Shorten the source alias, or use replication_policy: identity.',
    );
  }
}

/** MirrorMaker 2's own topics carry the alias: `mm2-offsets.a.b.internal` and `mm2-offsets.a_b.internal` collide. */
function lintAliases(flows: readonly ServiceFlow[], { spec, report }: LintContext): void {
  const seen = new Map<string, { readonly name: string; readonly flow: ServiceFlow }>();
  for (const flow of flows) {
    for (const { cluster, name } of ownTopics(flow, spec)) {
      const id = JSON.stringify([cluster, collisionKey(name)]);
      const earlier = seen.get(id);
      if (earlier === undefined) seen.set(id, { name, flow });
      else if (earlier.name !== name) {
        const message = `on ${cluster} ${name} collides with ${earlier.name}, of the flow at ${place(earlier.flow.position)}`;
        const hint = 'Rename one alias: Kafka treats dots and underscores alike here.';
        report.add('topic-collision', flow.position, message, hint);
      }
    }
  }
}

/** One of each set of topics that carry the same alias on the same cluster. */
function ownTopics({ source, target, settings }: ServiceFlow, spec: Spec) {
  const [sourceCluster, targetCluster] = [clusterKey(spec, source), clusterKey(spec, target)];
  const onSource = [
    ...(settings.offset_syncs_topic_location === 'source' ? [offsetSyncsTopic(target)] : []),
    ...(settings.emit_backward_heartbeats_enabled ? [connectTopics(target).offsets] : []),
  ];
  return [
    { cluster: targetCluster, name: connectTopics(source).offsets },
    ...onSource.map((name) => ({ cluster: sourceCluster, name })),
  ];
}

function lintCollisions(
  key: string,
  mirrored: readonly MirroredTopic[],
  { spec, report }: LintContext,
): void {
  const listed = [...(spec.clusters.get(key)?.topics.values() ?? [])];
  const names = [...listed, ...mirrored.filter(({ cluster }) => cluster === key)];
  const seen = new Map<string, { readonly name: string; readonly position: Position }>();
  for (const { name, position } of byPosition(names)) {
    const flat = collisionKey(name);
    const earlier = seen.get(flat);
    if (earlier === undefined) seen.set(flat, { name, position });
    else if (earlier.name !== name) {
      const message = `on ${key} ${name} collides with ${earlier.name}, from ${place(earlier.position)}`;
      report.add(
        'topic-collision',
        position,
        message,
        'Rename one: Kafka treats dots and underscores alike here.',
      );
    }
  }
}

function lintWrittenTopics(flow: ServiceFlow, { spec, report }: LintContext): void {
  const { verdict } = topicFilter(flow);
  const { replication_policy: policy } = flow.settings;
  for (const topic of clusterOf(spec, flow.target)?.topics.values() ?? []) {
    const from = originalNames(policy, flow.source, topic.name);
    const verdicts = new Set(from.map(verdict));
    if (!verdicts.has('mirrored') && !verdicts.has('unknown')) continue;
    const written = verdicts.has('mirrored') ? 'is also written' : 'may also be written';
    const message = `${topic.name} ${written} by the flow ${flow.source} -> ${flow.target} at ${place(flow.position)}`;
    const hint = 'Keep it if the mirrored topic is meant, otherwise rename it or narrow the flow.';
    report.add('topic-written-by-flow', topic.position, message, hint);
  }
}

/** A flow keeps its positions in topics of its own, and makes those again that it mirrors. */
function lintRemovedTopics(flow: ServiceFlow, { spec, report }: LintContext): void {
  const { source, target, settings, position } = flow;
  const name = `${source} -> ${target}`;
  const own = stateTopics(flow, spec);
  for (const cluster of [clusterOf(spec, source), clusterOf(spec, target)]) {
    for (const [topic, { position: removed }] of cluster?.removedTopics ?? []) {
      if (!own.some((one) => one.cluster === cluster?.key && one.name === topic)) continue;
      const message = `the flow ${name} at ${place(position)} keeps its state in ${topic}`;
      report.add('declared-and-removed', removed, message, 'Remove this line, or first the flow.');
    }
  }
  if (settings.enabled === false) return;
  const { verdict } = topicFilter(flow);
  for (const [topic, { position: removed }] of clusterOf(spec, target)?.removedTopics ?? []) {
    const from = originalNames(settings.replication_policy, source, topic);
    const verdicts = new Set(from.map(verdict));
    if (!verdicts.has('mirrored') && !verdicts.has('unknown')) continue;
    const mirrors = verdicts.has('mirrored') ? 'mirrors' : 'may mirror';
    const message = `${topic} comes back if its source still has it, because the flow ${name} at ${place(position)} ${mirrors} it`;
    const hint =
      'Delete it on the source first, or narrow the flow. Records that were mirrored are not mirrored again.';
    report.add('topic-written-by-flow', removed, message, hint);
  }
}

function stateTopics({ source, target, settings }: ServiceFlow, spec: Spec) {
  const [sourceCluster, targetCluster] = [clusterKey(spec, source), clusterKey(spec, target)];
  const syncs =
    settings.offset_syncs_topic_location === 'source'
      ? { cluster: sourceCluster, name: offsetSyncsTopic(target) }
      : { cluster: targetCluster, name: offsetSyncsTopic(source) };
  const kept = Object.values(connectTopics(source)).map((name) => ({ cluster: targetCluster, name }));
  return [...kept, syncs];
}
