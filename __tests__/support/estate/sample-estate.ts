import { type EstateDraft, type KafkaAclDraft, plainTopic, type TopicDraft } from './estate-draft.ts';

const events = { 'retention.ms': '604800000', 'min.insync.replicas': '2' };

function topic(name: string, parts: Partial<TopicDraft> = {}): TopicDraft {
  return { ...plainTopic, name, ...parts };
}

function grants(
  principal: string,
  resourceType: KafkaAclDraft['resourceType'],
  resourceName: string,
  patternType: KafkaAclDraft['patternType'],
  operations: readonly string[],
  permission: KafkaAclDraft['permission'] = 'ALLOW',
  host = '*',
): readonly KafkaAclDraft[] {
  return operations.map((operation) => {
    return { principal, host, resourceType, resourceName, patternType, operation, permission };
  });
}

const password = 'a-password-for-tests-only';

/** One of everything that a team has after a year of clicking and of Terraform. */
export const sampleEstate: EstateDraft = {
  endpoints: [
    {
      name: 'onprem-kafka',
      userConfig: {
        bootstrap_servers: 'kafka-1.corp.example:9093,kafka-2.corp.example:9093',
        security_protocol: 'SASL_SSL',
        sasl_mechanism: 'SCRAM-SHA-512',
        sasl_plain_username: 'aiven-mm2',
        sasl_plain_password: password,
      },
    },
    {
      name: 'partner-kafka',
      userConfig: { bootstrap_servers: 'partner.example:9092', security_protocol: 'PLAINTEXT' },
    },
  ],
  kafka: [
    {
      name: 'kafka-core',
      topics: [
        ...['created', 'paid', 'shipped', 'returned'].map((name) =>
          topic(`orders.${name}`, { partitions: 6, config: events }),
        ),
        topic('orders.archive', {
          partitions: 6,
          config: { ...events, 'cleanup.policy': 'compact', 'max.message.bytes': '2097152' },
        }),
        topic('payments.ledger', {
          partitions: 24,
          config: { 'retention.ms': '-1' },
          tags: [{ key: 'team', value: "payments & co: 'us'" }],
          description: 'Every booking, for ever # never shorten',
          owner: 'ug-1',
        }),
        topic('onprem.edge.readings', { partitions: 12 }),
        topic('heartbeats', { partitions: 1 }),
      ],
      kafkaAcls: [
        ...grants('User:svc-audit', 'TOPIC', 'orders.', 'PREFIXED', ['READ', 'DESCRIBE']),
        ...grants(
          'User:svc-audit',
          'GROUP',
          'svc-audit',
          'LITERAL',
          ['READ', 'DESCRIBE'],
          'DENY',
          '10.1.2.3',
        ),
        ...grants('User:svc-orders', 'TOPIC', 'orders.created', 'LITERAL', ['WRITE', 'DESCRIBE']),
        ...grants('User:svc-orders', 'TOPIC', 'payments.ledger', 'LITERAL', ['READ', 'DESCRIBE']),
        ...grants('User:svc-orders', 'GROUP', 'svc-orders', 'LITERAL', ['READ']),
        ...grants('User:svc-orders', 'TRANSACTIONAL_ID', 'svc-orders-', 'PREFIXED', ['WRITE', 'DESCRIBE']),
      ],
      aivenAcls: [{ username: 'svc-legacy', topic: 'orders.*', permission: 'readwrite' }],
    },
    { name: 'kafka-idle', topics: [], kafkaAcls: [], aivenAcls: [] },
  ],
  mirrormakers: [
    {
      name: 'mm2-core',
      userConfig: { kafka_mirrormaker: { emit_checkpoints_enabled: false } },
      integrations: [
        {
          alias: 'core',
          from: 'kafka-core',
          tuning: { producer_linger_ms: 100, consumer_fetch_min_bytes: 1 },
        },
        { alias: 'onprem', from: 'onprem-kafka', tuning: { consumer_max_poll_records: 2000 } },
        { alias: 'partner', from: 'partner-kafka', tuning: {} },
      ],
      flows: [
        {
          source_cluster: 'onprem',
          target_cluster: 'core',
          enabled: true,
          topics: ['edge\\.readings', 'edge\\.alerts\\..*'],
          'topics.blacklist': ['.*\\.internal'],
          replication_policy_class: 'org.apache.kafka.connect.mirror.DefaultReplicationPolicy',
          sync_group_offsets_enabled: false,
          emit_heartbeats_enabled: true,
          offset_lag_max: 50,
        },
        {
          source_cluster: 'partner',
          target_cluster: 'core',
          enabled: false,
          topics: ['shared\\..*'],
          offset_syncs_topic_location: 'target',
        },
      ],
    },
  ],
};
