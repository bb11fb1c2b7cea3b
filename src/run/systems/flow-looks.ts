import type { Aiven } from '../../aiven/aiven.ts';
import type { KafkaCluster } from '../../kafka/kafka.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { mayTake, originalOf } from '../../mirrormaker/written-topics.ts';
import { type Unknown, unknown } from '../../model/reading.ts';
import type { ClusterOffsets } from '../../model/topic-offsets.ts';
import type { FlowLook } from '../../plan/flows/topic-movement.ts';
import type { Spec } from '../../spec/spec.ts';

/** The part of the systems that tells where logs end, and of Aiven what it says of the flows. */
export interface LookedAtSystems {
  readonly aiven: Pick<Aiven, 'readOffsets' | 'readMirrorMaker'>;
  readonly external: ReadonlyMap<
    string,
    | { readonly state: 'open'; readonly cluster: Pick<KafkaCluster, 'readOffsets'> }
    | { readonly state: 'closed'; readonly reason: Unknown }
  >;
}

/**
 * Looks at both ends of the flows: each cluster is asked once for all of them. `seconds` is the
 * time of this look, see `FlowLook`. External clusters are asked as `admin`.
 */
export async function lookAtFlows(
  spec: Spec,
  { aiven, external }: LookedAtSystems,
  flows: readonly MirrorFlow[],
  seconds: number,
): Promise<ReadonlyMap<MirrorFlow, FlowLook>> {
  const wanted = new Map<string, ((topic: string) => boolean)[]>();
  const want = (key: string, topics: (topic: string) => boolean) =>
    wanted.set(key, [...(wanted.get(key) ?? []), topics]);
  for (const flow of flows) {
    const original = originalOf(flow);
    want(flow.sourceCluster, mayTake(flow));
    want(flow.targetCluster, (topic) => original(topic) !== undefined);
  }
  const read = new Map(
    await Promise.all(
      [...wanted].map(async ([key, topics]): Promise<[string, ClusterOffsets]> => {
        return [key, await readOffsets(key, (topic) => topics.some((accepts) => accepts(topic)))];
      }),
    ),
  );
  return new Map(
    flows.map((flow) => [
      flow,
      {
        seconds,
        source: read.get(flow.sourceCluster) ?? notRead,
        target: read.get(flow.targetCluster) ?? notRead,
      },
    ]),
  );

  async function readOffsets(key: string, topics: (topic: string) => boolean): Promise<ClusterOffsets> {
    const cluster = spec.clusters.get(key);
    if (cluster?.type === 'aiven') {
      return aiven.readOffsets({ project: cluster.project, service: cluster.service }, topics);
    }
    const access = external.get(key);
    if (access?.state === 'open') return access.cluster.readOffsets(topics);
    return access?.reason ?? notRead;
  }
}

const notRead = unknown('incomplete', 'it was not asked');
