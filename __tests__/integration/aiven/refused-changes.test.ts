import { describe, expect, test } from '@jest/globals';
import { carryOut } from '../../support/untouched/carry-out.ts';
import type { LiveDraft } from '../../support/untouched/drafts.ts';

/** A 409 says that something is there already, or that it will not be: only the first is waited for. */

const answer = (message: string, error_code?: string) => ({
  kind: 'answer' as const,
  response: { status: 409, body: { message, errors: [{ message, error_code, status: 409 }] } },
});

const topic = {
  clusters: { core: { service: 'kafka-core', topics: { 't.a': { partitions: 3, replication: 3 } } } },
};
const acl = {
  clusters: {
    core: {
      service: 'kafka-core',
      manage: { acls: { principals: ['User:svc-*'] } },
      acls: { aiven: [{ username: 'svc-a', topic: 'orders', permission: 'read' }] },
    },
  },
};

describe('told at once', () => {
  test.each([
    ['topic.create', topic, 'Cluster only has 2 broker(s), cannot set replication factor to 3', undefined],
    ['topic.create', topic, "Topic 't.a' is reserved for internal use", 'kafka_topic_reserved'],
    ['topic.create', topic, 'Topic limit reached', 'bad_request'],
    ['aiven-acl.create', acl, 'Too many ACL entries', 'service_acl_too_many'],
  ])('%#: %s, %j, %s', async (route, spec, message, code) => {
    const { said, applyMs } = await carryOut({}, spec, {
      first: ({ aiven }) => aiven.faults.add({ route, fault: answer(message, code), times: 9 }),
    });
    expect(said).toContainEqual(
      expect.stringContaining(`failed 409${code === undefined ? '' : ` ${code}`} ${message}`),
    );
    expect(applyMs).toBeLessThan(10_000);
  });

  const onpremKafka = {
    name: 'onprem-kafka',
    userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT' },
  };
  const flows = {
    clusters: {
      core: { service: 'kafka-core' },
      onprem: {
        bootstrap_servers: ['kafka-1.example:9093'],
        security_protocol: 'PLAINTEXT',
        mirror: { endpoint: 'onprem-kafka' },
      },
    },
    mirrormaker: {
      mm2: { flows: { 'onprem -> core': { topics: ['edge'], access: 'off', create_topics: 'none' } } },
    },
  };

  test.each([
    ['kafka-core', 'core', 'prod-core', /Service kafka-core is attached to mm2 under the alias prod-core/],
    ['onprem-kafka', 'onprem', 'edge', /Endpoint onprem-kafka is attached to mm2 under the alias edge/],
  ] as const)('%s, which is attached under another alias', async (from, cluster, alias, says) => {
    const live: LiveDraft = {
      endpoints: [onpremKafka],
      integrations: [{ alias, from, tuning: {}, others: {} }],
    };
    const { said, applyMs } = await carryOut(live, flows);
    const [line] = said.filter((each) => each.startsWith(`create integration ${cluster}: failed`));
    expect(line).toMatch(says);
    expect(line).toContain(`call the cluster ${alias} in the spec`);
    expect(applyMs).toBeLessThan(60_000);
  });
});

test('one that says that it is there is looked for until it shows', async () => {
  const { said, applyMs } = await carryOut({}, topic, {
    timings: { topicVisible: 200_000 },
    first: ({ aiven }) => aiven.faults.add({ route: 'topic.create', fault: { kind: 'reset-after-effect' } }),
  });
  expect(said).toContain('create topic t.a: applied');
  expect(applyMs).toBeGreaterThan(200_000);
});
