import type { KindIdentity } from './kind.ts';
import type { Provenance } from './provenance.ts';
import type { StoredFields } from './stored-fields.ts';

/** The attachment of one Kafka cluster to one MirrorMaker 2 service (Aiven integration `kafka_mirrormaker`). */
export interface IntegrationId {
  readonly kind: 'integration';
  readonly project: string;
  /** The Aiven for Apache Kafka MirrorMaker 2 service. */
  readonly service: string;
  /** `user_config.cluster_alias`. Immutable by Aiven's documentation. */
  readonly cluster: string;
}

/** Where the attached cluster is: an Aiven service, or an `external_kafka` endpoint by its name. */
export type IntegrationSource =
  | { readonly type: 'service'; readonly project: string; readonly service: string }
  | { readonly type: 'endpoint'; readonly endpoint: string };

/** `service acme/kafka-core` or `endpoint onprem-kafka`, as plans and digests have it. */
export function sourceText(source: IntegrationSource): string {
  return source.type === 'service'
    ? `service ${source.project}/${source.service}`
    : `endpoint ${source.endpoint}`;
}

/**
 * Every key of `user_config.kafka_mirrormaker` that a spec can state; the schema and the risk table are keyed by it. Its value
 * is what it is where nobody sets it, by Aiven's own description of its user config. Aiven has no way to unset a key, and
 * under one of the possible meanings of its PUT a key that is left out stays, so to reset a key this value is written.
 */
export const integrationTuningDefaults = {
  consumer_auto_offset_reset: 'earliest',
  consumer_fetch_max_bytes: 52_428_800,
  consumer_fetch_max_wait_ms: 500,
  consumer_fetch_min_bytes: 1,
  consumer_max_partition_fetch_bytes: 1_048_576,
  consumer_max_poll_records: 500,
  consumer_receive_buffer_bytes: 65_536,
  consumer_request_timeout_ms: 30_000,
  producer_batch_size: 16_384,
  producer_buffer_memory: 33_554_432,
  producer_compression_type: 'none',
  producer_linger_ms: 0,
  producer_max_request_size: 1_048_576,
  producer_request_timeout_ms: 30_000,
  producer_send_buffer_bytes: 131_072,
} as const;
export type IntegrationTuningKey = keyof typeof integrationTuningDefaults;

/** `undefined`: the key is none that a spec can state. */
export function tuningDefault(key: string): string | number | undefined {
  const defaults: Readonly<Record<string, string | number>> = integrationTuningDefaults;
  return Object.hasOwn(defaults, key) ? defaults[key] : undefined;
}

/** `user_config.kafka_mirrormaker`: Aiven's own field names. A field left out was never set: Aiven's default holds. */
export type IntegrationTuning = Readonly<Record<string, string | number>>;

/** What the spec says of it: a field left out stays as it is, `null` asks for Aiven's default. */
export type StatedTuning = Readonly<Record<string, string | number | null>>;

export interface Integration {
  readonly id: IntegrationId;
  readonly source: IntegrationSource;
  readonly tuning: StatedTuning;
  readonly provenance: Provenance;
}

export interface LiveIntegration {
  readonly id: IntegrationId;
  readonly integrationId: string;
  readonly source: IntegrationSource;
  readonly tuning: IntegrationTuning;
  /** The whole `user_config`, where it was read from Aiven: tuning by its keys, others as `user_config.<key>`. */
  readonly stored?: StoredFields;
  /** True once the backend has applied it. */
  readonly active: boolean;
  /** `running`, `failed`, … with Aiven's description; left out when Aiven does not tell. */
  readonly status?: { readonly state: string; readonly description: string };
}

export interface IntegrationKind {
  readonly id: IntegrationId;
  readonly desired: Integration;
  readonly live: LiveIntegration;
  readonly place: 'mirrormaker';
  readonly plural: 'integrations';
  readonly deletion: never;
}

export const integrationIdentity: KindIdentity<IntegrationKind> = {
  place: 'mirrormaker',
  plural: 'integrations',
  placeOf: ({ service }) => service,
  nameOf: ({ cluster }) => cluster,
  deletion: 'never planned',
};
