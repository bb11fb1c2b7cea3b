import { describe, expect, test } from '@jest/globals';
import type { AivenOptions } from '../../../sandbox/aiven/start-aiven.ts';
import { core, knownValue, mm2, openAccount, project } from '../../support/aiven/aiven-account.ts';
import { aivenAt } from '../../support/aiven/aiven-at.ts';
import { type Answer, error, json, startScriptedServer } from '../../support/aiven/scripted-server.ts';

const wanted = new Set(['onprem']);

/** The endpoint `onprem` attached as `dc` to `mm2`, with one flow that names it and one that does not. */
async function account(options: Partial<AivenOptions> & { readonly sentToken?: string } = {}) {
  const opened = await openAccount(options);
  const { world } = opened.emulator;
  for (const name of ['onprem', 'spare']) {
    world.addEndpoint(project, name, { bootstrap_servers: 'k:9092', security_protocol: 'PLAINTEXT' });
  }
  const endpointId = world.endpoint(project, 'onprem')?.id ?? '';
  world.addIntegration(
    project,
    mm2.service,
    { type: 'endpoint', project, endpointId },
    { cluster_alias: 'dc' },
  );
  const service = { type: 'service', project, service: core.service } as const;
  world.addIntegration(project, mm2.service, service, { cluster_alias: 'core' });
  world.setFlows(project, mm2.service, [
    { source_cluster: 'dc', target_cluster: 'core', enabled: true },
    { source_cluster: 'core', target_cluster: 'lab', enabled: true },
  ]);
  return opened;
}

const use = { endpoint: 'onprem', service: 'mm2', alias: 'dc' };

describe('what a project tells', () => {
  test('who uses an endpoint, and with which flows', async () => {
    const { aiven } = await account();
    const { endpointUses } = knownValue(await aiven.readProject(project, wanted));
    expect(knownValue(endpointUses)).toEqual([{ ...use, flows: { state: 'known', value: ['dc -> core'] } }]);
    const spare = knownValue(await aiven.readProject(project, new Set(['spare'])));
    expect(knownValue(spare.endpointUses)).toEqual([]);
  });

  test.each([
    { endpointSourceService: 'empty' },
    { notEnabledIntegrations: 'hidden' },
    { redaction: 'off' },
  ] as const)('the same whatever Aiven is assumed to do: %j', async (switches) => {
    const { aiven } = await account({ switches });
    const { endpointUses } = knownValue(await aiven.readProject(project, wanted));
    expect(knownValue(endpointUses)).toMatchObject([use]);
  });

  test('where its Kafka services listen', async () => {
    const { aiven, emulator } = await account();
    const { listeners } = knownValue(await aiven.readProject(project, wanted));
    const addresses = Object.values(emulator.world.kafka(project, core.service).listeners);
    expect(addresses.length).toBeGreaterThan(0);
    expect([...listeners]).toEqual([[core.service, [...new Set(addresses)].sort()]]);
  });

  test('one list, and the flows of the services that use an endpoint', async () => {
    const { aiven, emulator } = await account();
    const before = emulator.log.requests.length;
    await aiven.readProject(project, wanted);
    expect(emulator.log.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/project/acme/service',
      'GET /v1/project/acme/service/mm2/mirrormaker/replication-flows',
    ]);
  });

  test('flows that may not be read leave the use known; a project that is not there is unknown', async () => {
    const permissions = ['project:services:read', 'project:integrations:read'] as const;
    const sentToken = 'token-that-reads-only';
    const { aiven } = await account({ sentToken, moreTokens: [{ token: sentToken, permissions }] });
    const { endpointUses } = knownValue(await aiven.readProject(project, wanted));
    expect(knownValue(endpointUses)).toMatchObject([{ ...use, flows: { state: 'unknown', code: 'denied' } }]);
    expect(await aiven.readProject('nowhere', wanted)).toMatchObject({ state: 'unknown' });
  });
});

describe('a service of odd form in the list of a project', () => {
  const odd = { service_name: 'odd', service_type: 'pg', service_integrations: [] };
  const attached = {
    service_integration_id: 'i',
    integration_type: 'kafka_mirrormaker',
    source_endpoint: 'onprem',
    dest_service: 'odd',
    user_config: { cluster_alias: 'dc' },
  };
  const services = '/v1/project/acme/service';
  const own = `${services}/odd/integration`;

  async function readWith(row: unknown, its: Answer = json(200, { service_integrations: [] })) {
    const server = await startScriptedServer((response, request) => {
      if (request.url === own) return its(response, request);
      const flows = { replication_flows: [] };
      const list = { services: [row, { ...odd, service_name: 'well', service_type: 'kafka' }] };
      return json(200, request.url === services ? list : { kafka_mirrormaker: flows, ...flows })(
        response,
        request,
      );
    });
    try {
      const reading = knownValue(await aivenAt(server.url).readProject(project, wanted));
      expect(reading.listeners.get('well')).toEqual([]);
      return reading.endpointUses;
    } finally {
      await server.stop();
    }
  }

  test.each([
    ['type', { ...odd, service_type: 7 }],
    ['components', { ...odd, components: 'none' }],
    ['integrations', { ...odd, service_integrations: 'none' }],
    ['integrations that are not told', { ...odd, service_integrations: null }],
    ['integrations that are left out', { service_name: 'odd', service_type: 'pg' }],
  ])('says nothing of others: its %s', async (_, row) => {
    expect(knownValue(await readWith(row))).toEqual([]);
  });

  test('is asked by itself what it uses, where the list does not tell', async () => {
    const uses = await readWith(
      { ...odd, service_integrations: 7 },
      json(200, { service_integrations: [attached] }),
    );
    expect(knownValue(uses)).toMatchObject([{ endpoint: 'onprem', service: 'odd', alias: 'dc' }]);
  });

  test.each([
    ['it does not tell that either', { ...odd, service_integrations: 7 }],
    ['it has no name, so that it cannot be asked', { service_type: 'pg', service_integrations: [] }],
  ])('may use an endpoint where %s', async (_, row) => {
    expect(await readWith(row, error(403, 'No'))).toMatchObject({ state: 'unknown' });
  });
});
