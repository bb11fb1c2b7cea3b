import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import type { FlowNeeds } from '../../mirrormaker/needs.ts';
import type { AccessGrant, FlowReference } from '../../mirrormaker/union.ts';
import { rightsOn } from '../../mirrormaker/visible-topics.ts';
import { clusterOf } from '../../spec/cluster-of.ts';
import type { ExternalClusterSpec, FlowSpec, Spec } from '../../spec/spec.ts';
import type { DerivedTopic } from './derived-topics.ts';
import type { MirroredTopic } from './mirrored-topics.ts';

/** The clusters of a flow that are not Aiven's; each once, also where two aliases are one. */
export function externalEnds(spec: Spec, { source, target }: FlowSpec): readonly ExternalClusterSpec[] {
  return [...new Set([clusterOf(spec, source), clusterOf(spec, target)])].filter(
    (cluster) => cluster?.type === 'external',
  );
}

function referenceTo(flow: FlowSpec): FlowReference {
  return { name: mirrorFlowName(flow), position: flow.position };
}

/** What a flow needs `principal` to be permitted on one of its clusters. */
export function grantsTo(
  principal: string,
  { key }: ExternalClusterSpec,
  flow: FlowSpec,
  need: FlowNeeds,
): readonly AccessGrant[] {
  const place = { cluster: key, principal, flows: [referenceTo(flow)] };
  return rightsOn(key, need).map((entry): AccessGrant => ({ ...place, entry }));
}

const compacted: ReadonlyMap<string, string> = new Map([['cleanup.policy', 'compact']]);

/** MirrorMaker 2's own topics of a flow on one of its clusters. */
export function internalTopicsOn(
  { key }: ExternalClusterSpec,
  flow: FlowSpec,
  { topics }: Pick<FlowNeeds, 'topics'>,
): readonly DerivedTopic[] {
  const flows = [referenceTo(flow)];
  return topics
    .filter((topic) => topic.cluster === key)
    .map((topic): DerivedTopic => ({ ...topic, internal: true, config: compacted, flows }));
}

/** The topics that a flow is to find on one of its clusters, as `mirroredTopics` tells them. */
export function mirroredTopicsOn(
  { key }: ExternalClusterSpec,
  flow: FlowSpec,
  topics: readonly MirroredTopic[],
): readonly DerivedTopic[] {
  return topics
    .filter((topic) => topic.cluster === key)
    .map((topic): DerivedTopic => ({ ...topic, internal: false, flows: [referenceTo(flow)] }));
}
