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

/** `user_config.kafka_mirrormaker`: Aiven's own field names. A field left out keeps Aiven's default. */
export type IntegrationTuning = Readonly<Record<string, string | number>>;

export interface Integration {
  readonly id: IntegrationId;
  readonly source: IntegrationSource;
  readonly tuning: IntegrationTuning;
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
