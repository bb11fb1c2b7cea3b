import { describe, expect, test } from '@jest/globals';
import type { MirrorMakerCluster, MirrorMakerConfig } from '../../../sandbox/aiven/mirrormaker-config.ts';
import type { Flow, UserConfig } from '../../../sandbox/aiven/state.ts';
import { mirrorMakerProperties, type PropertiesOptions } from '../../../sandbox/mirrormaker/properties.ts';

const onprem: MirrorMakerCluster = {
  alias: 'onprem',
  source: {
    type: 'endpoint',
    name: 'onprem-kafka',
    userConfig: {
      bootstrap_servers: 'kafka.example:9093',
      security_protocol: 'SASL_SSL',
      sasl_mechanism: 'SCRAM-SHA-512',
      sasl_plain_username: 'mirror',
      sasl_plain_password: 'se"cret',
      ssl_ca_cert: 'CA of onprem',
    },
  },
  tuning: {},
};

const core: MirrorMakerCluster = {
  alias: 'core',
  source: { type: 'service', project: 'acme', service: 'kafka-core' },
  tuning: {},
};

test('one flow from an external cluster to an Aiven service, as the action writes it', () => {
  expect(propertiesOf({ flows: [flow({ topics: ['edge\\.readings', 'edge\\.alerts\\..*'] })] })).toEqual({
    clusters: 'onprem,core',
    'emit.heartbeats.enabled': 'false',
    'plugin.discovery': 'service_load',

    'onprem.bootstrap.servers': 'kafka.example:9093',
    'onprem.security.protocol': 'SASL_SSL',
    'onprem.sasl.mechanism': 'SCRAM-SHA-512',
    'onprem.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required username="mirror" password="se\\"cret";',
    'onprem.ssl.truststore.type': 'PEM',
    'onprem.ssl.truststore.certificates': 'CA of onprem',
    'onprem.plugin.discovery': 'service_load',

    'core.bootstrap.servers': 'localhost:9092',
    'core.security.protocol': 'SASL_SSL',
    'core.sasl.mechanism': 'SCRAM-SHA-512',
    'core.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required username="service" password="own";',
    'core.ssl.truststore.type': 'PEM',
    'core.ssl.truststore.certificates': 'CA of core',
    'core.config.storage.replication.factor': '1',
    'core.offset.storage.replication.factor': '1',
    'core.status.storage.replication.factor': '1',
    'core.plugin.discovery': 'service_load',

    'onprem->core.enabled': 'true',
    'onprem->core.topics': 'edge\\.readings,edge\\.alerts\\..*',
    'onprem->core.sync.topic.acls.enabled': 'false',
    'onprem->core.checkpoints.topic.replication.factor': '1',
    'onprem->core.heartbeats.topic.replication.factor': '1',
    'onprem->core.emit.heartbeats.enabled': 'false',
    'core->onprem.enabled': 'false',
    'core->onprem.emit.heartbeats.enabled': 'false',
  });
});

const excluded = 'config.properties.exclude';

test.each<readonly [fields: UserConfig, added: Record<string, string>]>([
  [{ 'topics.blacklist': ['a', 'b'] }, { 'topics.exclude': 'a,b' }],
  [{ 'topics.exclude': ['a'] }, { 'topics.exclude': 'a' }],
  [{ topics_exclude: ['a'] }, { 'topics.exclude': 'a' }],
  [
    { config_properties_exclude: 'min\\.insync\\.replicas' },
    { [excluded]: 'min\\.insync\\.replicas,unclean\\.leader\\.election\\.enable' },
  ],
  [{ config_properties_exclude: '' }, { [excluded]: 'unclean\\.leader\\.election\\.enable' }],
  [
    { replication_policy_class: 'org.apache.kafka.connect.mirror.IdentityReplicationPolicy' },
    { 'replication.policy.class': 'org.apache.kafka.connect.mirror.IdentityReplicationPolicy' },
  ],
  [{ sync_group_offsets_enabled: true }, { 'sync.group.offsets.enabled': 'true' }],
  [{ sync_group_offsets_interval_seconds: 7 }, { 'sync.group.offsets.interval.seconds': '7' }],
  [{ offset_lag_max: 0 }, { 'offset.lag.max': '0' }],
  [{ follower_fetching_enabled: true }, { 'source.consumer.client.rack': 'sandbox' }],
  [{ follower_fetching_enabled: false }, {}],
  [{ emit_heartbeats_enabled: true }, { 'emit.heartbeats.enabled': 'true' }],
  [
    { offset_syncs_topic_location: 'target' },
    { 'offset-syncs.topic.location': 'target', 'offset-syncs.topic.replication.factor': '1' },
  ],
  [{ replication_factor: 1 }, { 'replication.factor': '1', 'offset-syncs.topic.replication.factor': '1' }],
])('a flow with %j', (fields, added) => {
  const plain = withPrefix('onprem->core.', propertiesOf({ flows: [flow({})] }));
  expect(withPrefix('onprem->core.', propertiesOf({ flows: [flow(fields)] }))).toEqual({
    ...plain,
    ...added,
  });
});

test('emit_backward_heartbeats_enabled is a worker of the opposite pair that has no flow', () => {
  const properties = propertiesOf({
    flows: [flow({ emit_backward_heartbeats_enabled: true, replication_factor: 2 })],
  });
  expect(properties).toMatchObject({
    'core->onprem.enabled': 'false',
    'core->onprem.emit.heartbeats.enabled': 'true',
    'onprem->core.emit.heartbeats.enabled': 'false',
    'core->onprem.heartbeats.topic.replication.factor': '2',
    'onprem.config.storage.replication.factor': '2',
  });
});

test('with a reverse flow, heartbeats of the two flows into the same cluster are one switch', () => {
  const properties = propertiesOf({
    flows: [
      flow({ emit_backward_heartbeats_enabled: true }),
      { source_cluster: 'core', target_cluster: 'onprem', enabled: true, emit_heartbeats_enabled: false },
    ],
  });
  expect(properties).toMatchObject({
    'core->onprem.enabled': 'true',
    'core->onprem.emit.heartbeats.enabled': 'true',
    'onprem->core.enabled': 'true',
    'onprem->core.emit.heartbeats.enabled': 'false',
  });
});

test('exactly-once: the target, the internal REST server, and a source read as committed', () => {
  const properties = propertiesOf({ flows: [flow({ exactly_once_delivery_enabled: true })] });
  expect(properties).toMatchObject({
    'core.exactly.once.source.support': 'enabled',
    'dedicated.mode.enable.internal.rest': 'true',
    listeners: 'http://127.0.0.1:0',
    'onprem->core.source.consumer.isolation.level': 'read_committed',
  });
  expect(properties).not.toHaveProperty(['onprem.exactly.once.source.support']);
});

test("the service's settings are for all flows", () => {
  const settings = {
    emit_checkpoints_enabled: true,
    emit_checkpoints_interval_seconds: 30,
    groups: 'edge-.*,app',
    groups_exclude: ['console-.*', 'tmp'],
    offset_lag_max: 50,
    refresh_groups_enabled: false,
    refresh_groups_interval_seconds: 120,
    refresh_topics_enabled: true,
    refresh_topics_interval_seconds: 121,
    sync_group_offsets_enabled: true,
    sync_group_offsets_interval_seconds: 15,
    sync_topic_configs_enabled: false,
    tasks_max_per_cpu: 2,
    admin_timeout_ms: 30000,
  };
  const plain = propertiesOf({ flows: [flow({})] });
  expect(propertiesOf({ flows: [flow({})], settings })).toEqual({
    ...plain,
    'emit.checkpoints.enabled': 'true',
    'emit.checkpoints.interval.seconds': '30',
    groups: 'edge-.*,app',
    'groups.exclude': 'console-.*,tmp',
    'offset.lag.max': '50',
    'refresh.groups.enabled': 'false',
    'refresh.groups.interval.seconds': '120',
    'refresh.topics.enabled': 'true',
    'refresh.topics.interval.seconds': '121',
    'sync.group.offsets.enabled': 'true',
    'sync.group.offsets.interval.seconds': '15',
    'sync.topic.configs.enabled': 'false',
    'tasks.max': '2',
    'admin.timeout.ms': '30000',
  });
});

test('tuning belongs to the cluster', () => {
  const tuning = {
    consumer_auto_offset_reset: 'latest',
    consumer_fetch_max_bytes: 1,
    consumer_fetch_max_wait_ms: 2,
    consumer_fetch_min_bytes: 3,
    consumer_max_partition_fetch_bytes: 4,
    consumer_max_poll_records: 100,
    consumer_receive_buffer_bytes: 5,
    consumer_request_timeout_ms: 6,
    producer_batch_size: 7,
    producer_buffer_memory: 8,
    producer_compression_type: 'zstd',
    producer_linger_ms: 9,
    producer_max_request_size: 10,
    producer_request_timeout_ms: 11,
    producer_send_buffer_bytes: 12,
  };
  const plain = propertiesOf({ flows: [flow({})] });
  expect(propertiesOf({ flows: [flow({})], clusters: [{ ...onprem, tuning }, core] })).toEqual({
    ...plain,
    'onprem.consumer.auto.offset.reset': 'latest',
    'onprem.consumer.fetch.max.bytes': '1',
    'onprem.consumer.fetch.max.wait.ms': '2',
    'onprem.consumer.fetch.min.bytes': '3',
    'onprem.consumer.max.partition.fetch.bytes': '4',
    'onprem.consumer.max.poll.records': '100',
    'onprem.consumer.receive.buffer.bytes': '5',
    'onprem.consumer.request.timeout.ms': '6',
    'onprem.producer.batch.size': '7',
    'onprem.producer.buffer.memory': '8',
    'onprem.producer.compression.type': 'zstd',
    'onprem.producer.linger.ms': '9',
    'onprem.producer.max.request.size': '10',
    'onprem.producer.request.timeout.ms': '11',
    'onprem.producer.send.buffer.bytes': '12',
  });
});

test.each<readonly [what: string, userConfig: UserConfig, login: Record<string, string>]>([
  [
    'PLAIN without TLS',
    {
      bootstrap_servers: 'a:1,b:2',
      security_protocol: 'SASL_PLAINTEXT',
      sasl_mechanism: 'PLAIN',
      sasl_plain_username: 'u',
      sasl_plain_password: 'p\\',
    },
    {
      'bootstrap.servers': 'a:1,b:2',
      'security.protocol': 'SASL_PLAINTEXT',
      'sasl.mechanism': 'PLAIN',
      'sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p\\\\";',
    },
  ],
  [
    'a client certificate, host names unchecked',
    {
      bootstrap_servers: 'a:1',
      security_protocol: 'SSL',
      ssl_ca_cert: 'CA',
      ssl_client_cert: 'CERTIFICATE',
      ssl_client_key: 'KEY',
      ssl_endpoint_identification_algorithm: '',
    },
    {
      'bootstrap.servers': 'a:1',
      'security.protocol': 'SSL',
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.certificates': 'CA',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.certificate.chain': 'CERTIFICATE',
      'ssl.keystore.key': 'KEY',
      'ssl.endpoint.identification.algorithm': '',
    },
  ],
])('an endpoint with %s', (_, userConfig, login) => {
  const clusters = [{ ...onprem, source: { type: 'endpoint' as const, name: 'e', userConfig } }, core];
  const { 'plugin.discovery': _discovery, ...own } = withPrefix(
    'onprem.',
    propertiesOf({ flows: [flow({})], clusters }),
  );
  expect(own).toEqual(login);
});

describe('what the API has no field for', () => {
  test('repeats quickly if asked', () => {
    const plain = propertiesOf({ flows: [flow({})] });
    expect(propertiesOf({ flows: [flow({})] }, { everySeconds: 1 })).toEqual({
      ...plain,
      'refresh.topics.interval.seconds': '1',
      'refresh.groups.interval.seconds': '1',
      'emit.checkpoints.interval.seconds': '1',
      'sync.group.offsets.interval.seconds': '1',
      'sync.topic.configs.interval.seconds': '1',
      'onprem.offset.flush.interval.ms': '1000',
      'core.offset.flush.interval.ms': '1000',
    });
  });

  test('and a set field wins', () => {
    const settings = { refresh_topics_interval_seconds: 600 };
    expect(propertiesOf({ flows: [flow({})], settings }, { everySeconds: 1 })).toMatchObject({
      'refresh.topics.interval.seconds': '600',
    });
  });
});

describe('nothing runs', () => {
  test.each<readonly [why: string, config: Partial<MirrorMakerConfig>]>([
    ['without a flow', { flows: [] }],
    ['with a disabled flow', { flows: [flow({ enabled: false })] }],
    ['for an alias that is not attached', { flows: [flow({})], clusters: [core] }],
    [
      'for a service whose brokers are not reached',
      {
        flows: [flow({})],
        clusters: [
          onprem,
          { alias: 'core', source: { type: 'service', project: 'other', service: 'gone' }, tuning: {} },
        ],
      },
    ],
  ])('%s', (_, config) => {
    expect(propertiesOf(config)).toEqual({});
  });
});

function flow(fields: UserConfig): Flow {
  return { source_cluster: 'onprem', target_cluster: 'core', enabled: true, ...fields };
}

function propertiesOf(
  config: Partial<MirrorMakerConfig>,
  more: Partial<PropertiesOptions> = {},
): Record<string, string> {
  return Object.fromEntries(
    mirrorMakerProperties({
      config: {
        project: 'acme',
        service: 'mm2',
        clusters: [onprem, core],
        flows: [],
        settings: {},
        ...config,
      },
      services: (project, service) =>
        project === 'acme' && service === 'kafka-core'
          ? {
              bootstrapServers: 'localhost:9092',
              caPem: 'CA of core',
              username: 'service',
              password: 'own',
              brokers: 1,
            }
          : undefined,
      ...more,
    }),
  );
}

function withPrefix(prefix: string, properties: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
