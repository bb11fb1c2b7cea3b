import { describe, expect, test } from '@jest/globals';
import { type AivenApi, aivenApi, flow, flows, refusal } from './aiven-api.ts';

const path = `${flows}/onprem/core`;

test('a flow between aliases that do not exist is accepted, and the answer does not hold it', async () => {
  const api = await aivenApi();
  const answer = await api.post(flows, flow);
  expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
  expect(answer.body).not.toHaveProperty('replication_flow');
});

test('only what was set is read back, in its order, with the progress', async () => {
  const api = await aivenApi();
  const set = {
    ...flow,
    topics: ['orders.*', 'audit', 'a'],
    'topics.blacklist': ['__.*', '.*\\.replica'],
    sync_group_offsets_enabled: false,
    replication_factor: 2,
    config_properties_exclude: 'min\\.insync\\.replicas',
  };
  await api.post(flows, set);
  expect((await api.get(path)).body).toEqual({ replication_flow: { ...set, replication_progress: 1 } });
  expect((await api.get(flows)).body).toEqual({ replication_flows: [{ ...set, replication_progress: 1 }] });
});

describe('PUT', () => {
  test('it changes what is sent and answers with the flow', async () => {
    const api = await withFlow({ topics: ['a'], emit_heartbeats_enabled: true });
    const answer = await api.put(path, { enabled: false, offset_lag_max: 0 });
    const expected = {
      ...flow,
      topics: ['a'],
      emit_heartbeats_enabled: true,
      enabled: false,
      offset_lag_max: 0,
    };
    expect(answer.at('replication_flow')).toEqual({ ...expected, replication_progress: 0 });
    expect(api.world.flow('acme', 'mirror', 'onprem', 'core')).toEqual(expected);
  });

  test('empty lists and texts clear', async () => {
    const api = await withFlow({
      topics: ['a'],
      'topics.blacklist': ['b'],
      topics_exclude: ['c'],
      config_properties_exclude: 'd',
    });
    await api.put(path, {
      topics: [],
      'topics.blacklist': [],
      topics_exclude: [],
      config_properties_exclude: '',
    });
    expect(api.world.flow('acme', 'mirror', 'onprem', 'core')).toEqual(flow);
  });
});

describe('refusals', () => {
  test.each<object>([
    { source_cluster: 'a', target_cluster: 'b' },
    { source_cluster: 'a', enabled: true },
    { ...flow, enabled: 'true' },
    { ...flow, topics: 'orders' },
    { ...flow, topics: [1] },
    { ...flow, topics: null },
    { ...flow, config_properties_exclude: ['a'] },
    { ...flow, config_properties_exclude: 'x'.repeat(2049) },
    { ...flow, replication_factor: 0 },
    { ...flow, offset_lag_max: -1 },
    { ...flow, offset_lag_max: '0' },
    { ...flow, offset_lag_max: null },
    { ...flow, follower_fetching_enabled: 'true' },
    { ...flow, follower_fetching_enabled: null },
    { ...flow, sync_group_offsets_interval_seconds: 0 },
    { ...flow, replication_policy_class: 'IdentityReplicationPolicy' },
    { ...flow, offset_syncs_topic_location: 'both' },
    { ...flow, source_cluster: 'x'.repeat(129) },
    { ...flow, topicsBlacklist: [] },
    { ...flow, replication_progress: 1 },
  ])('POST %j', async (body) => {
    const api = await aivenApi();
    expect(refusal(await api.post(flows, body)).status).toBe(400);
    expect(api.world.flows('acme', 'mirror')).toEqual([]);
    expect(api.aiven.log.effects).toEqual([]);
  });

  test('PUT with a wrong type', async () => {
    const api = await withFlow({});
    expect(refusal(await api.put(path, { enabled: null })).status).toBe(400);
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s of a flow that is not there', async (method) => {
    const api = await withFlow({});
    const answer = await api.send(method, `${flows}/core/onprem`, {
      headers: { authorization: 'aivenv1 test-token' },
      ...(method === 'PUT' ? { body: '{"enabled":true}' } : {}),
    });
    expect(refusal(answer)).toEqual({ status: 404, message: 'Replication flow core->onprem does not exist' });
  });
});

test('the reverse direction is another flow', async () => {
  const api = await withFlow({});
  expect((await api.post(flows, { ...flow, source_cluster: 'core', target_cluster: 'onprem' })).status).toBe(
    200,
  );
  expect((await api.delete(path)).status).toBe(200);
  expect((await api.delete(path)).status).toBe(404);
  expect(api.world.flows('acme', 'mirror')).toHaveLength(1);
});

async function withFlow(fields: object): Promise<AivenApi> {
  const api = await aivenApi();
  const answer = await api.post(flows, { ...flow, ...fields });
  if (answer.status !== 200) throw new Error(answer.text);
  return api;
}
