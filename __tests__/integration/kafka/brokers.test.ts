import { describe, expect, test } from '@jest/globals';
import { parseBrokerPattern } from '../../../src/model/broker-pattern.ts';
import { creation, readNothing } from '../../support/kafka/builders.ts';
import { realCluster } from '../../support/kafka/real-cluster.ts';
import { withKafka } from '../../support/kafka.ts';
import { until } from '../../support/until.ts';

const real = withKafka({ name: 'two-brokers', brokers: 2 });

function allowing(texts: readonly string[]) {
  const brokers = texts.map((text) => {
    const parsed = parseBrokerPattern(text);
    if (!parsed.ok) throw new Error(`${text} ${parsed.problem}`);
    return parsed.pattern;
  });
  const [first = ''] = real.kafka.bootstrapServers.split(',');
  return realCluster(real.kafka, real.kafka.admin, { bootstrapServers: [first], brokers });
}

describe('a list of brokers against two real ones', () => {
  test('tells which of them it leaves out, and what that one leads', async () => {
    const [first = '', second = ''] = real.kafka.bootstrapServers.split(',');
    const one = allowing([first]);
    const both = allowing(['localhost:*']);
    try {
      // KRaft brokers pass the request on to the controller, so one broker is enough.
      const topic = creation('led.by.both', { partitions: 8, replication: 1 });
      expect(await one.topics.write([topic])).toEqual([{ state: 'accepted' }]);
      const live = await until(
        () => one.readCluster(readNothing),
        ({ reach }) => reach?.outOfReach[0]?.leads.includes('led.by.both') === true,
      );
      expect(live.reach).toMatchObject({
        brokers: 2,
        outOfReach: [{ address: { host: 'localhost', port: Number(second.split(':')[1]) } }],
        controllerOnly: false,
      });
      expect((await both.readCluster(readNothing)).reach).toMatchObject({ brokers: 2, outOfReach: [] });
    } finally {
      await one.close();
      await both.close();
    }
  });
});
