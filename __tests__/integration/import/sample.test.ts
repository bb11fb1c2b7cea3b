import { afterEach, describe, expect, test } from '@jest/globals';
import type { Imported } from '../../../src/import/import-project.ts';
import { type EstateDraft, emptyEstate, plainTopic } from '../../support/estate/estate-draft.ts';
import { EstateStage } from '../../support/estate/estate-stage.ts';
import { sampleEstate } from '../../support/estate/sample-estate.ts';
import { expectGolden } from '../../support/golden-file.ts';

let stage: EstateStage | undefined;
afterEach(() => stage?.stop());

async function written(draft: EstateDraft): Promise<Extract<Imported, { readonly state: 'written' }>> {
  stage = await EstateStage.open(draft);
  const imported = await stage.import();
  if (imported.state !== 'written') throw new Error(JSON.stringify(imported));
  return imported;
}

describe('an estate with something of everything', () => {
  test('reads as a colleague would have written it', async () => {
    const { files } = await written(sampleEstate);
    expect([...files.keys()]).toEqual(['kafka/spec.yaml']);
    expectGolden(new URL('golden/sample.yaml', import.meta.url), [...files.values()].join(''));
  });

  test('has a plan without changes, and an apply of it sends nothing', async () => {
    const { files } = await written(sampleEstate);
    const plan = await stage?.plan(files);
    expect({ operations: plan?.operations, pending: plan?.pending, unread: plan?.unread }).toEqual({
      operations: [],
      pending: [],
      unread: [],
    });
    await stage?.apply(files);
    expect(stage?.emulator.log.effects).toEqual([]);
  });

  test('asks for no secret of an endpoint, and makes the requests of a plan', async () => {
    const { files } = await written(sampleEstate);
    const asked = stage?.emulator.log.requests.map(({ path }) => path) ?? [];
    expect(asked.filter((path) => path.includes('include_secrets'))).toEqual([]);
    await stage?.plan(files);
    const all = stage?.emulator.log.requests.length ?? 0;
    expect(asked.length).toBeLessThanOrEqual((all - asked.length) * 1.5);
  });
});

const idle = { kafkaAcls: [], aivenAcls: [] };
const service = (name: string, topics: readonly string[] = []) => ({
  ...idle,
  name,
  topics: topics.map((topic) => ({ ...plainTopic, name: topic })),
});
const plainEndpoint = (name: string, servers: string, more: object = {}) => ({
  name,
  userConfig: { bootstrap_servers: servers, security_protocol: 'PLAINTEXT', ...more },
});
const flow = (source_cluster: string, target_cluster: string, more: object = {}) => ({
  source_cluster,
  target_cluster,
  enabled: true,
  topics: ['a'],
  ...more,
});

describe('what a spec cannot say is named and left out', () => {
  test.each<[string, EstateDraft, string | RegExp]>([
    [
      'an alias that is another cluster in another service',
      {
        endpoints: [],
        kafka: [service('kafka-a'), service('kafka-b'), service('kafka-c')],
        mirrormakers: ['kafka-a', 'kafka-b'].map((from, index) => ({
          name: `mm2-${index}`,
          userConfig: {},
          integrations: [
            { alias: 'source', from, tuning: {} },
            { alias: `to-${index}`, from: 'kafka-c', tuning: {} },
          ],
          flows: [flow('source', `to-${index}`)],
        })),
      },
      /^flow source -> to-1 of mm2-1: the alias source is kafka-b in mm2-1 and kafka-a in mm2-0/m,
    ],
    [
      'an integration without an alias',
      {
        endpoints: [],
        kafka: [service('kafka-a')],
        mirrormakers: [
          {
            name: 'mm2',
            userConfig: {},
            integrations: [{ from: 'kafka-a', tuning: {} }],
            flows: [flow('x', 'y')],
          },
        ],
      },
      'flow x -> y of mm2: nothing is attached to mm2 as x',
    ],
    [
      'an endpoint with a protocol of a newer Aiven',
      {
        ...emptyEstate,
        kafka: [service('kafka-a')],
        endpoints: [plainEndpoint('odd', 'a:1', { security_protocol: 'SASL_TLS' })],
      },
      'endpoint odd: this version does not know its security_protocol',
    ],
    [
      'an external cluster that is a service of the project',
      {
        ...emptyEstate,
        kafka: [service('kafka-a')],
        endpoints: [plainEndpoint('again', 'kafka-a.kafka.example:12695')],
      },
      /^cluster again: again is the Aiven service kafka-a of project acme-prod, which listens at/m,
    ],
    [
      'two connections to one cluster',
      {
        ...emptyEstate,
        kafka: [service('kafka-a')],
        endpoints: [
          plainEndpoint('one', 'a.example:1,b.example:1'),
          plainEndpoint('two', 'B.example:1', { security_protocol: 'SSL' }),
        ],
      },
      'endpoint two: it has a broker of one, so it is the same cluster, but connects differently',
    ],
    [
      'a CA that is none: its endpoint keeps it',
      {
        ...emptyEstate,
        kafka: [service('kafka-a')],
        endpoints: [
          plainEndpoint('there', 'a.example:1', { security_protocol: 'SSL', ssl_ca_cert: 'no PEM' }),
        ],
      },
      'ssl_ca_cert of endpoint there: the file "kafka/certs/there-ca.pem" holds no PEM certificate',
    ],
    [
      'a policy class that nobody knows',
      {
        endpoints: [plainEndpoint('there', 'a.example:1')],
        kafka: [service('kafka-a')],
        mirrormakers: [
          {
            name: 'mm2',
            userConfig: {},
            integrations: [
              { alias: 'a', from: 'kafka-a', tuning: {} },
              { alias: 'b', from: 'there', tuning: {} },
            ],
            flows: [flow('b', 'a', { replication_policy_class: 'org.example.Mine' })],
          },
        ],
      },
      "replication_policy of flow b -> a of mm2: the class org.example.Mine is neither of Apache Kafka's two",
    ],
  ])('%s', async (_, draft, says) => {
    const { files, leftOut } = await written(draft);
    const told = leftOut.map(({ what, why }) => `${what}: ${why}`).join('\n');
    if (typeof says === 'string') expect(told.split('\n')).toContain(says);
    else expect(told).toMatch(says);
    expect((await stage?.plan(files))?.operations).toEqual([]);
  });
});

test('a spec that grows has a file for each cluster', async () => {
  const names = Array.from({ length: 200 }, (_, index) => `t${index}`);
  const { files } = await written({
    ...emptyEstate,
    kafka: [service('kafka-a', names), service('kafka-b', names)],
  });
  expect([...files.keys()]).toEqual(['kafka/spec.yaml', 'kafka/kafka-a.yaml', 'kafka/kafka-b.yaml']);
});

test('a project without anything is told so', async () => {
  stage = await EstateStage.open(emptyEstate);
  expect(await stage.import()).toMatchObject({ state: 'failed', reason: 'nothing-there' });
});

test('a service states what it does otherwise than without settings, and nothing else', async () => {
  const settings = {
    emit_checkpoints_interval_seconds: 30,
    sync_topic_configs_enabled: false,
    refresh_topics_enabled: true,
    refresh_groups_interval_seconds: 600,
    groups: 'shop\\..*,bank',
    groups_exclude: 'console-consumer-.*,connect-.*,__.*',
    offset_lag_max: 'a lot',
  };
  const { files, leftOut } = await written({
    ...sampleEstate,
    mirrormakers: sampleEstate.mirrormakers.map((one) => ({
      ...one,
      userConfig: { kafka_mirrormaker: settings },
    })),
  });
  expect([...files.values()].join('')).toContain(
    "settings: { emit_checkpoints_interval_seconds: 30, sync_topic_configs_enabled: false, groups: ['shop\\..*', bank] }",
  );
  expect(leftOut.map(({ what, why }) => `${what}: ${why}`)).toContain(
    'offset_lag_max of mm2-core: its value has a form that this version does not know',
  );
});
