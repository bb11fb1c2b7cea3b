import { describe, expect, test } from '@jest/globals';
import { readNothing } from '../../support/kafka/builders.ts';
import { Bytes } from '../../support/kafka/bytes.ts';
import { askedTopics, authorizedMetadataAnswer } from '../../support/kafka/fake-authorized-metadata.ts';
import type { Answer, FakeBroker } from '../../support/kafka/fake-broker.ts';
import { aBroker, aCluster } from '../../support/kafka/with-broker.ts';

const describeCluster = 1 << 8;

/** ListGroups version 2. */
function listed(groups: readonly string[], errorCode = 0): Buffer {
  const bytes = new Bytes().int32(0).int16(errorCode);
  return bytes.array(groups, (name) => bytes.text(name).text('consumer')).buffer;
}

interface Node {
  readonly groups: Answer;
  /** 127.0.0.1, which may be contacted. */
  readonly host?: string;
}

/** A cluster whose brokers each tell their own groups; the first of them is the bootstrap server. */
async function read(
  nodes: readonly Node[],
  options: { readonly onCluster?: number; readonly ask?: boolean } = {},
) {
  const { onCluster = describeCluster, ask = true } = options;
  const brokers: FakeBroker[] = [];
  for (const { groups } of nodes) {
    brokers.push(
      await aBroker({
        answers: {
          ListGroups: () => groups,
          Metadata: (body) =>
            askedTopics(body).version === 8
              ? authorizedMetadataAnswer([], onCluster)
              : metadataOf(nodes.map(({ host }, index) => ({ host, port: brokers[index]?.port ?? 0 }))),
        },
      }),
    );
  }
  const cluster = aCluster({ bootstrapServers: [brokers[0]?.address ?? ''] });
  const { consumerGroups } = await cluster.readCluster({ ...readNothing, consumerGroups: ask });
  return { consumerGroups, brokers };
}

function metadataOf(nodes: readonly { readonly host: string | undefined; readonly port: number }[]): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(nodes, ({ host = '127.0.0.1', port }) => bytes.int32(port).text(host).int32(port).text(null));
  return bytes
    .text('fake-cluster')
    .int32(1)
    .array([], () => undefined).buffer;
}

const asked = ({ requests }: FakeBroker) => requests.filter(({ api }) => api === 'ListGroups').length;

describe('the consumer groups of a cluster', () => {
  test('are put together from all brokers, each asked once', async () => {
    const { consumerGroups, brokers } = await read([
      { groups: listed(['edge-b', 'app']) },
      { groups: listed(['edge-a']) },
      { groups: listed([]) },
    ]);
    expect(consumerGroups).toEqual({ state: 'known', value: ['app', 'edge-a', 'edge-b'] });
    expect(brokers.map(asked)).toEqual([1, 1, 1]);
  });

  test('are not asked for unless they are wanted', async () => {
    const { consumerGroups, brokers } = await read([{ groups: listed(['app']) }], { ask: false });
    expect(consumerGroups).toMatchObject({ state: 'unknown', code: 'not-managed' });
    expect(brokers.map(asked)).toEqual([0]);
  });

  test.each<[string, readonly Node[], number, string, string]>([
    [
      'the login sees only some',
      [{ groups: listed(['app']) }],
      0,
      'denied',
      'listing all consumer groups takes Describe on Cluster, which this login lacks on onprem',
    ],
    [
      'a broker still loads its groups',
      [{ groups: listed(['app']) }, { groups: listed([], 14) }],
      describeCluster,
      'unavailable',
      'the consumer groups of onprem cannot be listed now: COORDINATOR_LOAD_IN_PROGRESS: ',
    ],
    [
      'a broker may not be contacted',
      [{ groups: listed(['app']) }, { groups: listed(['edge']), host: 'localhost' }],
      describeCluster,
      'not-contacted',
      'onprem names a broker at localhost:',
    ],
    [
      'a broker hangs up',
      [{ groups: listed(['app']) }, { groups: 'hang up' }],
      describeCluster,
      'unreachable',
      '',
    ],
  ])('are unknown where %s', async (_, nodes, onCluster, code, message) => {
    const { consumerGroups } = await read(nodes, { onCluster });
    expect(consumerGroups).toMatchObject({
      state: 'unknown',
      code,
      message: expect.stringContaining(message),
    });
  });
});
