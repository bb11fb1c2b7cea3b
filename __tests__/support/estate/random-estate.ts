import fc from 'fast-check';
import { datedCertificates } from '../dated-certificates.ts';
import type { Config, EstateDraft, FlowDraft, IntegrationDraft, MirrorMakerDraft } from './estate-draft.ts';
import { randomAivenAcls, randomKafkaAcls } from './random-acls.ts';
import { randomTopics } from './random-topics.ts';

/**
 * Projects as the console, Terraform, scripts and years of use leave them: everything that Aiven and Kafka take, with nulls, defaults
 * that somebody wrote out, names that look like numbers, and fields of a newer Aiven. Knows nothing of specs.
 */

const kafkaNames = ['kafka-core', 'kafka-edge', 'a'];
const endpointNames = ['onprem', 'partner', 'b', '1.0', 'Null', 'onprem-2'];
const aliases = ['a', 'b', 'core', 'onprem', 'kafka-edge', 'Source', '1e3', 'null', 'a.b', 'constructor'];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary);

/** Each key is there or not, at times as null. */
function some(values: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Config> {
  return fc.record(
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        fc.oneof({ arbitrary: value, weight: 4 }, { arbitrary: fc.constant(null), weight: 1 }),
      ]),
    ),
    { requiredKeys: [] },
  );
}

const oddEndpoint = fc
  .record({
    servers: fc.constantFrom(
      'k-1.example:9092',
      'k-1.example:9092, k-2.example:9092',
      'K-2.example:9092',
      'b.example:1',
      '[::1]:9093',
      'nonsense',
      'b.example:70000',
      'kafka-core.kafka.example:12695',
      'x.example:9092,',
    ),
    protocol: fc.constantFrom('PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL', 'SASL_SSL', 'SASL_NEWER'),
    others: some({
      sasl_mechanism: fc.constantFrom('PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'),
      sasl_plain_username: fc.constantFrom('mm2', 'a"b', 'ü', 'null', 'a b', 'a;b'),
      sasl_plain_password: fc.constantFrom('a-password-of-tests', 'another-password'),
      ssl_ca_cert: fc.constantFrom(
        datedCertificates.present,
        datedCertificates.ended,
        'no PEM',
        `${datedCertificates.present}\n${datedCertificates.ended}`,
      ),
      ssl_client_cert: fc.constant(datedCertificates.present),
      ssl_client_key: fc.constant('a-key-of-tests'),
      ssl_endpoint_identification_algorithm: fc.constantFrom('https', ''),
      newer: fc.constant('x'),
    }),
  })
  .map(
    ({ servers, protocol, others }): Config => ({
      // What Aiven keeps of an endpoint holds no nulls.
      ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null)),
      bootstrap_servers: servers,
      security_protocol: protocol,
    }),
  );

/** Mostly one that works, each with brokers of its own. */
const endpointConfig = (name: string): fc.Arbitrary<Config> => {
  const bootstrap_servers = `${name.toLowerCase()}-1.example:9093,${name.toLowerCase()}-2.example:9093`;
  const login = {
    sasl_mechanism: 'SCRAM-SHA-512',
    sasl_plain_username: 'mm2',
    sasl_plain_password: 'a-password-of-tests',
  };
  const certificate = { ssl_client_cert: datedCertificates.present, ssl_client_key: 'a-key-of-tests' };
  const working = fc.constantFrom<Config>(
    { bootstrap_servers, security_protocol: 'PLAINTEXT' },
    { bootstrap_servers, security_protocol: 'SASL_SSL', ssl_ca_cert: datedCertificates.present, ...login },
    { bootstrap_servers, security_protocol: 'SASL_PLAINTEXT', ...login },
    {
      bootstrap_servers,
      security_protocol: 'SSL',
      ...certificate,
      ssl_endpoint_identification_algorithm: '',
    },
  );
  return fc.oneof({ arbitrary: working, weight: 3 }, { arbitrary: oddEndpoint, weight: 2 });
};

const tuning = some({
  consumer_auto_offset_reset: fc.constantFrom('earliest', 'latest', 'none'),
  consumer_max_poll_records: fc.constantFrom(500, 2000, 7, '2000'),
  consumer_fetch_min_bytes: fc.constantFrom(1, 0, 100_000),
  consumer_fetch_max_bytes: fc.constantFrom(52_428_800, 1),
  producer_linger_ms: fc.constantFrom(0, 100, 6000),
  producer_batch_size: fc.constantFrom(16_384, 5_242_880, 1.5),
  producer_buffer_memory: fc.constantFrom(33_554_432, 134_217_728),
  producer_compression_type: fc.constantFrom('none', 'zstd', 'brotli'),
  producer_newer: fc.constantFrom(true, 'x', [1]),
});

/** Mostly called after what it is, as people do. */
const integration: fc.Arbitrary<IntegrationDraft> = fc
  .record({
    odd: fc.option(maybe(fc.constantFrom(...aliases)), { freq: 5, nil: undefined }),
    from: fc.constantFrom(...kafkaNames, ...endpointNames),
    tuning,
  })
  .map(({ odd, from, ...rest }) => ({
    from,
    ...rest,
    ...(odd === null ? {} : { alias: odd ?? from.replace('kafka-', '') }),
  }));

const usual = fc.constantFrom('.*', 'orders\\..*', 'edge\\.(a|b)', 'payments-.*');
const odd = fc.constantFrom(
  '.*',
  'orders\\..*',
  'edge\\.(a|b)',
  'a{1,2}',
  '(?i)x',
  '(',
  '\\p{javaLowerCase}+',
  ' a ',
  'null',
  "it's",
  'a#b',
  '[a-z',
  'b\\..*',
);
const patterns = fc.array(fc.oneof({ arbitrary: usual, weight: 8 }, { arbitrary: odd, weight: 1 }), {
  maxLength: 3,
});
const policies = [
  'org.apache.kafka.connect.mirror.DefaultReplicationPolicy',
  'org.apache.kafka.connect.mirror.IdentityReplicationPolicy',
  'org.example.Mine',
];

const flowFields = some({
  topics: patterns,
  'topics.blacklist': patterns,
  'topics.exclude': patterns,
  topics_exclude: patterns,
  replication_policy_class: fc.constantFrom(...policies),
  replication_factor: fc.constantFrom(1, 3, 100_000),
  offset_syncs_topic_location: fc.constantFrom('source', 'target', 'nowhere'),
  sync_group_offsets_enabled: fc.boolean(),
  sync_group_offsets_interval_seconds: fc.constantFrom(1, 60, 0),
  emit_heartbeats_enabled: fc.boolean(),
  emit_backward_heartbeats_enabled: fc.boolean(),
  exactly_once_delivery_enabled: fc.boolean(),
  config_properties_exclude: fc.constantFrom('', 'min\\.insync\\.replicas', 'a, b ,,c', 'x y'),
  offset_lag_max: fc.constantFrom(0, 100),
  follower_fetching_enabled: fc.boolean(),
  newer: fc.constant({ deep: [1] }),
});

function flowsOf(named: readonly string[]): fc.Arbitrary<readonly FlowDraft[]> {
  const end = fc.oneof(
    { arbitrary: fc.constantFrom(...named), weight: 6 },
    { arbitrary: fc.constantFrom(...aliases), weight: 1 },
  );
  const flow = fc
    .record({ source_cluster: end, target_cluster: end, enabled: fc.boolean(), fields: flowFields })
    .filter(
      ({ source_cluster, target_cluster }) => source_cluster !== target_cluster || source_cluster === 'b',
    )
    .map(({ fields, ...flow }): FlowDraft => ({ ...fields, ...flow }));
  return fc.uniqueArray(flow, {
    maxLength: 4,
    selector: ({ source_cluster, target_cluster }) => `${source_cluster} ${target_cluster}`,
  });
}

/** Aiven knows an alias once in a service. */
const mirrormaker = (name: string): fc.Arbitrary<MirrorMakerDraft> =>
  fc
    .uniqueArray(integration, {
      minLength: 2,
      maxLength: 5,
      selector: ({ alias, from }) => alias ?? `without ${from}`,
    })
    .chain((integrations) => {
      const named = integrations.flatMap(({ alias }) => alias ?? []);
      return fc.record({
        name: fc.constant(name),
        userConfig: fc.constantFrom<Config>(
          {},
          { kafka_mirrormaker: { emit_checkpoints_enabled: false } },
          {
            kafka_mirrormaker: {
              sync_topic_configs_enabled: false,
              emit_checkpoints_enabled: true,
              sync_group_offsets_enabled: true,
            },
          },
          { kafka_mirrormaker: null },
        ),
        integrations: fc.constant(integrations),
        flows: named.length === 0 ? fc.constant([]) : flowsOf(named),
      });
    });

export const randomEstate: fc.Arbitrary<EstateDraft> = fc
  .record({
    kafka: fc.tuple(
      ...kafkaNames.map((name) =>
        maybe(
          fc.record({
            name: fc.constant(name),
            topics: randomTopics,
            kafkaAcls: randomKafkaAcls,
            aivenAcls: randomAivenAcls,
          }),
        ),
      ),
    ),
    endpoints: fc.tuple(
      ...endpointNames.map((name) =>
        maybe(fc.record({ name: fc.constant(name), userConfig: endpointConfig(name) })),
      ),
    ),
    mirrormakers: fc.tuple(...['mm2-one', 'mm2-two'].map((name) => maybe(mirrormaker(name)))),
  })
  .map(({ kafka, endpoints, mirrormakers }) => {
    const services = kafka.filter((one) => one !== null);
    const there = endpoints.filter((one) => one !== null);
    const names = new Set([...services, ...there].map(({ name }) => name));
    return {
      kafka: services,
      endpoints: there,
      mirrormakers: mirrormakers
        .filter((one) => one !== null)
        .map((one) => ({ ...one, integrations: one.integrations.filter(({ from }) => names.has(from)) })),
    };
  });
