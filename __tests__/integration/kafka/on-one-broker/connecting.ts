import { describe, expect, test } from '@jest/globals';
import { createCertificateAuthority } from '../../../../sandbox/kafka/certificate-authority.ts';
import { creation, readNothing } from '../../../support/kafka/builders.ts';
import { realCluster } from '../../../support/kafka/real-cluster.ts';
import { sharedKafka } from '../../../support/kafka.ts';

const real = sharedKafka();
const other = { caPem: createCertificateAuthority('another CA').pem, clusterId: 'another-cluster-id' };

type More = Parameters<typeof realCluster>[2];

async function brokers(more: More = {}, login = real.kafka.admin) {
  const cluster = realCluster(real.kafka, login, more);
  try {
    return (await cluster.readCluster(readNothing)).brokers;
  } finally {
    await cluster.close();
  }
}

const viaAddress = () => [real.kafka.bootstrapServers.replaceAll('localhost', '127.0.0.1')];

describe('connecting to real brokers', () => {
  test('TLS with a pinned CA and SCRAM', async () => {
    expect(await brokers()).toEqual({ state: 'known', value: 1 });
  });

  test('an address instead of the name is compared with the certificate', async () => {
    expect(await brokers({ bootstrapServers: viaAddress() })).toEqual({ state: 'known', value: 1 });
  });

  test('a wrong password', async () => {
    expect(await brokers({}, { username: 'admin', password: 'wrong-test-password' })).toMatchObject({
      state: 'unknown',
      code: 'unauthenticated',
      message: expect.stringContaining(
        'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
      ),
    });
  });

  test('a certificate of another authority: no login is sent', async () => {
    const transport = { tls: true, ca: other.caPem, verifyHostname: true } as const;
    expect(await brokers({ transport })).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(
        'has a certificate that cannot be trusted, and nothing was sent to it',
      ),
    });
    // The system's own authorities do not know it either.
    expect(await brokers({ transport: { tls: true, verifyHostname: false } })).toMatchObject({
      code: 'unreachable',
    });
  });

  test('a TLS port addressed in plaintext', async () => {
    expect(await brokers({ transport: { tls: false } })).toMatchObject({ state: 'unknown' });
  });

  test('another cluster than the pinned one: nothing is written', async () => {
    const cluster = realCluster(real.kafka, real.kafka.admin, { clusterId: other.clusterId });
    try {
      const message = expect.stringMatching(new RegExp(`${real.kafka.clusterId}.*${other.clusterId}`));
      expect((await cluster.readCluster(readNothing)).brokers).toMatchObject({ code: 'incomplete', message });
      expect(await cluster.topics.write([creation('not.here')])).toMatchObject([
        { code: 'INCONSISTENT_CLUSTER_ID', message },
      ]);
    } finally {
      await cluster.close();
    }
    expect(await real.bridge.describeTopics(['not.here'])).toEqual([]);
  });
});
