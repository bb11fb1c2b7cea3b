import { describe, expect, test } from '@jest/globals';
import { askedTopics, authorizedMetadataAnswer } from '../../support/kafka/fake-authorized-metadata.ts';
import { type FakeResult, metadataAnswer, topicResults } from '../../support/kafka/fake-broker.ts';
import { aBroker } from '../../support/kafka/with-broker.ts';
import { aivenProject } from '../../support/run-world.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

const create = 1 << 5;

/** A broker that has no topic and says this to whoever would create `t`. */
function aBrokerThatSays(answer: Omit<FakeResult, 'name'>, operations: () => number = () => create) {
  return aBroker({
    answers: {
      Metadata: (body) => {
        const { names, version } = askedTopics(body);
        const absent = names.map((name) => ({ name, errorCode: 3 }));
        return version === 8
          ? authorizedMetadataAnswer(absent.map((topic) => ({ ...topic, operations: operations() })))
          : metadataAnswer({ port: 1, topics: absent });
      },
      CreateTopics: () => topicResults([{ name: 't', ...answer }]),
    },
  });
}

function spec(address: string, topics: string): string {
  return `version: 1
name: prod
project: ${aivenProject}
clusters:
  onprem:
    bootstrap_servers: ['${address}']
    security_protocol: PLAINTEXT
    admin: {}
    manage: { topics: { scope: [t*] } }
    topics: ${topics}
`;
}

/** A pull request that adds the topic `t`. */
async function planned(one: Team, address: string, base = spec(address, '{}')) {
  one.commit(base);
  const number = one.open({});
  one.commit(spec(address, '{ t: { partitions: 1 } }'), one.branchOf(number));
  return { ran: await one.plan(number), comment: one.comment(number) ?? '' };
}

describe('a pull request that adds a topic to an external cluster', () => {
  test('is an error at its line where the brokers would refuse the topic, in their words', async () => {
    const broker = await aBrokerThatSays({ errorCode: 44, message: 'Topics need an owner' });
    const { ran, comment } = await planned(await team(), broker.address);
    expect(endOf(ran)).toBe('failed: rule-violated');
    expect(ran.log).toContain(
      'kafka/spec.yaml:10:15: refused-by-brokers: the brokers of onprem would refuse to create topic t: POLICY_VIOLATION: Topics need an owner',
    );
    expect(comment).toContain('Topics need an owner');
    const asked = broker.requests.filter(({ api }) => api === 'CreateTopics');
    expect(asked.map(({ body }) => body.at(-1))).toEqual([1]);
  });

  test('is planned as before where they would take it, and where they were not asked', async () => {
    // One address, since a digest holds where its changes are made.
    let may = create;
    const broker = await aBrokerThatSays({}, () => may);
    const asks = () => broker.requests.filter(({ api }) => api === 'CreateTopics').length;
    const asked = await planned(await team(), broker.address);
    expect(asks()).toBe(1);
    may = 0;
    const silent = await planned(await team(), broker.address);
    expect([endOf(asked.ran), endOf(silent.ran)]).toEqual(['planned', 'planned']);
    expect(silent.ran.outputs['plan-digest']).toBe(asked.ran.outputs['plan-digest']);
    expect(asked.comment).not.toContain('not checked');
    expect(silent.comment).toContain('was not checked');
    expect(asks()).toBe(1);
  });

  test('asks nobody where the connection is new', async () => {
    const broker = await aBrokerThatSays({ errorCode: 44, message: 'Topics need an owner' });
    const { comment } = await planned(await team(), broker.address, specOf({}));
    expect(comment).toContain('no credentials are sent there');
    expect(broker).toMatchObject({ connections: 0 });
  });
});
