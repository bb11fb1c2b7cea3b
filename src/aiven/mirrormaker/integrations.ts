import type { ChangeOf } from '../../model/change.ts';
import type {
  Integration,
  IntegrationId,
  IntegrationSource,
  LiveIntegration,
} from '../../model/integration.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation, saysNothingToDo } from '../http/errors.ts';
import { servicePath, unknownInService } from '../service.ts';
import { integrationList, mirrormakerUserConfig, type WireIntegration } from '../wire/integration.ts';
import { accepted, attempt, goneIsFine, type Lanes, writeInOrder } from '../write-in-order.ts';
import { listEndpoints } from './endpoints.ts';

/**
 * Integrations of type `kafka_mirrormaker`. Both clusters of a flow are attached in the same direction: the Kafka
 * cluster is the source of the integration, the MirrorMaker service its destination.
 *
 * `lanes` are shared with the flows: changes of one MirrorMaker service never overlap.
 */
export function integrationWriter(client: AivenClient, lanes: Lanes): ResourceWriter<'integration'> {
  return {
    write: (changes) =>
      writeInOrder(changes, (change) => {
        const { project, service } = change.id;
        return lanes.run(`${project}/${service}`, () => writeIntegration(client, change));
      }),
    readBack: async (ids) => {
      const services = new Map(
        ids.map(({ project, service }) => [`${project}/${service}`, { project, service }]),
      );
      const answers = new Map<string, Reading<readonly LiveIntegration[]>>();
      await Promise.all(
        [...services].map(async ([key, address]) =>
          answers.set(key, await readIntegrations(client, address)),
        ),
      );
      return ids.map((id) => {
        const answer = answers.get(`${id.project}/${id.service}`);
        if (answer === undefined) return unknown('incomplete', `Integration ${id.cluster} was not read`);
        if (answer.state === 'unknown') return answer;
        return known(answer.value.find((integration) => integration.id.cluster === id.cluster));
      });
    },
  };
}

export async function readIntegrations(
  client: AivenClient,
  address: ServiceAddress,
): Promise<Reading<readonly LiveIntegration[]>> {
  try {
    const rows = await listIntegrations(client, address);
    const fromEndpoints = rows.some((row) => row.source_endpoint_id);
    const endpoints = fromEndpoints ? await listEndpoints(client, address.project) : [];
    const names = new Map(endpoints.map((row) => [row.endpoint_id, row.endpoint_name]));
    const integrations: LiveIntegration[] = [];
    for (const row of rows) {
      const integration = liveIntegration(address, row, names);
      if (integration === undefined) {
        return unknown(
          'incomplete',
          `An integration of service ${address.service} has no source, or settings of an unknown form`,
        );
      }
      integrations.push(integration);
    }
    const aliases = integrations.map((integration) => integration.id.cluster);
    const twice = aliases.find((alias, index) => aliases.indexOf(alias) !== index);
    if (twice === undefined) return known(integrations);
    return unknown('incomplete', `Service ${address.service} has two integrations with the alias ${twice}`);
  } catch (error) {
    return unknownInService(client, address, error);
  }
}

type EnabledRow = WireIntegration & { readonly service_integration_id: string };

/** What is attached to this MirrorMaker service; rows of merely possible integrations are left out. */
async function listIntegrations(
  client: AivenClient,
  address: ServiceAddress,
): Promise<readonly EnabledRow[]> {
  const { service_integrations } = await client.read({
    operation: {
      does: `list the integrations of service ${address.service}`,
      permission: 'project:integrations:read',
    },
    path: [...servicePath(address), 'integration'],
    answer: integrationList,
  });
  return service_integrations.filter(
    (row): row is EnabledRow =>
      row.integration_type === 'kafka_mirrormaker' &&
      Boolean(row.service_integration_id) &&
      row.enabled !== false &&
      row.dest_service === address.service,
  );
}

function liveIntegration(
  { project, service }: ServiceAddress,
  row: EnabledRow,
  endpointNames: ReadonlyMap<string, string>,
): LiveIntegration | undefined {
  const source = sourceOf(row, project, endpointNames);
  const config = mirrormakerUserConfig.safeParse(row.user_config ?? {}).data;
  if (source === undefined || config === undefined) return undefined;
  const tuning: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(config.kafka_mirrormaker ?? {})) {
    if (value !== null) tuning[key] = value;
  }
  const status = statusOf(row);
  return {
    id: { kind: 'integration', project, service, cluster: config.cluster_alias ?? withoutAlias(source) },
    integrationId: row.service_integration_id,
    source,
    tuning,
    active: row.active === true,
    ...(status === undefined ? {} : { status }),
  };
}

function sourceOf(
  row: WireIntegration,
  project: string,
  endpointNames: ReadonlyMap<string, string>,
): IntegrationSource | undefined {
  if (row.source_service) {
    return { type: 'service', project: row.source_project ?? project, service: row.source_service };
  }
  const endpoint = endpointNames.get(row.source_endpoint_id ?? '') ?? row.source_endpoint;
  return endpoint ? { type: 'endpoint', endpoint } : undefined;
}

/**
 * Without `cluster_alias` Aiven generates one and does not tell it. The name given here holds a space, which no
 * alias may, so it can be shown and is never taken for a cluster of the spec.
 */
function withoutAlias(source: IntegrationSource): string {
  return `${source.type === 'service' ? source.service : source.endpoint} (no alias set)`;
}

function statusOf(row: WireIntegration): LiveIntegration['status'] | undefined {
  const state = row.integration_status?.state;
  if (!state?.status) return undefined;
  const cause = state.likely_error_cause ? [`likely cause: ${state.likely_error_cause}`] : [];
  const said = row.integration_status?.status_user_desc ? [row.integration_status.status_user_desc] : [];
  return { state: state.status, description: [...said, ...(state.errors ?? []), ...cause].join('; ') };
}

function writeIntegration(client: AivenClient, change: ChangeOf<'integration'>): Promise<WriteResult> {
  switch (change.action) {
    case 'create':
      return attempt(() => createIntegration(client, change.desired));
    case 'update':
      return attempt(
        () =>
          client.write({
            method: 'PUT',
            operation: writing('update', change.id),
            path: integrationPath(change.id, change.live.integrationId),
            // The whole config with the alias: whether keys merge or are replaced is not documented.
            body: { user_config: userConfig(change.desired) },
          }),
        (error) => (saysNothingToDo(error) ? accepted : undefined),
      );
    case 'replace':
      return replaceIntegration(client, change.desired, change.live);
    case 'delete':
      return attempt(() => deleteIntegration(client, change.id, change.live.integrationId), goneIsFine);
  }
}

async function createIntegration(client: AivenClient, integration: Integration): Promise<void> {
  const { id, source } = integration;
  const operation = writing('create', id);
  await client.write({
    method: 'POST',
    operation,
    path: ['v1', 'project', id.project, 'integration'],
    body: {
      integration_type: 'kafka_mirrormaker',
      dest_service: id.service,
      ...(source.type === 'service'
        ? {
            source_service: source.service,
            ...(source.project === id.project ? {} : { source_project: source.project }),
          }
        : { source_endpoint_id: await endpointIdOf(client, operation, id.project, source.endpoint) }),
      user_config: userConfig(integration),
    },
  });
}

/** The endpoint may have been created a moment ago, and lists can lag. */
async function endpointIdOf(
  client: AivenClient,
  operation: Operation,
  project: string,
  name: string,
): Promise<string> {
  for (const wait of [1_000, 3_000, 0]) {
    const rows = await listEndpoints(client, project);
    const row = rows.find((candidate) => candidate.endpoint_name === name);
    if (row !== undefined) return row.endpoint_id;
    if (wait > 0) await client.clock.sleep(wait);
  }
  throw new AivenError({
    kind: 'not-sent',
    operation,
    message: `Endpoint ${name} does not exist in project ${project}.`,
  });
}

/** Everything but the settings is fixed at creation, so another source means another integration. */
async function replaceIntegration(
  client: AivenClient,
  desired: Integration,
  live: LiveIntegration,
): Promise<WriteResult> {
  const deleted = await attempt(() => deleteIntegration(client, desired.id, live.integrationId), goneIsFine);
  if (deleted.state === 'failed') return deleted;
  const gone = await attempt(() => waitUntilGone(client, desired.id, live.integrationId));
  if (gone.state === 'failed') return gone;
  const created = await attempt(() => createIntegration(client, desired));
  if (created.state === 'accepted') return created;
  return {
    ...created,
    message:
      `The old integration was deleted, but the new one could not be created: ${created.message}`.slice(
        0,
        500,
      ),
  };
}

async function waitUntilGone(client: AivenClient, id: IntegrationId, integrationId: string): Promise<void> {
  const address = { project: id.project, service: id.service };
  for (const wait of [500, 1_000, 2_000, 5_000, 10_000, 20_000, 0]) {
    const rows = await listIntegrations(client, address);
    if (!rows.some((row) => row.service_integration_id === integrationId)) return;
    if (wait === 0) break;
    client.progress(`Waiting until the old integration of ${id.cluster} with ${id.service} is gone`);
    await client.clock.sleep(wait);
  }
  throw new AivenError({
    kind: 'timeout',
    operation: writing('replace', id),
    message: 'The old integration was deleted but is still listed. Run again to create the new one.',
  });
}

function deleteIntegration(client: AivenClient, id: IntegrationId, integrationId: string): Promise<void> {
  return client.write({
    method: 'DELETE',
    operation: writing('delete', id),
    path: integrationPath(id, integrationId),
  });
}

function userConfig({ id, tuning }: Integration): Readonly<Record<string, unknown>> {
  // An empty object, too: if a PUT replaces what it names, it puts every setting back to Aiven's default.
  return { cluster_alias: id.cluster, kafka_mirrormaker: tuning };
}

function integrationPath(id: IntegrationId, integrationId: string): string[] {
  return ['v1', 'project', id.project, 'integration', integrationId];
}

function writing(verb: string, id: IntegrationId): Operation {
  return {
    does: `${verb} the integration of ${id.cluster} with service ${id.service}`,
    permission: 'project:integrations:write',
  };
}
