import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { remoteTopic } from '../../mirrormaker/names.ts';
import { topicFilter } from '../../mirrormaker/topic-filter.ts';
import type { Desired } from '../../model/desired.ts';
import type { Live } from '../../model/live.ts';
import { known, type Reading } from '../../model/reading.ts';
import type { Spec } from '../../spec/spec.ts';
import { type SpecFlow, specFlows } from './mirror-flows.ts';
import { type MirrorLogins, type View, viewOf } from './view.ts';

/** The topics of the clusters as they will be. */
export interface TopicsAfter {
  /** With those that the spec creates, and the partitions that it adds. */
  readonly declared: (cluster: string) => Reading<View>;
  /** With what the flows of the spec make of that as well, one after the other. */
  readonly mirrored: (cluster: string) => Reading<View>;
}

interface Topics {
  readonly view: View;
  /** Partitions by name; undefined: not told. */
  readonly counts: Map<string, number | undefined>;
}

export function topicsAfter(options: {
  readonly spec: Spec;
  readonly desired: Pick<Desired, 'topics' | 'leavesOut'>;
  readonly live: Live;
  readonly logins: MirrorLogins;
}): TopicsAfter {
  const { spec, live, logins } = options;
  const declared = withDeclared(options);
  const mirrored = new Map(
    [...declared].map(([key, { view, counts }]) => [key, { view, counts: new Map(counts) }]),
  );
  const flows = specFlows(spec).filter(({ flow }) => flow.settings.enabled);
  // Each round reaches one flow further, and there are no more of them.
  for (const _ of flows) if (!flows.map((one) => mirror(spec, one, mirrored)).includes(true)) break;
  const reading = (topics: ReadonlyMap<string, Topics>) => (cluster: string) => {
    const one = topics.get(cluster);
    return one === undefined ? viewOf(cluster, live, logins) : known(viewWith(one));
  };
  return { declared: reading(declared), mirrored: reading(mirrored) };
}

function withDeclared({
  spec,
  desired,
  live,
  logins,
}: Parameters<typeof topicsAfter>[0]): ReadonlyMap<string, Topics> {
  const asked = Map.groupBy(
    desired.topics.filter((topic) => !desired.leavesOut(topic)),
    ({ id }) => id.cluster,
  );
  return new Map(
    [...spec.clusters.keys()].flatMap((key): [string, Topics][] => {
      const view = viewOf(key, live, logins);
      if (view.state === 'unknown') return [];
      const counts = new Map<string, number | undefined>(
        view.value.names.map((name) => [name, view.value.partitions.get(name)]),
      );
      for (const { id, partitions } of asked.get(key) ?? []) {
        counts.set(id.name, most(counts.get(id.name), partitions));
      }
      return [[key, { view: view.value, counts }]];
    }),
  );
}

/** Whether anything changed. */
function mirror(spec: Spec, { flow, spec: asked }: SpecFlow, topics: ReadonlyMap<string, Topics>): boolean {
  const [source, target] = [topics.get(flow.sourceCluster), topics.get(flow.targetCluster)];
  if (source === undefined || target === undefined) return false;
  const { verdict } = topicFilter(flow);
  const grows = mayGrow(spec, flow, asked.access);
  let hasChanged = false;
  for (const [name, count] of source.counts) {
    if (verdict(name) !== 'mirrored') continue;
    const remote = remoteTopic(flow.settings.replication_policy, flow.source, name);
    const isThere = target.counts.has(remote);
    if (isThere && !grows) continue;
    const [before, after] = [target.counts.get(remote), most(target.counts.get(remote), count)];
    if (isThere && before === after) continue;
    target.counts.set(remote, after);
    hasChanged = true;
  }
  return hasChanged;
}

/** On a service of Aiven MirrorMaker 2 may add partitions; elsewhere where it is granted. */
export function mayGrow(spec: Spec, flow: MirrorFlow, access: string): boolean {
  if (spec.clusters.get(flow.targetCluster)?.type !== 'external') return true;
  return flow.mirroredTopics !== 'ahead' && access === 'manage';
}

/** Undefined where neither is told. */
function most(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}

function viewWith({ view, counts }: Topics): View {
  const told = [...counts].flatMap(([name, count]): [string, number][] =>
    count === undefined ? [] : [[name, count]],
  );
  return { seenBy: view.seenBy, names: [...counts.keys()].sort(), partitions: new Map(told) };
}
