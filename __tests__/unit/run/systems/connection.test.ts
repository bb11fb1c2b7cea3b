import { describe, expect, test } from '@jest/globals';
import { parseBrokerPattern } from '../../../../src/model/broker-pattern.ts';
import { compareConnection, connectionOf, type Identity } from '../../../../src/run/systems/connection.ts';
import type { ExternalClusterSpec, Spec } from '../../../../src/spec/spec.ts';
import { at } from '../../../support/build/places.ts';
import {
  certificateLogin,
  externalCluster,
  saslLogin,
  specOf,
  withoutAdmin,
} from '../../../support/build/spec.ts';

const mirror = {
  position: at(21),
  endpoint: 'onprem-kafka',
  login: saslLogin('mm2', 'MM2_PASSWORD'),
};
function brokers(...texts: readonly string[]) {
  const patterns = texts.map((text) => {
    const parsed = parseBrokerPattern(text);
    if (!parsed.ok) throw new Error(`${text} ${parsed.problem}`);
    return parsed.pattern;
  });
  return { position: at(23), patterns };
}

const trusted = specOf([externalCluster('onprem', { mirror })]);

const compared = (cluster: ExternalClusterSpec, identity: Identity, spec: Spec) =>
  compareConnection(cluster, identity, { kind: 'default-branch', spec });

describe('the login of MirrorMaker 2 goes only where the default branch sends it', () => {
  test('the same connection', () => {
    expect(compared(externalCluster('onprem', { mirror }), 'mirror', trusted)).toEqual({ state: 'same' });
  });

  test('another endpoint name or another admin sends nothing elsewhere', () => {
    const changed = withoutAdmin(externalCluster('onprem', { mirror: { ...mirror, endpoint: 'other' } }));
    expect(compared(changed, 'mirror', trusted)).toEqual({ state: 'same' });
    expect(compared(changed, 'admin', trusted)).toEqual({
      state: 'differs',
      why: expect.stringContaining('differs from the default branch'),
    });
  });

  test('the same brokers in another order', () => {
    const [one, other] = ['a:1', 'b-*.a.b.c:*'];
    const before = specOf([externalCluster('onprem', { mirror, brokers: brokers(one, other) })]);
    const after = externalCluster('onprem', { mirror, brokers: brokers(other, one) });
    expect(compared(after, 'mirror', before)).toEqual({ state: 'same' });
    expect(connectionOf(after, 'mirror')?.brokers?.map(({ text }) => text)).toEqual([other, one]);
  });

  test('a list of brokers that is taken away: not contacted', () => {
    const before = specOf([externalCluster('onprem', { mirror, brokers: brokers('a:1') })]);
    expect(compared(externalCluster('onprem', { mirror }), 'mirror', before)).toEqual({
      state: 'differs',
      why: expect.stringContaining('differs'),
    });
  });

  test.each<[string, Partial<ExternalClusterSpec>]>([
    ['list of brokers', { mirror, brokers: brokers('kafka-1.example:9093', 'kafka-2.example:9093') }],
    ['host', { mirror, bootstrapServers: ['elsewhere.example:9093'] }],
    ['protocol', { mirror, securityProtocol: 'SASL_PLAINTEXT' }],
    ['mechanism', { mirror: { ...mirror, login: saslLogin('mm2', 'MM2_PASSWORD', 'PLAIN') } }],
    ['authority', { mirror, sslCaCert: 'another' }],
    ['host name check', { mirror, sslEndpointIdentificationAlgorithm: '' }],
    ['user', { mirror: { ...mirror, login: saslLogin('root', 'MM2_PASSWORD') } }],
    ['secret', { mirror: { ...mirror, login: saslLogin('mm2', 'ANOTHER_CLUSTERS_PASSWORD') } }],
  ])('another %s: not contacted', (_, changes) => {
    expect(compared(externalCluster('onprem', changes), 'mirror', trusted)).toEqual({
      state: 'differs',
      why: 'the connection of onprem differs from the default branch: no credentials are sent there before the change is merged',
    });
  });

  test('a cluster that the default branch does not have: not contacted', () => {
    expect(compared(externalCluster('new', { mirror }), 'mirror', trusted)).toEqual({
      state: 'differs',
      why: expect.stringContaining('is new'),
    });
  });
});

test('a client certificate is the login with SSL', () => {
  const login = certificateLogin('MM2_CERT', 'MM2_KEY');
  const partner = externalCluster('partner', {
    securityProtocol: 'SSL',
    mirror: { position: at(21), endpoint: 'partner', login },
  });
  expect(connectionOf(partner, 'mirror')?.login).toEqual(login);
});
