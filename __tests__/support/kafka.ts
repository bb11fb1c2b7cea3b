import { afterAll, beforeAll } from '@jest/globals';
import { startKafkaCluster } from '../../sandbox/kafka/cluster.ts';
import type {
  KafkaBridge,
  KafkaClusterOptions,
  KafkaUser,
  SandboxKafka,
} from '../../sandbox/kafka/sandbox-kafka.ts';

/** A real cluster for the tests of one file. Read its fields inside tests and hooks, where it runs. */
export interface KafkaForTests {
  readonly kafka: SandboxKafka;
  readonly bridge: KafkaBridge;
}

/**
 * Starts a real Kafka cluster before this file's tests and stops it after them:
 *
 *     const cluster = withKafka({ name: 'acls', users: [{ name: 'mirror', password: 'mirror-password' }] });
 *     test('…', async () => { await cluster.bridge.createTopic(…) });
 *
 * A start takes some seconds, so keep the tests of one subject in one file, and give every test topics and users of its own
 * instead of a cluster of its own. Called twice in one file it gives two clusters, which start at the same time.
 */
export function withKafka(options: KafkaClusterOptions = { name: 'test' }): KafkaForTests {
  const cluster: Cluster = { options };
  clusters.push(cluster);
  let bridge: KafkaBridge | undefined;

  beforeAll(async () => {
    for (const each of clusters) each.starting ??= start(each.options);
    cluster.running = await cluster.starting;
    bridge = await cluster.running?.bridge();
  });
  afterAll(async () => {
    await cluster.running?.stop();
  });

  return {
    get kafka() {
      return present(cluster.running);
    },
    get bridge() {
      return present(bridge);
    },
  };
}

let shared: KafkaForTests | undefined;

/**
 * The one ordinary cluster of all that a test file imports, which is started once. It holds what all of them made, so each has
 * topics, principals and `users` of its own. A topic has 4 partitions and keeps records for 72 hours unless told.
 */
export function sharedKafka(users: readonly KafkaUser[] = []): KafkaForTests {
  shared ??= withKafka({
    name: 'shared',
    alsoIPv6: true,
    properties: { 'log.retention.hours': '72', 'num.partitions': '4' },
  });
  const cluster = shared;
  beforeAll(async () => {
    for (const { name, password } of users) await cluster.kafka.createUser(name, password);
  });
  return cluster;
}

interface Cluster {
  readonly options: KafkaClusterOptions;
  starting?: Promise<SandboxKafka>;
  running?: SandboxKafka | undefined;
}

/** Of this test file: jest gives each file modules of its own. */
const clusters: Cluster[] = [];

function start(options: KafkaClusterOptions): Promise<SandboxKafka> {
  const starting = startKafkaCluster(options);
  // Its own hook awaits it, maybe only after this one has failed.
  starting.catch(() => undefined);
  return starting;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the cluster runs only inside tests and hooks');
  return value;
}
