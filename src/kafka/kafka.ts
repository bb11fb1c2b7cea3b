import type { Clock } from '../model/clock.ts';
import type { KafkaConnection } from '../model/kafka-connection.ts';
import type { ClusterReadRequest, LiveCluster } from '../model/live.ts';
import type { ResourceWriter } from '../model/writer.ts';

/** One external cluster. Connects on first use; `close` is safe to call at any time. */
export interface KafkaCluster {
  readCluster(request: ClusterReadRequest): Promise<LiveCluster>;
  readonly topics: ResourceWriter<'topic'>;
  readonly acls: ResourceWriter<'kafka-acl'>;
  close(): Promise<void>;
}

export interface KafkaOptions {
  readonly connection: KafkaConnection;
  readonly clock: Clock;
  readonly progress: (line: string) => void;
}
