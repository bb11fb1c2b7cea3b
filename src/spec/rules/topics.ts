import { error, notice, warning } from './rule.ts';

export const topicRules = {
  'config-value': error(
    'a topic config has a value that Kafka would refuse',
    'Durations take ms, s, m, h, d, w; sizes take B, KiB, MiB, GiB, TiB (1024-based); both are whole numbers directly followed by the unit. Integers are exact to 64 bits. `null` asks for the default of the cluster.',
    'retention.ms: 7 days',
  ),
  'unit-missing': warning(
    'a number without a unit that is surely meant in another one',
    "A number without a unit is in milliseconds or bytes for a topic config, and in the unit of its name for Aiven's own fields. `retention.ms: 7` keeps records for 7 milliseconds. With its unit, `7ms`, a topic config is taken as meant.",
    'config: { retention.ms: 7 }',
  ),
  'config-conflict': error(
    'topic configs that Kafka or Aiven does not take together',
    'LogConfig.validate refuses a minimal compaction lag above the maximal one, tiered storage of a compacted topic, and a local retention of its own with remote.log.copy.disable. Aiven has no compaction and no unclean leader election on diskless topics. A plan looks at the values of the live topic, too.',
    'config: { min.compaction.lag.ms: 2d, max.compaction.lag.ms: 1d }',
  ),
  'config-needs-older-kafka': warning(
    'a value that newer brokers refuse',
    'Kafka 4.0 raised the smallest segment.bytes to 1 MiB (KIP-1030). Where a plan knows that the brokers are as new, it is an error.',
    'config: { segment.bytes: 512KiB }',
  ),
  'config-ignored': warning(
    'a value that Aiven ignores because it is too small',
    "Aiven's API takes it, and the service works with another: segment.bytes from 10 MiB and segment.ms from 10 s on are followed.",
    'config: { segment.ms: 5s }   # of a topic of an Aiven service',
  ),
  'config-refused': error(
    'a topic config that a spec cannot hold',
    'It has no effect any more, or belongs to a process of its own.',
    'config: { message.format.version: "2.8" }',
  ),
  'config-deprecated': warning(
    'a topic config that Kafka 4.0 removed',
    'Brokers of 3.x still take it; after the upgrade they refuse it.',
    'config: { message.downconversion.enable: false }',
  ),
  'config-not-on-aiven': error(
    'a topic config that the Aiven topic API does not take',
    'Topics of Aiven services are managed through the API, which knows fewer configs than Kafka.',
    'config: { compression.zstd.level: 5 }',
  ),
  'aiven-only': error(
    'something that only Aiven services have',
    'Tags, descriptions, `acls.aiven` and diskless topics do not exist in Apache Kafka.',
    'onprem: { topics: { edge: { tags: { team: edge } } } }',
  ),
  'unknown-profile': error(
    'a profile that is not declared',
    'Profiles stand under `topic_profiles`.',
    'orders: { profile: event }',
  ),
  'profile-cycle': error(
    'profiles that extend each other',
    'A profile extends one other profile, and the chain must end.',
    'a: { extends: b }\nb: { extends: a }',
  ),
  'unused-profile': notice(
    'a profile that no topic uses',
    'Remove it, or name it in a topic.',
    'topic_profiles:\n  spare: { partitions: 3 }',
  ),
  'topic-collision': error(
    'two topics whose names differ only in dots and underscores',
    'Kafka refuses the second (ReplicationControlManager), because their metric names are the same. Topics that a flow creates count.',
    'topics:\n  orders.created: {}\n  orders_created: {}',
  ),
  'min-insync-too-high': error(
    'min.insync.replicas is larger than the replication factor',
    'Every write with acks=all fails with NOT_ENOUGH_REPLICAS.',
    'orders: { replication: 2, config: { min.insync.replicas: 3 } }',
  ),
  'min-insync-equals-replication': warning(
    'min.insync.replicas equals the replication factor',
    'One broker that is down or restarting stops every write with acks=all.',
    'orders: { replication: 3, config: { min.insync.replicas: 3 } }',
  ),
  'message-above-segment': warning(
    'a larger message is allowed than a segment can hold',
    'Kafka takes both configs, and refuses each batch that is larger than segment.bytes with RECORD_LIST_TOO_LARGE.',
    'config: { max.message.bytes: 32MiB, segment.bytes: 16MiB }',
  ),
  'local-retention': error(
    'local retention is longer than the retention itself',
    'Kafka refuses it where tiered storage is on: local data is a part of all data. Use -2 to follow retention.',
    'config: { retention.ms: 1d, local.retention.ms: 2d }',
  ),
  'replication-one': warning(
    'one replica on an Aiven service',
    'Aiven refuses it on a service with more than one node. A plan knows the number of nodes: there it is an error, or nothing.',
    'core: { service: kafka-core, topics: { orders: { replication: 1 } } }',
  ),
  'diskless-replication': warning(
    'several replicas of a diskless topic',
    'Aiven creates diskless topics with one replica: the object storage replicates. In the plan of a new topic it is an error.',
    'orders: { replication: 3, config: { diskless.enable: true } }',
  ),
  'too-many-topics': warning(
    'more topics or partitions than Aiven recommends',
    'At most 7,000 topics and 200,000 partitions in a service, and 4,000 on a broker, replicas included: beyond, restarts and leader changes take long. A plan counts what is there and what it adds.',
    '# 7,001 topics in one service',
  ),
  'internal-topic': error(
    "a topic of Kafka's own",
    'Names that start with two underscores belong to Kafka and its tools; changing them breaks groups and transactions.',
    'topics:\n  __consumer_offsets: { partitions: 50 }',
  ),
} as const;
