import type { LiveCluster } from '../../model/live.ts';
import type { Estate, NamedCluster } from '../estate.ts';
import { type Exclusions, LeftOut, type LeftOutItem } from '../left-out.ts';
import { FileNames } from '../names/file-names.ts';
import type { ClusterNames } from '../names/name-clusters.ts';
import type { ClusterDraft, SecretDraft, SpecDraft } from '../spec-draft.ts';
import { inferProfiles } from '../topics/profiles.ts';
import { draftTopic, type TopicDraft } from '../topics/topic-draft.ts';
import { draftAivenAcls, draftKafkaAcls } from './draft-acls.ts';
import { draftConnection } from './draft-clusters.ts';
import { draftMirrorMaker } from './draft-flows.ts';
import { SecretNames } from './secret-names.ts';
import { nobodysTopics } from './written-by-flows.ts';

export interface Drafted {
  readonly draft: SpecDraft;
  readonly leftOut: readonly LeftOutItem[];
}

/** What a spec can say of an estate, without what was excluded. The same estate gives the same draft. */
export function draftSpec(options: {
  readonly estate: Estate;
  readonly names: ClusterNames;
  /** Of the spec. */
  readonly name: string;
  readonly exclusions: Exclusions;
  /** Whether topics may share profiles. */
  readonly profiles: boolean;
  readonly certificateFolder: string;
}): Drafted {
  const { estate, names, exclusions } = options;
  const leftOut = new LeftOut(exclusions);
  const clusters = sayableClusters(options, leftOut);
  const aliases = new Map(
    clusters.flatMap((cluster) => [...cluster.aliases.keys()].map((alias) => [alias, cluster] as const)),
  );
  const mirrormakers = [...estate.mirrormakers.values()]
    .toSorted((a, b) => (a.service < b.service ? -1 : 1))
    .map((live) => draftMirrorMaker(live, { aliases, refused: names.refused, leftOut }));
  const secretNames = new SecretNames();
  const fileNames = new FileNames();
  const { certificateFolder } = options;
  const secrets: SecretDraft[] = [];
  const certificates = new Map<string, string>();
  const drafts = clusters.map((cluster): ClusterDraft => {
    const { project } = estate;
    const drafted = draftConnection(cluster, { project, secretNames, fileNames, certificateFolder, leftOut });
    secrets.push(...drafted.secrets);
    for (const [path, pem] of drafted.certificates) certificates.set(path, pem);
    const live = estate.clusters.get(cluster.key);
    return {
      key: cluster.key,
      connection: drafted.connection,
      topics: live === undefined ? [] : draftTopics(estate, cluster, live, aliases, leftOut),
      kafkaAcls: live === undefined ? [] : draftKafkaAcls(live, leftOut),
      aivenAcls: live === undefined ? [] : draftAivenAcls(live, leftOut),
    };
  });
  const draft = {
    name: options.name,
    project: estate.project,
    profiles: [],
    clusters: drafts,
    mirrormakers,
    certificates,
    secrets,
  };
  return { draft: options.profiles ? withProfiles(draft) : draft, leftOut: leftOut.items };
}

function sayableClusters(
  { estate, names }: { readonly estate: Estate; readonly names: ClusterNames },
  leftOut: LeftOut,
): readonly NamedCluster[] {
  if (estate.overview.state === 'unknown')
    leftOut.add({
      path: ['clusters'],
      what: `the Kafka services of ${estate.project}`,
      why: estate.overview.message,
    });
  if (estate.endpoints.state === 'unknown')
    leftOut.add({
      path: ['clusters', '*endpoints'],
      what: `the endpoints of ${estate.project}`,
      why: estate.endpoints.message,
    });
  for (const { endpoint, why } of names.unsaid)
    leftOut.add({ path: ['clusters', `*endpoint ${endpoint}`], what: `endpoint ${endpoint}`, why });
  return [...names.clusters.values()].filter(
    ({ key }) => !leftOut.excludes(['clusters', key], `cluster ${key}`),
  );
}

function draftTopics(
  estate: Estate,
  cluster: NamedCluster,
  live: LiveCluster,
  aliases: ReadonlyMap<string, NamedCluster>,
  leftOut: LeftOut,
): readonly TopicDraft[] {
  const { key } = cluster;
  const place = cluster.place.type === 'service' ? 'aiven' : 'external';
  if (live.topicNames.state === 'unknown') {
    if (live.topicNames.code !== 'not-managed')
      leftOut.add({
        path: ['clusters', key, 'topics'],
        what: `topics of ${key}`,
        why: live.topicNames.message,
      });
    return [];
  }
  if (leftOut.excludes(['clusters', key, 'topics'], `topics of ${key}`)) return [];
  const whyNobodys = nobodysTopics(estate, cluster, aliases);
  return live.topicNames.value.toSorted().flatMap((name) => {
    const path = ['clusters', key, 'topics', name];
    const why = whyNobodys(name);
    if (why !== undefined) {
      leftOut.add({ path, what: `topic ${name}`, why, isExpected: true });
      return [];
    }
    const reading = live.topics.get(name);
    if (reading?.state === 'known') {
      const topic = reading.value && draftTopic(path, reading.value, place, leftOut);
      return topic === undefined ? [] : [topic];
    }
    leftOut.add({ path, what: `topic ${name}`, why: reading?.message ?? 'it was not read' });
    return [];
  });
}

/** Over all clusters: what topics share is shared across them. */
function withProfiles(draft: SpecDraft): SpecDraft {
  const { profiles, topics } = inferProfiles(draft.clusters.flatMap((cluster) => cluster.topics));
  let next = 0;
  return {
    ...draft,
    profiles,
    clusters: draft.clusters.map((cluster) => {
      const own = topics.slice(next, next + cluster.topics.length);
      next += cluster.topics.length;
      return { ...cluster, topics: own };
    }),
  };
}
