import { afterEach, expect, test } from '@jest/globals';
import { WriteGate } from '../../../src/model/write-gate.ts';
import { connect, creation, updating } from '../../support/kafka/builders.ts';
import {
  alteredConfigs,
  type FakeBrokerOptions,
  startFakeBroker,
  topicResults,
} from '../../support/kafka/fake-broker.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The gate is closed as soon as a broker has got the request that closes it. */
async function aGatedCluster(answersOf: (close: () => void) => NonNullable<FakeBrokerOptions['answers']>) {
  let isClosed = false;
  const answers = answersOf(() => {
    isClosed = true;
  });
  const writeGate = new WriteGate();
  writeGate.watchedBy(async () =>
    isClosed ? { state: 'stop', because: 'c0ffee0 is the tip' } : { state: 'go-on' },
  );
  const broker = await startFakeBroker({ answers });
  const cluster = connect({ bootstrapServers: [broker.address], writeGate });
  stops.push(async () => {
    await cluster.close();
    await broker.stop();
  });
  const writes = () =>
    broker.requests.map(({ api }) => api).filter((api) => /^(Create|Incremental|Delete)/.test(api));
  return { cluster, writes };
}

test('no request that writes is sent once the gate is closed', async () => {
  const { cluster, writes } = await aGatedCluster((close) => ({
    CreateTopics: () => {
      close();
      return topicResults([{ name: 'new' }]);
    },
  }));
  const growth = updating('old', [{ field: 'partitions', from: '1', to: '6' }]);
  expect(await cluster.topics.write([creation('new'), growth])).toMatchObject([
    { state: 'accepted' },
    { state: 'failed', code: 'stopped', message: 'c0ffee0 is the tip', transient: true },
  ]);
  expect(writes()).toEqual(['CreateTopics']);
});

test('a change of which a part was written does not count as one that was not sent', async () => {
  const { cluster } = await aGatedCluster((close) => ({
    IncrementalAlterConfigs: () => {
      close();
      return alteredConfigs([{ name: 'old' }]);
    },
  }));
  const both = [
    { field: 'partitions', from: '1', to: '6' },
    { field: 'config.retention.ms', from: null, to: '1' },
  ];
  expect(await cluster.topics.write([updating('old', both)])).toMatchObject([
    { state: 'failed', code: 'interrupted' },
  ]);
});
