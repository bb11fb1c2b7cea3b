import type { AccessEntry } from '../../mirrormaker/mirror-flow.ts';
import { flowsTogether } from '../../mirrormaker/together/flows-together.ts';
import { type AccessGrant, unionOfAccess } from '../../mirrormaker/union.ts';
import { assumedWords } from '../../spec/effective/finding-basis.ts';
import { assumptionProbes } from '../../spec/effective/probes.ts';
import { assumedServiceProbes } from '../../spec/effective/service-probes.ts';
import type { ExternalClusterSpec, FlowSpec, Spec } from '../../spec/spec.ts';
import { byHandCommands } from './by-hand.ts';
import { type DerivedTopic, mergeTopics } from './derived-topics.ts';
import { externalEnds, grantsTo, internalTopicsOn, mirroredTopicsOn } from './flow-ends.ts';
import { mirrorClusters, specFlows } from './mirror-flows.ts';
import { mirroredTopics } from './mirrored-topics.ts';

/** Something that a cluster must have, and the defaults without which it would not be needed: `topics_exclude unset`. */
type Needed<T> = T & { readonly assumed: readonly string[] };

/** What all flows together need of one external cluster, whoever sets it up. */
export interface ClusterAccess {
  readonly cluster: ExternalClusterSpec;
  readonly flows: readonly FlowSpec[];
  readonly topics: readonly Needed<DerivedTopic>[];
  readonly rights: readonly Needed<Omit<AccessGrant, 'principal'>>[];
  /** Defaults: with another value something else would be needed as well. */
  readonly moreWithout: readonly string[];
  /** For the owner of the cluster. None for rights where the spec does not tell MirrorMaker 2's user. */
  readonly commands: readonly string[];
}

/**
 * By cluster in the order of the spec. What flows with `access: off` need is in it: this is about what must be there, and not about
 * who sees to it. No live system is asked: defaults stand in the place of what the spec does not state.
 */
export function accessOfFlows(spec: Spec): readonly ClusterAccess[] {
  const probed = [
    ...assumptionProbes(spec).map((probe) => ({ words: assumedWords(probe), spec: probe.spec })),
    ...assumedServiceProbes(spec).map(({ text, spec: other }) => ({ words: [text], spec: other })),
  ].map(({ words, spec: other }) => ({ words, needs: new Map(needsByCluster(other).map(byKey)) }));
  return needsByCluster(spec).map((needs) => {
    const { cluster, flows, topics, access } = needs;
    const own = new Set(keysOf(needs));
    const others = probed.map(({ words, needs: all }) => {
      const there = all.get(cluster.key);
      return { words, keys: new Set(there === undefined ? [] : keysOf(there)) };
    });
    const assumedFor = (key: string): readonly string[] =>
      wordsOf(others.filter(({ keys }) => !keys.has(key)));
    const isTold = cluster.mirror?.principal !== undefined;
    return {
      cluster,
      flows,
      topics: topics.map((topic) => ({ ...topic, assumed: assumedFor(topicKey(topic)) })),
      rights: access.map(({ cluster: key, entry, flows: its }) => ({
        ...{ cluster: key, entry, flows: its },
        assumed: assumedFor(rightKey(entry)),
      })),
      moreWithout: wordsOf(others.filter(({ keys }) => [...keys].some((key) => !own.has(key)))),
      commands: byHandCommands(cluster, topics, isTold ? access : []),
    };
  });
}

interface Needs {
  readonly cluster: ExternalClusterSpec;
  readonly flows: readonly FlowSpec[];
  readonly topics: readonly DerivedTopic[];
  readonly access: readonly AccessGrant[];
}

function needsByCluster(spec: Spec): readonly Needs[] {
  const flows = specFlows(spec);
  const { needs } = flowsTogether(
    flows.map(({ flow }) => flow),
    mirrorClusters(spec, new Map()),
  );
  const ends = flows.flatMap(({ spec: flow }, index) => {
    const need = needs[index];
    if (need === undefined) return [];
    const mirrored = mirroredTopics(spec, flow, need).topics;
    return externalEnds(spec, flow).map((cluster) => ({
      cluster,
      flow,
      topics: [...internalTopicsOn(cluster, flow, need), ...mirroredTopicsOn(cluster, flow, mirrored)],
      // A user that is not told is one user all the same.
      access: grantsTo(cluster.mirror?.principal ?? '', cluster, flow, need),
    }));
  });
  return [...spec.clusters.values()].flatMap((cluster): Needs[] => {
    const here = ends.filter((end) => end.cluster === cluster);
    if (cluster.type !== 'external' || here.length === 0) return [];
    return [
      {
        cluster,
        flows: here.map(({ flow }) => flow),
        topics: mergeTopics(here.flatMap(({ topics }) => topics)),
        access: unionOfAccess(here.flatMap(({ access }) => access)),
      },
    ];
  });
}

function byKey(needs: Needs): readonly [string, Needs] {
  return [needs.cluster.key, needs];
}

function wordsOf(probes: readonly { readonly words: readonly string[] }[]): readonly string[] {
  return [...new Set(probes.flatMap(({ words }) => words))];
}

function keysOf({ topics, access }: Needs): readonly string[] {
  return [...topics.map(topicKey), ...access.map(({ entry }) => rightKey(entry))];
}

function topicKey({ name, partitions, replication }: DerivedTopic): string {
  return JSON.stringify([name, partitions, replication]);
}

function rightKey({ resourceType, resourceName, patternType, operation }: AccessEntry): string {
  return JSON.stringify([resourceType, resourceName, patternType, operation]);
}
