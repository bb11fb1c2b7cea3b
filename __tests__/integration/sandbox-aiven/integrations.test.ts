import { describe, expect, test } from '@jest/globals';
import { quickTimings } from '../../../sandbox/aiven/timings.ts';
import {
  type AivenApi,
  aivenApi,
  core,
  integrations,
  mirror,
  newEndpoint,
  newIntegration,
  project,
  refusal,
} from './aiven-api.ts';

const toMirror = { integration_type: 'kafka_mirrormaker', dest_service: 'mirror' };
const fromCore = { ...toMirror, source_service: 'core', user_config: { cluster_alias: 'core' } };

describe('reading', () => {
  test('an integration of a service has the fields of the OpenAPI document', async () => {
    const api = await aivenApi();
    const id = await newIntegration(api);
    api.advance(quickTimings.integrationFound);
    expect(await integration(api, id)).toEqual({
      active: false,
      description: expect.any(String),
      dest_endpoint: null,
      dest_endpoint_id: null,
      dest_project: 'acme',
      dest_service: 'mirror',
      dest_service_type: 'kafka_mirrormaker',
      enabled: true,
      integration_type: 'kafka_mirrormaker',
      service_integration_id: id,
      source_endpoint: null,
      source_endpoint_id: null,
      source_project: 'acme',
      source_service: 'core',
      source_service_type: 'kafka',
      user_config: { cluster_alias: 'core' },
      integration_status: {
        status_user_desc: expect.any(String),
        state: { status: 'starting', errors: [], likely_error_cause: null, nodes: {} },
      },
    });
  });

  test('an integration of an endpoint names it', async () => {
    const api = await aivenApi();
    const endpointId = await newEndpoint(api);
    const body = {
      ...toMirror,
      source_service: null,
      source_endpoint_id: endpointId,
      dest_endpoint_id: null,
      user_config: { cluster_alias: 'onprem' },
    };
    const service_integration = (await api.post(integrations, body)).at('service_integration');
    expect(service_integration).toMatchObject({
      source_endpoint: 'onprem',
      source_endpoint_id: endpointId,
      source_service: null,
      source_project: 'acme',
    });
  });

  test('the list of a service has both directions and possible ones with a null id', async () => {
    const api = await aivenApi();
    const id = await newIntegration(api);
    const ids = async (path: string) =>
      (await api.get(`${path}/integration`))
        .listAt('service_integrations')
        .map((row) => [row.at('service_integration_id'), row.at('enabled'), row.at('source_service')]);
    expect(await ids(mirror)).toEqual([
      [id, true, 'core'],
      [null, false, 'second'],
    ]);
    expect(await ids(core)).toEqual([[id, true, 'core']]);
    expect((await api.get(mirror)).at('service', 'service_integrations')).toHaveLength(1);
  });
});

describe('active', () => {
  test('it is false at first and again after an update', async () => {
    const api = await aivenApi();
    const id = await newIntegration(api);
    api.advance(quickTimings.integrationFound);
    expect(await integration(api, id)).toMatchObject({ active: false });
    api.advance(quickTimings.integrationActive - quickTimings.integrationFound);
    expect(await integration(api, id)).toMatchObject({ active: true });
    await api.put(`${integrations}/${id}`, { user_config: { kafka_mirrormaker: { producer_linger_ms: 5 } } });
    expect(await integration(api, id)).toMatchObject({ active: false });
  });

  test('a test can make it fail', async () => {
    const api = await aivenApi();
    const id = await newIntegration(api);
    const [made] = api.world.integrations('acme', 'mirror');
    if (made === undefined) throw new Error('no integration');
    api.world.setIntegrationStatus(made, {
      active: false,
      status: 'failed',
      description: 'Cannot connect',
      errors: ['Connection refused'],
      likelyErrorCause: 'source',
    });
    api.settle();
    expect(await integration(api, id)).toMatchObject({
      active: false,
      integration_status: {
        status_user_desc: 'Cannot connect',
        state: { status: 'failed', errors: ['Connection refused'], likely_error_cause: 'source' },
      },
    });
  });
});

describe('refusals', () => {
  test.each<[object, number]>([
    [{ ...fromCore, source_service: undefined }, 400],
    [{ ...fromCore, source_endpoint_id: '00000000-0000-4000-8000-000000000000' }, 400],
    [
      { ...fromCore, source_service: undefined, source_endpoint_id: '00000000-0000-4000-8000-000000000000' },
      404,
    ],
    [{ ...fromCore, source_service: 'nope' }, 404],
    [{ ...fromCore, source_service: 'mirror' }, 400],
    [{ ...fromCore, dest_service: 'second' }, 400],
    [{ ...fromCore, dest_service: null }, 400],
    [{ ...fromCore, dest_endpoint_id: 'x' }, 400],
    [{ ...fromCore, dest_project: 'nope' }, 403],
    [{ ...fromCore, integration_type: undefined }, 400],
    [{ ...fromCore, integration_type: 'nonsense' }, 400],
    [{ ...fromCore, integration_type: 'kafka_logs' }, 501],
    [{ ...fromCore, unknown: 1 }, 400],
    [{ ...fromCore, user_config: { cluster_alias: 'a b' } }, 400],
    [{ ...fromCore, user_config: { cluster_alias: 'x'.repeat(129) } }, 400],
    [{ ...fromCore, user_config: { kafka_mirrormaker: { consumer_max_poll_records: 99 } } }, 400],
    [{ ...fromCore, user_config: { kafka_mirrormaker: { producer_linger_ms: '5' } } }, 400],
    [{ ...fromCore, user_config: { kafka_mirrormaker: { nope: 5 } } }, 400],
  ])('POST %j: %i', async (body, status) => {
    const api = await aivenApi();
    expect((await api.post(integrations, body)).status).toBe(status);
    expect(api.world.allIntegrations()).toEqual([]);
  });

  test('POST accepts user_config null, PUT refuses it in the recorded words', async () => {
    const api = await aivenApi();
    const made = await api.post(integrations, { ...fromCore, user_config: null });
    const id = made.at('service_integration', 'service_integration_id');
    expect(made.at('service_integration', 'user_config')).toEqual({});
    expect(refusal(await api.put(`${integrations}/${id}`, { user_config: null })).message).toBe(
      "Invalid input for user_config 'Service type-specific settings': None is not of type 'object'",
    );
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s of an integration that is not there', async (method) => {
    const api = await aivenApi();
    const answer = await api.send(method, `${integrations}/nope`, {
      headers: { authorization: 'aivenv1 test-token' },
      ...(method === 'PUT' ? { body: '{"user_config":{}}' } : {}),
    });
    expect(refusal(answer)).toMatchObject({ status: 404, code: 'service_integration_not_found' });
  });
});

test('a deleted integration is gone', async () => {
  const api = await aivenApi();
  const path = `${integrations}/${await newIntegration(api)}`;
  expect((await api.delete(path)).status).toBe(200);
  expect((await api.delete(path)).status).toBe(404);
});

test('the types have a schema of the user_config', async () => {
  const api = await aivenApi();
  expect((await api.get(`${project}/integration_types`)).at('integration_types')).toMatchObject([
    { integration_type: 'kafka_mirrormaker', user_config_schema: { properties: { cluster_alias: {} } } },
  ]);
});

async function integration(api: AivenApi, id: string): Promise<unknown> {
  return (await api.get(`${integrations}/${id}`)).at('service_integration');
}
