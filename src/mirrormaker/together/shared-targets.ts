import type { FlowProblem } from '../flow-problems.ts';
import { type MirrorFlow, mirrorFlowName } from '../mirror-flow.ts';
import { remoteTopic } from '../names.ts';
import type { FlowNeeds } from '../needs.ts';
import { sampleOf } from '../sample-name.ts';
import { topicFilter } from '../topic-filter.ts';
import type { FlowsTogether } from './flows-together.ts';

/**
 * Pairs of flows for which a topic name proves that they copy the same records to one cluster, or different records to one topic.
 * Compared by the clusters' keys, because MirrorMaker 2 takes two aliases of one cluster for two clusters.
 */
export function sharedTargets({ needs }: FlowsTogether): readonly FlowProblem[] {
  const enabled = needs.filter(({ flow }) => flow.settings.enabled);
  return enabled.flatMap((one, index) =>
    enabled.slice(0, index).flatMap((earlier): FlowProblem[] => {
      if (one.flow.targetCluster !== earlier.flow.targetCluster) return [];
      // Two flows that are one worker are refused by another rule.
      if (one.flow.source === earlier.flow.source) return [];
      return problemOf(one, earlier);
    }),
  );
}

function problemOf(one: FlowNeeds, earlier: FlowNeeds): FlowProblem[] {
  const { flow } = one;
  const [name, other] = [mirrorFlowName(flow), named(earlier.flow, flow)];
  const isSameSource = flow.sourceCluster === earlier.flow.sourceCluster;
  const topic = takenByBoth(one, earlier);
  if (topic === undefined) return [];
  const [remote, otherRemote] = [remoteOf(flow, topic), remoteOf(earlier.flow, topic)];
  const hint = 'Make the topics of the two flows disjoint, or keep one of the flows.';
  const problem = (code: string, message: string): FlowProblem[] => [
    { flow, finding: { code, severity: 'warning', message, hint } },
  ];
  if (remote === otherRemote) {
    const twice = isSameSource ? ', so each of its records comes twice' : '';
    return problem(
      'mirrored-topics-shared',
      `${name}: ${remote} on ${flow.targetCluster} is also written by ${other}${twice}`,
    );
  }
  if (!isSameSource) return [];
  return problem(
    'records-copied-twice',
    `${name}: topics such as ${topic} of ${flow.sourceCluster} are copied to ${flow.targetCluster} twice, as ${remote} and, by ${other}, as ${otherRemote}`,
  );
}

function remoteOf({ settings, source }: MirrorFlow, topic: string): string {
  return remoteTopic(settings.replication_policy, source, topic);
}

/** A topic that is known, else a name that the patterns of one of them surely mean. */
function takenByBoth(one: FlowNeeds, other: FlowNeeds): string | undefined {
  const known = new Set(other.selection.mirrored);
  const isSameSource = one.flow.sourceCluster === other.flow.sourceCluster;
  const there = one.selection.mirrored.find((name) => known.has(name));
  if (there !== undefined && (isSameSource || bothIdentity(one, other))) return there;
  if (!isSameSource && !bothIdentity(one, other)) return undefined;
  const verdicts = [topicFilter(one.flow), topicFilter(other.flow)].map(({ verdict }) => verdict);
  const patterns = [...one.flow.settings.topics, ...other.flow.settings.topics].slice(0, maxTried);
  return patterns
    .flatMap((pattern) => sampleOf(pattern) ?? [])
    .find((name) => verdicts.every((verdict) => verdict(name) === 'mirrored'));
}

const maxTried = 200;

/** Under the default policy the aliases of two clusters keep their topics apart. */
function bothIdentity(...both: readonly FlowNeeds[]): boolean {
  return both.every(({ flow }) => flow.settings.replication_policy === 'identity');
}

function named(flow: MirrorFlow, { service }: MirrorFlow): string {
  return flow.service === service ? mirrorFlowName(flow) : `${mirrorFlowName(flow)} in ${flow.service}`;
}
