import type { SaslMechanism, SecurityProtocol } from './kafka-connection.ts';
import type { KindIdentity } from './kind.ts';
import type { Provenance } from './provenance.ts';
import type { Secret } from './secret.ts';
import type { StoredFields } from './stored-fields.ts';

/** Integration endpoint of type `external_kafka`; unique by name in an Aiven project. */
export interface EndpointId {
  readonly kind: 'endpoint';
  readonly project: string;
  readonly name: string;
}

/** Field names are those of Aiven's `user_config` for `external_kafka`. A field left out is unset. */
export interface EndpointConfig<S> {
  /** `host:port`, comma separated, as Aiven stores it. */
  readonly bootstrap_servers: string;
  readonly security_protocol: SecurityProtocol;
  readonly sasl_mechanism?: SaslMechanism;
  readonly sasl_plain_username?: string;
  readonly sasl_plain_password?: S;
  readonly ssl_ca_cert?: string;
  /** A certificate is public, but it comes as a secret as often as not: compared, never printed. */
  readonly ssl_client_cert?: S;
  readonly ssl_client_key?: S;
  readonly ssl_endpoint_identification_algorithm?: 'https' | '';
}

/** What Aiven has, which may be newer than this version: a choice that a spec cannot state is a text like any other. */
export interface LiveEndpointConfig
  extends Omit<
    EndpointConfig<Secret>,
    'security_protocol' | 'sasl_mechanism' | 'ssl_endpoint_identification_algorithm'
  > {
  readonly security_protocol: string;
  readonly sasl_mechanism?: string;
  readonly ssl_endpoint_identification_algorithm?: string;
}

export type EndpointField = keyof EndpointConfig<Secret>;

/** In the order in which a reviewer should see them: where credentials go comes first. */
export const endpointFields: readonly EndpointField[] = Object.keys({
  bootstrap_servers: true,
  security_protocol: true,
  sasl_mechanism: true,
  sasl_plain_username: true,
  sasl_plain_password: true,
  ssl_ca_cert: true,
  ssl_client_cert: true,
  ssl_client_key: true,
  ssl_endpoint_identification_algorithm: true,
} satisfies Record<EndpointField, true>) as EndpointField[]; // the keys of the object above, which the compiler completes

/** Whether the field does anything under the protocol. One that is newer than this version may. */
export function hasEffect(field: string, { security_protocol: protocol }: EndpointConfig<unknown>): boolean {
  if (field.startsWith('sasl_')) return protocol.startsWith('SASL');
  return field.startsWith('ssl_') ? protocol.endsWith('SSL') : true;
}

export interface Endpoint {
  readonly id: EndpointId;
  /** What it is created with: what the spec states, else the default. */
  readonly config: EndpointConfig<Secret>;
  /**
   * The fields that the spec states; the others stay as they are on an endpoint that exists. A stated field without a value
   * in `config` is to be unset.
   */
  readonly stated: ReadonlySet<EndpointField>;
  readonly provenance: Provenance;
}

/** `Secret.named(...)` (no value) where Aiven answered `<redacted>`. */
export interface LiveEndpoint {
  readonly id: EndpointId;
  readonly endpointId: string;
  readonly config: LiveEndpointConfig;
  /** The whole `user_config`, where it was read from Aiven. */
  readonly stored?: StoredFields;
}

export interface EndpointKind {
  readonly id: EndpointId;
  readonly desired: Endpoint;
  readonly live: LiveEndpoint;
  readonly place: 'project';
  readonly plural: 'endpoints';
  readonly deletion: 'endpoints';
}

export const endpointIdentity: KindIdentity<EndpointKind> = {
  place: 'project',
  plural: 'endpoints',
  placeOf: ({ project }) => project,
  nameOf: ({ name }) => name,
  deletion: { allowedBy: 'endpoints', one: 'endpoint', many: 'endpoints' },
};
