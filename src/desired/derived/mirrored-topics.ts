import { configFilter } from '../../mirrormaker/config-filter.ts';
import type { Rule } from '../../mirrormaker/mirror-flow.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { remoteTopic } from '../../mirrormaker/names.ts';
import type { FlowNeeds } from '../../mirrormaker/needs.ts';
import type { Finding } from '../../model/finding.ts';
import { clusterOf } from '../../spec/cluster-of.ts';
import type { FlowSpec, Spec, TopicSpec } from '../../spec/spec.ts';

export const mirroredTopic: Rule = {
  id: 'M1',
  why: 'create_topics: all has the mirrored topics created before MirrorMaker 2 needs them',
  without: 'The task that should copy the topic hangs, because it may not create it.',
};

/** A mirrored topic on the target, created with what its source declares. */
export interface MirroredTopic {
  /** Key of the cluster. */
  readonly cluster: string;
  readonly name: string;
  readonly partitions: number;
  readonly replication?: number;
  readonly config: ReadonlyMap<string, string>;
  readonly rule: Rule;
}

/**
 * The mirrored topics of a flow with `create_topics: all` on an external target, as far as the spec says how many
 * partitions their source has; a target with fewer makes MirrorMaker 2 wait for ever.
 */
export function mirroredTopics(
  spec: Spec,
  flow: FlowSpec,
  { flow: mirror, selection }: FlowNeeds,
): { readonly topics: readonly MirroredTopic[]; readonly findings: readonly Finding[] } {
  if (mirror.mirroredTopics !== 'ahead') return { topics: [], findings: [] };
  const declaredAtSource = clusterOf(spec, flow.source)?.topics;
  const declaredAtTarget = clusterOf(spec, flow.target)?.topics;
  const topics: MirroredTopic[] = [];
  const unknown: string[] = [];
  for (const name of selection.mirrored) {
    const remote = remoteTopic(flow.settings.replication_policy, flow.source, name);
    const source = declaredAtSource?.get(name);
    if (source?.partitions !== undefined) {
      const id = { cluster: mirror.targetCluster, name: remote };
      topics.push(likeItsSource(flow, id, source, source.partitions));
    } else if (declaredAtTarget?.has(remote) !== true) unknown.push(remote);
  }
  const findings: Finding[] = [];
  const name = mirrorFlowName(flow);
  if (unknown.length > 0) {
    findings.push({
      code: 'mirrored-topic-not-created',
      severity: 'warning',
      message: `${name}: ${unknown.join(', ')} cannot be created on ${flow.target}, because the spec does not say how many partitions the source has`,
      hint: `Declare the topics on ${flow.source} with partitions, or on ${flow.target}.`,
      position: flow.position,
    });
  }
  if (selection.prefixes.length > 0 || selection.notAhead.length > 0) {
    findings.push({
      code: 'mirrored-topics-later',
      severity: 'notice',
      message: `${name}: with create_topics: all a topic that appears on ${flow.source} later is not mirrored until the spec declares it`,
      hint: `Declare new topics on ${flow.source} before they are created there, or use create_topics: internal.`,
      position: flow.position,
    });
  }
  return { topics, findings };
}

function likeItsSource(
  flow: FlowSpec,
  id: Pick<MirroredTopic, 'cluster' | 'name'>,
  source: TopicSpec,
  partitions: number,
): MirroredTopic {
  const { replication_factor: replication } = flow.settings;
  const verdict = configFilter(flow.settings.config_properties_exclude);
  const config = [...source.config].filter(
    (pair): pair is [string, string] => pair[1] !== null && verdict(pair[0]) === 'copied',
  );
  return {
    ...id,
    partitions,
    ...(replication === undefined ? {} : { replication }),
    config: new Map(config),
    rule: mirroredTopic,
  };
}
