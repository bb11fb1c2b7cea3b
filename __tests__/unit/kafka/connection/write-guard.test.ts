import { describe, expect, test } from '@jest/globals';
import { refuseWrites } from '../../../../src/kafka/connection/write-guard.ts';
import { anAcl, creation, deletion, grant, revocation, updating } from '../../../support/kafka/builders.ts';
import { Bytes } from '../../../support/kafka/bytes.ts';
import { topicResults } from '../../../support/kafka/fake-broker.ts';
import { aBroker, aCluster } from '../../../support/kafka/with-broker.ts';

/** A whole request with the header that all spoken versions have. */
function request(key: number, version: number, body: Buffer = Buffer.alloc(4)): Buffer {
  const header = new Bytes().int16(key).int16(version).int32(7).text('client').buffer;
  return Buffer.concat([new Bytes().int32(header.length + body.length).buffer, header, body]);
}

const ends = (...last: readonly number[]) => Buffer.from([0, 0, 0, 0, ...last]);
const refusal = expect.objectContaining({ kafkaCode: 'not-sent', transient: false });

describe('a connection that may only ask sends', () => {
  test.each<[string, Buffer]>([
    ['ListOffsets', request(2, 1)],
    ['Metadata that creates nothing', request(3, 6, ends(0))],
    ['Metadata with rights that creates nothing', request(3, 8, ends(0, 1, 1))],
    ['DescribeGroups', request(15, 2)],
    ['ListGroups', request(16, 2, Buffer.alloc(0))],
    ['SaslHandshake', request(17, 1)],
    ['ApiVersions', request(18, 0, Buffer.alloc(0))],
    ['CreateTopics with its flag', request(19, 3, ends(1))],
    ['DescribeAcls', request(29, 1)],
    ['DescribeConfigs', request(32, 2)],
    ['SaslAuthenticate', request(36, 1)],
    ['CreatePartitions with its flag', request(37, 1, ends(1))],
    ['IncrementalAlterConfigs with its flag', request(44, 0, ends(1))],
  ])('%s', (_, bytes) => expect(() => refuseWrites(bytes, 'k:1')).not.toThrow());
});

describe('a connection that may only ask refuses', () => {
  test.each<[string, Buffer]>([
    ['CreateTopics without its flag', request(19, 3, ends(0))],
    ['CreateTopics with another value for a flag', request(19, 3, ends(2))],
    ['CreateTopics in a version with another end', request(19, 5, ends(1))],
    ['CreatePartitions without its flag', request(37, 1, ends(0))],
    ['CreatePartitions in another version', request(37, 2, ends(1))],
    ['IncrementalAlterConfigs without its flag', request(44, 0, ends(0))],
    ['IncrementalAlterConfigs in another version', request(44, 1, ends(1))],
    ['Metadata that creates topics', request(3, 6, ends(1))],
    ['Metadata with rights that creates topics', request(3, 8, ends(1, 1, 1))],
    ['Metadata in another version', request(3, 4, ends(0))],
    ...[0, 20, 21, 30, 31, 33, 42, 43, 45, 46, 47, 48, 49, 51, 57, 80, 999].map((key): [string, Buffer] => [
      `API ${key}, whatever it ends with`,
      request(key, 0, ends(1)),
    ]),
    ['two requests at once', Buffer.concat([request(18, 0), request(20, 3)])],
    ['a request that is cut', request(18, 0).subarray(0, -1)],
    ['no bytes', Buffer.alloc(0)],
  ])('%s', (_, bytes) => expect(() => refuseWrites(bytes, 'k:1')).toThrow(refusal));
});

describe('at the socket of a run that plans', () => {
  const config = { field: 'config.retention.ms', from: null, to: '1' };
  const partitions = { field: 'partitions', from: '1', to: '2' };

  test('no change leaves, whatever is called, and the broker never hears of it', async () => {
    const broker = await aBroker();
    const attempts = [
      creation('orders'),
      updating('orders', [config]),
      updating('orders', [partitions]),
      deletion('orders'),
    ];
    for (const change of attempts) {
      const cluster = aCluster({ bootstrapServers: [broker.address], purpose: 'plan' });
      expect(await cluster.topics.write([change])).toMatchObject([{ state: 'failed', code: 'not-sent' }]);
    }
    for (const change of [grant(anAcl()), revocation(anAcl())]) {
      const cluster = aCluster({ bootstrapServers: [broker.address], purpose: 'plan' });
      expect(await cluster.kafkaAcls.write([change])).toMatchObject([{ state: 'failed', code: 'not-sent' }]);
    }
    expect(new Set(broker.requests.map(({ api }) => api))).toEqual(new Set(['ApiVersions']));
  });

  test('a run that applies sends it, over another connection than what it asks with', async () => {
    const broker = await aBroker({ answers: { CreateTopics: () => topicResults([{ name: 'orders' }]) } });
    const cluster = aCluster({ bootstrapServers: [broker.address], purpose: 'apply' });
    await cluster.readCluster({ cluster: 'onprem', topics: [], kafkaAcls: false, aivenAcls: false });
    expect(broker.connections).toBe(1);
    expect(await cluster.topics.write([creation('orders')])).toEqual([{ state: 'accepted' }]);
    expect(broker.connections).toBe(2);
    expect(broker.requests.at(-1)?.body.at(-1)).toBe(0);
  });
});
