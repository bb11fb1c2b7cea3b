import { connectKafka } from '../../../src/kafka/connect.ts';
import type { Deadlines, KafkaCluster } from '../../../src/kafka/kafka.ts';
import type { ChangeOf, FieldChange } from '../../../src/model/change.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { KafkaAclId } from '../../../src/model/kafka-acl.ts';
import type { KafkaConnection } from '../../../src/model/kafka-connection.ts';
import type { LiveTopic, Topic, TopicId } from '../../../src/model/topic.ts';
import { WriteGate } from '../../../src/model/write-gate.ts';
import { liveTopic } from '../build/live.ts';
import { declared } from '../build/places.ts';
import { kafkaAclId, topic } from '../build/resources.ts';
import { neverCancelled } from '../never-cancelled.ts';
import { realAlarm } from '../real-alarm.ts';
import { bookOf } from '../secret-book.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  alarm: realAlarm,
};

export interface ConnectOptions extends Partial<KafkaConnection> {
  readonly bootstrapServers: readonly string[];
  readonly deadlines?: Deadlines;
  readonly progress?: (line: string) => void;
  /** `apply` unless told. */
  readonly purpose?: 'plan' | 'apply';
  readonly cancelled?: AbortSignal;
  /** Open unless told. */
  readonly writeGate?: WriteGate;
}

/** Plaintext and without a login unless told. */
export function connect({
  deadlines,
  progress = () => {},
  purpose = 'apply',
  cancelled = neverCancelled,
  writeGate = new WriteGate(),
  ...connection
}: ConnectOptions): KafkaCluster {
  return connectKafka({
    secrecy: bookOf(),
    connection: { cluster: 'onprem', transport: { tls: false }, login: { kind: 'none' }, ...connection },
    clock: systemClock,
    cancelled,
    writeGate,
    progress,
    purpose,
    ...(deadlines && { deadlines }),
  });
}

const cluster = 'onprem';
const provenance = declared();

export function topicId(name: string): TopicId {
  return { kind: 'topic', cluster, name };
}

export function creation(name: string, values: Partial<Topic> = {}): ChangeOf<'topic'> {
  const desired = topic(cluster, name, values);
  return { kind: 'topic', action: 'create', id: desired.id, fields: [], provenance, desired };
}

export function updating(
  name: string,
  fields: readonly FieldChange[],
  action: 'update' | 'replace' = 'update',
): ChangeOf<'topic'> {
  const desired = topic(cluster, name);
  return { kind: 'topic', action, id: desired.id, fields, provenance, desired, live: smallTopic(name) };
}

export function deletion(name: string): ChangeOf<'topic'> {
  const live = smallTopic(name);
  return { kind: 'topic', action: 'delete', id: live.id, fields: [], provenance, live };
}

function smallTopic(name: string): LiveTopic {
  return liveTopic(cluster, name, { partitions: 1, replication: 1 });
}

export function anAcl(values: Partial<KafkaAclId> = {}): KafkaAclId {
  return kafkaAclId(cluster, { principal: 'User:svc', ...values });
}

export function grant(id: KafkaAclId): ChangeOf<'kafka-acl'> {
  return { kind: 'kafka-acl', action: 'create', id, fields: [], provenance, desired: { id, provenance } };
}

export function revocation(id: KafkaAclId): ChangeOf<'kafka-acl'> {
  return { kind: 'kafka-acl', action: 'delete', id, fields: [], provenance, live: { id } };
}

export const readNothing = { cluster: 'onprem', topics: [], kafkaAcls: false, aivenAcls: false } as const;
