import { describe, expect, test } from '@jest/globals';
import { encodeRequest } from '../../../../src/kafka/protocol/api.ts';
import { authorizedMetadata } from '../../../../src/kafka/protocol/authorized-metadata.ts';
import { describeGroups } from '../../../../src/kafka/protocol/groups.ts';
import { Bytes } from '../../../support/kafka/bytes.ts';
import { authorizedMetadataAnswer as answer } from '../../../support/kafka/fake-authorized-metadata.ts';
import type { FakeBrokerOptions } from '../../../support/kafka/fake-broker.ts';
import { aBroker, aCluster } from '../../../support/kafka/with-broker.ts';

const bit = { Read: 1 << 3, Describe: 1 << 8, DescribeConfigs: 1 << 10 };

/** DescribeGroups version 2: one group with a member, as of a coordinator. */
function groups(results: readonly { readonly name: string; readonly errorCode: number }[]): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(results, ({ name, errorCode }) => {
    bytes.int16(errorCode).text(name).text('Stable').text('consumer').text('range');
    bytes.array([1], () => {
      bytes.text('member').text('client').text('/127.0.0.1').bytes(Buffer.from('ab')).bytes(Buffer.alloc(0));
    });
  });
  return bytes.buffer;
}

async function rights(
  answers: NonNullable<FakeBrokerOptions['answers']>,
  questions = { topics: ['orders', 'later.'], groups: ['billing', 'secret'] },
  more: FakeBrokerOptions = {},
) {
  const broker = await aBroker({ answers, ...more });
  const cluster = aCluster({ bootstrapServers: [broker.address] });
  return { reading: await cluster.readLoginRights(questions), requests: broker.requests };
}

const all = (body: Buffer) => body.readInt32BE(0) === -1;
const metadata = (body: Buffer) =>
  all(body)
    ? answer([{ name: 'orders', partitions: 3, operations: bit.Read | bit.Describe }], bit.Describe)
    : answer([
        { name: 'orders', partitions: 3, operations: bit.Read | bit.Describe },
        { name: 'later.', errorCode: 3, operations: bit.Describe | bit.DescribeConfigs },
      ]);
/** 16: not the coordinator, which is asked only after the right was checked. 30: no Describe on the group. */
const describedGroups = () =>
  groups([
    { name: 'billing', errorCode: 16 },
    { name: 'secret', errorCode: 30 },
  ]);

describe('what a login may do', () => {
  test('topics that it sees, rights on what was asked about, groups', async () => {
    const { reading } = await rights({ Metadata: metadata, DescribeGroups: describedGroups });
    expect(reading).toEqual({
      state: 'known',
      value: {
        clusterId: 'cluster',
        topics: new Map([['orders', 3]]),
        clusterOperations: new Set(['Describe']),
        topicOperations: new Map([
          ['orders', new Set(['Read', 'Describe'])],
          ['later.', new Set(['Describe', 'DescribeConfigs'])],
        ]),
        groups: new Map([
          ['billing', true],
          ['secret', false],
        ]),
        brokersBefore28: false,
      },
    });
  });

  test('brokers before 2.8 are told by what they do not offer', async () => {
    const { reading } = await rights({ Metadata: metadata, DescribeGroups: describedGroups }, undefined, {
      without: 'DescribeCluster',
    });
    expect(reading).toMatchObject({ value: { brokersBefore28: true } });
  });

  test.each([
    ['a topic', { Metadata: () => answer([]), DescribeGroups: describedGroups }, 'orders'],
    ['a group', { Metadata: metadata, DescribeGroups: () => groups([]) }, 'billing'],
  ])('%s left out of the answer makes it unknown', async (_, answers, name) => {
    const { reading } = await rights(answers);
    expect(reading).toMatchObject({
      state: 'unknown',
      code: 'incomplete',
      message: `the brokers of onprem left ${name} out of their answer`,
    });
  });

  test('five thousand names are four requests', async () => {
    const topics = Array.from({ length: 5_000 }, (_, index) => `t${String(index).padStart(4, '0')}`);
    const named = (body: Buffer) => [...body.toString('latin1').matchAll(/t\d{4}/g)].map(([name]) => name);
    const { reading, requests } = await rights(
      { Metadata: (body) => answer(all(body) ? [] : named(body).map((name) => ({ name, errorCode: 29 }))) },
      { topics, groups: [] },
    );
    expect(reading).toMatchObject({ state: 'known' });
    expect(requests.filter(({ api }) => api === 'Metadata')).toHaveLength(4);
    expect(requests.filter(({ api }) => api === 'DescribeGroups')).toHaveLength(0);
  });
});

describe('request bodies', () => {
  test('Metadata version 8 never creates a topic, and asks for operations on cluster and topics', () => {
    expect(encodeRequest(authorizedMetadata, { topics: ['a'] }).buffer).toEqual(
      new Bytes().int32(1).text('a').int8(0).int8(1).int8(1).buffer,
    );
    expect(authorizedMetadata).toMatchObject({ key: 3, version: 8 });
  });

  test('DescribeGroups version 2', () => {
    expect(encodeRequest(describeGroups, { groups: ['a', 'b'] }).buffer).toEqual(
      new Bytes().int32(2).text('a').text('b').buffer,
    );
    expect(describeGroups).toMatchObject({ key: 15, version: 2 });
  });
});
