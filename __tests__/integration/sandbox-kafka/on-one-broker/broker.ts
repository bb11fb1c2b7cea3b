import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { alice, cluster } from './cluster.ts';

const TOPIC_COMMAND = 'org.apache.kafka.tools.TopicCommand';

describe('the connection', () => {
  test('is TLS with a certificate for localhost and 127.0.0.1 from the cluster’s own authority', async () => {
    const certificate = await serverCertificate(cluster.kafka.bootstrapServers, cluster.kafka.caPem);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.verify(new X509Certificate(cluster.kafka.caPem).publicKey)).toBe(true);
  });

  test('is refused with a wrong password', async () => {
    const liar = { name: 'alice', password: 'wrong' };
    await expect(cluster.bridge.listAclsAs(liar)).rejects.toMatchObject({
      code: 'SASL_AUTHENTICATION_FAILED',
    });
  });

  test('works with a password made or changed while the cluster runs, and not after the user was deleted', async () => {
    await cluster.kafka.createUser('bob', 'first');
    await cluster.kafka.createUser('bob', 'second');
    await expect(cluster.bridge.listAclsAs({ name: 'bob', password: 'first' })).rejects.toMatchObject({
      code: 'SASL_AUTHENTICATION_FAILED',
    });
    await expect(cluster.bridge.listAclsAs({ name: 'bob', password: 'second' })).rejects.toMatchObject({
      code: 'CLUSTER_AUTHORIZATION_FAILED',
    });
    await cluster.kafka.deleteUser('bob');
    await expect(cluster.bridge.listAclsAs({ name: 'bob', password: 'second' })).rejects.toMatchObject({
      code: 'SASL_AUTHENTICATION_FAILED',
    });
    expect(cluster.kafka.users).toEqual([alice]);
  });

  test('knows the cluster id the log directory was formatted with', async () => {
    expect(await cluster.bridge.clusterId()).toBe(cluster.kafka.clusterId);
  });
});

describe('the authorizer', () => {
  test('denies by default, allows what an ACL says, and logs both', async () => {
    const { bridge, kafka } = cluster;
    await bridge.createTopic({ name: 'guarded', partitions: 1, replication: -1, config: {} });
    await expect(bridge.produce('guarded', [{ value: 'no' }], alice)).rejects.toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
    });
    const grant = {
      principal: 'User:alice',
      host: '*',
      resourceType: 'TOPIC',
      resourceName: 'guar',
      patternType: 'PREFIXED',
      operation: 'WRITE',
      permission: 'ALLOW',
    };
    await bridge.createAcl(grant);
    await bridge.produce('guarded', [{ value: 'yes' }], alice);

    const decisions = (await kafka.authorizerLog()).filter(
      (line) => line.resourceName === 'guarded' && line.principal === 'User:alice',
    );
    expect(decisions).toContainEqual(
      expect.objectContaining({
        allowed: false,
        operation: 'DESCRIBE',
        resourceType: 'TOPIC',
        request: 'Metadata',
      }),
    );
    expect(decisions).toContainEqual(
      expect.objectContaining({
        allowed: true,
        operation: 'WRITE',
        resourceType: 'TOPIC',
        request: 'Produce',
      }),
    );
  });
});

describe('Kafka’s own tools', () => {
  test('run as the admin', async () => {
    const created = await cluster.kafka.tools(TOPIC_COMMAND, [
      '--create',
      '--topic',
      'by-tool',
      '--partitions',
      '2',
    ]);
    expect(created).toMatchObject({ code: 0, stdout: expect.stringContaining('Created topic by-tool.') });
    expect((await cluster.bridge.describeTopics(['by-tool']))[0]?.partitions).toBe(2);
  });

  test('fail with Kafka’s message', async () => {
    const described = await cluster.kafka.tools(TOPIC_COMMAND, ['--describe', '--topic', 'nowhere']);
    expect(described.code).toBe(1);
    expect(described.stdout + described.stderr).toContain("Topic 'nowhere' does not exist as expected");
  });

  test('run as another user with that user’s client properties', async () => {
    const properties = await cluster.kafka.clientProperties('alice');
    expect(await readFile(properties, 'utf8')).toContain('username="alice"');
    const listed = await cluster.kafka.tools('org.apache.kafka.tools.AclCommand', [
      '--list',
      '--command-config',
      properties,
    ]);
    expect(listed.stdout + listed.stderr).toContain('ClusterAuthorizationException');
  });
});

function serverCertificate(bootstrapServers: string, ca: string): Promise<X509Certificate> {
  const [host = '', port] = bootstrapServers.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), ca }, () => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      if (certificate) resolve(certificate);
      else reject(new Error('no certificate'));
    });
    socket.on('error', reject);
  });
}
