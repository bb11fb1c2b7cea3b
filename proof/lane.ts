import { createHash, randomBytes } from 'node:crypto';
import { startKafkaCluster } from '../sandbox/kafka/cluster.ts';
import type { KafkaBridge, SandboxKafka } from '../sandbox/kafka/sandbox-kafka.ts';

export interface LaneCluster {
  readonly kafka: SandboxKafka;
  readonly bridge: KafkaBridge;
}

/** Clusters on which one run after the other takes place; several lanes run side by side. */
export interface Lane {
  readonly version: string;
  /** Two of one broker are there from the beginning, others start when they are wanted. */
  cluster(index: number, brokers: number): Promise<LaneCluster>;
  /** Removes what a run left: `heartbeats` has the same name in all of them. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

export async function openLane(options: { readonly name: string; readonly version: string }): Promise<Lane> {
  const started = new Map<string, Promise<LaneCluster>>();
  const cluster = (index: number, brokers: number): Promise<LaneCluster> => {
    const name = `${options.name}-${index}-${brokers}`;
    const one = started.get(name) ?? startCluster(name, options.version, brokers);
    started.set(name, one);
    return one;
  };
  await Promise.all([cluster(0, 1), cluster(1, 1)]);
  const all = () => Promise.all(started.values());
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

async function startCluster(name: string, version: string, brokers: number): Promise<LaneCluster> {
  const kafka = await startKafkaCluster({ name, version, brokers });
  return { kafka, bridge: await kafka.bridge() };
}

/** Short, and in no word that a name could contain. */
export function newToken(): string {
  return `-x${randomBytes(3).toString('hex')}`;
}

/** The same for the same seed and run. */
export function seededToken(seed: string, scenario: string, without: string | null): string {
  const run = JSON.stringify([seed, scenario, without]);
  return `-x${createHash('sha256').update(run).digest('hex').slice(0, 6)}`;
}
