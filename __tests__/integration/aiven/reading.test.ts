import { describe, expect, test } from '@jest/globals';
import { type ClusterReadRequest, foundIn } from '../../../src/model/live.ts';
import {
  type Account,
  aivenAcl,
  core,
  endpoint,
  flow,
  integration,
  kafkaAcl,
  knownValue,
  mm2,
  openAccount,
  project,
  topic,
} from '../../support/aiven/aiven-account.ts';
import { toCreate } from '../../support/aiven/changes.ts';

const all: ClusterReadRequest = { cluster: 'core', topics: [], kafkaAcls: true, aivenAcls: true };

function storeTopic({ backend }: Account, name: string, config: Record<string, string> = {}): Promise<void> {
  return backend.createTopic({ name, partitions: 3, replication: 3, config });
}

describe('reading at scale', () => {
  test('250 topics, 200 ACLs, 10 endpoints and 20 flows take 21 requests', async () => {
    const account = await openAccount();
    const { aiven, emulator } = account;
    const names = Array.from({ length: 250 }, (_, index) => `orders.${index}`);
    for (const name of names) await storeTopic(account, name);
    for (let index = 0; index < 200; index++) {
      await account.backend.createAcl({
        principal: `User:svc-${index}`,
        host: '*',
        resourceType: 'TOPIC',
        resourceName: 'orders.',
        patternType: 'PREFIXED',
        operation: 'READ',
        permission: 'ALLOW',
      });
    }
    for (let index = 0; index < 10; index++) {
      emulator.world.addEndpoint(project, `onprem-${index}`, {
        bootstrap_servers: 'kafka.corp.example:9092',
        security_protocol: 'PLAINTEXT',
      });
    }
    const own = emulator.world.endpoint(project, 'onprem-0');
    emulator.world.addIntegration(
      project,
      mm2.service,
      { type: 'endpoint', project, endpointId: own?.id ?? '' },
      { cluster_alias: 'onprem' },
    );
    emulator.world.setFlows(
      project,
      mm2.service,
      Array.from({ length: 20 }, (_, index) => ({
        source_cluster: `site-${index}`,
        target_cluster: 'core',
        enabled: true,
      })),
    );

    const [cluster, endpoints, mirrormaker] = await Promise.all([
      aiven.readCluster(core, { ...all, topics: names }),
      aiven.readEndpoints(project, new Set(Array.from({ length: 10 }, (_, index) => `onprem-${index}`))),
      aiven.readMirrorMaker(mm2),
    ]);

    expect(knownValue(cluster.topicNames)).toEqual(expect.arrayContaining(names));
    expect([...cluster.topics.keys()]).toEqual(names);
    expect([...cluster.topics.values()].map(knownValue)).not.toContain(undefined);
    expect(knownValue(cluster.kafkaAcls)).toHaveLength(200);
    expect(knownValue(cluster.brokers)).toBe(3);
    expect(knownValue(endpoints)).toHaveLength(10);
    expect(knownValue(mirrormaker.flows)).toHaveLength(20);
    expect(knownValue(mirrormaker.integrations)).toHaveLength(1);
    expect(Object.fromEntries(emulator.log.counts())).toEqual({
      'service.get': 2,
      'topic.list': 1,
      'topic.batch': 3,
      'kafka-acl.list': 1,
      'endpoint.list': 2,
      'endpoint.get': 10,
      'integration.list': 1,
      'flow.list': 1,
    });
    expect(emulator.log.requests).toHaveLength(21);
  });
});

describe('where logs begin and end', () => {
  test('of a thousand topics, in batches; the others are there, and unknown', async () => {
    const account = await openAccount();
    const names = Array.from({ length: 1002 }, (_, index) => `eu.${String(index).padStart(4, '0')}`);
    for (const name of [...names, 'us.1']) await storeTopic(account, name);
    account.backend.addRecords('eu.0001', 7);
    const before = account.emulator.log.requests.length;
    const offsets = knownValue(await account.aiven.readOffsets(core, (name) => name.startsWith('eu.')));
    expect(account.emulator.log.requests).toHaveLength(before + 11);
    expect([...offsets.keys()].sort()).toEqual(names);
    expect(['eu.0000', 'eu.0001', 'eu.0999', 'eu.1000'].map((name) => offsets.get(name))).toMatchObject([
      { state: 'known', value: { start: [0, 0, 0], end: [0, 0, 0] } },
      { state: 'known', value: { start: [0, 0, 0], end: [7, 0, 0] } },
      { state: 'known', value: { end: [0, 0, 0] } },
      { state: 'unknown', message: 'only the first 1000 topics are looked at' },
    ]);
  });
});

describe('a service that does not exist', () => {
  test.each([
    ['kafka-cor', 'Did you mean kafka-core? Correct the name in the spec'],
    ['something-else', 'Its services of type kafka: kafka-core'],
    ['mm2', undefined],
  ])('%s: the services of the project tell what is meant', async (service, next) => {
    const account = await openAccount();
    const { topicNames } = await account.aiven.readCluster({ project, service }, all);
    expect(topicNames).toMatchObject({ state: 'unknown', code: 'not-there' });
    if (next === undefined) return;
    expect(topicNames).toMatchObject({
      message: `Service ${service} does not exist in project ${project}. ${next}`,
    });
  });

  test('of MirrorMaker 2', async () => {
    const account = await openAccount();
    const { flows, settings } = await account.aiven.readMirrorMaker({ project, service: 'mm3' });
    const message = `Service mm3 does not exist in project ${project}. Did you mean mm2? Correct the name in the spec`;
    expect([flows, settings]).toContainEqual(expect.objectContaining({ state: 'unknown', message }));
  });

  test('a project that is not there is another matter', async () => {
    const account = await openAccount();
    const { topicNames } = await account.aiven.readCluster({ project: 'nope', service: 'kafka-core' }, all);
    expect(topicNames).toMatchObject({ state: 'unknown', message: expect.stringContaining('project nope') });
  });
});

describe('consumer groups and users', () => {
  const wanted: ClusterReadRequest = { ...all, topics: ['orders.0'], consumerGroups: true };

  test('groups are told by the topics that they have committed offsets for, all of which are read once', async () => {
    const account = await openAccount();
    const names = Array.from({ length: 150 }, (_, index) => `orders.${index}`);
    for (const name of names) await storeTopic(account, name);
    account.backend.commit({ group: 'edge-b', topic: 'orders.0', partition: 2, offset: 7 });
    account.backend.commit({ group: 'edge-a', topic: 'orders.149', partition: 0, offset: 1 });
    account.backend.commit({ group: 'edge-a', topic: 'orders.3', partition: 1, offset: 1 });
    const { consumerGroups } = await account.aiven.readCluster(core, wanted);
    expect(consumerGroups).toEqual({ state: 'known', value: ['edge-a', 'edge-b'] });
    expect(account.emulator.log.counts().get('topic.batch')).toBe(3);
  });

  test('groups that nobody wants cost no request', async () => {
    const account = await openAccount();
    await storeTopic(account, 'orders.0');
    const { consumerGroups } = await account.aiven.readCluster(core, { ...all, topics: [] });
    expect(consumerGroups).toMatchObject({ state: 'unknown', code: 'not-managed' });
    expect(account.emulator.log.counts().get('topic.batch')).toBeUndefined();
  });

  test('of more than a thousand topics they are unknown, and nothing is read for them', async () => {
    const account = await openAccount();
    for (let index = 0; index <= 1000; index++) await storeTopic(account, `orders.${index}`);
    const { consumerGroups } = await account.aiven.readCluster(core, wanted);
    expect(consumerGroups).toMatchObject({
      state: 'unknown',
      code: 'incomplete',
      message: 'Aiven tells consumer groups topic by topic, and kafka-core has more than 1000 topics',
    });
    expect(account.emulator.log.counts().get('topic.batch')).toBe(1);
  });

  test('users are told with the service, at no request of their own', async () => {
    const account = await openAccount();
    const { serviceUsers } = await account.aiven.readCluster(core, all);
    expect(serviceUsers).toEqual({ state: 'known', value: ['avnadmin'] });
  });
});

describe('topics', () => {
  test('64-bit values, sources and inherited values come through exactly', async () => {
    const account = await openAccount();
    await storeTopic(account, 'orders.created', {
      'max.compaction.lag.ms': '9223372036854775806',
      'min.insync.replicas': '2',
      'cleanup.policy': 'compact,delete',
    });
    const { topics } = await account.aiven.readCluster(core, { ...all, topics: ['orders.created'] });
    const live = knownValue(topics.get('orders.created'));
    expect(live).toMatchObject({ partitions: 3, replication: 3, tags: new Map() });
    expect(live?.config.get('max.compaction.lag.ms')).toEqual({
      value: '9223372036854775806',
      overridden: true,
      inherited: '9223372036854775807',
    });
    expect(live?.config.get('min.insync.replicas')).toMatchObject({ value: '2', overridden: true });
    expect(live?.config.get('flush.messages')).toEqual({
      value: '9223372036854775807',
      overridden: false,
      from: 'default',
      inherited: '9223372036854775807',
    });
    expect(live?.config.get('min.cleanable.dirty.ratio')).toMatchObject({ value: '0.5', overridden: false });
    expect(live?.config.get('preallocate')).toMatchObject({ value: 'false' });
  });

  test('a topic that the list lacks and that exists is found', async () => {
    const account = await openAccount({ timings: { topicListCache: 600_000 } });
    await account.aiven.readCluster(core, all); // fills the list's cache
    await storeTopic(account, 'orders.late');
    const cluster = await account.aiven.readCluster(core, { ...all, topics: ['orders.late', 'orders.none'] });
    expect(knownValue(cluster.topics.get('orders.late'))).toMatchObject({ partitions: 3 });
    expect(knownValue(cluster.topics.get('orders.none'))).toBeUndefined();
    expect(knownValue(cluster.topicNames)).toContain('orders.late');
    expect(knownValue(cluster.topicNames)).not.toContain('orders.none');
  });

  test.each(['not-found', 'short'] as const)(
    'one name that the batch read does not know yet (%s) does not hide the others',
    async (v2WhileStale) => {
      const account = await openAccount({
        switches: { v2WhileStale },
        timings: { topicVisible: 0, topicListCache: 0, v2Behind: 600_000 },
      });
      const names = Array.from({ length: 150 }, (_, index) => `orders.${index}`);
      for (const name of names) await storeTopic(account, name);
      await account.aiven.topics(core).write([toCreate<'topic'>(topic('orders.young'))]);
      account.emulator.log.clear();
      const cluster = await account.aiven.readCluster(core, { ...all, topics: ['orders.young', ...names] });
      expect([...cluster.topics.values()].map((reading) => knownValue(reading)?.partitions)).toEqual(
        Array.from({ length: 151 }, () => 3),
      );
      expect(account.emulator.log.counts().get('topic.batch')).toBeLessThanOrEqual(12);
      expect(account.emulator.log.counts().get('topic.get')).toBeLessThanOrEqual(8);
    },
  );

  test('a topic that is listed but not returned is not taken for absent', async () => {
    const account = await openAccount({ timings: { topicListCache: 600_000 } });
    await storeTopic(account, 'orders.ghost');
    await account.aiven.readCluster(core, all); // fills the list's cache
    await account.backend.deleteTopic('orders.ghost');
    const { topics } = await account.aiven.readCluster(core, { ...all, topics: ['orders.ghost'] });
    expect(topics.get('orders.ghost')).toMatchObject({ state: 'unknown', code: 'incomplete' });
  });

  test('a scope that is pruned is read in full, whatever is asked for beside it', async () => {
    const account = await openAccount();
    await storeTopic(account, 'orders.created', {});
    const { topics } = await account.aiven.readCluster(core, {
      ...all,
      topics: ['orders.none'],
      alsoTopics: (name) => name === 'orders.created',
    });
    expect([...topics.keys()].sort()).toEqual(['orders.created', 'orders.none']);
    expect(knownValue(topics.get('orders.created'))).toBeDefined();
  });

  test('hundreds of new names cost batch reads, not a read each', async () => {
    const account = await openAccount();
    const names = Array.from({ length: 250 }, (_, index) => `new.${index}`);
    const { topics } = await account.aiven.readCluster(core, { ...all, topics: names });
    expect(names.map((name) => knownValue(topics.get(name)))).toEqual(names.map(() => undefined));
    expect(account.emulator.log.requests.length).toBeLessThan(10);
  });
});

describe('what cannot be read is unknown, with the reason', () => {
  test.each(['topic.list', 'kafka-acl.list'])('%s fails for good', async (route) => {
    const account = await openAccount();
    await storeTopic(account, 'orders.created');
    account.emulator.faults.add({
      route,
      times: 100,
      fault: { kind: 'answer', response: { status: 500, body: { message: 'boom', errors: [] } } },
    });
    const cluster = await account.aiven.readCluster(core, { ...all, topics: ['orders.created'] });
    const affected = {
      'topic.list': [cluster.topicNames, cluster.topics.get('orders.created')],
      'kafka-acl.list': [cluster.kafkaAcls],
    }[route];
    expect(affected?.map((reading) => reading?.state === 'unknown' && reading.code)).toEqual(
      affected?.map(() => 'unreachable'),
    );
    expect(cluster.brokers.state).toBe('known');
    expect(cluster.aivenAcls.state).toBe('known');
  });

  test('a service that is powered off is asked no further', async () => {
    const { aiven, emulator } = await openAccount();
    emulator.world.setServiceState(project, core.service, 'POWEROFF');
    emulator.world.setServiceState(project, mm2.service, 'POWEROFF');
    const cluster = await aiven.readCluster(core, { ...all, topics: ['orders'] });
    const mirrormaker = await aiven.readMirrorMaker(mm2);
    const readings = [
      cluster.brokers,
      cluster.topicNames,
      cluster.topics.get('orders'),
      cluster.kafkaAcls,
      cluster.aivenAcls,
      mirrormaker.flows,
      mirrormaker.integrations,
      mirrormaker.settings,
    ];
    for (const reading of readings) expect(reading).toMatchObject({ state: 'unknown', code: 'unavailable' });
    expect(emulator.log.requests).toHaveLength(2);
  });

  test('a service that is rebuilt is read, and its state is told', async () => {
    const account = await openAccount();
    const { aiven, emulator } = account;
    await storeTopic(account, 'orders');
    emulator.world.setServiceState(project, core.service, 'REBUILDING');
    emulator.world.setServiceState(project, mm2.service, 'REBUILDING');
    const cluster = await aiven.readCluster(core, { ...all, topics: ['orders'] });
    expect(knownValue(cluster.topics.get('orders'))).toBeDefined();
    expect(cluster.serviceState).toBe('REBUILDING');
    expect(await aiven.readMirrorMaker(mm2)).toMatchObject({
      serviceState: 'REBUILDING',
      flows: { state: 'known' },
    });
  });

  test('a service that is rebuilt and does not answer is unknown with its state', async () => {
    const { aiven, emulator } = await openAccount({ switches: { whileRebuilding: '503' } });
    emulator.world.setServiceState(project, core.service, 'REBUILDING');
    expect((await aiven.readCluster(core, all)).topicNames).toMatchObject({
      state: 'unknown',
      code: 'unavailable',
      message: expect.stringMatching(/is in state REBUILDING: run again when it is RUNNING$/),
    });
  });

  test('a rebalancing service is read', async () => {
    const { aiven, emulator } = await openAccount();
    emulator.world.setServiceState(project, core.service, 'REBALANCING');
    expect((await aiven.readCluster(core, all)).topicNames.state).toBe('known');
  });

  test('a service that is powered off between two requests', async () => {
    const { aiven, emulator } = await openAccount();
    const off = () => emulator.world.setServiceState(project, core.service, 'POWEROFF');
    emulator.faults.add({ route: 'topic.list', fault: { kind: 'call', call: off } });
    const [topics] = await aiven.topics(core).readBack([topic('orders').id]);
    expect(topics).toMatchObject({ state: 'unknown', code: 'unavailable' });
  });

  test.each([
    ['service', { project, service: 'nowhere' }, 'not-there'],
    ['project', { project: 'nowhere', service: 'core' }, 'denied'],
  ])('a %s that does not exist', async (_, address, code) => {
    const { aiven } = await openAccount();
    expect((await aiven.readCluster(address, all)).topicNames).toMatchObject({ state: 'unknown', code });
  });

  test('a service of another type', async () => {
    const { aiven } = await openAccount();
    expect((await aiven.readCluster(mm2, all)).brokers).toMatchObject({
      code: 'not-there',
      message: 'Service mm2 in project acme is of type kafka_mirrormaker, not kafka',
    });
  });

  test('a refused token ends the run after one request', async () => {
    const { aiven, emulator } = await openAccount({ sentToken: 'another-token' });
    const cluster = await aiven.readCluster(core, all);
    const endpoints = await aiven.readEndpoints(project, new Set(['onprem-kafka']));
    for (const reading of [cluster.topicNames, cluster.kafkaAcls, endpoints]) {
      expect(reading).toMatchObject({ state: 'unknown', code: 'unauthenticated' });
    }
    expect(emulator.log.requests).toHaveLength(1);
  });

  test('a token without a permission: the message names it', async () => {
    const { aiven } = await openAccount({ permissions: ['project:services:read'] });
    const cluster = await aiven.readCluster(core, all);
    const endpoints = await aiven.readEndpoints(project, new Set(['onprem-kafka']));
    expect(cluster.brokers.state).toBe('known');
    expect(cluster.topicNames).toEqual({
      state: 'unknown',
      code: 'denied',
      message:
        'The Aiven token may not list the topics of service kafka-core; that takes the permission ' +
        'service:data:write. Aiven says: Permission denied',
    });
    expect(endpoints).toMatchObject({
      code: 'denied',
      message: expect.stringContaining('project:integrations:read'),
    });
  });

  test('a service that needs maintenance still has its Aiven ACLs', async () => {
    const { aiven, emulator } = await openAccount();
    emulator.world.setMaintenanceRequired(project, core.service, true);
    const cluster = await aiven.readCluster(core, all);
    expect(cluster.kafkaAcls).toMatchObject({ state: 'unknown', code: 'unavailable' });
    expect(knownValue(cluster.aivenAcls)).toHaveLength(1);
  });

  test('what is not asked for is not read', async () => {
    const { aiven, emulator } = await openAccount();
    const cluster = await aiven.readCluster(core, { ...all, kafkaAcls: false, aivenAcls: false });
    expect(cluster.kafkaAcls).toMatchObject({ code: 'not-managed' });
    expect(cluster.aivenAcls).toMatchObject({ code: 'not-managed' });
    expect([...emulator.log.counts().keys()]).toEqual(['service.get', 'topic.list']);
  });
});

describe('MirrorMaker', () => {
  test('settings, integrations of both sources and flows', async () => {
    const account = await openAccount();
    const { aiven, emulator, clock } = account;
    emulator.world.setServiceUserConfig(project, mm2.service, {
      kafka_mirrormaker: { sync_topic_configs_enabled: false },
    });
    await aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]);
    await aiven.integrations.write([
      toCreate<'integration'>(integration('onprem', { type: 'endpoint', endpoint: 'onprem-kafka' })),
      toCreate<'integration'>(
        integration('core', { type: 'service', project, service: core.service }, { producer_linger_ms: 100 }),
      ),
    ]);
    await aiven.flows.write([toCreate<'flow'>(flow('onprem', 'core'))]);
    await clock.sleep(5_000);
    const live = await aiven.readMirrorMaker(mm2);
    expect(knownValue(live.settings)).toEqual({ sync_topic_configs_enabled: false });
    expect(knownValue(live.integrations)).toMatchObject([
      {
        id: { cluster: 'onprem' },
        source: { type: 'endpoint', endpoint: 'onprem-kafka' },
        tuning: {},
        active: true,
        status: { state: 'running' },
      },
      {
        id: { cluster: 'core' },
        source: { type: 'service', project, service: core.service },
        tuning: { producer_linger_ms: 100 },
      },
    ]);
    expect(knownValue(live.flows)).toMatchObject([
      { id: flow('onprem', 'core').id, settings: flow('onprem', 'core').settings, progress: 1 },
    ]);
  });

  test('a service without settings, and what is merely possible, are empty', async () => {
    const { aiven } = await openAccount();
    const live = await aiven.readMirrorMaker(mm2);
    expect([knownValue(live.settings), knownValue(live.integrations), knownValue(live.flows)]).toEqual([
      {},
      [],
      [],
    ]);
  });
});

describe('ACLs', () => {
  test('one of a newer form hides none of the others', async () => {
    const { aiven, emulator } = await openAccount();
    const native = {
      id: 'acl1',
      principal: 'User:svc',
      host: '*',
      resource_type: 'Topic',
      resource_name: 'orders',
      pattern_type: 'LITERAL',
      operation: 'Read',
      permission_type: 'ALLOW',
    };
    const own = { id: 'acl2', permission: 'read', topic: 'orders', username: 'svc' };
    const body = {
      kafka_acl: [native, { ...native, id: 'acl3', operation: 'TwoPhaseCommit' }],
      acl: [own, { ...own, id: 'acl4', permission: 'replicate' }],
    };
    const response = { status: 200, body };
    emulator.faults.add({ route: 'kafka-acl.list', fault: { kind: 'answer', response } });
    const live = await aiven.readCluster(core, all);
    expect(knownValue(live.kafkaAcls).map(({ aclId }) => aclId)).toEqual(['acl1']);
    expect(knownValue(live.aivenAcls).map(({ aclId }) => aclId)).toEqual(['acl2']);
    expect(live.newerAcls).toEqual([
      {
        principal: 'User:svc',
        text: 'on orders (resource type Topic, pattern type LITERAL, operation TwoPhaseCommit, permission ALLOW)',
      },
      { principal: 'User:svc', text: 'on orders (permission replicate)' },
    ]);
  });

  test('one request brings both kinds', async () => {
    const { aiven, emulator } = await openAccount();
    await aiven.kafkaAcls(core).write([toCreate<'kafka-acl'>(kafkaAcl())]);
    await aiven.aivenAcls(core).write([toCreate<'aiven-acl'>(aivenAcl('svc-legacy'))]);
    emulator.log.clear();
    const cluster = await aiven.readCluster(core, all);
    expect(knownValue(cluster.kafkaAcls).map(({ id }) => id)).toEqual([kafkaAcl().id]);
    expect(knownValue(cluster.aivenAcls).map(({ aclId }) => aclId)).toEqual([
      'default',
      expect.stringMatching(/^acl/),
    ]);
    expect(emulator.log.counts().get('kafka-acl.list')).toBe(1);
    expect(emulator.log.counts().has('aiven-acl.list')).toBe(false);
  });
});

describe('endpoints of a project', () => {
  test('that nobody names are not read, and their secrets are not asked for', async () => {
    const { aiven, emulator } = await openAccount();
    for (const name of ['ours', 'theirs']) {
      emulator.world.addEndpoint(project, name, {
        bootstrap_servers: 'kafka.example:9093',
        security_protocol: 'SASL_SSL',
        sasl_plain_password: `password-of-${name}`,
      });
    }
    const endpoints = await aiven.readEndpoints(project, new Set(['ours']));
    expect(knownValue(endpoints).map(({ id }) => id.name)).toEqual(['ours']);
    expect(emulator.log.requests.map(({ route }) => route)).toEqual(['endpoint.list', 'endpoint.get']);
  });

  test('a choice that is newer than this version is a value like others', async () => {
    const { aiven, emulator } = await openAccount();
    emulator.world.addEndpoint(project, 'newer', {
      bootstrap_servers: 'kafka.example:9093',
      security_protocol: 'SASL_SSL_2',
      sasl_mechanism: 'OAUTHBEARER',
      ssl_endpoint_identification_algorithm: 'none',
    });
    const [live] = knownValue(await aiven.readEndpoints(project, new Set(['newer'])));
    expect(live?.config).toMatchObject({ security_protocol: 'SASL_SSL_2', sasl_mechanism: 'OAUTHBEARER' });
  });
});

describe('one object of another form than is documented is unknown by itself', () => {
  /** What a list answers with one more entry in it. */
  function withEntry(account: Account, route: string, key: string, entry: unknown): void {
    account.emulator.faults.add({
      route,
      times: 100,
      fault: { kind: 'answer', response: { status: 200, body: { [key]: [entry] } } },
    });
  }

  const flowId = (source: string) => ({ kind: 'flow', ...mm2, source, target: 'core' }) as const;

  test('a flow: the others are as they are, and one that is not listed is not there', async () => {
    const account = await openAccount();
    const { world } = account.emulator;
    const fine = { source_cluster: 'fine', target_cluster: 'core', enabled: true };
    world.setFlows(project, mm2.service, [fine, { ...fine, source_cluster: 'odd', topics: 'all of them' }]);
    const { flows } = await account.aiven.readMirrorMaker(mm2);
    expect(foundIn<'flow'>(flows, flowId('fine'))).toMatchObject({
      state: 'known',
      value: { id: flowId('fine') },
    });
    expect(foundIn<'flow'>(flows, flowId('odd'))).toEqual({
      state: 'unknown',
      code: 'incomplete',
      message: "Aiven's answer for the flow odd -> core does not have the documented shape at topics",
    });
    expect(foundIn<'flow'>(flows, flowId('new'))).toEqual({ state: 'known', value: undefined });
    expect(await account.aiven.flows.readBack([flowId('odd')])).toMatchObject([{ state: 'unknown' }]);
  });

  test('a flow without a name may be any that the list lacks', async () => {
    const account = await openAccount();
    withEntry(account, 'flow.list', 'replication_flows', { enabled: true });
    const { flows } = await account.aiven.readMirrorMaker(mm2);
    expect(foundIn<'flow'>(flows, flowId('new'))).toMatchObject({ state: 'unknown', code: 'incomplete' });
  });

  test('an integration', async () => {
    const account = await openAccount();
    const source = { type: 'service', ...core } as const;
    account.emulator.world.addIntegration(project, mm2.service, source, {
      cluster_alias: 'odd',
      kafka_mirrormaker: 'none',
    });
    const { integrations } = await account.aiven.readMirrorMaker(mm2);
    const of = (cluster: string) => ({ kind: 'integration', ...mm2, cluster }) as const;
    expect(foundIn<'integration'>(integrations, of('odd'))).toMatchObject({ state: 'unknown' });
    expect(foundIn<'integration'>(integrations, of('core'))).toEqual({ state: 'known', value: undefined });
  });

  test('an endpoint, also one of two with the same name', async () => {
    const account = await openAccount({ switches: { duplicateEndpoint: 'allow' } });
    const { world } = account.emulator;
    const fine = { bootstrap_servers: 'a.example:9092', security_protocol: 'PLAINTEXT' };
    world.addEndpoint(project, 'fine', fine);
    world.addEndpoint(project, 'twice', fine);
    world.addEndpoint(project, 'twice', fine);
    world.addEndpoint(project, 'odd', { ...fine, bootstrap_servers: ['a.example:9092'] });
    const names = ['fine', 'twice', 'odd', 'new'];
    const endpoints = await account.aiven.readEndpoints(project, new Set(names));
    const states = names.map((name) => {
      const reading = foundIn<'endpoint'>(endpoints, { kind: 'endpoint', project, name });
      return reading.state === 'unknown' ? 'unknown' : reading.value === undefined ? 'absent' : 'there';
    });
    expect(states).toEqual(['there', 'unknown', 'unknown', 'absent']);
  });

  test('an ACL entry of either kind is told of and left alone', async () => {
    const account = await openAccount();
    account.emulator.faults.add({
      route: 'kafka-acl.list',
      times: 100,
      fault: {
        kind: 'answer',
        response: {
          status: 200,
          body: {
            kafka_acl: [{ id: 'acl1', principal: 'User:odd', operation: 7 }],
            acl: [{ id: 'acl2', username: 'odd', topic: 'orders', permission: ['read'] }],
          },
        },
      },
    });
    const { kafkaAcls, aivenAcls, newerAcls } = await account.aiven.readCluster(core, { ...all, topics: [] });
    expect([kafkaAcls, aivenAcls]).toEqual([
      { state: 'known', value: [] },
      { state: 'known', value: [] },
    ]);
    expect(newerAcls?.map(({ principal }) => principal)).toEqual(['User:odd', 'User:odd']);
  });

  test('an entry of the list of topics: the others are there, and names are asked for by themselves', async () => {
    const account = await openAccount();
    await storeTopic(account, 'orders');
    withEntry(account, 'topic.list', 'topics', { topic_name: 7 });
    const { topics } = await account.aiven.readCluster(core, { ...all, topics: ['orders', 'new'] });
    expect(knownValue(topics.get('orders'))?.id.name).toBe('orders');
    expect(topics.get('new')).toEqual({ state: 'known', value: undefined });
  });
});
