import { describe, expect, test } from '@jest/globals';
import { type AivenApi, aivenApi, endpoints, newEndpoint, plaintext, project, refusal } from './aiven-api.ts';

const secret = 'fake-password-4711';
const scram = {
  bootstrap_servers: 'onprem.example:9093',
  security_protocol: 'SASL_SSL',
  sasl_mechanism: 'SCRAM-SHA-512',
  sasl_plain_username: 'mirror',
  sasl_plain_password: secret,
  ssl_ca_cert: '-----BEGIN CERTIFICATE-----',
  ssl_client_cert: '-----BEGIN CERTIFICATE-----',
  ssl_client_key: 'fake-key-4712',
};

describe('reading', () => {
  test('an endpoint has the fields of the OpenAPI document', async () => {
    const api = await aivenApi();
    const id = await newEndpoint(api);
    const endpoint = {
      endpoint_config: {},
      endpoint_id: id,
      endpoint_name: 'onprem',
      endpoint_type: 'external_kafka',
      user_config: plaintext,
    };
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await api.get(`${endpoints}/${id}`)).body).toEqual({ service_integration_endpoint: endpoint });
    expect((await api.get(endpoints)).body).toEqual({ service_integration_endpoints: [endpoint] });
  });

  test('secrets are redacted except in a GET of one endpoint that asks', async () => {
    const api = await aivenApi();
    const created = await api.post(endpoints, {
      endpoint_name: 'onprem',
      endpoint_type: 'external_kafka',
      user_config: scram,
    });
    const path = `${endpoints}/${created.at('service_integration_endpoint', 'endpoint_id')}`;
    const updated = await api.put(path, { user_config: { sasl_plain_username: 'other' } });
    const answers = [
      created,
      updated,
      await api.get(path),
      await api.get(`${path}?include_secrets=false`),
      await api.get(`${endpoints}?include_secrets=true`),
    ];
    for (const { text } of answers) {
      expect(text).not.toContain(secret);
      expect(text).toContain('"sasl_plain_password":"<redacted>"');
      expect(text).toContain('"ssl_client_key":"<redacted>"');
    }
    expect(await configOf(api, path)).toMatchObject({ sasl_plain_password: secret });
    expect(JSON.stringify(api.aiven.log.effects)).not.toContain(secret);
  });

  test('without the permission, asking for secrets answers 200 and redacts', async () => {
    const api = await aivenApi({
      moreTokens: [{ token: 'reader', permissions: ['project:integrations:read'] }],
    });
    const id = await newEndpoint(api, 'onprem', scram);
    const answer = await api.send('GET', `${endpoints}/${id}?include_secrets=true`, {
      headers: { authorization: 'aivenv1 reader' },
    });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(secret);
  });

  test('the types have a schema of the user_config', async () => {
    const api = await aivenApi();
    const endpoint_types = (await api.get(`${project}/integration_endpoint_types`)).at('endpoint_types');
    expect(endpoint_types).toMatchObject([
      {
        endpoint_type: 'external_kafka',
        user_config_schema: { properties: { sasl_plain_password: { type: ['string', 'null'] } } },
      },
    ]);
  });
});

describe('refusals', () => {
  test.each<[object, string]>([
    [
      { ...plaintext, security_protocol: 'TLS' },
      "'security_protocol': 'TLS' is not one of ['PLAINTEXT', 'SASL_PLAINTEXT', 'SASL_SSL', 'SSL']",
    ],
    [{ ...plaintext, bootstrap_servers: 'x' }, "'bootstrap_servers': 'x' is too short"],
    [{ ...plaintext, bootstrap_servers: ['a:1'] }, "'bootstrap_servers': ['a:1'] is not of type 'string'"],
    [{ ...plaintext, bootstrap_servers: null }, "'bootstrap_servers': None is not of type 'string'"],
    [
      { ...plaintext, sasl_mechanism: 'GSSAPI' },
      "'sasl_mechanism': 'GSSAPI' is not one of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']",
    ],
    [{ ...plaintext, sasl_plain_password: '' }, "'sasl_plain_password': '' is too short"],
    [
      { ...plaintext, ssl_endpoint_identification_algorithm: 'none' },
      "'ssl_endpoint_identification_algorithm': 'none' is not one of ['https', '']",
    ],
    [
      { security_protocol: 'PLAINTEXT' },
      "'Service type-specific settings': 'bootstrap_servers' is a required property",
    ],
    [
      { ...plaintext, extra: 1 },
      "'Service type-specific settings': Additional properties are not allowed ('extra' was unexpected)",
    ],
  ])('user_config %j', async (userConfig, reason) => {
    const api = await aivenApi();
    const body = { endpoint_name: 'onprem', endpoint_type: 'external_kafka', user_config: userConfig };
    expect(refusal(await api.post(endpoints, body))).toEqual({
      status: 400,
      code: 'bad_request',
      message: `Invalid input for user_config ${reason}`,
    });
    expect(api.aiven.log.effects).toEqual([]);
  });

  test.each<[object, number]>([
    [{ endpoint_type: 'external_kafka', user_config: plaintext }, 400],
    [{ endpoint_name: 'onprem', user_config: plaintext }, 400],
    [{ endpoint_name: 'onprem', endpoint_type: 'external_kafka' }, 400],
    [{ endpoint_name: '', endpoint_type: 'external_kafka', user_config: plaintext }, 400],
    [{ endpoint_name: 'x'.repeat(41), endpoint_type: 'external_kafka', user_config: plaintext }, 400],
    [{ endpoint_name: 'onprem', endpoint_type: 'kafka', user_config: plaintext }, 400],
    [{ endpoint_name: 'onprem', endpoint_type: 'datadog', user_config: {} }, 501],
  ])('body %j', async (body, status) => {
    const api = await aivenApi();
    expect((await api.post(endpoints, body)).status).toBe(status);
  });

  test('PUT takes nothing but user_config', async () => {
    const api = await aivenApi();
    const path = `${endpoints}/${await newEndpoint(api)}`;
    expect((await api.put(path, {})).status).toBe(400);
    expect((await api.put(path, { user_config: scram, endpoint_name: 'other' })).status).toBe(400);
    expect((await api.put(path, { user_config: null })).status).toBe(400);
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s of an endpoint that is not there', async (method) => {
    const api = await aivenApi();
    const answer = await api.send(method, `${endpoints}/nope`, {
      headers: { authorization: 'aivenv1 test-token' },
      ...(method === 'PUT' ? { body: JSON.stringify({ user_config: plaintext }) } : {}),
    });
    expect(refusal(answer)).toMatchObject({ status: 404, code: 'service_integration_endpoint_not_found' });
  });
});

test('a deleted endpoint is gone', async () => {
  const api = await aivenApi();
  const path = `${endpoints}/${await newEndpoint(api)}`;
  expect((await api.delete(path)).status).toBe(200);
  expect((await api.delete(path)).status).toBe(404);
  expect(api.world.endpoints('acme')).toEqual([]);
});

async function configOf(api: AivenApi, path: string): Promise<unknown> {
  return (await api.get(`${path}?include_secrets=true`)).at('service_integration_endpoint', 'user_config');
}
