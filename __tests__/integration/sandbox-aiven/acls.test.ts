import { describe, expect, test } from '@jest/globals';
import { aivenApi, core, refusal } from './aiven-api.ts';

const aivenAcls = `${core}/acl`;
const kafkaAcls = `${core}/kafka/acl`;
const byDefault = { id: 'default', permission: 'admin', topic: '*', username: 'avnadmin' };
const id = expect.stringMatching(/^acl[0-9a-f]{11}$/);

describe('Aiven ACLs', () => {
  const acl = { permission: 'write', topic: 'orders-*', username: 'producer' };

  test('a new service has the entry default; POST and DELETE answer with the whole list', async () => {
    const api = await aivenApi();
    expect((await api.get(aivenAcls)).body).toEqual({ acl: [byDefault] });
    const added = await api.post(aivenAcls, acl);
    expect(added.body).toEqual({ acl: [byDefault, { id, ...acl }], message: 'added' });
    const removed = await api.delete(`${aivenAcls}/${added.at('acl', 1, 'id')}`);
    expect(removed.body).toEqual({ acl: [byDefault], message: 'deleted' });
    expect((await api.delete(`${aivenAcls}/default`)).at('acl')).toEqual([]);
    expect((await api.get(core)).at('service', 'acl')).toEqual([]);
  });

  test('another permission for the same user and topic is another entry', async () => {
    const api = await aivenApi();
    await api.post(aivenAcls, acl);
    expect((await api.post(aivenAcls, { ...acl, permission: 'read' })).at('acl')).toHaveLength(3);
  });

  test.each<object>([
    { ...acl, permission: 'Write' },
    { ...acl, topic: '' },
    { ...acl, username: 'x'.repeat(65) },
    { permission: 'read', resource: 'orders', username: 'u' },
    { ...acl, id: 'mine' },
  ])('POST %j is 400', async (body) => {
    const api = await aivenApi();
    expect((await api.post(aivenAcls, body)).status).toBe(400);
    expect(api.world.aivenAcls('acme', 'core')).toEqual([byDefault]);
  });

  test('there are limits', async () => {
    const api = await aivenApi({ aclLimit: 1 });
    expect(refusal(await api.post(aivenAcls, acl))).toMatchObject({
      status: 400,
      code: 'service_acl_too_many',
    });
  });

  test('an entry that is not there is 404', async () => {
    const api = await aivenApi();
    expect(refusal(await api.delete(`${aivenAcls}/aclnope`))).toMatchObject({
      status: 404,
      code: 'service_acl_not_found',
    });
  });
});

describe('native ACLs', () => {
  const acl = {
    principal: 'User:mirror',
    resource_type: 'Topic',
    resource_name: 'orders',
    pattern_type: 'PREFIXED',
    operation: 'DescribeConfigs',
    permission_type: 'ALLOW',
  };

  test('POST answers with one entry, the list has both kinds', async () => {
    const api = await aivenApi();
    const made = { id, ...acl, host: '*' };
    const added = await api.post(kafkaAcls, acl);
    expect(added.body).toEqual({ acl: made, message: expect.any(String) });
    const entry = added.at('acl');
    expect((await api.get(kafkaAcls)).body).toEqual({ acl: [byDefault], kafka_acl: [entry] });
    expect((await api.get(`${kafkaAcls}/${added.textAt('acl', 'id')}`)).body).toEqual({ acl: entry });
    expect((await api.get(core)).at('service', 'kafka_acl')).toEqual([entry]);
    expect((await api.delete(`${kafkaAcls}/${added.textAt('acl', 'id')}`)).body).toEqual({
      message: expect.any(String),
    });
    expect((await api.get(kafkaAcls)).at('kafka_acl')).toEqual([]);
  });

  test('the brokers have the entry, in their own spelling', async () => {
    const api = await aivenApi();
    await api.post(kafkaAcls, { ...acl, resource_type: 'TransactionalId', host: '10.0.0.1' });
    expect(await api.backend.listAcls()).toEqual([
      {
        principal: 'User:mirror',
        host: '10.0.0.1',
        resourceType: 'TRANSACTIONAL_ID',
        resourceName: 'orders',
        patternType: 'PREFIXED',
        operation: 'DESCRIBE_CONFIGS',
        permission: 'ALLOW',
      },
    ]);
  });

  test('an entry made at the brokers has an id that stays', async () => {
    const api = await aivenApi();
    await api.backend.createAcl({
      principal: 'User:x',
      host: '*',
      resourceType: 'CLUSTER',
      resourceName: 'kafka-cluster',
      patternType: 'LITERAL',
      operation: 'IDEMPOTENT_WRITE',
      permission: 'DENY',
    });
    const entry = (await api.get(kafkaAcls)).at('kafka_acl', 0);
    expect(entry).toMatchObject({ id, resource_type: 'Cluster', operation: 'IdempotentWrite' });
    expect((await api.get(kafkaAcls)).at('kafka_acl')).toEqual([entry]);
  });

  test('host is part of the identity, and an identical entry is 409', async () => {
    const api = await aivenApi();
    await api.post(kafkaAcls, acl);
    expect((await api.post(kafkaAcls, { ...acl, host: '10.0.0.1' })).status).toBe(200);
    expect(refusal(await api.post(kafkaAcls, { ...acl, host: '*' }))).toEqual({
      status: 409,
      message: 'Identical ACL entry already exists',
    });
  });

  test.each<object>([
    { ...acl, operation: 'READ' },
    { ...acl, resource_type: 'TOPIC' },
    { ...acl, pattern_type: 'prefixed' },
    { ...acl, permission_type: 'Allow' },
    { ...acl, principal: undefined },
    { ...acl, resource_name: 'x'.repeat(257) },
    { ...acl, extra: 1 },
  ])('POST %j is 400', async (body) => {
    const api = await aivenApi();
    expect((await api.post(kafkaAcls, body)).status).toBe(400);
    expect(await api.backend.listAcls()).toEqual([]);
  });

  test('what the brokers refuse is not supported', async () => {
    const api = await aivenApi();
    expect(refusal(await api.post(kafkaAcls, { ...acl, resource_type: 'Cluster' }))).toMatchObject({
      status: 409,
      code: 'kafka_acl_not_supported',
    });
  });

  test('there are limits', async () => {
    const api = await aivenApi({ aclLimit: 0 });
    expect(refusal(await api.post(kafkaAcls, acl))).toMatchObject({
      status: 400,
      code: 'service_acl_too_many',
    });
  });

  test('a service may need maintenance first', async () => {
    const api = await aivenApi();
    api.world.setMaintenanceRequired('acme', 'core', true);
    expect(refusal(await api.get(kafkaAcls))).toMatchObject({
      status: 409,
      code: 'service_maintenance_required',
    });
  });

  test.each(['GET', 'DELETE'])('%s of an entry that is not there', async (method) => {
    const api = await aivenApi();
    const headers = { authorization: 'aivenv1 test-token' };
    expect(refusal(await api.send(method, `${kafkaAcls}/aclnope`, { headers }))).toMatchObject({
      status: 404,
      code: 'service_acl_not_found',
    });
  });
});
