import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { FlowMatches } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import { collisionKey } from '../../model/topic-name.ts';
import type { Spec } from '../../spec/spec.ts';
import { mayGrow, type TopicsAfter } from '../derived/after-plan.ts';
import type { CheckedFlow, MirrorLogins } from '../derived/view.ts';
import { told } from './told-topics.ts';

export interface TopicWorld {
  readonly spec: Spec;
  readonly desired: Desired;
  readonly live: Live;
  readonly logins: MirrorLogins;
  readonly after: TopicsAfter;
}

/** Where names and partitions of a target do not fit what the flow brings, once the plan is applied. */
export function topicFits(checked: CheckedFlow, matches: FlowMatches, world: TopicWorld): readonly Finding[] {
  return [
    ...collisions(checked, matches, world),
    ...smallTargets(checked, matches, world),
    ...outgrown(checked, matches, world),
  ];
}

/** Kafka refuses names that differ only in dots and underscores (`ReplicationControlManager`). */
function collisions(
  checked: CheckedFlow,
  { topics }: FlowMatches,
  { after }: TopicWorld,
): readonly Finding[] {
  const target = after.declared(checked.flow.targetCluster);
  if (target.state !== 'known' || target.value.seenBy !== 'admin') return [];
  const { names } = target.value;
  const taken = new Map(names.map((name) => [collisionKey(name), name]));
  const there = new Set(names);
  const colliding = topics.filter(({ remote }) => !there.has(remote) && taken.has(collisionKey(remote)));
  return told(checked, colliding, {
    code: 'mirrored-topic-collides',
    severity: 'error',
    says: (shown) => {
      const others = colliding.slice(0, 5).map(({ remote }) => taken.get(collisionKey(remote)) ?? '');
      const are = colliding.length === 1 ? 'is' : 'are';
      return `${shown} cannot be created on ${checked.flow.targetCluster}, where ${others.join(', ')}${colliding.length > 5 ? ' and others' : ''} ${are} and Kafka takes dots and underscores for the same`;
    },
    hint: 'Exclude the topic with topics_exclude, or rename one of them.',
  });
}

/** MirrorMaker 2 adds partitions where it may; elsewhere its producer waits for the missing one for ever. */
function smallTargets(
  checked: CheckedFlow,
  { topics }: FlowMatches,
  { after }: TopicWorld,
): readonly Finding[] {
  const { flow, spec, needs } = checked;
  const target = after.declared(flow.targetCluster);
  const counts = target.state === 'known' ? target.value.partitions : undefined;
  const small = topics.filter(
    ({ remote, partitions }) => partitions !== undefined && (counts?.get(remote) ?? partitions) < partitions,
  );
  const onExternal = needs.target.length > 0;
  if (!onExternal || (flow.mirroredTopics !== 'ahead' && spec.access === 'manage')) return [];
  return told(checked, small, {
    code: 'mirrored-topic-too-small',
    severity: flow.mirroredTopics === 'ahead' ? 'error' : 'warning',
    says: (shown) =>
      `${shown} on ${flow.targetCluster} ${small.length === 1 ? 'has' : 'have'} fewer partitions than on ${flow.sourceCluster}: without Alter on it MirrorMaker 2 waits for the others for ever`,
    hint: `Raise the partitions on ${flow.targetCluster} to those on ${flow.sourceCluster}.`,
  });
}

/** A target that the spec gives fewer partitions than the flow makes: the next plan would ask for fewer than there are. */
function outgrown(
  { flow, spec: asked }: CheckedFlow,
  { topics }: FlowMatches,
  { spec, desired, live }: TopicWorld,
): readonly Finding[] {
  if (!flow.settings.enabled || !mayGrow(spec, flow, asked.access)) return [];
  const counts = live.clusters.get(flow.targetCluster)?.partitionCounts;
  const declared = new Map(
    desired.topics
      .filter(({ id, provenance }) => id.cluster === flow.targetCluster && provenance.origin === 'declared')
      .map((topic) => [topic.id.name, topic]),
  );
  return topics.flatMap(({ name, remote, partitions = 0 }): Finding[] => {
    const target = declared.get(remote);
    // What is there with more already is told where it is compared.
    if (target?.partitions === undefined || target.partitions >= partitions) return [];
    if ((counts?.get(remote) ?? 0) >= partitions) return [];
    return [
      {
        code: 'mirrored-topic-too-small',
        severity: 'error',
        message: `${remote} on ${flow.targetCluster} is declared with ${target.partitions} partitions, and ${mirrorFlowName(flow)} gives it ${partitions}, as many as ${name} has on ${flow.sourceCluster}: from then on the spec asks for fewer than there are`,
        hint: `Declare it with partitions: ${partitions}.`,
        position: target.positions?.get('partitions') ?? target.provenance.position,
      },
    ];
  });
}
