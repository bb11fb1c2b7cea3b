import { afterEach, describe, expect, test } from '@jest/globals';
import { Cancelled } from '../../../src/model/cancel.ts';
import { connect, creation, readNothing, updating } from '../../support/kafka/builders.ts';
import {
  alteredConfigs,
  type FakeBrokerOptions,
  startFakeBroker,
  topicResults,
} from '../../support/kafka/fake-broker.ts';
import { until } from '../../support/until.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aCancellableCluster(
  answers: NonNullable<FakeBrokerOptions['answers']>,
  cancel = new AbortController(),
) {
  const broker = await startFakeBroker({ answers });
  const cluster = connect({ bootstrapServers: [broker.address], cancelled: cancel.signal });
  stops.push(async () => {
    await cluster.close();
    await broker.stop();
  });
  return { cluster, cancel, broker, apis: () => broker.requests.map(({ api }) => api) };
}

describe('a run that is cancelled', () => {
  test('contacts no broker any more', async () => {
    const { cluster, cancel, broker } = await aCancellableCluster({});
    cancel.abort();
    expect(await cluster.topics.write([creation('a')])).toEqual([
      { state: 'failed', code: 'cancelled', message: 'the run was cancelled', transient: true },
    ]);
    await expect(cluster.topics.readBack([creation('a').id])).rejects.toThrow(Cancelled);
    await expect(cluster.readCluster(readNothing)).rejects.toThrow(Cancelled);
    expect(broker.connections).toBe(0);
  });

  test('does not wait for what it asked: that is no unknown reading', async () => {
    const { cluster, cancel, apis } = await aCancellableCluster({ Metadata: () => 'silence' });
    const asked = cluster.topics.readBack([creation('a').id]);
    const thrown = expect(asked).rejects.toThrow(Cancelled);
    await until(apis, (seen) => seen.includes('Metadata'));
    cancel.abort();
    await thrown;
  });

  test('waits a moment for a write that is on its way, and says that it was not answered', async () => {
    const { cluster, cancel, apis } = await aCancellableCluster({ CreateTopics: () => 'silence' });
    const written = cluster.topics.write([creation('a')]);
    await until(apis, (seen) => seen.includes('CreateTopics'));
    cancel.abort();
    expect(await written).toEqual([
      {
        state: 'failed',
        code: 'REQUEST_TIMED_OUT',
        message: 'onprem had not answered 1.5 s after the run was cancelled',
        transient: true,
      },
    ]);
  });

  test('takes the answer to the write that is on its way, and begins no other', async () => {
    const cancel = new AbortController();
    const { cluster, apis } = await aCancellableCluster(
      {
        CreateTopics: () => {
          cancel.abort();
          return topicResults([{ name: 'new' }]);
        },
      },
      cancel,
    );
    const results = await cluster.topics.write([
      creation('new'),
      updating('old', [{ field: 'partitions', from: '1', to: '6' }]),
    ]);
    expect(results).toMatchObject([{ state: 'accepted' }, { state: 'failed', code: 'cancelled' }]);
    const written = apis().filter((api) => /^(Create|Alter|Delete)/.test(api));
    expect(written).toEqual(['CreateTopics']);
  });

  test('a change of which a part was written does not count as one that was not begun', async () => {
    const cancel = new AbortController();
    const { cluster } = await aCancellableCluster(
      {
        IncrementalAlterConfigs: () => {
          cancel.abort();
          return alteredConfigs([{ name: 'old' }]);
        },
      },
      cancel,
    );
    const both = [
      { field: 'partitions', from: '1', to: '6' },
      { field: 'config.retention.ms', from: null, to: '1' },
    ];
    expect(await cluster.topics.write([updating('old', both)])).toMatchObject([
      { state: 'failed', code: 'interrupted' },
    ]);
  });
});
