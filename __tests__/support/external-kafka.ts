import type { KafkaCluster } from '../../src/kafka/kafka.ts';
import { unknownFeatures } from '../../src/model/cluster-features.ts';
import type { LiveKafkaAcl } from '../../src/model/kafka-acl.ts';
import { byListedKind } from '../../src/model/live.ts';
import { known, unknown } from '../../src/model/reading.ts';

/** An external cluster as the port shows it: topics of one partition with so many records, and nothing to write. */
export class ExternalKafka {
  readonly topics = new Map<string, number>();
  acls: readonly LiveKafkaAcl[] = [];

  readonly port: KafkaCluster = {
    readCluster: async ({ cluster, topics }) => ({
      cluster,
      brokers: known(3),
      clusterId: unknown('incomplete', 'not told'),
      features: unknownFeatures(unknown('incomplete', 'brokers are asked instead')),
      topicNames: known([...this.topics.keys()].sort()),
      partitionCounts: new Map([...this.topics.keys()].map((name) => [name, 1])),
      topics: new Map(topics.map((name) => [name, known(undefined)])),
      ...byListedKind(() => unknown('not-managed', 'nobody asks')),
      kafkaAcls: known(this.acls),
      consumerGroups: unknown('not-managed', 'nobody asks'),
      serviceUsers: unknown('not-managed', 'no Aiven service'),
    }),
    readLoginRights: async () => unknown('unreachable', 'nobody logs in here'),
    readOffsets: async (wanted) =>
      known(
        new Map(
          [...this.topics]
            .filter(([name]) => wanted(name))
            .map(([name, end]) => [name, known({ start: [0], end: [end] })]),
        ),
      ),
    validateTopics: async (changes) =>
      changes.map(() => ({ state: 'not-asked', because: 'nobody is asked here' })),
    topics: { write: refuse, readBack: async (ids) => ids.map(() => known(undefined)) },
    kafkaAcls: { write: refuse, readBack: async (ids) => ids.map(() => known(undefined)) },
    close: async () => undefined,
  };
}

async function refuse(): Promise<never> {
  throw new Error('nothing is written here');
}
