import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { connectionChange, connectionOf } from '../../../src/run/systems/connection.ts';
import type { ExternalClusterSpec } from '../../../src/spec/spec.ts';
import { at, externalCluster, specOf, withoutAdmin } from '../../support/desired-spec.ts';

const mirror = {
  position: at(21),
  endpoint: 'onprem-kafka',
  username: 'mm2',
  password: Secret.named('MM2_PASSWORD'),
};
const trusted = specOf([externalCluster('onprem', { mirror })]);

describe('the login of MirrorMaker 2 goes only where the default branch sends it', () => {
  test('the same connection', () => {
    expect(connectionChange(externalCluster('onprem', { mirror }), 'mirror', trusted)).toBeUndefined();
  });

  test('another endpoint name or another admin sends nothing elsewhere', () => {
    const changed = withoutAdmin(externalCluster('onprem', { mirror: { ...mirror, endpoint: 'other' } }));
    expect(connectionChange(changed, 'mirror', trusted)).toBeUndefined();
    expect(connectionChange(changed, 'admin', trusted)).toContain('differs from the default branch');
  });

  test.each<[string, Partial<ExternalClusterSpec>]>([
    ['host', { mirror, bootstrapServers: ['elsewhere.example:9093'] }],
    ['protocol', { mirror, securityProtocol: 'SASL_PLAINTEXT' }],
    ['mechanism', { mirror, saslMechanism: 'PLAIN' }],
    ['authority', { mirror, sslCaCert: 'another' }],
    ['host name check', { mirror, sslEndpointIdentificationAlgorithm: '' }],
    ['user', { mirror: { ...mirror, username: 'root' } }],
    ['secret', { mirror: { ...mirror, password: Secret.named('ANOTHER_CLUSTERS_PASSWORD') } }],
  ])('another %s: not contacted', (_, changes) => {
    expect(connectionChange(externalCluster('onprem', changes), 'mirror', trusted)).toBe(
      'the connection of onprem differs from the default branch: no credentials are sent there before the change is merged',
    );
  });

  test('a cluster that the default branch does not have: not contacted', () => {
    expect(connectionChange(externalCluster('new', { mirror }), 'mirror', trusted)).toContain('is new');
  });
});

test('a client certificate is the login with SSL', () => {
  const clientCert = Secret.named('MM2_CERT');
  const clientKey = Secret.named('MM2_KEY');
  const partner = externalCluster('partner', {
    securityProtocol: 'SSL',
    mirror: { position: at(21), endpoint: 'partner', clientCert, clientKey },
  });
  expect(connectionOf(partner, 'mirror')?.login).toEqual({
    kind: 'certificate',
    certificate: clientCert,
    key: clientKey,
  });
});
