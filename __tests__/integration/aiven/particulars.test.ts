import { describe, expect, test } from '@jest/globals';
import { connectAiven } from '../../../src/aiven/connect.ts';
import type { KafkaAcl } from '../../../src/model/kafka-acl.ts';
import { Secret } from '../../../src/model/secret.ts';
import {
  type Account,
  aivenAcl,
  core,
  endpoint,
  eventually,
  flow,
  flowDefaults,
  integration,
  kafkaAcl,
  knownValue,
  mm2,
  openAccount,
  project,
  topic,
} from '../../support/aiven/aiven-account.ts';
import { toCreate, toDelete, toUpdate } from '../../support/aiven/changes.ts';
import { neverCancelled } from '../../support/never-cancelled.ts';
import { bookOf } from '../../support/secret-book.ts';

const readOnly = ['project:services:read', 'project:integrations:read', 'service:data:write'] as const;

describe('secrets of endpoints', () => {
  const password = Secret.of('SENT', 'password-for-tests-only');

  test.each([
    ['on', true, 'equal'],
    ['off', true, 'equal'],
    ['on', false, 'cannot tell'],
    ['off', false, 'equal'],
  ] as const)('redaction %s, permission to see them %s: %s', async (redaction, allowed, comparison) => {
    const account = await openAccount({
      switches: { redaction },
      moreTokens: [{ token: 'reader-for-tests-only', permissions: readOnly }],
    });
    await account.aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
    const reader = connectAiven({
      secrecy: bookOf(),
      token: Secret.of('AIVEN_TOKEN', allowed ? 'token-for-tests-only' : 'reader-for-tests-only'),
      baseUrl: account.emulator.url,
      cancelled: neverCancelled,
      clock: account.clock,
      progress: () => undefined,
    });
    const [live] = knownValue(await reader.readEndpoints(project, new Set(['onprem-kafka'])));
    expect(live?.config.sasl_plain_password?.compare(password)).toBe(comparison);
    expect(live?.config).toMatchObject({
      security_protocol: 'SASL_SSL',
      sasl_plain_username: 'aiven-mm2',
      ssl_endpoint_identification_algorithm: 'https',
    });
  });

  test.each(['merge', 'replace'] as const)(
    'what the change names and the spec leaves out is cleared, where PUT means %s',
    async (endpointPut) => {
      const account = await openAccount({ switches: { endpointPut } });
      const { endpoints } = account.aiven;
      await endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
      const live = await eventually(
        account,
        endpoints,
        endpoint('onprem-kafka').id,
        (found) => found !== undefined,
      );
      if (live === undefined) throw new Error('not there');
      const bare = endpoint('onprem-kafka');
      const {
        sasl_plain_username: _user,
        sasl_plain_password: _password,
        ssl_ca_cert: _ca,
        ...kept
      } = bare.config;
      const desired = { ...bare, config: { ...kept, security_protocol: 'PLAINTEXT' as const } };
      const named = ['security_protocol', 'sasl_plain_username', 'sasl_plain_password', 'ssl_ca_cert'];
      await endpoints.write([toUpdate<'endpoint'>(desired, live, named)]);
      const [after] = await endpoints.readBack([desired.id]);
      expect(knownValue(after)?.config).toEqual(desired.config);
    },
  );

  test('a secret without a value in this run is not sent, and named', async () => {
    const { aiven, emulator } = await openAccount();
    const unset = endpoint('onprem-kafka', { sasl_plain_password: Secret.named('ONPREM_PASSWORD') });
    expect(await aiven.endpoints.write([toCreate<'endpoint'>(unset)])).toMatchObject([
      { state: 'failed', code: 'not-sent', message: expect.stringContaining('ONPREM_PASSWORD') },
    ]);
    expect(emulator.log.effects).toHaveLength(0);
  });

  test('an answer that repeats a refused value does not show the secret', async () => {
    const { aiven } = await openAccount();
    const long = `secret-${'x'.repeat(300)}`; // Aiven allows 256 characters
    const refused = endpoint('onprem-kafka', { sasl_plain_password: Secret.of('LONG', long) });
    const [result] = await aiven.endpoints.write([toCreate<'endpoint'>(refused)]);
    expect(result).toMatchObject({ state: 'failed', code: expect.stringMatching(/^400/) });
    expect(JSON.stringify(result)).not.toContain('xxxxxxxx');
  });

  test.each(['409', '400'] as const)(
    'an update that changes nothing is accepted (%s)',
    async (unchangedUserConfig) => {
      const account = await openAccount({ switches: { unchangedUserConfig } });
      const { endpoints } = account.aiven;
      await endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
      const [live] = await endpoints.readBack([endpoint('onprem-kafka').id]);
      const found = knownValue(live);
      if (found === undefined) throw new Error('not there');
      const same = toUpdate<'endpoint'>(endpoint('onprem-kafka'), found, ['sasl_plain_password']);
      expect(await endpoints.write([same])).toMatchObject([{ state: 'accepted' }]);
    },
  );

  test.each(['409', 'allow'] as const)(
    'a second endpoint of a name is not made (%s)',
    async (duplicateEndpoint) => {
      const { aiven, emulator } = await openAccount({ switches: { duplicateEndpoint } });
      await aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
      expect(await aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))])).toMatchObject([
        {
          state: 'failed',
          message: 'Endpoint onprem-kafka already exists in project acme.',
          transient: false,
        },
      ]);
      expect(emulator.world.endpoints(project)).toHaveLength(1);
    },
  );

  test('an endpoint that an integration uses is not deleted', async () => {
    const { aiven } = await openAccount();
    await aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
    await aiven.integrations.write([
      toCreate<'integration'>(integration('onprem', { type: 'endpoint', endpoint: 'onprem-kafka' })),
    ]);
    const [live] = knownValue(await aiven.readEndpoints(project, new Set(['onprem-kafka'])));
    if (live === undefined) throw new Error('not there');
    expect(await aiven.endpoints.write([toDelete<'endpoint'>(live)])).toMatchObject([
      { state: 'failed', code: '409', transient: false },
    ]);
  });
});

describe('integrations', () => {
  test('another source replaces the integration: deleted, gone, created', async () => {
    const account = await openAccount();
    const { integrations, endpoints } = account.aiven;
    await endpoints.write(
      ['onprem-kafka', 'other-kafka'].map((name) => toCreate<'endpoint'>(endpoint(name))),
    );
    const first = integration('onprem', { type: 'endpoint', endpoint: 'onprem-kafka' });
    await integrations.write([toCreate<'integration'>(first)]);
    const live = await eventually(account, integrations, first.id, (found) => found !== undefined);
    if (live === undefined) throw new Error('not there');
    const second = integration('onprem', { type: 'endpoint', endpoint: 'other-kafka' });
    account.emulator.log.clear();
    expect(
      await integrations.write([toUpdate<'integration'>(second, live, ['source'], 'replace')]),
    ).toMatchObject([{ state: 'accepted' }]);
    expect(account.emulator.log.effects.map(({ route }) => route)).toEqual([
      'integration.delete',
      'integration.create',
    ]);
    const [after] = await integrations.readBack([second.id]);
    expect(knownValue(after)?.source).toEqual({ type: 'endpoint', endpoint: 'other-kafka' });
  });

  test('one without an alias is shown and is no cluster of a spec', async () => {
    const { aiven, emulator } = await openAccount();
    emulator.world.addIntegration(project, mm2.service, { type: 'service', ...core }, {});
    const { integrations } = await aiven.readMirrorMaker(mm2);
    expect(knownValue(integrations).map(({ id }) => id.cluster)).toEqual(['kafka-core (no alias set)']);
  });
});

describe('flows', () => {
  test('writes of one service never overlap, whoever asks', async () => {
    const { aiven, emulator } = await openAccount();
    const changes = Array.from({ length: 6 }, (_, index) => toCreate<'flow'>(flow(`site-${index}`, 'core')));
    const results = await Promise.all(changes.map((change) => aiven.flows.write([change])));
    expect(results.flat()).toEqual(changes.map(() => ({ state: 'accepted' })));
    expect(emulator.world.violations).toEqual([]);
    expect(emulator.world.flows(project, mm2.service)).toHaveLength(6);
  });

  test.each(['merge', 'replace'] as const)(
    'an update loses nothing, where a PUT means %s',
    async (flowPut) => {
      const { aiven } = await openAccount({ switches: { flowPut } });
      await aiven.flows.write([toCreate<'flow'>(flow('onprem', 'core'))]);
      const live = { id: flow('onprem', 'core').id, settings: flowDefaults };
      const next = flow('onprem', 'core', { topics_exclude: [], enabled: false });
      await aiven.flows.write([toUpdate<'flow'>(next, live, ['enabled', 'topics_exclude'])]);
      const { topics_exclude: _, ...rest } = flowDefaults;
      const [after] = await aiven.flows.readBack([next.id]);
      expect(knownValue(after)?.settings).toEqual({ ...rest, enabled: false });
    },
  );

  test.each(['topics.exclude', 'topics_exclude', 'topics.blacklist'])('%s is read', async (spelling) => {
    const { aiven, emulator } = await openAccount();
    emulator.world.setFlow(project, mm2.service, {
      source_cluster: 'onprem',
      target_cluster: 'core',
      enabled: true,
      [spelling]: ['__.*'],
    });
    const { flows } = await aiven.readMirrorMaker(mm2);
    expect(knownValue(flows)[0]?.settings).toEqual({ enabled: true, topics_exclude: ['__.*'] });
  });

  test.each([
    ['merge', 'as-sent'],
    ['merge', 'topics.blacklist'],
    ['replace', 'as-sent'],
  ] as const)(
    'a flow that somebody else made keeps what this tool does not know (%s, %s)',
    async (flowPut, flowExcludeEcho) => {
      const { aiven, emulator } = await openAccount({ switches: { flowPut, flowExcludeEcho } });
      const foreign = {
        source_cluster: 'onprem',
        target_cluster: 'core',
        enabled: true,
        topics_exclude: ['__.*'],
        offset_lag_max: 7,
        follower_fetching_enabled: false,
      };
      emulator.world.setFlow(project, mm2.service, foreign);
      const { flows } = await aiven.readMirrorMaker(mm2);
      const [live] = knownValue(flows);
      if (live === undefined) throw new Error('the flow is there');
      const next = flow('onprem', 'core', { topics_exclude: ['__.*', 'secret.*'] });
      await aiven.flows.write([toUpdate<'flow'>(next, live, ['topics_exclude'])]);
      const [after] = await aiven.flows.readBack([next.id]);
      expect(knownValue(after)).toMatchObject({
        settings: { enabled: true, topics_exclude: ['__.*', 'secret.*'] },
      });
      expect(knownValue(after)?.stored?.get('offset_lag_max')).toBe('7');
      expect(knownValue(after)?.stored?.get('follower_fetching_enabled')).toBe('false');
    },
  );

  test('what somebody changed since the plan stays', async () => {
    const { aiven, emulator } = await openAccount({ switches: { flowPut: 'replace' } });
    await aiven.flows.write([toCreate<'flow'>(flow('onprem', 'core'))]);
    const { flows } = await aiven.readMirrorMaker(mm2);
    const [live] = knownValue(flows);
    if (live === undefined) throw new Error('the flow is there');
    const [stored] = emulator.world.flows(project, mm2.service);
    if (stored === undefined) throw new Error('the flow is stored');
    emulator.world.setFlow(project, mm2.service, { ...stored, emit_heartbeats_enabled: false });
    const next = flow('onprem', 'core', { replication_factor: 2 });
    await aiven.flows.write([toUpdate<'flow'>(next, live, ['replication_factor'])]);
    const [after] = await aiven.flows.readBack([next.id]);
    expect(knownValue(after)?.settings).toMatchObject({
      replication_factor: 2,
      emit_heartbeats_enabled: false,
    });
  });

  test('a flow that went away since the plan is not written', async () => {
    const { aiven } = await openAccount();
    const gone = flow('onprem', 'core');
    const live = { id: gone.id, settings: {} };
    expect(await aiven.flows.write([toUpdate<'flow'>(gone, live, ['enabled'])])).toMatchObject([
      { state: 'failed', code: 'from-changed' },
    ]);
  });

  test('two different lists of excluded topics leave that list untold, and nothing else', async () => {
    const { aiven, emulator } = await openAccount();
    emulator.world.setFlow(project, mm2.service, {
      source_cluster: 'onprem',
      target_cluster: 'core',
      enabled: true,
      'topics.blacklist': ['a'],
      topics_exclude: ['b'],
    });
    const { flows } = await aiven.readMirrorMaker(mm2);
    expect(knownValue(flows)).toMatchObject([{ settings: { enabled: true } }]);
    expect(knownValue(flows)[0]?.untold?.get('topics_exclude')).toBe(
      'topics.blacklist (a) and topics_exclude (b) hold different lists; empty one of them in Aiven, or state topics_exclude in the spec, which is then written to each',
    );
  });
});

describe('topics', () => {
  test.each(['queued-for-deletion', 'already-exists'] as const)(
    'a create while the old topic is being deleted may work later (%s)',
    async (recreateWhileDeleting) => {
      const account = await openAccount({
        switches: { recreateWhileDeleting },
        timings: { topicDeleting: 30_000, topicListCache: 0 },
      });
      const topics = account.aiven.topics(core);
      const orders = topic('orders.created');
      await topics.write([toCreate<'topic'>(orders)]);
      const live = await eventually(account, topics, orders.id, (found) => found !== undefined);
      if (live === undefined) throw new Error('not there');
      await topics.write([toDelete<'topic'>(live)]);
      expect(await topics.write([toCreate<'topic'>(orders)])).toMatchObject([
        { state: 'failed', transient: true },
      ]);
      expect(knownValue((await topics.readBack([orders.id]))[0])).toBeUndefined();
    },
  );

  test('a reset writes what the topic inherits', async () => {
    const account = await openAccount();
    const topics = account.aiven.topics(core);
    const own = topic('orders.created', { config: new Map([['max.message.bytes', '2097152']]) });
    await topics.write([toCreate<'topic'>(own)]);
    const live = await eventually(account, topics, own.id, (found) => found !== undefined);
    if (live === undefined) throw new Error('not there');
    expect(live.config.get('max.message.bytes')).toMatchObject({ overridden: true });
    const reset = topic('orders.created', { config: new Map([['max.message.bytes', null]]) });
    expect(await topics.write([toUpdate<'topic'>(reset, live, ['config.max.message.bytes'])])).toMatchObject([
      { state: 'accepted' },
    ]);
    const after = await eventually(
      account,
      topics,
      own.id,
      (found) => found?.config.get('max.message.bytes')?.overridden === false,
    );
    expect(after?.config.get('max.message.bytes')?.value).toBe('1048588');
  });

  test('a reset to a default that Aiven does not tell fails before it is sent', async () => {
    const { aiven, emulator } = await openAccount();
    const live = {
      id: topic('orders').id,
      partitions: 3,
      replication: 3,
      config: new Map([['retention.ms', { value: '1', overridden: true }]]),
    };
    const reset = topic('orders', { config: new Map([['retention.ms', null]]) });
    expect(await aiven.topics(core).write([toUpdate<'topic'>(reset, live, ['config.retention.ms'])])).toEqual(
      [
        {
          state: 'failed',
          code: 'not-sent',
          message:
            "Aiven's API cannot reset retention.ms, and did not tell the cluster's default. Give the topic a value for it.",
          transient: false,
        },
      ],
    );
    expect(emulator.log.requests).toHaveLength(0);
  });

  test.each([
    ['all nodes run', ['running', 'running', 'running'], false],
    ['a node is about to join', ['running', 'running', 'syncing_data'], true],
  ] as const)('more replicas than brokers while %s: the words of Aiven', async (_, nodes, transient) => {
    const { aiven, emulator } = await openAccount();
    emulator.world.setNodes(project, core.service, nodes);
    const [result] = await aiven.topics(core).write([toCreate<'topic'>(topic('orders', { replication: 5 }))]);
    expect(result).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/^Cluster only has \d broker\(s\), cannot set replication factor to 5$/),
      transient,
    });
  });

  test('names that need escaping reach the topic that is meant', async () => {
    const { aiven, backend } = await openAccount({ timings: { topicVisible: 0 } });
    await backend.createTopic({ name: 'a.b_c-d', partitions: 1, replication: 3, config: {} });
    const topics = aiven.topics({ project, service: core.service });
    const readings = await topics.readBack(['a.b_c-d', 'a/b', '..'].map((name) => topic(name).id));
    expect(readings).toMatchObject([
      { state: 'known', value: { partitions: 1 } },
      { state: 'known', value: undefined },
      { state: 'unknown', code: 'incomplete' },
    ]);
  });

  test('writes many, a few at a time, in one answer each', async () => {
    const account = await openAccount();
    const names = Array.from({ length: 40 }, (_, index) => `orders.${index}`);
    const results = await account.aiven
      .topics(core)
      .write(
        names.map((name) => toCreate<'topic'>(topic(name, name === 'orders.7' ? { replication: 9 } : {}))),
      );
    expect(results.map(({ state }) => state === 'failed')).toEqual(names.map((name) => name === 'orders.7'));
    expect(account.emulator.log.counts().get('topic.create')).toBe(40);
  });
});

describe('ACLs', () => {
  const entries: readonly KafkaAcl[] = [
    kafkaAcl({ operation: 'Write' }),
    kafkaAcl({ operation: 'Write', permission: 'DENY', host: '10.1.2.3' }),
    kafkaAcl({ operation: 'Describe' }),
  ];
  const old: readonly KafkaAcl[] = [
    kafkaAcl({ operation: 'Read', permission: 'DENY', host: '10.1.2.3' }),
    kafkaAcl({ operation: 'Read' }),
  ];

  async function withOld(account: Account) {
    const writer = account.aiven.kafkaAcls(core);
    await writer.write(old.map((acl) => toCreate<'kafka-acl'>(acl)));
    const readings = await writer.readBack(old.map(({ id }) => id));
    const live = readings.map((reading) => {
      const acl = knownValue(reading);
      if (acl === undefined) throw new Error('not there');
      return acl;
    });
    account.emulator.log.clear();
    return {
      writer,
      changes: [
        ...live.map((acl) => toDelete<'kafka-acl'>(acl)),
        ...entries.map((acl) => toCreate<'kafka-acl'>(acl)),
      ],
    };
  }

  test('go out as +DENY, +ALLOW, -ALLOW, -DENY, and the answers keep the order of the changes', async () => {
    const account = await openAccount();
    const { writer, changes } = await withOld(account);
    const results = await writer.write(changes);
    expect(results).toEqual(changes.map(() => ({ state: 'accepted' })));
    expect(
      account.emulator.log.effects.map(({ what }) => what.match(/(DENY|ALLOW) (\w+)$/)?.slice(1)),
    ).toEqual([
      ['DENY', 'created'],
      ['ALLOW', 'created'],
      ['ALLOW', 'created'],
      ['ALLOW', 'deleted'],
      ['DENY', 'deleted'],
    ]);
  });

  test('a denial that cannot be added stops everything that relies on it', async () => {
    const account = await openAccount();
    const { writer, changes } = await withOld(account);
    account.emulator.faults.add({
      method: 'POST',
      fault: {
        kind: 'answer',
        response: {
          status: 409,
          body: {
            message: 'Unsupported Kafka-native ACL',
            errors: [
              { message: 'Unsupported Kafka-native ACL', status: 409, error_code: 'kafka_acl_not_supported' },
            ],
          },
        },
      },
    });
    const results = await writer.write(changes);
    expect(results.map((result) => (result.state === 'failed' ? result.code : 'accepted'))).toEqual([
      'not-sent',
      'not-sent',
      'not-sent',
      '409 kafka_acl_not_supported',
      'not-sent',
    ]);
    expect(account.emulator.log.effects).toHaveLength(0);
  });

  test('an Aiven ACL that is stored twice is one, and is deleted whole', async () => {
    const { aiven, emulator } = await openAccount({ switches: { identicalAivenAcl: 'allow' } });
    const writer = aiven.aivenAcls(core);
    const acl = aivenAcl('svc-legacy');
    await writer.write([toCreate<'aiven-acl'>(acl)]);
    await writer.write([toCreate<'aiven-acl'>(acl)]);
    const { aivenAcls } = await aiven.readCluster(core, {
      cluster: 'core',
      topics: [],
      kafkaAcls: false,
      aivenAcls: true,
    });
    const own = knownValue(aivenAcls).filter(({ id }) => id.username === 'svc-legacy');
    expect(own).toHaveLength(1);
    await writer.write(own.map((live) => toDelete<'aiven-acl'>(live)));
    expect(emulator.world.aivenAcls(project, core.service).map(({ id }) => id)).toEqual(['default']);
  });

  test('the entry that every service starts with is never deleted', async () => {
    const { aiven, emulator } = await openAccount();
    const writer = aiven.aivenAcls(core);
    const id = { ...aivenAcl('avnadmin', '*').id, permission: 'admin' as const };
    const results = await writer.write([toDelete<'aiven-acl'>({ id, aclId: 'default' })]);
    expect(results).toMatchObject([{ state: 'failed', code: 'not-sent' }]);
    expect(emulator.world.aivenAcls(project, core.service)).toHaveLength(1);
  });
});

describe('a rate limit', () => {
  test('slows everything down and loses nothing', async () => {
    const account = await openAccount({ rateLimit: { requests: 20, milliseconds: 60_000 } });
    const names = Array.from({ length: 50 }, (_, index) => `orders.${index}`);
    const results = await account.aiven
      .topics(core)
      .write(names.map((name) => toCreate<'topic'>(topic(name))));
    expect(results).toEqual(names.map(() => ({ state: 'accepted' })));
    expect(account.lines.length).toBeGreaterThan(0);
    expect(new Set(account.lines.map((line) => line.replace(/\d+/g, 'N')))).toEqual(
      new Set(['Aiven asks to slow down: waiting N s']),
    );
  });
});
