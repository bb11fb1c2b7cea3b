import type { Live, LiveCluster } from '../../model/live.ts';
import { differsAsRegex } from '../../model/pattern-language.ts';
import type { Position } from '../../model/position.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import type { AclNameField, PrefixSpelling } from '../../spec/acl-name-hint.ts';
import { clusterOf } from '../../spec/cluster-of.ts';
import type { ClusterSpec, KafkaAclSpec, Spec } from '../../spec/spec.ts';

/** A text of the spec that stands for names, with all names of that sort that are there or that the spec declares. */
export interface HeldGlob {
  readonly pattern: string;
  readonly position: Position;
  /** Key of the cluster. */
  readonly cluster: string;
  readonly what: 'topic' | 'principal' | 'user' | 'consumer group';
  /** As what it is read; Kafka's ACLs know names and prefixes only. */
  readonly reads: 'a glob' | 'a name' | 'a prefix';
  /** Where it is the name in a Kafka ACL. */
  readonly field: AclNameField;
  readonly spelling?: PrefixSpelling;
  readonly names: Reading<readonly string[]>;
}

export function heldGlobs(spec: Spec, live: Live): readonly HeldGlob[] {
  return [
    ...[...spec.clusters.values()].flatMap((cluster) => ofCluster(cluster, live.clusters.get(cluster.key))),
    ...groupGlobs(spec).map((glob) => ({ ...glob, names: groupsOf(live.clusters.get(glob.cluster)) })),
  ];
}

/** Clusters of which the consumer groups have to be read, because a text may be meant in the other language. */
export function clustersWithDoubtfulGroups(spec: Spec): ReadonlySet<string> {
  const doubtful = groupGlobs(spec).filter(({ pattern }) => differsAsRegex(pattern));
  return new Set(doubtful.map(({ cluster }) => cluster));
}

function ofCluster(cluster: ClusterSpec, live: LiveCluster | undefined): readonly HeldGlob[] {
  const { scope = [], exclude = [] } = cluster.manage.topics ?? {};
  const topics = withDeclared(live?.topicNames, [...cluster.topics.keys()]);
  const users = live?.serviceUsers ?? notRead;
  const principals = together([
    named(live?.kafkaAcls, ({ id }) => id.principal),
    named(live?.aivenAcls, ({ id }) => `User:${id.username}`),
    named(live?.serviceUsers, (name) => `User:${name}`),
  ]);
  const glob = { cluster: cluster.key, reads: 'a glob', field: 'topic' } as const;
  return [
    ...[...scope, ...exclude].map((one) => ({ ...glob, ...one, what: 'topic', names: topics }) as const),
    ...(cluster.manage.acls?.principals ?? []).map(
      (one) => ({ ...glob, ...one, what: 'principal', names: principals }) as const,
    ),
    ...cluster.aivenAcls.flatMap(({ topic, username, positions }) => [
      { ...glob, pattern: topic, position: positions.topic, what: 'topic', names: topics } as const,
      { ...glob, pattern: username, position: positions.username, what: 'user', names: users } as const,
    ]),
  ];
}

/** `groups` of flows, which are groups of the source, and the names of groups in Kafka ACLs. */
function groupGlobs(spec: Spec): readonly Omit<HeldGlob, 'names'>[] {
  const group = { what: 'consumer group', field: 'group' } as const;
  const ofFlows = [...spec.mirrormakers.values()]
    .flatMap(({ flows }) => flows)
    .flatMap(({ source, groups }) => {
      const cluster = clusterOf(spec, source)?.key;
      if (cluster === undefined) return [];
      return groups.map((glob) => ({ ...group, ...glob, cluster, reads: 'a glob' }) as const);
    });
  const ofAcls = [...spec.clusters.values()].flatMap(({ key, kafkaAcls }) =>
    kafkaAcls
      .filter(({ resourceType }) => resourceType === 'Group')
      .map((acl) => ({ ...group, cluster: key, ...nameIn(acl) })),
  );
  return [...ofFlows, ...ofAcls];
}

function nameIn({ resourceName, patternType, namePosition, form }: KafkaAclSpec) {
  const reads = patternType === 'PREFIXED' ? 'a prefix' : 'a name';
  return {
    pattern: resourceName,
    position: namePosition,
    reads,
    ...(form && ({ spelling: 'map' } as const)),
  } as const;
}

function groupsOf(live: LiveCluster | undefined): Reading<readonly string[]> {
  return live?.consumerGroups ?? notRead;
}

const notRead = unknown('incomplete', 'it was not read');

function withDeclared(
  there: Reading<readonly string[]> | undefined,
  declared: readonly string[],
): Reading<readonly string[]> {
  return there?.state === 'known' ? known([...there.value, ...declared]) : (there ?? notRead);
}

function named<T>(
  reading: Reading<readonly T[]> | undefined,
  nameOf: (item: T) => string,
): Reading<readonly string[]> {
  if (reading === undefined) return notRead;
  return reading.state === 'known' ? known(reading.value.map(nameOf)) : reading;
}

/** Known only where each of them is; what is not there to be read, as users of an external cluster, is nothing. */
function together(readings: readonly Reading<readonly string[]>[]): Reading<readonly string[]> {
  const failed = readings.find((reading) => reading.state === 'unknown' && reading.code !== 'not-managed');
  if (failed !== undefined) return failed;
  return known([...new Set(readings.flatMap((reading) => (reading.state === 'known' ? reading.value : [])))]);
}
