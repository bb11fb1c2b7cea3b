import { expect, test } from '@jest/globals';
import type { MirrorMakerConfig } from '../../../sandbox/aiven/mirrormaker-config.ts';
import {
  type AivenApi,
  aivenApi,
  endpoints,
  flow,
  flows,
  integrations,
  newEndpoint,
  newIntegration,
  plaintext,
  topics,
} from './aiven-api.ts';

test('the listener gets the whole configuration after every change, with the secrets', async () => {
  const { api, seen, last } = await listening();
  const userConfig = { ...plaintext, sasl_plain_password: 'fake-password' };
  const endpointId = await newEndpoint(api, 'onprem', userConfig);
  expect(seen).toEqual([]);

  await newIntegration(api, { cluster_alias: 'core', kafka_mirrormaker: { producer_linger_ms: 5 } });
  const core = {
    alias: 'core',
    source: { type: 'service', project: 'acme', service: 'core' },
    tuning: { producer_linger_ms: 5 },
  };
  expect(last()).toEqual({ project: 'acme', service: 'mirror', clusters: [core], flows: [], settings: {} });

  const onprem = { alias: 'onprem', source: { type: 'endpoint', name: 'onprem', userConfig }, tuning: {} };
  const attached = await api.post(integrations, {
    integration_type: 'kafka_mirrormaker',
    source_endpoint_id: endpointId,
    dest_service: 'mirror',
    user_config: { cluster_alias: 'onprem' },
  });
  expect(last()).toMatchObject({ clusters: [core, onprem] });

  await api.post(flows, flow);
  expect(last()).toMatchObject({ flows: [flow] });
  await api.put(`${flows}/onprem/core`, { topics: ['a'] });
  expect(last()).toMatchObject({ flows: [{ ...flow, topics: ['a'] }] });

  await api.put(`${endpoints}/${endpointId}`, { user_config: { bootstrap_servers: 'moved.example:9092' } });
  expect(last()).toMatchObject({
    clusters: [
      core,
      {
        source: {
          userConfig: { bootstrap_servers: 'moved.example:9092', sasl_plain_password: 'fake-password' },
        },
      },
    ],
  });

  api.world.setServiceUserConfig('acme', 'mirror', { kafka_mirrormaker: { tasks_max_per_cpu: 2 } });
  expect(last()).toMatchObject({ settings: { tasks_max_per_cpu: 2 } });

  await api.delete(`${flows}/onprem/core`);
  await api.delete(`${integrations}/${attached.at('service_integration', 'service_integration_id')}`);
  expect(last()).toMatchObject({ clusters: [core], flows: [] });
  expect(seen).toHaveLength(8);
});

test('reads, refused writes and other kinds of resources are no changes', async () => {
  const { api, seen } = await listening();
  await api.get(flows);
  await api.post(flows, { ...flow, enabled: 'yes' });
  await api.post(topics, { topic_name: 'a' });
  expect(seen).toEqual([]);
});

test('a change behind the API is a change, until the listener stops', async () => {
  const { api, last, seen, stop } = await listening();
  api.world.setFlow('acme', 'mirror', { ...flow, enabled: false });
  expect(last()).toMatchObject({ flows: [{ ...flow, enabled: false }] });
  stop();
  api.world.deleteFlow('acme', 'mirror', 'onprem', 'core');
  expect(seen).toHaveLength(1);
});

async function listening(): Promise<{
  readonly api: AivenApi;
  readonly seen: readonly MirrorMakerConfig[];
  readonly last: () => MirrorMakerConfig | undefined;
  readonly stop: () => void;
}> {
  const api = await aivenApi();
  const seen: MirrorMakerConfig[] = [];
  const stop = api.aiven.onMirrorMakerChange((config) => seen.push(config));
  return { api, seen, last: () => seen.at(-1), stop };
}
