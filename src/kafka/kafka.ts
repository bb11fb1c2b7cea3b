import type { ChangeOf } from '../model/change.ts';
import type { Clock } from '../model/clock.ts';
import type { KafkaConnection } from '../model/kafka-connection.ts';
import type { ClusterReadRequest, LiveCluster } from '../model/live.ts';
import type { LoginQuestions, LoginRights } from '../model/login-rights.ts';
import type { Reading } from '../model/reading.ts';
import type { KindAt } from '../model/resource.ts';
import type { Secrecy } from '../model/secrecy.ts';
import type { ClusterOffsets } from '../model/topic-offsets.ts';
import type { TopicValidation } from '../model/topic-validation.ts';
import type { WriteGate } from '../model/write-gate.ts';
import type { AdapterWriters } from '../model/writer.ts';

/** One external cluster. Connects on first use; `close` is safe to call at any time. */
export interface KafkaCluster extends AdapterWriters<KindAt<'cluster' | 'external-cluster'>> {
  readCluster(request: ClusterReadRequest): Promise<LiveCluster>;
  /** Logs in and asks the brokers what this login sees and may do. */
  readLoginRights(questions: LoginQuestions): Promise<Reading<LoginRights>>;
  /**
   * Asks the brokers whether they would take the creations and updates among these, and reads back that they took none.
   * One answer per change, in their order.
   */
  validateTopics(changes: readonly ChangeOf<'topic'>[]): Promise<readonly TopicValidation[]>;
  /**
   * Where the logs of the topics that are `wanted` begin and end, by name. Takes Describe on them. Each partition is
   * asked for at its leader, at the address that the brokers advertise, as far as that may be contacted; a topic of
   * which one leader did not answer is unknown.
   */
  readOffsets(wanted: (topic: string) => boolean): Promise<ClusterOffsets>;
  close(): Promise<void>;
}

/** What a plan asks of an external cluster. */
export type KafkaReader = Pick<KafkaCluster, 'readCluster' | 'readLoginRights' | 'validateTopics'>;

export interface KafkaOptions {
  readonly connection: KafkaConnection;
  readonly clock: Clock;
  readonly progress: (line: string) => void;
  /** One line for the debug log of each request: to which broker, what, and how long it took. */
  readonly trace?: (line: string) => void;
  /** `plan`: no request that changes something leaves, whatever is called. */
  readonly purpose: 'plan' | 'apply';
  /** Aborted when the run is cancelled: nothing is begun after it. */
  readonly cancelled: AbortSignal;
  /** Each write passes it. */
  readonly writeGate?: WriteGate;
  /** Asked what of a broker's words may be repeated. */
  readonly secrecy: Secrecy;
  /** `defaultDeadlines` unless told. */
  readonly deadlines?: Deadlines;
}

/** In milliseconds. */
export interface Deadlines {
  /** One TCP connection with its TLS handshake. */
  readonly connect: number;
  /** One request, from the moment it is sent. */
  readonly request: number;
  /** One call of this room's interface, with everything it takes. */
  readonly call: number;
}

/** In milliseconds; a call is all the requests of one question. */
export const defaultDeadlines: Deadlines = { connect: 5_000, request: 15_000, call: 60_000 };
