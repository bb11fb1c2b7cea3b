import { describe, expect, test } from '@jest/globals';
import { quickTimings } from '../../../sandbox/aiven/timings.ts';
import { type AivenApi, aivenApi, core, mirror, newIntegration, project, refusal } from './aiven-api.ts';

const users = `${core}/user`;

describe('services', () => {
  test('a Kafka service tells what a planner needs', async () => {
    const api = await aivenApi();
    await newIntegration(api);
    expect((await api.get(core)).at('service')).toMatchObject({
      service_name: 'core',
      service_type: 'kafka',
      state: 'RUNNING',
      node_count: 3,
      node_states: [{ state: 'running' }, { state: 'running' }, { state: 'running' }],
      components: [{ component: 'kafka', kafka_authentication_method: 'certificate', port: 12695 }],
      connection_info: { kafka: ['core.kafka.example:12695'] },
      acl: [{ id: 'default' }],
      kafka_acl: [],
      users: [{ username: 'avnadmin', type: 'primary' }],
      service_integrations: [{ source_service: 'core', dest_service: 'mirror' }],
      user_config: {},
    });
  });

  test('a MirrorMaker service has no ACLs; its settings are only what is set', async () => {
    const api = await aivenApi();
    const settings = { kafka_mirrormaker: { tasks_max_per_cpu: 2 } };
    api.world.setServiceUserConfig('acme', 'mirror', settings);
    const service = (await api.get(mirror)).at('service');
    expect(service).toMatchObject({ service_type: 'kafka_mirrormaker', user_config: settings });
    expect(service).not.toHaveProperty('acl');
  });

  test('states follow the test', async () => {
    const api = await aivenApi();
    api.world.setServiceState('acme', 'core', 'REBUILDING');
    api.world.setNodes('acme', 'core', ['running', 'syncing_data']);
    expect((await api.get(core)).at('service')).toMatchObject({
      state: 'REBUILDING',
      node_count: 2,
      node_states: [
        { name: 'core-1', state: 'running' },
        { name: 'core-2', state: 'syncing_data' },
      ],
    });
  });

  test('the list has all of them', async () => {
    const api = await aivenApi();
    const services = (await api.get(`${project}/service`)).listAt('services');
    expect(services.map((each) => each.at('service_name'))).toEqual(['core', 'second', 'mirror']);
  });

  test('the project has a CA', async () => {
    const api = await aivenApi({ services: [], projects: [{ name: 'acme', ca: 'the CA' }] });
    expect((await api.get(`${project}/kms/ca`)).body).toEqual({ certificate: 'the CA' });
  });

  test('passwords are redacted unless asked for, and asking needs a permission', async () => {
    const api = await aivenApi({ moreTokens: [{ token: 'reader', permissions: ['project:services:read'] }] });
    const password = passwordOf(api, 'avnadmin');
    expect((await api.get(core)).text).not.toContain(password);
    expect((await api.get(`${core}?include_secrets=true`)).text).toContain(password);
    expect((await api.get(`${project}/service?include_secrets=true`)).text).toContain(password);
    const asReader = { headers: { authorization: 'aivenv1 reader' } };
    expect((await api.send('GET', core, asReader)).status).toBe(200);
    expect((await api.send('GET', `${core}?include_secrets=true`, asReader)).status).toBe(403);
  });
});

describe('users', () => {
  test('the create shows the credentials; then the user is missing, then has no password, then is redacted', async () => {
    const api = await aivenApi();
    const created = await api.post(users, { username: 'mirror' });
    expect(created.at('user')).toMatchObject({
      username: 'mirror',
      type: 'regular',
      password: passwordOf(api, 'mirror'),
    });
    expect(refusal(await api.get(`${users}/mirror`))).toEqual({
      status: 404,
      code: 'user_not_found',
      message: 'Service user does not exist',
    });
    expect((await api.get(core)).at('service', 'users')).toHaveLength(1);
    api.advance(quickTimings.userFound);
    expect(await password(api)).toBe('');
    api.advance(quickTimings.passwordReady);
    expect(await password(api)).toBe(created.at('user', 'password'));
    expect((await api.get(`${users}/mirror`)).at('user', 'password')).toBe('<redacted>');
  });

  test.each(['PUT', 'reset'])(
    'new credentials by %s take a moment, and the answer is the service',
    async (how) => {
      const api = await withUser();
      const before = passwordOf(api, 'mirror');
      const answer =
        how === 'PUT'
          ? await api.put(`${users}/mirror`, {
              operation: 'reset-credentials',
              new_password: 'fake-password-1',
            })
          : await api.put(`${users}/mirror/credentials/reset`);
      expect(answer.at('service')).toMatchObject({ service_name: 'core' });
      expect(answer.text).not.toContain('fake-password-1');
      expect(await password(api)).toBe('');
      api.settle();
      expect(await password(api)).not.toBe(before);
      if (how === 'PUT') expect(await password(api)).toBe('fake-password-1');
    },
  );

  test('another operation leaves the password', async () => {
    const api = await withUser();
    const before = passwordOf(api, 'mirror');
    expect((await api.put(`${users}/mirror`, { operation: 'acknowledge-renewal' })).status).toBe(200);
    expect(await password(api)).toBe(before);
    expect((await api.put(`${users}/mirror`, { operation: 'set-access-control' })).status).toBe(400);
  });

  test.each<[object, number]>([
    [{}, 400],
    [{ username: '' }, 400],
    [{ username: 'a b' }, 400],
    [{ username: 'x'.repeat(65) }, 400],
    [{ username: 'new', password: 'fake-password-1' }, 400],
    [{ username: 'avnadmin' }, 409],
  ])('POST %j: %i', async (body, status) => {
    const api = await aivenApi();
    expect((await api.post(users, body)).status).toBe(status);
  });

  test.each<object>([{}, { operation: 'reset' }, { operation: 'reset-credentials', new_password: 'short' }])(
    'PUT %j is 400',
    async (body) => {
      const api = await withUser();
      expect((await api.put(`${users}/mirror`, body)).status).toBe(400);
    },
  );

  test('a user can be deleted, avnadmin cannot', async () => {
    const api = await withUser();
    expect((await api.delete(`${users}/mirror`)).status).toBe(200);
    expect((await api.delete(`${users}/mirror`)).status).toBe(404);
    expect((await api.delete(`${users}/avnadmin`)).status).toBe(403);
    expect(api.world.users('acme', 'core').map(({ username }) => username)).toEqual(['avnadmin']);
  });
});

async function withUser(): Promise<AivenApi> {
  const api = await aivenApi();
  await api.post(users, { username: 'mirror' });
  api.settle();
  return api;
}

async function password(api: AivenApi): Promise<string> {
  return (await api.get(`${users}/mirror?include_secrets=true`)).textAt('user', 'password');
}

function passwordOf(api: AivenApi, username: string): string {
  const user = api.world.users('acme', 'core').find((each) => each.username === username);
  if (user === undefined) throw new Error(`no user ${username}`);
  return user.password;
}
