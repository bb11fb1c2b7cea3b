import fc from 'fast-check';
import type { Kind } from '../../../src/model/resource.ts';
import {
  type AivenAclDraft,
  alternative,
  type IntegrationDraft,
  type KafkaAclDraft,
  type LiveDraft,
  some,
  type TopicDraft,
  type WorldDraft,
} from './drafts.ts';
import { secrets } from './secrets.ts';

/** What lives and what a spec says, of one kind. The rest of the world stands beside it. */
export const worldsOf: { readonly [K in Kind]: () => fc.Arbitrary<WorldDraft> } = {
  topic: () => worlds(topics(), ['topicConfigPut']),
  'aiven-acl': () => worlds(aivenAcls(), ['identicalAivenAcl']),
  'kafka-acl': () => worlds(kafkaAcls(), ['emptyAclHost']),
  endpoint: () =>
    worlds(endpoints(), ['endpointPut', 'endpointNull', 'redactedPlaceholder', 'unchangedUserConfig']),
  integration: () =>
    worlds(integrations(), ['integrationPut', 'unchangedUserConfig', 'newIntegration', 'active']),
  flow: () => worlds(flows(), ['flowExcludeEcho', 'flowPut']),
};

type Part = fc.Arbitrary<{ readonly live: LiveDraft; readonly spec: object }>;

function worlds(part: Part, switches: Parameters<typeof alternative>[0]): fc.Arbitrary<WorldDraft> {
  return fc
    .record({ part, alternative: alternative(switches), meanwhile: fc.boolean() })
    .map(({ part: { live, spec }, ...rest }) => ({
      live,
      spec: { version: 1, name: 'prod', project: 'acme', ...spec },
      ...rest,
    }));
}

const core = { service: 'kafka-core' };
const secret = (name: string) => ({ secret: name });

const configs = {
  'retention.ms': ['-1', '86400000', '604800000', '9223372036854775807'],
  'retention.bytes': ['-1', '1073741824'],
  'segment.bytes': ['67108864', '1073741824'],
  'cleanup.policy': ['compact', 'delete', 'compact,delete'],
  'compression.type': ['zstd', 'producer', 'lz4'],
  'min.cleanable.dirty.ratio': ['0.25', '0.5'],
  'max.message.bytes': ['1048588', '2097152'],
  preallocate: ['true', 'false'],
  'message.timestamp.type': ['LogAppendTime', 'CreateTime'],
  'min.insync.replicas': ['1', '2'],
  'flush.messages': ['1000', '9223372036854775807'],
  'delete.retention.ms': ['0', '86400000'],
};

/** `null`: back to the default. */
function orNull<V>(
  values: Readonly<Record<string, readonly V[]>>,
): Readonly<Record<string, readonly (V | null)[]>> {
  return Object.fromEntries(Object.entries(values).map(([key, of]) => [key, [...of, null]]));
}

const topicNames = fc.constantFrom('t.a', 't.b', 't.c', 'u.a');
const tagLists = fc.uniqueArray(
  fc.record({ key: fc.constantFrom('team', 'tier', 'cost'), value: fc.constantFrom('', 'a', 'b') }),
  { selector: ({ key }) => key },
);

function topics(): Part {
  const live: fc.Arbitrary<TopicDraft> = fc.record({
    name: topicNames,
    partitions: fc.constantFrom(1, 3),
    config: some(configs),
    tags: tagLists,
    description: fc.constantFrom(null, 'Orders', 'Payments'),
    owner: fc.constantFrom(null, 'group-2'),
  });
  const spec = fc.record(
    {
      partitions: fc.constantFrom(3, 6),
      replication: fc.constant(3),
      config: some<string | null>(orNull(configs)),
      tags: fc.option(some({ team: ['a', 'b'], tier: ['', 'c'] })),
      description: fc.constantFrom('Orders', 'All orders', null),
      unlisted_config: fc.constantFrom('report', 'keep', 'reset'),
    },
    { requiredKeys: ['partitions', 'replication'] },
  );
  return fc
    .record({
      live: fc.uniqueArray(live, { selector: ({ name }) => name }),
      stated: fc.uniqueArray(fc.tuple(topicNames, spec), { selector: ([name]) => name, maxLength: 3 }),
      prune: fc.constantFrom('removed', 'scope'),
    })
    .map((draft) => ({
      live: { topics: draft.live },
      spec: {
        clusters: {
          core: {
            ...core,
            manage: { topics: { scope: ['t.*'], prune: draft.prune } },
            topics: Object.fromEntries(draft.stated),
          },
        },
      },
    }));
}

function aivenAcls(): Part {
  const acl: fc.Arbitrary<AivenAclDraft> = fc.record({
    username: fc.constantFrom('svc-a', 'svc-b', 'other-2'),
    topic: fc.constantFrom('orders.*', 'payments'),
    permission: fc.constantFrom('read', 'write', 'readwrite', 'admin'),
  });
  const list = fc.uniqueArray(acl, { selector: (each) => JSON.stringify(each), maxLength: 6 });
  return fc.record({ live: list, stated: list }).map(({ live, stated }) => ({
    live: { aivenAcls: live },
    spec: {
      clusters: {
        core: { ...core, manage: { acls: { principals: ['User:svc-*'] } }, acls: { aiven: stated } },
      },
    },
  }));
}

function kafkaAcls(): Part {
  const acl: fc.Arbitrary<KafkaAclDraft> = fc.record({
    principal: fc.constantFrom('User:svc-a', 'User:svc-b', 'User:other-2'),
    resourceName: fc.constantFrom('orders', 'payments'),
    operation: fc.constantFrom('Read', 'Write', 'Describe'),
    permission: fc.constantFrom('ALLOW', 'DENY'),
  });
  const list = fc.uniqueArray(acl, { selector: (each) => JSON.stringify(each), maxLength: 6 });
  return fc.record({ live: list, stated: list }).map(({ live, stated }) => ({
    live: { kafkaAcls: live },
    spec: {
      clusters: {
        core: {
          ...core,
          manage: { acls: { principals: ['User:svc-*'] } },
          acls: {
            kafka: stated.map(({ principal, resourceName, operation, permission }) => ({
              principal,
              topic: resourceName,
              [permission === 'ALLOW' ? 'allow' : 'deny']: [operation],
            })),
          },
        },
      },
    },
  }));
}

/** As the spec has it: the protocol decides what else may stand there. */
const connections = fc.constantFrom(
  { security_protocol: 'PLAINTEXT' },
  { security_protocol: 'SSL', mirror: { ssl_client_cert: secret('CERT'), ssl_client_key: secret('KEY') } },
  {
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'SCRAM-SHA-512',
    mirror: { sasl_plain_username: 'aiven-mm2', sasl_plain_password: secret('PASSWORD') },
  },
  {
    security_protocol: 'SASL_PLAINTEXT',
    sasl_mechanism: 'PLAIN',
    mirror: { sasl_plain_username: 'aiven-mm2', sasl_plain_password: secret('OTHER') },
  },
);

const onprem = fc
  .record({
    servers: fc.constantFrom('kafka-1.example:9093', 'kafka-2.example:9093'),
    connection: connections,
  })
  .map(
    ({ servers, connection: { mirror, ...rest } }: { servers: string; connection: { mirror?: object } }) => ({
      bootstrap_servers: [servers],
      ...rest,
      mirror: { endpoint: 'onprem-kafka', ...mirror },
    }),
  );

const liveEndpoint = fc
  .record({
    required: fc.record({
      bootstrap_servers: fc.constantFrom('kafka-1.example:9093', 'kafka-2.example:9093'),
      security_protocol: fc.constantFrom('PLAINTEXT', 'SSL', 'SASL_SSL', 'SASL_PLAINTEXT'),
    }),
    others: some<unknown>({
      sasl_mechanism: ['PLAIN', 'SCRAM-SHA-512'],
      sasl_plain_username: ['aiven-mm2', 'somebody'],
      sasl_plain_password: [secrets.PASSWORD, 'another-password'],
      ssl_ca_cert: ['a CA'],
      ssl_client_cert: [secrets.CERT, 'another-certificate'],
      ssl_client_key: [secrets.KEY, 'another-key-for-tests'],
      ssl_endpoint_identification_algorithm: ['https', ''],
      newer: [{ list: [1, 'two'] }, 'text', false],
      newer_secret: ['newer-secret-for-tests'],
    }),
  })
  .map(({ required, others }) => ({ ...required, ...others }));

function endpoints(): Part {
  return fc
    .record({ live: fc.option(liveEndpoint, { nil: undefined }), onprem })
    .map(({ live, onprem: stated }) => ({
      live: live === undefined ? {} : { endpoints: [{ name: 'onprem-kafka', userConfig: live }] },
      spec: { clusters: { core, onprem: stated } },
    }));
}

const plaintext = { bootstrap_servers: ['kafka-1.example:9093'], security_protocol: 'PLAINTEXT' };
const plaintextEndpoint = {
  name: 'onprem-kafka',
  userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT', newer: 1 },
};
/** What is derived for a flow is not this test's subject. */
const plainFlow = { topics: ['orders'], access: 'off', create_topics: 'none' };

const tuning = {
  producer_linger_ms: [5, 50],
  producer_max_request_size: [1_048_576, 10_485_760],
  producer_compression_type: ['zstd', 'lz4'],
  consumer_auto_offset_reset: ['earliest', 'latest'],
  consumer_fetch_min_bytes: [1, 1024],
  consumer_max_poll_records: [500, 1000],
};

function integrations(): Part {
  const live = (alias: string, from: readonly IntegrationDraft['from'][]): fc.Arbitrary<IntegrationDraft> =>
    fc.record({
      alias: fc.constant(alias),
      from: fc.constantFrom(...from),
      tuning: some<unknown>({ ...tuning, consumer_newer: [true, 'x', [1]] }),
      others: some<unknown>({ newer: ['x', { a: 1 }] }),
    });
  return fc
    .record({
      core: fc.option(live('core', ['kafka-core', 'kafka-core', 'kafka-third']), { nil: undefined }),
      onprem: fc.option(live('onprem', ['onprem-kafka', 'onprem-kafka', 'spare-kafka']), { nil: undefined }),
      clusters: fc.record({
        core: some<unknown>(orNull<unknown>(tuning)),
        onprem: some<unknown>(orNull<unknown>(tuning)),
      }),
    })
    .map((draft) => ({
      live: {
        endpoints: [plaintextEndpoint],
        integrations: [draft.core, draft.onprem].filter((each) => each !== undefined),
      },
      spec: {
        clusters: { core, onprem: { ...plaintext, mirror: { endpoint: 'onprem-kafka' } } },
        mirrormaker: { mm2: { clusters: draft.clusters, flows: { 'onprem -> core': plainFlow } } },
      },
    }));
}

const flowFields = {
  replication_factor: [1, 3],
  offset_syncs_topic_location: ['source', 'target'],
  sync_group_offsets_enabled: [true, false],
  sync_group_offsets_interval_seconds: [30, 60],
  emit_heartbeats_enabled: [true, false],
  emit_backward_heartbeats_enabled: [true, false],
  exactly_once_delivery_enabled: [true, false],
  offset_lag_max: [0, 100],
  follower_fetching_enabled: [true, false],
};

function flows(): Part {
  const live = fc
    .record({
      enabled: fc.boolean(),
      // Aiven knows the list under three names.
      exclude: some<unknown>({ 'topics.blacklist': [['__.*'], ['x']] }),
      excludeToo: some<unknown>({ topics_exclude: [['__.*'], ['z']] }),
      fields: some<unknown>({
        ...flowFields,
        topics: [['orders'], ['a', 'b']],
        replication_policy_class: [
          'org.apache.kafka.connect.mirror.IdentityReplicationPolicy',
          'org.apache.kafka.connect.mirror.DefaultReplicationPolicy',
        ],
        config_properties_exclude: ['min.insync.replicas'],
        follower_fetching_enabled: [true, false],
        offset_lag_max: [0, 100],
      }),
    })
    .map(({ enabled, exclude, excludeToo, fields }) => ({
      source_cluster: 'onprem',
      target_cluster: 'core',
      enabled,
      ...(Object.keys(exclude).length > 0 ? exclude : excludeToo),
      ...fields,
    }));
  const stated = some<unknown>({
    ...orNull<unknown>(flowFields),
    topics: [['orders'], ['c'], null],
    topics_exclude: [['__.*'], ['y']],
    replication_policy: ['identity', 'default'],
    config_properties_exclude: [['min.insync.replicas'], ['retention.ms']],
    enabled: [true, false],
  });
  const attached = (alias: string, from: IntegrationDraft['from']): IntegrationDraft => ({
    alias,
    from,
    tuning: { producer_linger_ms: 7 },
    others: {},
  });
  return fc.record({ live: fc.option(live, { nil: undefined }), stated }).map((draft) => ({
    live: {
      endpoints: [plaintextEndpoint],
      integrations: [attached('core', 'kafka-core'), attached('onprem', 'onprem-kafka')],
      ...(draft.live === undefined ? {} : { flows: [draft.live] }),
    },
    spec: {
      clusters: { core, onprem: { ...plaintext, mirror: { endpoint: 'onprem-kafka' } } },
      mirrormaker: {
        mm2: { flows: { 'onprem -> core': { ...draft.stated, access: 'off', create_topics: 'none' } } },
      },
    },
  }));
}
