/**
 * Limits of Aiven's API and service. Lengths are those of the `external_kafka` user config (Aiven's published JSON schema
 * of integration endpoints) and of the OpenAPI document; in characters.
 */
export const aivenLimits = {
  /** `endpoint_name` */
  endpointName: 40,
  /** `bootstrap_servers`, all in one comma-separated text. */
  bootstrapServers: 256,
  /** `sasl_plain_username` */
  saslUsername: 256,
  /** `sasl_plain_password` */
  saslPassword: 256,
  /** Each of `ssl_ca_cert`, `ssl_client_cert`, `ssl_client_key`. */
  pem: 16_384,
  /** `config_properties_exclude` of a replication flow, one comma-separated text. */
  configPropertiesExclude: 2048,
  /** Flows of one MirrorMaker 2 service (`maxItems` of `replication_flows`). */
  flowsPerService: 256,
} as const;

/**
 * What Aiven recommends at most ("Best practices for Aiven for Apache Kafka"); more is not refused at once, and makes
 * restarts and leader changes slow.
 */
export const aivenRecommends = {
  topics: 7_000,
  /** Replicas count. */
  partitionsPerBroker: 4_000,
  partitions: 200_000,
} as const;
