import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { redactedMarker, secretsInAnswer } from '../../../../src/aiven/http/secrets-in-answer.ts';
import { openSecret } from '../../../../src/model/secret.ts';

const value = (): string => `AVNS_${randomBytes(9).toString('base64url')}`;

function valuesIn(answer: unknown): readonly string[] {
  return secretsInAnswer(answer).map(openSecret);
}

describe('what an answer of Aiven tells that must not be repeated', () => {
  const [password, key, cert, other] = [value(), value(), value(), value()];
  const pem = `-----BEGIN PRIVATE KEY-----\n${value()}\n-----END PRIVATE KEY-----\n`;

  test.each<[string, object, readonly string[]]>([
    [
      'a service user',
      { users: [{ username: 'a', password, access_key: key, access_cert: cert }] },
      [password, key, cert],
    ],
    [
      'connection_info',
      { connection_info: { kafka: ['h:1'], kafka_access_key: key, kafka_access_cert: cert } },
      [key, cert],
    ],
    [
      'an address in connection_info',
      { connection_info: { kafka_rest_uri: `https://avnadmin:${password}@h:1` } },
      [password],
    ],
    [
      'service_uri',
      { service_uri: `postgres://avnadmin:${password}@h:1/defaultdb?sslmode=require` },
      [password],
    ],
    [
      'service_uri_params',
      { service_uri_params: { host: 'h', port: '1', user: 'avnadmin', password } },
      [password],
    ],
    [
      'a list of addresses',
      { connection_info: { pg: [`postgres://a:${password}@h:1`, `postgres://a:${key}@h:2`] } },
      [password, key],
    ],
    [
      'an endpoint',
      {
        user_config: {
          sasl_plain_username: 'u',
          sasl_plain_password: password,
          ssl_client_key: key,
          ssl_client_cert: cert,
        },
      },
      [password, key, cert],
    ],
    [
      'endpoints of other types',
      {
        list: [
          { user_config: { datadog_api_key: key } },
          { user_config: { basic_auth_password: password } },
          { user_config: { sentry_dsn: other } },
          { user_config: { secret_access_key: cert } },
        ],
      },
      [key, password, other, cert],
    ],
    ['a key under any name', { user_config: { newer: pem } }, [pem]],
    ['an answer to a write', { message: 'created', user: { password } }, [password]],
    ['deep in lists', [[{ a: [{ token: other }] }]], [other]],
  ])('%s', (_, answer, secrets) => expect(valuesIn(answer)).toEqual(secrets));

  test('a password in an address counts as it stands and as it is meant', () => {
    expect(valuesIn({ kafka_rest_uri: 'https://u:p%40ss%3Aword@h:1' })).toEqual([
      'p%40ss%3Aword',
      'p@ss:word',
    ]);
  });

  test.each<[string, object]>([
    [
      'names, addresses and settings',
      {
        service_name: 'kafka-core',
        service_uri: 'h:12695',
        plan: 'business-4',
        config: { 'retention.ms': { value: 1 } },
      },
    ],
    ['the key of a tag', { tags: [{ key: 'team', value: 'payments' }] }],
    ['the CA', { ssl_ca_cert: '-----BEGIN CERTIFICATE-----', certificate: 'x' }],
    ['the placeholder', { password: redactedMarker, access_key: redactedMarker }],
    ['nothing', { password: '', token: null }],
    ['a user without a password', { uri: 'https://avnadmin@h:1' }],
  ])('not %s', (_, answer) => expect(valuesIn(answer)).toEqual([]));
});
