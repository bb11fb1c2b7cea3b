import { describe, expect, test } from '@jest/globals';
import type { AivenOptions } from '../../../sandbox/aiven/start-aiven.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import type { LiveEndpoint } from '../../../src/model/endpoint.ts';
import { integrationTuningDefaults, type LiveIntegration } from '../../../src/model/integration.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { integrationComparison } from '../../../src/plan/compare/integration.ts';
import {
  type Account,
  core,
  endpoint,
  eventually,
  integration,
  knownValue,
  mm2,
  openAccount,
  project,
  topic,
} from '../../support/aiven/aiven-account.ts';
import { toCreate, toUpdate } from '../../support/aiven/changes.ts';
import { neverCancelled } from '../../support/never-cancelled.ts';
import { bookOf } from '../../support/secret-book.ts';

/** What a change does not name is afterwards as it was right before, whatever a PUT means, and whoever set it. */

const integrationPuts = ['merge', 'deep-merge', 'replace'] as const;
const service = { type: 'service', ...core } as const;
const newerKeys = {
  'integration/userConfig': ['kafka_mirrormaker.consumer_newer', 'newer'],
  'endpoint/userConfig': ['newer', 'newer_secret'],
};

const tuning = {
  producer_max_request_size: 10_485_760,
  producer_compression_type: 'zstd',
  producer_linger_ms: 5,
  consumer_newer: true,
};

async function withIntegration({
  tuning: set = tuning,
  ...options
}: Partial<AivenOptions> & { readonly tuning?: Readonly<Record<string, unknown>> } = {}): Promise<{
  readonly account: Account;
  readonly live: LiveIntegration;
}> {
  const account = await openAccount({ newerKeys, ...options });
  account.emulator.world.addIntegration(project, mm2.service, service, {
    cluster_alias: 'core',
    newer: ['a', 'b'],
    kafka_mirrormaker: set,
  });
  const { id } = integration('core', service);
  const live = await eventually(account, account.aiven.integrations, id, (found) => found !== undefined);
  if (live === undefined) throw new Error('not there');
  return { account, live };
}

describe.each(integrationPuts)('an integration, where PUT means %s', (integrationPut) => {
  test('keeps the tuning that an update does not name, unknown keys included', async () => {
    const { account, live } = await withIntegration({ switches: { integrationPut } });
    const desired = integration('core', service, { producer_linger_ms: 50 });
    const [result] = await account.aiven.integrations.write([
      toUpdate<'integration'>(desired, live, ['producer_linger_ms']),
    ]);
    expect(result).toMatchObject({ state: 'accepted' });
    expect(account.emulator.world.integration(project, mm2.service, 'core')?.userConfig).toEqual({
      cluster_alias: 'core',
      newer: ['a', 'b'],
      kafka_mirrormaker: { ...tuning, producer_linger_ms: 50 },
    });
  });

  test.each(Object.entries(integrationTuningDefaults))(
    '%s goes back to the default, and that is done',
    async (key, byDefault) => {
      const before =
        key === 'consumer_auto_offset_reset' ? 'latest' : key.endsWith('type') ? 'lz4' : 7_000_000;
      const { account, live } = await withIntegration({
        switches: { integrationPut },
        tuning: { [key]: before, consumer_newer: true },
      });
      const desired = integration('core', service, { [key]: null });
      const { fields } = integrationComparison.compare(desired, live, {});
      expect(fields).toEqual([{ field: key, from: String(before), to: null }]);
      const [result] = await account.aiven.integrations.write([
        toUpdate<'integration'>(desired, live, [key]),
      ]);
      expect(result).toMatchObject({ state: 'accepted' });
      const [after] = await account.aiven.integrations.readBack([desired.id]);
      const there = knownValue(after);
      if (there === undefined) throw new Error('not there');
      expect(there.tuning).toEqual({ [key]: byDefault, consumer_newer: 'true' });
      expect(integrationComparison.compare(desired, there, {}).fields).toEqual([]);
    },
  );
});

describe('an integration', () => {
  test('that is replaced has all settings of the old one', async () => {
    const { account, live } = await withIntegration();
    await account.aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
    const desired = integration('core', { type: 'endpoint', endpoint: 'onprem-kafka' });
    const [result] = await account.aiven.integrations.write([
      toUpdate<'integration'>(desired, live, ['source'], 'replace'),
    ]);
    expect(result).toMatchObject({ state: 'accepted' });
    const after = account.emulator.world.integration(project, mm2.service, 'core');
    expect(after?.id).not.toBe(live.integrationId);
    expect(after?.userConfig).toEqual({
      cluster_alias: 'core',
      newer: ['a', 'b'],
      kafka_mirrormaker: tuning,
    });
  });

  test.each([
    ['an endpoint', { type: 'endpoint', endpoint: 'nowhere' }, 'Endpoint nowhere does not exist'],
    ['a service', { type: 'service', project, service: 'kafka-nowhere' }, 'kafka-nowhere'],
    ['no Kafka service', { type: 'service', ...mm2 }, 'not kafka'],
  ] as const)('is not deleted for %s that cannot be attached', async (_, source, message) => {
    const { account, live } = await withIntegration();
    account.emulator.log.clear();
    const [result] = await account.aiven.integrations.write([
      toUpdate<'integration'>(integration('core', source), live, ['source'], 'replace'),
    ]);
    expect(result).toMatchObject({ state: 'failed', message: expect.stringContaining(message) });
    expect(account.emulator.log.effects).toEqual([]);
  });

  test('is not deleted when it has other settings than the plan saw', async () => {
    const { account, live } = await withIntegration();
    await account.aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
    const { world, log } = account.emulator;
    const there = world.integration(project, mm2.service, 'core');
    if (there === undefined) throw new Error('not there');
    world.setIntegrationUserConfig(there, { ...there.userConfig, newest: 1 });
    log.clear();
    const desired = integration('core', { type: 'endpoint', endpoint: 'onprem-kafka' });
    const [result] = await account.aiven.integrations.write([
      toUpdate<'integration'>(desired, live, ['source'], 'replace'),
    ]);
    expect(result).toMatchObject({
      state: 'failed',
      code: 'from-changed',
      message: expect.stringContaining('user_config.newest'),
    });
    expect(log.effects).toEqual([]);
  });

  test('that cannot be created again: the message and the log say what it had, and a later run gives it back', async () => {
    const { account, live } = await withIntegration();
    await account.aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
    const desired = integration('core', { type: 'endpoint', endpoint: 'onprem-kafka' });
    const refused = { status: 400, body: { message: 'Not now', errors: [] } };
    account.emulator.faults.add({ method: 'POST', times: 1, fault: { kind: 'answer', response: refused } });
    const [result] = await account.aiven.integrations.write([
      toUpdate<'integration'>(desired, live, ['source'], 'replace'),
    ]);
    const had = 'producer_max_request_size: 10485760';
    expect(result).toMatchObject({ state: 'failed', message: expect.stringContaining(had) });
    expect(account.lines.join('\n')).toContain(had);

    const change = { ...toCreate<'integration'>(desired), action: 'create' as const, carries: live.stored };
    const [second] = await account.aiven.integrations.write([
      change as ReturnType<typeof toCreate<'integration'>>,
    ]);
    expect(second).toMatchObject({ state: 'accepted' });
    expect([...(second?.kept ?? [])].length).toBe(Object.keys(tuning).length + 1);
    expect(account.emulator.world.integration(project, mm2.service, 'core')?.userConfig).toEqual({
      cluster_alias: 'core',
      newer: ['a', 'b'],
      kafka_mirrormaker: tuning,
    });
  });

  test('carries what somebody else changed after the plan', async () => {
    const { account, live } = await withIntegration();
    const { world } = account.emulator;
    const there = world.integration(project, mm2.service, 'core');
    if (there === undefined) throw new Error('not there');
    const newest = { ...tuning, producer_max_request_size: 1_000_000 };
    world.setIntegrationUserConfig(there, { ...there.userConfig, kafka_mirrormaker: newest });
    const desired = integration('core', service, { producer_linger_ms: 50 });
    await account.aiven.integrations.write([toUpdate<'integration'>(desired, live, ['producer_linger_ms'])]);
    expect(there.userConfig).toMatchObject({
      kafka_mirrormaker: { ...newest, producer_linger_ms: 50 },
    });
  });

  test('is left as it is when somebody else changed what the change names', async () => {
    const { account, live } = await withIntegration();
    const { world, log } = account.emulator;
    const there = world.integration(project, mm2.service, 'core');
    if (there === undefined) throw new Error('not there');
    world.setIntegrationUserConfig(there, {
      ...there.userConfig,
      kafka_mirrormaker: { ...tuning, producer_linger_ms: 7 },
    });
    log.clear();
    const desired = integration('core', service, { producer_linger_ms: 50 });
    const [result] = await account.aiven.integrations.write([
      toUpdate<'integration'>(desired, live, ['producer_linger_ms']),
    ]);
    expect(result).toEqual({
      state: 'failed',
      code: 'from-changed',
      message:
        'producer_linger_ms of the integration of core changed after the plan was made, so nothing was sent. Run again for a new plan.',
      transient: true,
    });
    expect(log.effects).toHaveLength(0);
  });

  test('a number that JavaScript cannot hold is never sent back as another one', async () => {
    const { account, live } = await withIntegration();
    const there = account.emulator.world.integration(project, mm2.service, 'core');
    if (there === undefined) throw new Error('not there');
    account.emulator.world.setIntegrationUserConfig(there, { ...there.userConfig, newer: 2 ** 60 });
    const desired = integration('core', service, { producer_linger_ms: 50 });
    const [result] = await account.aiven.integrations.write([
      toUpdate<'integration'>(desired, live, ['producer_linger_ms']),
    ]);
    expect(result).toMatchObject({ state: 'failed', code: 'not-sent' });
  });
});

const foreign = {
  bootstrap_servers: 'kafka-1.corp.example:9093',
  security_protocol: 'SASL_SSL',
  sasl_mechanism: 'SCRAM-SHA-512',
  sasl_plain_username: 'aiven-mm2',
  sasl_plain_password: 'password-for-tests-only',
  ssl_ca_cert: 'a CA',
  ssl_client_cert: 'a certificate',
  ssl_client_key: 'a key-for-tests-only',
  ssl_endpoint_identification_algorithm: 'https',
  newer: { list: [1, 2] },
};
const stated = (parts: Parameters<typeof endpoint>[1] = {}) => {
  const made = endpoint('onprem-kafka', { bootstrap_servers: 'kafka-3.corp.example:9093', ...parts });
  const { ssl_endpoint_identification_algorithm: _algorithm, ssl_ca_cert: _ca, ...config } = made.config;
  return { ...made, config };
};

async function withEndpoint(
  options: Partial<AivenOptions> = {},
  userConfig: Readonly<Record<string, unknown>> = foreign,
): Promise<{ readonly account: Account; readonly live: LiveEndpoint }> {
  const account = await openAccount({ newerKeys, ...options });
  account.emulator.world.addEndpoint(project, 'onprem-kafka', userConfig);
  const [live] = knownValue(await account.aiven.readEndpoints(project, new Set(['onprem-kafka'])));
  if (live === undefined) throw new Error('not there');
  return { account, live };
}

describe.each([
  ['merge', 'keep'],
  ['replace', 'keep'],
  ['merge', 'store'],
] as const)('an endpoint, where PUT means %s and the placeholder %s', (endpointPut, redactedPlaceholder) => {
  test('keeps what an update does not name: secrets, files and unknown keys', async () => {
    const { account, live } = await withEndpoint({ switches: { endpointPut, redactedPlaceholder } });
    const change = toUpdate<'endpoint'>(stated(), live, ['bootstrap_servers']);
    expect(await account.aiven.endpoints.write([change])).toMatchObject([{ state: 'accepted' }]);
    expect(account.emulator.world.endpoint(project, 'onprem-kafka')?.userConfig).toEqual({
      ...foreign,
      bootstrap_servers: 'kafka-3.corp.example:9093',
    });
  });
});

describe('an endpoint whose secrets the token may not see', () => {
  const reader = {
    moreTokens: [
      {
        token: 'reader-for-tests-only',
        permissions: ['project:services:read', 'project:integrations:read'] as const,
      },
    ],
  };

  /** Reads without the secrets, and could write, as under Aiven's role `operator`. */
  async function hiding(userConfig: Readonly<Record<string, unknown>>) {
    const { account } = await withEndpoint(reader, userConfig);
    const aiven = connectAiven({
      secrecy: bookOf(),
      token: Secret.of('AIVEN_TOKEN', 'reader-for-tests-only'),
      baseUrl: account.emulator.url,
      cancelled: neverCancelled,
      clock: account.clock,
      progress: () => undefined,
    });
    const [live] = knownValue(await aiven.readEndpoints(project, new Set(['onprem-kafka'])));
    if (live === undefined) throw new Error('not there');
    account.emulator.log.clear();
    return { account, aiven, live };
  }

  test.each([
    [
      'a secret that the spec does not state',
      { ssl_client_key: 'a key-for-tests-only' },
      'Aiven does not reveal ssl_client_key of endpoint onprem-kafka, and an update may lose what it does not send. Nothing was sent. State ssl_client_key in the spec, or give the token the permission project:integrations:write.',
    ],
    [
      'a secret that this version does not know',
      { newer_secret: 'another-for-tests-only' },
      'Aiven does not reveal newer_secret of endpoint onprem-kafka, and an update may lose what it does not send. Nothing was sent. Give the token the permission project:integrations:write.',
    ],
  ])('%s: the update is not sent', async (_, parts, message) => {
    const { ssl_client_key: _key, ...rest } = foreign;
    const { account, aiven, live } = await hiding({ ...rest, ...parts });
    const change = toUpdate<'endpoint'>(stated(), live, ['bootstrap_servers']);
    expect(await aiven.endpoints.write([change])).toEqual([
      { state: 'failed', code: 'not-sent', message, transient: false },
    ]);
    expect(account.emulator.log.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  test('secrets that the spec states go out with their values, never as the placeholder', async () => {
    const { ssl_client_key: _key, ssl_client_cert: _cert, ...rest } = foreign;
    const { account, aiven, live } = await hiding(rest);
    const change = toUpdate<'endpoint'>(stated(), live, ['bootstrap_servers']);
    // This token may not write, so what it would send is looked at.
    expect(await aiven.endpoints.write([change])).toMatchObject([
      { state: 'failed', code: '403 permission_denied' },
    ]);
    expect(account.emulator.log.requests.at(-1)?.body).toEqual({
      user_config: { ...rest, bootstrap_servers: 'kafka-3.corp.example:9093' },
    });
  });
});

test('no value of an unknown key of an endpoint is printed', async () => {
  const { live } = await withEndpoint({}, { ...foreign, newer: 'may-be-a-credential' });
  const shown = JSON.stringify([...(live.stored ?? [])]);
  expect(shown).toContain('newer');
  expect(shown).not.toContain('may-be-a-credential');
});

describe.each(['merge', 'replace'] as const)(
  'a topic, where PUT means %s for its config',
  (topicConfigPut) => {
    const own = {
      'retention.ms': '9223372036854775807',
      'segment.bytes': '67108864',
      'min.cleanable.dirty.ratio': '0.25',
      'cleanup.policy': 'compact,delete',
      preallocate: 'true',
      'message.timestamp.type': 'LogAppendTime',
      // Kafka's default: Aiven reports it as no override, and to lose it changes nothing.
      'max.message.bytes': '1048588',
    };

    async function withTopic(): Promise<{ readonly account: Account; readonly live: LiveTopic }> {
      const account = await openAccount({ switches: { topicConfigPut }, timings: { topicVisible: 0 } });
      await account.backend.createTopic({ name: 'orders', partitions: 3, replication: 3, config: own });
      account.emulator.world.setTopicLabels(project, core.service, 'orders', {
        tags: [
          { key: 'team', value: 'orders' },
          { key: 'cost-centre', value: '' },
        ],
        description: 'All orders',
      });
      const { id } = topic('orders');
      const live = await eventually(account, account.aiven.topics(core), id, (found) => found !== undefined);
      if (live === undefined) throw new Error('not there');
      return { account, live };
    }

    async function overridesOf(account: Account) {
      const [described] = await account.backend.describeTopics(['orders']);
      const entries = described?.config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG') ?? [];
      return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
    }

    test.each([
      ['config.segment.bytes', { ...own, 'segment.bytes': '134217728' }],
      ['config.compression.type', { ...own, 'compression.type': 'zstd' }],
    ])('keeps the overrides that an update of %s does not name', async (field, expected) => {
      const { account, live } = await withTopic();
      const config = new Map([
        ['segment.bytes', '134217728'],
        ['compression.type', 'zstd'],
      ]);
      const change = toUpdate<'topic'>(topic('orders', { config }), live, [field]);
      expect(await account.aiven.topics(core).write([change])).toMatchObject([{ state: 'accepted' }]);
      const { 'max.message.bytes': _same, ...overrides } = await overridesOf(account);
      const { 'max.message.bytes': _default, ...wanted } = expected;
      expect(overrides).toEqual(wanted);
    });

    test('writes the owner alone, and keeps it in other updates', async () => {
      const { account, live } = await withTopic();
      const owned = topic('orders', { owner_user_group_id: 'ug1' });
      const change = toUpdate<'topic'>(owned, live, ['owner_user_group_id']);
      expect(await account.aiven.topics(core).write([change])).toMatchObject([{ state: 'failed' }]);
      account.emulator.world.userGroups.add('ug1');
      expect(await account.aiven.topics(core).write([change])).toMatchObject([{ state: 'accepted' }]);
      const after = knownValue((await account.aiven.topics(core).readBack([owned.id]))[0]);
      if (after === undefined) throw new Error('not there');
      expect(after).toMatchObject({ owner_user_group_id: 'ug1', description: 'All orders' });
      const described = toUpdate<'topic'>(topic('orders', { description: 'Few' }), after, ['description']);
      await account.aiven.topics(core).write([described]);
      const last = knownValue((await account.aiven.topics(core).readBack([owned.id]))[0]);
      expect(last).toMatchObject({ owner_user_group_id: 'ug1', description: 'Few' });
      expect(await overridesOf(account)).toEqual(own);
    });

    test('a new topic has its owner from the start', async () => {
      const account = await openAccount({ switches: { topicConfigPut }, timings: { topicVisible: 0 } });
      account.emulator.world.userGroups.add('ug1');
      const made = topic('owned', { partitions: 1, replication: 3, owner_user_group_id: 'ug1' });
      await account.aiven.topics(core).write([toCreate<'topic'>(made)]);
      const found = await eventually(
        account,
        account.aiven.topics(core),
        made.id,
        (one) => one !== undefined,
      );
      expect(found).toMatchObject({ owner_user_group_id: 'ug1' });
    });

    test('keeps the tags and the description that an update does not name', async () => {
      const { account, live } = await withTopic();
      const desired = topic('orders', { tags: new Map([['team', 'sales']]) });
      await account.aiven.topics(core).write([toUpdate<'topic'>(desired, live, ['tags.team'])]);
      const after = knownValue((await account.aiven.topics(core).readBack([desired.id]))[0]);
      expect(after?.tags).toEqual(
        new Map([
          ['team', 'sales'],
          ['cost-centre', ''],
        ]),
      );
      expect(after?.description).toBe('All orders');
      expect(await overridesOf(account)).toEqual(own);
    });
  },
);
