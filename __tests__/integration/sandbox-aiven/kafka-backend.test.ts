import { describe, expect, test } from '@jest/globals';
import { withKafka } from '../../support/kafka.ts';
import { aivenApi, core, topics } from './aiven-api.ts';
import { backendContract } from './backend-contract.ts';
import { eventually } from './eventually.ts';

const cluster = withKafka({ name: 'contract' });

describe('a real broker behaves as the contract says', () => {
  backendContract(() => cluster.bridge);
});

describe('the emulator in front of a real broker', () => {
  test('topics and native ACLs written through the API are at the broker', async () => {
    const api = await onRealBroker();
    const created = await api.post(topics, {
      topic_name: 'through-the-api',
      partitions: 2,
      config: { retention_ms: 604_800_000, max_message_bytes: 2_000_000, flush_messages: 10 },
    });
    expect(created.status).toBe(200);
    api.settle();
    const topic = await eventually(async () => {
      const answer = await api.get(`${topics}/through-the-api`);
      expect(answer.status).toBe(200);
      return answer.at('topic');
    });
    expect(topic).toMatchObject({
      partitions: [{ partition: 0 }, { partition: 1 }],
      config: {
        retention_ms: { value: 604_800_000, source: 'default_config' },
        max_message_bytes: { value: 2_000_000, source: 'topic_config' },
        flush_ms: { source: 'default_config' },
      },
    });
    const acl = {
      principal: 'User:through-the-api',
      resource_type: 'Topic',
      resource_name: 'through-the-api',
      pattern_type: 'LITERAL',
      operation: 'DescribeConfigs',
      permission_type: 'ALLOW',
    };
    const added = await api.post(`${core}/kafka/acl`, acl);
    await eventually(async () => {
      expect((await api.get(`${core}/kafka/acl`)).at('kafka_acl')).toContainEqual(added.at('acl'));
    });
    expect((await api.delete(`${core}/kafka/acl/${added.at('acl', 'id')}`)).status).toBe(200);
    expect((await api.delete(`${topics}/through-the-api`)).status).toBe(200);
  });
});

function onRealBroker() {
  const { bridge } = cluster;
  return aivenApi({ services: [{ project: 'acme', name: 'core', type: 'kafka', backend: bridge }] });
}
