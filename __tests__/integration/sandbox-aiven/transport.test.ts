import { describe, expect, test } from '@jest/globals';
import { neededPermissions, permissions } from '../../../sandbox/aiven/permissions.ts';
import { aivenApi, core, project, refusal, topics } from './aiven-api.ts';

describe('authentication', () => {
  test.each(['aivenv1 test-token', 'Bearer test-token'])('%s is accepted', async (authorization) => {
    const api = await aivenApi();
    expect((await api.send('GET', core, { headers: { authorization } })).status).toBe(200);
  });

  test('another token is 401', async () => {
    const api = await aivenApi();
    const answer = await api.send('GET', core, { headers: { authorization: 'aivenv1 other' } });
    expect(refusal(answer)).toEqual({ status: 401, message: 'Invalid token' });
  });

  test.each([{}, { authorization: 'Basic dGVzdA==' }])('headers %j are refused', async (headers) => {
    const api = await aivenApi();
    expect(refusal(await api.send('GET', core, { headers }))).toEqual({
      status: 403,
      code: 'authentication_failed',
      message: 'Authentication failed',
    });
  });
});

describe('permissions', () => {
  const routes: readonly (readonly [string, string, string])[] = [
    ['project.ca', 'GET', `${project}/kms/ca`],
    ['project.events', 'GET', `${project}/events`],
    ['project.static-ips', 'GET', `${project}/static-ips`],
    ['service.tags', 'GET', `${core}/tags`],
    ['service.list', 'GET', `${project}/service`],
    ['service.get', 'GET', core],
    ['endpoint.list', 'GET', `${project}/integration_endpoint`],
    ['endpoint.get', 'GET', `${project}/integration_endpoint/x`],
    ['endpoint.types', 'GET', `${project}/integration_endpoint_types`],
    ['endpoint.create', 'POST', `${project}/integration_endpoint`],
    ['endpoint.update', 'PUT', `${project}/integration_endpoint/x`],
    ['endpoint.delete', 'DELETE', `${project}/integration_endpoint/x`],
    ['integration.list', 'GET', `${core}/integration`],
    ['integration.get', 'GET', `${project}/integration/x`],
    ['integration.types', 'GET', `${project}/integration_types`],
    ['integration.create', 'POST', `${project}/integration`],
    ['integration.update', 'PUT', `${project}/integration/x`],
    ['integration.delete', 'DELETE', `${project}/integration/x`],
    ['flow.list', 'GET', `${core}/mirrormaker/replication-flows`],
    ['flow.get', 'GET', `${core}/mirrormaker/replication-flows/a/b`],
    ['flow.create', 'POST', `${core}/mirrormaker/replication-flows`],
    ['flow.update', 'PUT', `${core}/mirrormaker/replication-flows/a/b`],
    ['flow.delete', 'DELETE', `${core}/mirrormaker/replication-flows/a/b`],
    ['topic.create', 'POST', topics],
    ['topic.list', 'GET', topics],
    ['topic.get', 'GET', `${topics}/x`],
    ['topic.batch', 'POST', topics.replace('/v1', '/v2')],
    ['topic.update', 'PUT', `${topics}/x`],
    ['topic.delete', 'DELETE', `${topics}/x`],
    ['aiven-acl.list', 'GET', `${core}/acl`],
    ['aiven-acl.create', 'POST', `${core}/acl`],
    ['aiven-acl.delete', 'DELETE', `${core}/acl/x`],
    ['kafka-acl.list', 'GET', `${core}/kafka/acl`],
    ['kafka-acl.get', 'GET', `${core}/kafka/acl/x`],
    ['kafka-acl.create', 'POST', `${core}/kafka/acl`],
    ['kafka-acl.delete', 'DELETE', `${core}/kafka/acl/x`],
    ['user.get', 'GET', `${core}/user/x`],
    ['user.create', 'POST', `${core}/user`],
    ['user.update', 'PUT', `${core}/user/x`],
    ['user.reset', 'PUT', `${core}/user/x/credentials/reset`],
    ['user.delete', 'DELETE', `${core}/user/x`],
  ];

  test('every route with a permission is in this table', () => {
    expect(routes.map(([name]) => name).toSorted()).toEqual(Object.keys(neededPermissions).toSorted());
  });

  test.each(routes)('%s needs one of its permissions', async (name, method, path) => {
    const needed = neededPermissions[name] ?? [];
    const others = permissions.filter((permission) => !needed.includes(permission));
    const without = await aivenApi({ permissions: others });
    expect(refusal(await without.send(method, path, headers))).toMatchObject({
      status: 403,
      code: 'permission_denied',
    });
    expect(without.aiven.log.requests.at(-1)?.route).toBe(name);
    for (const permission of needed) {
      const allowed = await aivenApi({ permissions: [permission] });
      expect((await allowed.send(method, path, headers)).status).not.toBe(403);
    }
  });

  test('a second token has permissions of its own', async () => {
    const api = await aivenApi({ moreTokens: [{ token: 'reader', permissions: ['project:services:read'] }] });
    const asReader = { headers: { authorization: 'aivenv1 reader' } };
    expect((await api.send('GET', core, asReader)).status).toBe(200);
    expect((await api.send('GET', topics, asReader)).status).toBe(403);
    expect((await api.get(topics)).status).toBe(200);
  });
});

describe('requests', () => {
  test('unknown query keys are ignored', async () => {
    const api = await aivenApi();
    expect((await api.get(`${core}?limit=999`)).status).toBe(200);
  });

  test('path segments are percent-decoded', async () => {
    const api = await aivenApi();
    expect(refusal(await api.get(`${topics}/a%2Fb%20c`)).message).toBe("Topic 'a/b c' does not exist");
  });

  test.each([[`${project}/service/nope/topic`, 'service_not_found', 'Service nope does not exist']])(
    'GET %s is 404',
    async (path, code, message) => {
      const api = await aivenApi();
      expect(refusal(await api.get(path))).toEqual({ status: 404, code, message });
    },
  );

  test('a service of another type is 400', async () => {
    const api = await aivenApi();
    expect(refusal(await api.get(`${project}/service/mirror/topic`))).toMatchObject({
      status: 400,
      code: 'invalid_service_type',
    });
  });

  test('a body that is not JSON is 400', async () => {
    const api = await aivenApi();
    expect(refusal(await api.send('POST', topics, { ...headers, body: '{' }))).toMatchObject({ status: 400 });
  });

  test('an unknown route is 404', async () => {
    const api = await aivenApi();
    expect(refusal(await api.get('/v2/nothing'))).toMatchObject({ status: 404 });
  });
});

test('a token has so many requests per window', async () => {
  const api = await aivenApi({ rateLimit: { requests: 2, milliseconds: 30_000 } });
  await api.get(core);
  await api.get(core);
  api.advance(2_000);
  const answer = await api.get(core);
  expect(refusal(answer)).toEqual({
    status: 429,
    message:
      'The user has sent too many requests in a given amount of time: Rate limit 2 exceeded - try again in 28s',
  });
  api.advance(28_000);
  expect((await api.get(core)).status).toBe(200);
});

test('a write can have its effect and still fail', async () => {
  const api = await aivenApi();
  api.aiven.faults.add({
    route: 'topic.create',
    fault: { kind: 'answer-after-effect', response: { status: 503, body: 'upstream error' } },
  });
  expect((await api.post(topics, { topic_name: 'a' })).status).toBe(503);
  expect(api.aiven.log.effects).toMatchObject([{ route: 'topic.create', what: 'topic acme/core/a created' }]);
  expect(refusal(await api.post(topics, { topic_name: 'a' })).message).toContain('already exists');
});

const headers = { headers: { authorization: 'aivenv1 test-token' } };
