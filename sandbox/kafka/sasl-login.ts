/** Aiven's and Kafka's names of the mechanisms with a user name and a password. */
export type PasswordMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

/** The value of `sasl.jaas.config` with which a Kafka client logs in. */
export function saslLogin(login: {
  readonly mechanism: PasswordMechanism;
  readonly username: string;
  readonly password: string;
}): string {
  const module =
    login.mechanism === 'PLAIN'
      ? 'org.apache.kafka.common.security.plain.PlainLoginModule'
      : 'org.apache.kafka.common.security.scram.ScramLoginModule';
  return `${module} required username=${quoted(login.username)} password=${quoted(login.password)};`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
