import type { Aiven, AivenOptions } from '../aiven/aiven.ts';
import type { GitHub } from '../github/github.ts';
import type { GitHubOptions } from '../github/http/client.ts';
import type { KafkaCluster, KafkaOptions } from '../kafka/kafka.ts';
import type { Clock } from '../model/clock.ts';
import type { FileWriter } from './runner/outlet.ts';
import type { Runner } from './runner/runner.ts';

/** Everything outside the process, built once in `main.ts`. */
export interface Ports extends FileWriter {
  readonly runner: Runner;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `24.14.0` */
  readonly nodeVersion: string;
  readonly clock: Clock;
  /** The checkout. */
  readonly workspace: string;
  /** All texts of this program; what a secret cannot be told from when it stands in them. */
  readOwnText(): Promise<string>;
  /** The webhook payload, parsed; undefined when there is none. */
  readPayload(): Promise<unknown>;
  readonly connectAiven: (options: AivenOptions) => Aiven;
  readonly connectKafka: (options: KafkaOptions) => KafkaCluster;
  readonly connectGitHub: (options: GitHubOptions) => GitHub;
  /** Aborted when the runner asks the process to end. */
  readonly cancelled: AbortSignal;
}
