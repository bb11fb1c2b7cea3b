import { randomBytes } from 'node:crypto';
import { startKafkaCluster } from '../sandbox/kafka/cluster.ts';
import type { KafkaBridge, SandboxKafka } from '../sandbox/kafka/sandbox-kafka.ts';

export interface LaneCluster {
  readonly kafka: SandboxKafka;
  readonly bridge: KafkaBridge;
}

/** Clusters on which one run after the other takes place; several lanes run side by side. */
export interface Lane {
  readonly version: string;
  /** The first ones are there from the beginning, further ones start when they are wanted. */
  cluster(index: number): Promise<LaneCluster>;
  /** Removes what a run left: `heartbeats` has the same name in all of them. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

export async function openLane(options: { readonly name: string; readonly version: string }): Promise<Lane> {
  const started: Promise<LaneCluster>[] = [];
  const cluster = (index: number): Promise<LaneCluster> => {
    started[index] ??= startCluster(`${options.name}-${index}`, options.version);
    return started[index];
  };
  await Promise.all([cluster(0), cluster(1)]);
  // Of an array with holes, only what was started.
  const all = () => Promise.all(started.filter((one) => one !== undefined));
  return {
    version: options.version,
    cluster,
    tidy: async () => {
      for (const { kafka, bridge } of await all()) {
        for (const { name, internal } of await bridge.listTopics()) {
          if (!internal) await bridge.deleteTopic(name);
        }
        await kafka.clearAuthorizerLog();
      }
    },
    stop: async () => {
      await Promise.all((await all()).map(({ kafka }) => kafka.stop()));
    },
  };
}

async function startCluster(name: string, version: string): Promise<LaneCluster> {
  const kafka = await startKafkaCluster({ name, version });
  return { kafka, bridge: await kafka.bridge() };
}

/** Short, and in no word that a name could contain. */
export function newToken(): string {
  return `-x${randomBytes(3).toString('hex')}`;
}
