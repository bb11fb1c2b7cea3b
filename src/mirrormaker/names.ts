import type { ReplicationPolicy } from '../model/flow.ts';

/** `MirrorClientConfig.HEARTBEATS_TOPIC`. No setting of Aiven changes it. */
export const heartbeatsTopic = 'heartbeats';

/** The worker of flow `S -> T` stores everything on T under S's alias: `MirrorMakerConfig.workerConfig`. */
export function connectTopics(source: string): ConnectTopics {
  return {
    configs: `mm2-configs.${source}.internal`,
    offsets: `mm2-offsets.${source}.internal`,
    status: `mm2-status.${source}.internal`,
  };
}

export interface ConnectTopics {
  readonly configs: string;
  readonly offsets: string;
  readonly status: string;
}

/** `group.id` of the worker of flow `S -> T`; the group lives on T. */
export function connectGroup(source: string): string {
  return `${source}-mm2`;
}

/**
 * Named after the other cluster: `mm2-offset-syncs.<target>.internal` on the source, or
 * `mm2-offset-syncs.<source>.internal` on the target (`MirrorSourceConfig.offsetSyncsTopic`).
 */
export function offsetSyncsTopic(otherCluster: string): string {
  return `mm2-offset-syncs.${otherCluster}.internal`;
}

/** What Aiven's page on the rights for internal topics calls the same topic. */
export function documentedOffsetSyncsTopic(source: string): string {
  return `${source}.offset-syncs`;
}

/** On the target: `DefaultReplicationPolicy.checkpointsTopic`. */
export function checkpointsTopic(source: string): string {
  return `${source}.checkpoints.internal`;
}

/**
 * `ReplicationPolicy.formatRemoteTopic`. The identity policy keeps names, except that whatever *ends with*
 * `heartbeats` (`app-heartbeats` too) still gets the prefix: `IdentityReplicationPolicy.looksLikeHeartbeat`.
 */
export function remoteTopic(policy: ReplicationPolicy, source: string, topic: string): string {
  return policy === 'identity' && !topic.endsWith(heartbeatsTopic) ? topic : `${source}.${topic}`;
}

/** What every topic is called on the target that the flow takes from under a prefix, but for the odd names above. */
export function remotePrefix(policy: ReplicationPolicy, source: string, prefix: string): string {
  return policy === 'identity' ? prefix : `${source}.${prefix}`;
}

/** Names on the source that a flow would write to this topic: with the alias in front cut off, or the same. */
export function originalNames(policy: ReplicationPolicy, source: string, topic: string): readonly string[] {
  const cut = topic.startsWith(`${source}.`) ? [topic.slice(source.length + 1)] : [];
  return [...cut, topic].filter((name) => remoteTopic(policy, source, name) === topic);
}

/** `ReplicationPolicy.isHeartbeatsTopic`, equal under both policies: `heartbeats` after any number of hops. */
export function isHeartbeatsTopic(topic: string): boolean {
  return topic === heartbeatsTopic || topic.endsWith(`.${heartbeatsTopic}`);
}

/** Whether a heartbeats topic is MirrorMaker 2's own, and did not get that end from somebody: it came over aliases alone. */
export function isOwnHeartbeats(topic: string, aliases: ReadonlySet<string>): boolean {
  return topic
    .split('.')
    .slice(0, -1)
    .every((part) => aliases.has(part));
}

/**
 * `ReplicationPolicy.isInternalTopic` since 4.0 (KIP-1074): never replicated, whatever the patterns say. Before
 * 4.0 it also covered every name that ends with `.internal` or `-internal`.
 */
export function isInternalTopic(topic: string): boolean {
  return (
    topic.startsWith('__') ||
    topic.startsWith('.') ||
    topic.endsWith('.checkpoints.internal') ||
    (topic.startsWith('mm2') && topic.endsWith('.internal'))
  );
}

/**
 * Names that Kafka, Kafka Connect and MirrorMaker 2 keep for themselves, whoever made them: `__consumer_offsets`,
 * `mm2-offsets.<alias>.internal`, `<alias>.checkpoints.internal`, `heartbeats`.
 */
export function isOwnTopic(topic: string): boolean {
  return (
    topic.startsWith('__') ||
    isHeartbeatsTopic(topic) ||
    topic.endsWith(checkpointsTopic('')) ||
    ownNames.some(({ before, after }) => {
      const length = topic.length - before.length - after.length;
      return length > 0 && topic.startsWith(before) && topic.endsWith(after);
    })
  );
}

/** What stands before and after the alias. */
const ownNames = [...Object.values(connectTopics('*')), offsetSyncsTopic('*')].map((name) => {
  const [before = '', after = ''] = name.split('*');
  return { before, after };
});

/** Which of the three topics it is in which the worker of a flow keeps what it needs to go on; undefined: it is none of them. */
export function connectTopicKind(topic: string): keyof ConnectTopics | undefined {
  const patterns = Object.entries(connectTopics('')) as [keyof ConnectTopics, string][]; // the keys of the type
  return patterns.find(([, name]) => topic.startsWith(name.replace(/\.internal$/, '')))?.[0];
}

/**
 * `MirrorSourceConnector.isCycle`: a topic that already passed through the target is not sent there again. Names
 * are all it has to go by, so any dotted segment but the last counts as a cluster: `edge.core.metrics` never
 * reaches `core`. The identity policy sees no cycles, except of heartbeats.
 */
export function isCycle(policy: ReplicationPolicy, target: string, topic: string): boolean {
  if (policy === 'identity' && !topic.endsWith(heartbeatsTopic)) return false;
  // Dots at the end make no segment. Asked so often for so many topics that the segments are not taken apart.
  const name = topic.endsWith('.') ? topic.replace(/\.+$/, '') : topic;
  return !target.includes('.') && `.${name}`.includes(`.${target}.`);
}

/**
 * Transactional ids of the worker of flow `S -> T` with exactly-once delivery, on T:
 * `DistributedConfig.transactionalProducerId` and `Worker.taskTransactionalId` (followed by the task number).
 */
export function transactionalIds(source: string, connectors: readonly MirrorConnector[]): TransactionalIds {
  return {
    leader: `connect-cluster-${connectGroup(source)}`,
    taskPrefixes: connectors.map((connector) => `${connectGroup(source)}-${connector}-`),
  };
}

export interface TransactionalIds {
  readonly leader: string;
  readonly taskPrefixes: readonly string[];
}

export type MirrorConnector =
  | 'MirrorSourceConnector'
  | 'MirrorCheckpointConnector'
  | 'MirrorHeartbeatConnector';
