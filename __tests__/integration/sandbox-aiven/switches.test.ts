import { describe, expect, test } from '@jest/globals';
import type { AivenOptions } from '../../../sandbox/aiven/start-aiven.ts';
import {
  assumedSwitches,
  type SwitchName,
  type SwitchValue,
  switchValues,
} from '../../../sandbox/aiven/switches.ts';
import { quickTimings } from '../../../sandbox/aiven/timings.ts';
import {
  type AivenApi,
  type Answer,
  aivenApi,
  batch,
  core,
  endpoints,
  flow,
  flows,
  integrations,
  mirror,
  newEndpoint,
  newIntegration,
  plaintext,
  refusal,
  topics,
} from './aiven-api.ts';

type Scenario = (api: AivenApi) => Promise<void>;

/** Every value of every switch, by type; a value that does nothing of its own would pass another value's scenario. */
const scenarios: { readonly [S in SwitchName]: { readonly [V in SwitchValue<S>]: Scenario } } = {
  redaction: {
    on: async (api) => expect(await storedConfig(api, withPassword, '')).toEqual(redacted),
    off: async (api) => expect(await storedConfig(api, withPassword, '')).toEqual(withPassword),
  },
  redactedPlaceholder: {
    keep: async (api) =>
      expect(await afterPut(api, withPassword, { ...redacted, bootstrap_servers: 'b:1' })).toEqual({
        ...withPassword,
        bootstrap_servers: 'b:1',
      }),
    store: async (api) => expect(await afterPut(api, withPassword, redacted)).toEqual(redacted),
  },
  unknownProperties: {
    refuse: async (api) => expect((await api.post(topics, { topic_name: 'a', nope: 1 })).status).toBe(400),
    ignore: async (api) => expect((await api.post(topics, { topic_name: 'a', nope: 1 })).status).toBe(200),
  },
  valueInErrors: {
    repeated: async (api) => expect((await badPassword(api)).text).toContain(longPassword),
    hidden: async (api) => expect((await badPassword(api)).text).not.toContain(longPassword),
  },
  retryAfter: {
    absent: async (api) => expect(await retryAfter(api)).toBeNull(),
    present: async (api) => expect(await retryAfter(api)).toBe('10'),
  },
  unknownProject: {
    'not-a-member': async (api) =>
      expect(refusal(await api.get('/v1/project/nope/service'))).toEqual({
        status: 403,
        message: 'Not a project member',
      }),
    'not-found': async (api) =>
      expect(refusal(await api.get('/v1/project/nope/service'))).toMatchObject({
        status: 404,
        code: 'project_not_found',
      }),
  },
  writeAnswer: {
    success: async (api) => expect((await postEndpoint(api, plaintext)).status).toBe(200),
    '503-after-effect': async (api) => {
      expect((await postEndpoint(api, plaintext)).status).toBe(503);
      expect(api.world.endpoints('acme')).toHaveLength(1);
    },
  },
  topicCreateRight: {
    role: async (api) =>
      expect((await as(api, 'data', 'POST', topics, { topic_name: 'a' })).status).toBe(403),
    'data-write': async (api) =>
      expect((await as(api, 'data', 'POST', topics, { topic_name: 'a' })).status).toBe(200),
  },
  operatorData: {
    allowed: async (api) => expect((await as(api, 'operator', 'GET', topics)).status).toBe(200),
    denied: async (api) => expect((await as(api, 'operator', 'GET', topics)).status).toBe(403),
  },
  operatorSecrets: {
    redacted: async (api) => expect(await configForOperator(api)).toEqual(redacted),
    shown: async (api) => expect(await configForOperator(api)).toEqual(withPassword),
  },

  endpointPut: {
    merge: async (api) =>
      expect(await afterPut(api, withPassword, { bootstrap_servers: 'b:1' })).toEqual({
        ...withPassword,
        bootstrap_servers: 'b:1',
      }),
    replace: async (api) =>
      expect(await afterPut(api, withPassword, { ...plaintext, bootstrap_servers: 'b:1' })).toEqual({
        ...plaintext,
        bootstrap_servers: 'b:1',
      }),
  },
  endpointNull: {
    clear: async (api) =>
      expect(await afterPut(api, withPassword, { sasl_plain_password: null })).toEqual(plaintext),
    ignore: async (api) =>
      expect(
        await afterPut(api, withPassword, { sasl_plain_password: null, bootstrap_servers: 'b:1' }),
      ).toEqual({ ...withPassword, bootstrap_servers: 'b:1' }),
  },
  emptyIdentificationAlgorithm: {
    accept: async (api) => expect((await postEndpoint(api, noHostnameCheck)).status).toBe(200),
    refuse: async (api) => expect((await postEndpoint(api, noHostnameCheck)).status).toBe(400),
  },
  endpointCrossFields: {
    unchecked: async (api) =>
      expect((await postEndpoint(api, { ...plaintext, security_protocol: 'SASL_PLAINTEXT' })).status).toBe(
        200,
      ),
    checked: async (api) => {
      expect((await postEndpoint(api, { ...plaintext, security_protocol: 'SASL_PLAINTEXT' })).status).toBe(
        400,
      );
      expect((await postEndpoint(api, { ...plaintext, security_protocol: 'SSL' })).status).toBe(400);
      expect((await postEndpoint(api, plaintext)).status).toBe(200);
    },
  },
  duplicateEndpoint: {
    '409': async (api) =>
      expect(refusal(await twice(() => postEndpoint(api, plaintext)))).toMatchObject({
        status: 409,
        message: expect.stringContaining('already exists'),
      }),
    allow: async (api) => {
      await twice(() => postEndpoint(api, plaintext));
      expect(api.world.endpoints('acme')).toHaveLength(2);
    },
  },
  endpointInUse: {
    '409': async (api) => expect((await deleteUsedEndpoint(api)).status).toBe(409),
    allow: async (api) => {
      expect((await deleteUsedEndpoint(api)).status).toBe(200);
      expect(api.world.mirrorMakerConfig('acme', 'mirror').clusters).toEqual([]);
    },
  },
  unchangedUserConfig: {
    '409': async (api) => expect(await putNothing(api)).toEqual([409, 409]),
    '400': async (api) => expect(await putNothing(api)).toEqual([400, 400]),
    accept: async (api) => expect(await putNothing(api)).toEqual([200, 200]),
  },

  integrationPut: {
    merge: async (api) =>
      expect(await integrationAfterPut(api)).toEqual({
        cluster_alias: 'core',
        kafka_mirrormaker: { producer_linger_ms: 7 },
      }),
    'deep-merge': async (api) =>
      expect(await integrationAfterPut(api)).toEqual({
        cluster_alias: 'core',
        kafka_mirrormaker: { producer_linger_ms: 7, producer_batch_size: 1 },
      }),
    replace: async (api) =>
      expect(await integrationAfterPut(api)).toEqual({ kafka_mirrormaker: { producer_linger_ms: 7 } }),
  },
  clusterAliasChange: {
    refuse: async (api) => expect((await putAlias(api, 'other')).status).toBe(400),
    allow: async (api) =>
      expect((await putAlias(api, 'other')).at('service_integration', 'user_config')).toEqual({
        cluster_alias: 'other',
      }),
  },
  duplicateAlias: {
    refuse: async (api) => expect((await sameAlias(api)).status).toBe(400),
    allow: async (api) => expect((await sameAlias(api)).status).toBe(200),
  },
  duplicateIntegration: {
    either: async (api) => expect(await attachCoreAgain(api)).toEqual([alreadyExists, onlyOne]),
    'already-exists': async (api) =>
      expect(await attachCoreAgain(api)).toEqual([alreadyExists, alreadyExists]),
    'only-one': async (api) => expect(await attachCoreAgain(api)).toEqual([onlyOne, onlyOne]),
  },
  generatedAlias: {
    'project-and-name': async (api) => expect(await aliasOfNone(api)).toBe('acme-core'),
    name: async (api) => expect(await aliasOfNone(api)).toBe('core'),
  },
  integrationStatus: {
    present: async (api) => expect(await integrationOf(api)).toHaveProperty('integration_status'),
    absent: async (api) => expect(await integrationOf(api)).not.toHaveProperty('integration_status'),
  },
  active: {
    steady: async (api) => expect(await activeOverTime(api)).toEqual([false, true, true, true]),
    flapping: async (api) => expect(await activeOverTime(api)).toEqual([false, true, false, true]),
  },
  newIntegration: {
    found: async (api) =>
      expect((await api.get(`${integrations}/${await newIntegration(api)}`)).status).toBe(200),
    'not-found': async (api) => {
      const path = `${integrations}/${await newIntegration(api)}`;
      expect((await api.get(path)).status).toBe(404);
      api.advance(quickTimings.integrationFound);
      expect((await api.get(path)).status).toBe(200);
    },
  },
  notEnabledIntegrations: {
    listed: async (api) =>
      expect((await api.get(`${mirror}/integration`)).at('service_integrations')).toHaveLength(2),
    hidden: async (api) =>
      expect((await api.get(`${mirror}/integration`)).at('service_integrations')).toEqual([]),
  },
  endpointSourceService: {
    null: async (api) => expect(await sourceServiceOfEndpoint(api)).toBeNull(),
    empty: async (api) => expect(await sourceServiceOfEndpoint(api)).toBe(''),
  },
  integrationWithFlows: {
    allow: async (api) => expect((await deleteUsedIntegration(api)).status).toBe(200),
    '409': async (api) => expect((await deleteUsedIntegration(api)).status).toBe(409),
  },

  duplicateFlow: {
    '409': async (api) =>
      expect(refusal(await twice(() => api.post(flows, flow)))).toMatchObject({
        status: 409,
        message: expect.stringContaining('already exists'),
      }),
    '400': async (api) =>
      expect(refusal(await twice(() => api.post(flows, flow)))).toMatchObject({ status: 400 }),
  },
  flowPut: {
    merge: async (api) => {
      await api.post(flows, { ...flow, topics: ['a'] });
      await api.put(`${flows}/onprem/core`, { replication_factor: 2 });
      expect(api.world.flows('acme', 'mirror')).toEqual([{ ...flow, topics: ['a'], replication_factor: 2 }]);
    },
    replace: async (api) => {
      await api.post(flows, { ...flow, topics: ['a'] });
      await api.put(`${flows}/onprem/core`, { replication_factor: 2 });
      expect(api.world.flows('acme', 'mirror')).toEqual([{ ...flow, replication_factor: 2 }]);
    },
  },
  flowAliasesInPut: {
    ignore: async (api) => {
      expect((await putFlowWithAliases(api)).status).toBe(200);
      expect(api.world.flows('acme', 'mirror')).toEqual([{ ...flow, enabled: false }]);
    },
    refuse: async (api) => expect((await putFlowWithAliases(api)).status).toBe(400),
  },
  flowExcludeEcho: {
    'as-sent': async (api) => expect(await excludeKeys(api)).toEqual(['topics_exclude']),
    'topics.blacklist': async (api) => expect(await excludeKeys(api)).toEqual(['topics.blacklist']),
  },
  flowWritesOverlap: {
    fail: async (api) => {
      expect((await twoFlowsAtOnce(api)).toSorted()).toEqual([200, 500]);
      expect(api.world.violations).toHaveLength(1);
    },
    lose: async (api) => {
      expect(await twoFlowsAtOnce(api)).toEqual([200, 200]);
      expect(api.world.flows('acme', 'mirror')).toHaveLength(1);
    },
    apply: async (api) => {
      expect(await twoFlowsAtOnce(api)).toEqual([200, 200]);
      expect(api.world.flows('acme', 'mirror')).toHaveLength(2);
    },
  },

  topicListCache: {
    stale: async (api) => expect(await listAroundCreate(api)).toEqual([]),
    invalidated: async (api) => expect(await listAroundCreate(api)).toEqual(['a']),
  },
  v2WhileStale: {
    either: async (api) => expect(await batchesWhileStale(api)).toEqual([404, ['old']]),
    'not-found': async (api) => expect(await batchesWhileStale(api)).toEqual([404, 404]),
    short: async (api) => expect(await batchesWhileStale(api)).toEqual([['old'], ['old']]),
  },
  v2Values: {
    cached: async (api) => expect(await batchAfterUpdate(api)).toBe(604_800_000),
    current: async (api) => expect(await batchAfterUpdate(api)).toBe(1000),
  },
  whileRebuilding: {
    accessible: async (api) => expect((await whileRebuilding(api)).status).toBe(200),
    '503': async (api) => expect((await whileRebuilding(api)).status).toBe(503),
  },
  v2Route: {
    there: async (api) => expect((await readInBatch(api)).status).toBe(200),
    retired: async (api) =>
      expect(refusal(await readInBatch(api))).toMatchObject({ status: 410, code: 'retired_api_endpoint' }),
    forbidden: async (api) => expect((await readInBatch(api)).status).toBe(403),
  },
  topicWhileCreating: {
    '404': async (api) =>
      expect(refusal(await getWhileCreating(api))).toMatchObject({
        status: 404,
        code: 'kafka_topic_not_found',
      }),
    '501': async (api) =>
      expect(refusal(await getWhileCreating(api))).toEqual({
        status: 501,
        message: 'Failed to fetch Kafka topic: a',
      }),
    'not-synchronized': async (api) =>
      expect(refusal(await getWhileCreating(api))).toMatchObject({
        status: 409,
        code: 'kafka_topic_not_synchronized',
      }),
  },
  recreateWhileDeleting: {
    'queued-for-deletion': async (api) =>
      expect(refusal(await recreate(api)).code).toBe('kafka_topic_queued_for_deletion'),
    'already-exists': async (api) =>
      expect(refusal(await recreate(api)).code).toBe('kafka_topic_already_exists'),
  },
  replicationOne: {
    refuse: async (api) =>
      expect(refusal(await api.post(topics, { topic_name: 'a', replication: 1 }))).toMatchObject({
        status: 400,
        message: 'Replication factor must be set to at least two',
      }),
    allow: async (api) =>
      expect((await api.post(topics, { topic_name: 'a', replication: 1 })).status).toBe(200),
  },
  replicationTooHigh: {
    '409': async (api) =>
      expect((await api.post(topics, { topic_name: 'a', replication: 9 })).status).toBe(409),
    '400': async (api) =>
      expect((await api.post(topics, { topic_name: 'a', replication: 9 })).status).toBe(400),
  },
  partitionsShrink: {
    '400': async (api) => expect((await putTopic(api, { partitions: 1 })).status).toBe(400),
    '409': async (api) => expect((await putTopic(api, { partitions: 1 })).status).toBe(409),
  },
  topicConfigPut: {
    merge: async (api) => {
      expect((await putTopic(api, { config: { max_message_bytes: 2000 } })).status).toBe(200);
      expect(await retention(api)).toBe(5000);
    },
    replace: async (api) => {
      expect((await putTopic(api, { config: { max_message_bytes: 2000 } })).status).toBe(200);
      expect(await retention(api)).toBe(604_800_000);
    },
  },
  topicDescriptionNull: {
    clear: async (api) => expect(await descriptionAfterNull(api)).toEqual([200, null]),
    ignore: async (api) => expect(await descriptionAfterNull(api)).toEqual([200, 'Orders']),
    refuse: async (api) => expect(await descriptionAfterNull(api)).toEqual([400, 'Orders']),
  },
  topicConfigNull: {
    refuse: async (api) => expect((await putTopic(api, { config: { retention_ms: null } })).status).toBe(400),
    reset: async (api) => {
      expect((await putTopic(api, { config: { retention_ms: null } })).status).toBe(200);
      expect(await retention(api)).toBe(604_800_000);
    },
    ignore: async (api) => {
      expect((await putTopic(api, { config: { retention_ms: null } })).status).toBe(200);
      expect(await retention(api)).toBe(5000);
    },
  },
  configAtDefault: {
    default_config: async (api) => expect(await sourceAtDefault(api)).toBe('default_config'),
    topic_config: async (api) => expect(await sourceAtDefault(api)).toBe('topic_config'),
  },
  configSource: {
    'lower-case': async (api) => expect(await retentionSource(api)).toBe('topic_config'),
    kafka: async (api) => expect(await retentionSource(api)).toBe('DYNAMIC_TOPIC_CONFIG'),
  },
  reservedTopicCreate: {
    refuse: async (api) =>
      expect(refusal(await api.post(topics, { topic_name: '__a' })).code).toBe('kafka_topic_reserved'),
    allow: async (api) => expect((await api.post(topics, { topic_name: '__a' })).status).toBe(200),
  },
  internalTopics: {
    listed: async (api) => expect(await listWithInternal(api)).toEqual(['__consumer_offsets']),
    hidden: async (api) => expect(await listWithInternal(api)).toEqual([]),
  },

  defaultAclUsername: {
    avnadmin: async (api) => expect((await api.get(`${core}/acl`)).at('acl', 0, 'username')).toBe('avnadmin'),
    '*': async (api) => expect((await api.get(`${core}/acl`)).at('acl', 0, 'username')).toBe('*'),
  },
  identicalAivenAcl: {
    '409': async (api) =>
      expect(refusal(await twice(() => api.post(`${core}/acl`, aivenAcl)))).toEqual({
        status: 409,
        message: 'Identical ACL entry already exists',
      }),
    allow: async (api) =>
      expect((await twice(() => api.post(`${core}/acl`, aivenAcl))).at('acl')).toHaveLength(3),
  },
  otherPrincipal: {
    'not-supported': async (api) =>
      expect(refusal(await postKafkaAcl(api, { principal: 'Group:x' }))).toMatchObject({
        status: 409,
        code: 'kafka_acl_not_supported',
      }),
    'bad-request': async (api) =>
      expect(refusal(await postKafkaAcl(api, { principal: 'Group:x' })).status).toBe(400),
  },
  emptyAclHost: {
    any: async (api) => expect((await postKafkaAcl(api, { host: '' })).at('acl', 'host')).toBe('*'),
    refuse: async (api) => expect((await postKafkaAcl(api, { host: '' })).status).toBe(400),
  },
  aclsOfDeletedUser: {
    stay: async (api) => expect(await aclsAfterUserDelete(api)).toHaveLength(2),
    go: async (api) => expect(await aclsAfterUserDelete(api)).toHaveLength(1),
  },
};

describe.each(Object.keys(switchValues) as SwitchName[])('%s', (name) => {
  const values: readonly string[] = switchValues[name];
  const ofSwitch: Readonly<Record<string, Scenario>> = scenarios[name];

  test.each(values)('%s', async (value) => {
    const scenario = ofSwitch[value];
    if (scenario === undefined) throw new Error(`${name} ${value} has no scenario`);
    expect.hasAssertions();
    await scenario(await startedWith(name, value));
  });

  test('the first value is the assumed one, and each value differs from the others', async () => {
    expect(assumedSwitches[name]).toBe(values[0]);
    for (const value of values) {
      for (const other of values.filter((each) => each !== value)) {
        const api = await startedWith(name, other);
        await expect(Promise.resolve(ofSwitch[value]?.(api))).rejects.toThrow();
      }
    }
  });
});

/** What some switches need to show at all. */
const circumstances: Partial<Record<SwitchName, Partial<AivenOptions>>> = {
  retryAfter: { rateLimit: { requests: 0, milliseconds: 10_000 } },
  topicCreateRight: { moreTokens: [{ token: 'data', permissions: ['service:data:write'] }] },
  operatorData: { moreTokens: [{ token: 'operator', role: 'operator' }] },
  operatorSecrets: { moreTokens: [{ token: 'operator', role: 'operator' }] },
};

function startedWith(name: SwitchName, value: string): Promise<AivenApi> {
  return aivenApi({ ...circumstances[name], switches: { [name]: value } });
}

const longPassword = 'fake-'.repeat(60);
const withPassword = { ...plaintext, sasl_plain_password: 'fake-password' };
const redacted = { ...plaintext, sasl_plain_password: '<redacted>' };
const noHostnameCheck = { ...plaintext, ssl_endpoint_identification_algorithm: '' };
const aivenAcl = { permission: 'read', topic: 'a', username: 'u' };

async function twice(call: () => Promise<Answer>): Promise<Answer> {
  await call();
  return call();
}

function postEndpoint(api: AivenApi, userConfig: object): Promise<Answer> {
  return api.post(endpoints, {
    endpoint_name: 'onprem',
    endpoint_type: 'external_kafka',
    user_config: userConfig,
  });
}

function badPassword(api: AivenApi): Promise<Answer> {
  return postEndpoint(api, { ...plaintext, sasl_plain_password: longPassword });
}

async function storedConfig(
  api: AivenApi,
  userConfig: object,
  query = '?include_secrets=true',
): Promise<unknown> {
  const id = await newEndpoint(api, 'onprem', userConfig);
  return (await api.get(`${endpoints}/${id}${query}`)).at('service_integration_endpoint', 'user_config');
}

async function afterPut(api: AivenApi, before: object, sent: object): Promise<unknown> {
  const answer = await api.put(`${endpoints}/${await newEndpoint(api, 'onprem', before)}`, {
    user_config: sent,
  });
  return answer.status === 200 ? api.world.endpoint('acme', 'onprem')?.userConfig : answer.body;
}

async function retryAfter(api: AivenApi): Promise<string | null> {
  return (await api.get(core)).headers.get('retry-after');
}

async function attachEndpoint(api: AivenApi, alias = 'onprem'): Promise<Answer> {
  return api.post(integrations, {
    integration_type: 'kafka_mirrormaker',
    source_endpoint_id: await newEndpoint(api),
    dest_service: 'mirror',
    user_config: { cluster_alias: alias },
  });
}

async function deleteUsedEndpoint(api: AivenApi): Promise<Answer> {
  const id = (await attachEndpoint(api)).textAt('service_integration', 'source_endpoint_id');
  return api.delete(`${endpoints}/${id}`);
}

async function putNothing(api: AivenApi): Promise<readonly number[]> {
  const answers = [
    await api.put(`${endpoints}/${await newEndpoint(api)}`, { user_config: plaintext }),
    await api.put(`${integrations}/${await newIntegration(api)}`, { user_config: { cluster_alias: 'core' } }),
  ];
  for (const answer of answers)
    if (answer.status !== 200) expect(answer.at('message')).toBe('User config not changed');
  return answers.map(({ status }) => status);
}

async function integrationAfterPut(api: AivenApi): Promise<unknown> {
  const id = await newIntegration(api, {
    cluster_alias: 'core',
    kafka_mirrormaker: { producer_linger_ms: 5, producer_batch_size: 1 },
  });
  const sent = { user_config: { kafka_mirrormaker: { producer_linger_ms: 7 } } };
  return (await api.put(`${integrations}/${id}`, sent)).at('service_integration', 'user_config');
}

async function putAlias(api: AivenApi, alias: string): Promise<Answer> {
  return api.put(`${integrations}/${await newIntegration(api)}`, { user_config: { cluster_alias: alias } });
}

async function sameAlias(api: AivenApi): Promise<Answer> {
  await newIntegration(api, { cluster_alias: 'same' });
  return attachEndpoint(api, 'same');
}

const alreadyExists = 'Service integration already exists';
const onlyOne = 'Only 1 integration(s) of this type allowed per service';

async function attachCoreAgain(api: AivenApi): Promise<readonly string[]> {
  await newIntegration(api);
  const again = async () => {
    const refused = refusal(
      await api.post(integrations, {
        integration_type: 'kafka_mirrormaker',
        source_service: 'core',
        dest_service: 'mirror',
        user_config: { cluster_alias: 'another' },
      }),
    );
    expect(refused.status).toBe(409);
    return refused.message;
  };
  return [await again(), await again()];
}

function as(api: AivenApi, token: string, method: string, path: string, body?: unknown): Promise<Answer> {
  return api.send(method, path, {
    headers: { authorization: `aivenv1 ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function configForOperator(api: AivenApi): Promise<unknown> {
  const path = `${endpoints}/${await newEndpoint(api, 'onprem', withPassword)}?include_secrets=true`;
  return (await as(api, 'operator', 'GET', path)).at('service_integration_endpoint', 'user_config');
}

async function aliasOfNone(api: AivenApi): Promise<string | undefined> {
  await newIntegration(api, {});
  return api.world.mirrorMakerConfig('acme', 'mirror').clusters[0]?.alias;
}

async function integrationOf(api: AivenApi): Promise<unknown> {
  const id = await newIntegration(api);
  api.advance(quickTimings.integrationFound);
  return (await api.get(`${integrations}/${id}`)).at('service_integration');
}

async function activeOverTime(api: AivenApi): Promise<readonly unknown[]> {
  await newIntegration(api);
  const seen: unknown[] = [];
  for (const step of [0, 1, 0.5, 0.5]) {
    api.advance(step * quickTimings.integrationActive);
    seen.push((await api.get(`${mirror}/integration`)).at('service_integrations', 0, 'active'));
  }
  return seen;
}

async function sourceServiceOfEndpoint(api: AivenApi): Promise<unknown> {
  return (await attachEndpoint(api)).at('service_integration', 'source_service');
}

async function deleteUsedIntegration(api: AivenApi): Promise<Answer> {
  const id = await newIntegration(api);
  await api.post(flows, flow);
  return api.delete(`${integrations}/${id}`);
}

async function putFlowWithAliases(api: AivenApi): Promise<Answer> {
  await api.post(flows, flow);
  return api.put(`${flows}/onprem/core`, { source_cluster: 'x', target_cluster: 'y', enabled: false });
}

async function excludeKeys(api: AivenApi): Promise<readonly string[]> {
  await api.post(flows, { ...flow, topics_exclude: ['a'] });
  const replication_flow = (await api.get(`${flows}/onprem/core`)).at('replication_flow');
  return Object.keys(Object(replication_flow)).filter((key) => key.startsWith('topics'));
}

async function twoFlowsAtOnce(api: AivenApi): Promise<readonly number[]> {
  const answers = await Promise.all([
    api.post(flows, flow),
    api.post(flows, { ...flow, source_cluster: 'other' }),
  ]);
  return answers.map(({ status }) => status);
}

async function listAroundCreate(api: AivenApi): Promise<readonly string[]> {
  await api.get(topics);
  await api.post(topics, { topic_name: 'a' });
  api.advance(quickTimings.topicVisible);
  return listed(api);
}

async function listed(api: AivenApi): Promise<readonly string[]> {
  return (await api.get(topics)).listAt('topics').map((topic) => topic.textAt('topic_name'));
}

async function batchesWhileStale(api: AivenApi): Promise<readonly unknown[]> {
  await api.backend.createTopic({ name: 'old', partitions: 1, replication: 1, config: {} });
  await api.post(topics, { topic_name: 'new' });
  api.advance(quickTimings.topicVisible);
  expect((await api.get(`${topics}/new`)).status).toBe(200);
  const read = async () => {
    const answer = await api.post(batch, { topic_names: ['old', 'new'] });
    if (answer.status !== 200) return answer.status;
    return answer.listAt('topics').map((topic) => topic.at('topic_name'));
  };
  return [await read(), await read()];
}

async function batchAfterUpdate(api: AivenApi): Promise<unknown> {
  await api.backend.createTopic({ name: 'a', partitions: 1, replication: 1, config: {} });
  const read = async () =>
    (await api.post(batch, { topic_names: ['a'] })).at('topics', 0, 'config', 'retention_ms', 'value');
  await read();
  await api.put(`${topics}/a`, { config: { retention_ms: 1000 } });
  return read();
}

async function getWhileCreating(api: AivenApi): Promise<Answer> {
  await api.post(topics, { topic_name: 'a' });
  return api.get(`${topics}/a`);
}

async function recreate(api: AivenApi): Promise<Answer> {
  await api.backend.createTopic({ name: 'a', partitions: 1, replication: 1, config: {} });
  await api.delete(`${topics}/a`);
  return api.post(topics, { topic_name: 'a' });
}

async function putTopic(api: AivenApi, body: object): Promise<Answer> {
  await api.backend.createTopic({
    name: 'a',
    partitions: 2,
    replication: 1,
    config: { 'retention.ms': '5000' },
  });
  return api.put(`${topics}/a`, body);
}

async function retention(api: AivenApi): Promise<unknown> {
  return (await api.get(`${topics}/a`)).at('topic', 'config', 'retention_ms', 'value');
}

async function retentionSource(api: AivenApi): Promise<unknown> {
  await putTopic(api, {});
  return (await api.get(`${topics}/a`)).at('topic', 'config', 'retention_ms', 'source');
}

async function sourceAtDefault(api: AivenApi): Promise<unknown> {
  await putTopic(api, { config: { compression_type: 'producer' } });
  return (await api.get(`${topics}/a`)).at('topic', 'config', 'compression_type', 'source');
}

async function whileRebuilding(api: AivenApi): Promise<Answer> {
  api.world.setServiceState('acme', 'core', 'REBUILDING');
  return api.get(topics);
}

async function readInBatch(api: AivenApi): Promise<Answer> {
  await api.backend.createTopic({ name: 'a', partitions: 1, replication: 1, config: {} });
  return api.post(batch, { topic_names: ['a'] });
}

async function descriptionAfterNull(api: AivenApi): Promise<readonly unknown[]> {
  await putTopic(api, { topic_description: 'Orders' });
  const { status } = await api.put(`${topics}/a`, { topic_description: null });
  return [status, (await api.get(`${topics}/a`)).at('topic', 'topic_description')];
}

async function listWithInternal(api: AivenApi): Promise<readonly string[]> {
  await api.backend.createTopic({ name: '__consumer_offsets', partitions: 1, replication: 1, config: {} });
  return listed(api);
}

function postKafkaAcl(api: AivenApi, change: object): Promise<Answer> {
  return api.post(`${core}/kafka/acl`, {
    principal: 'User:u',
    resource_type: 'Topic',
    resource_name: 'a',
    pattern_type: 'LITERAL',
    operation: 'Read',
    permission_type: 'ALLOW',
    ...change,
  });
}

async function aclsAfterUserDelete(api: AivenApi): Promise<readonly unknown[]> {
  await api.post(`${core}/user`, { username: 'u' });
  await api.post(`${core}/acl`, aivenAcl);
  api.settle();
  expect((await api.delete(`${core}/user/u`)).status).toBe(200);
  return api.world.aivenAcls('acme', 'core');
}
