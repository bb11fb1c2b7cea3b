import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KafkaCluster } from '../../../../src/kafka/kafka.ts';
import { hostAddress } from '../../../../src/model/acl-host.ts';
import { anAcl, grant, readNothing, revocation } from '../../../support/kafka/builders.ts';
import { realCluster } from '../../../support/kafka/real-cluster.ts';
import { sharedKafka } from '../../../support/kafka.ts';
import { until } from '../../../support/until.ts';

const login = { username: 'svc', password: 'svc-test-password' };
const real = sharedKafka([{ name: login.username, password: login.password }]);
const clients = new Map<'IPv4' | 'IPv6', KafkaCluster>();
let admin: KafkaCluster;

beforeAll(async () => {
  admin = realCluster(real.kafka);
  const port = real.kafka.bootstrapServers.split(':')[1] ?? '';
  const over = (address: string): KafkaCluster =>
    realCluster(real.kafka, login, {
      bootstrapServers: [address],
      transport: { tls: true, ca: real.kafka.caPem, verifyHostname: false },
    });
  clients.set('IPv4', over(`127.0.0.1:${port}`)).set('IPv6', over(`[::1]:${port}`));
  await real.bridge.createTopic({ name: 't', partitions: 1, replication: 1, config: {} });
  await admin.kafkaAcls.write([grant(anAcl({ resourceName: 't', operation: 'Describe' }))]);
  await until(() => sees('IPv6'), Boolean);
});
afterAll(async () => {
  for (const cluster of [admin, ...clients.values()]) await cluster.close();
});

/** Whether the login may describe the topic when it connects so. */
async function sees(client: 'IPv4' | 'IPv6'): Promise<boolean> {
  const live = await clients.get(client)?.readCluster(readNothing);
  if (live?.topicNames.state !== 'known') throw new Error(`${client}: ${live?.topicNames.message}`);
  return live.topicNames.value.includes('t');
}

/** Denies the topic to clients from a host; what each client sees once the brokers have the entry. */
async function deniedFrom(host: string): Promise<{ readonly IPv4: boolean; readonly IPv6: boolean }> {
  const denial = anAcl({ resourceName: 't', operation: 'All', permission: 'DENY', host });
  // The brokers take entries in order: when this one holds, the one before it does too.
  const mark = anAcl({ principal: 'User:mark', resourceName: host });
  expect(await admin.kafkaAcls.write([grant(denial), grant(mark)])).toMatchObject([
    { state: 'accepted' },
    { state: 'accepted' },
  ]);
  await until(
    () => admin.kafkaAcls.readBack([denial, mark]),
    (found) => found.every((reading) => reading.state === 'known' && reading.value !== undefined),
  );
  const seen = { IPv4: await sees('IPv4'), IPv6: await sees('IPv6') };
  await admin.kafkaAcls.write([revocation(denial), revocation(mark)]);
  await until(async () => (await sees('IPv4')) && (await sees('IPv6')), Boolean);
  return seen;
}

describe('a denial for one host on real brokers', () => {
  test.each(['::1', '0:0:0:0:0:0:0:01', '0000:0000:0000:0000:0000:0000:0000:0001'])(
    'for %s, spelled as brokers do, it denies; spelled as it stands, it does not',
    async (spelling) => {
      expect(await deniedFrom(spelling)).toEqual({ IPv4: true, IPv6: true });
      expect(await deniedFrom(hostAddress(spelling) ?? '')).toEqual({ IPv4: true, IPv6: false });
    },
  );

  test('an IPv4 client has its IPv4 address, also where the spec writes it as an IPv4-mapped one', async () => {
    expect(await deniedFrom('::ffff:127.0.0.1')).toEqual({ IPv4: true, IPv6: true });
    expect(await deniedFrom(hostAddress('::ffff:127.0.0.1') ?? '')).toEqual({ IPv4: false, IPv6: true });
  });

  test.each(['127.0.0.0/8', 'localhost', '127.0.0.01'])('%s denies nothing', async (host) => {
    expect(await deniedFrom(host)).toEqual({ IPv4: true, IPv6: true });
  });
});
