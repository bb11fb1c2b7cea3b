import type { BackendAcl } from '../sandbox/kafka-backend.ts';
import { everyRightOf } from '../sandbox/mirrormaker/service-user.ts';
import type { KafkaAcl } from '../src/model/kafka-acl.ts';
import type { Topic } from '../src/model/topic.ts';
import type { Derived, DerivedEntry } from './derive.ts';
import type { Lane, LaneCluster } from './lane.ts';
import type { RunNames, Scenario } from './scenario.ts';

/** A cluster of a run, ready for MirrorMaker 2. */
export interface GrantedCluster extends LaneCluster {
  /** Its key in the spec. */
  readonly key: string;
  readonly type: 'external' | 'service';
}

/** Clusters of a run by key. */
export type GrantedClusters = ReadonlyMap<string, GrantedCluster>;

/** Creates what is derived, but one right. On an Aiven service the user of MirrorMaker 2 may do everything. */
export async function grant(options: {
  readonly lane: Lane;
  readonly scenario: Scenario;
  readonly names: RunNames;
  readonly derived: Derived;
  readonly removed: DerivedEntry | undefined;
  readonly password: string;
}): Promise<GrantedClusters> {
  const { lane, scenario, names, derived, removed, password } = options;
  const clusters = new Map<string, GrantedCluster>();
  for (const [index, [cluster, type]] of Object.entries(scenario.clusters).entries()) {
    const key = names.alias(cluster);
    const brokers = scenario.brokers?.[cluster] ?? 1;
    const one = { ...(await lane.cluster(index, brokers)), key, type };
    clusters.set(key, one);
    await one.bridge.createUser({ name: names.user, password });
    const topics = derived.topics.filter(({ id }) => id.cluster === key);
    for (const topic of topics) await createTopic(one, topic);
    const entries = derived.entries.filter((entry) => entry !== removed && entry.acl.cluster === key);
    const acls =
      type === 'service' ? everyRightOf(`User:${names.user}`) : entries.map(({ acl }) => backendAcl(acl));
    for (const acl of acls) await one.bridge.createAcl(acl);
  }
  return clusters;
}

/** What became of the topics that were created ahead; empty if they are as they were derived. */
export async function changedTopics(derived: Derived, clusters: GrantedClusters): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [key, { bridge }] of clusters) {
    const topics = derived.topics.filter(({ id, provenance }) => {
      return id.cluster === key && provenance.origin === 'derived';
    });
    const live = new Map(
      (await bridge.describeTopics(topics.map(({ id }) => id.name))).map((topic) => [topic.name, topic]),
    );
    for (const topic of topics) {
      const found = live.get(topic.id.name);
      const policy = found?.config.find(({ name }) => name === 'cleanup.policy')?.value;
      const wanted = topic.config.get('cleanup.policy') ?? 'delete';
      const same =
        found?.partitions === topic.partitions &&
        found?.replication === topic.replication &&
        policy === wanted;
      if (!same) changed.push(`${topic.id.name} on ${key} is not as it was created`);
    }
  }
  return changed;
}

async function createTopic({ bridge }: LaneCluster, topic: Topic): Promise<void> {
  const config = [...topic.config].flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  await bridge.createTopic({
    name: topic.id.name,
    partitions: topic.partitions ?? -1,
    replication: topic.replication ?? -1,
    config: Object.fromEntries(config),
  });
}

function backendAcl(acl: KafkaAcl['id']): BackendAcl {
  return { ...acl, resourceType: upperCase(acl.resourceType), operation: upperCase(acl.operation) };
}

/** `TransactionalId` is `TRANSACTIONAL_ID` in Kafka's enums. */
export function upperCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
