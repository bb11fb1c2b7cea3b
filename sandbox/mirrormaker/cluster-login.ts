import type { UserConfig } from '../aiven/state.ts';
import { type PasswordMechanism, saslLogin } from '../kafka/sasl-login.ts';

/** SASL_SSL with SCRAM-SHA-512. */
export interface ServiceLogin {
  readonly bootstrapServers: string;
  readonly caPem: string;
  readonly username: string;
  readonly password: string;
  readonly brokers: number;
}

type Property = readonly [name: string, value: string];

/** What a Kafka client needs to log in to the brokers of an Aiven service. */
export function serviceLogin(login: ServiceLogin): readonly Property[] {
  return endpointLogin({
    bootstrap_servers: login.bootstrapServers,
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'SCRAM-SHA-512',
    sasl_plain_username: login.username,
    sasl_plain_password: login.password,
    ssl_ca_cert: login.caPem,
  });
}

/** The same for the `user_config` of an endpoint of type `external_kafka`. */
export function endpointLogin(config: UserConfig): readonly Property[] {
  const text = (field: string): string | undefined =>
    typeof config[field] === 'string' ? config[field] : undefined;
  const [username, password] = [text('sasl_plain_username'), text('sasl_plain_password')];
  const mechanism = mechanismOf(text('sasl_mechanism'));
  const [ca, certificate, key] = [text('ssl_ca_cert'), text('ssl_client_cert'), text('ssl_client_key')];
  const verify = text('ssl_endpoint_identification_algorithm');
  return [
    ['bootstrap.servers', text('bootstrap_servers') ?? ''],
    ['security.protocol', text('security_protocol') ?? ''],
    ...(mechanism === undefined ? [] : [['sasl.mechanism', mechanism] as const]),
    ...(mechanism === undefined || username === undefined || password === undefined
      ? []
      : [['sasl.jaas.config', saslLogin({ mechanism, username, password })] as const]),
    ...(ca === undefined
      ? []
      : ([
          ['ssl.truststore.type', 'PEM'],
          ['ssl.truststore.certificates', ca],
        ] as const)),
    ...(certificate === undefined || key === undefined
      ? []
      : ([
          ['ssl.keystore.type', 'PEM'],
          ['ssl.keystore.certificate.chain', certificate],
          ['ssl.keystore.key', key],
        ] as const)),
    // An empty one means that names are not checked; Kafka and Aiven check them unless told.
    ...(verify === undefined ? [] : [['ssl.endpoint.identification.algorithm', verify] as const]),
  ];
}

function mechanismOf(text: string | undefined): PasswordMechanism | undefined {
  return text === 'PLAIN' || text === 'SCRAM-SHA-256' || text === 'SCRAM-SHA-512' ? text : undefined;
}
