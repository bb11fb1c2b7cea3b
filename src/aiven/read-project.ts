import { flowName } from '../model/flow.ts';
import type { EndpointUse, LiveProject } from '../model/live-project.ts';
import { known, type Reading, type Unknown, unknown } from '../model/reading.ts';
import type { AivenClient } from './http/client.ts';
import { unknownFrom } from './http/errors.ts';
import { listEndpoints } from './mirrormaker/endpoints.ts';
import { readFlows } from './mirrormaker/flows.ts';
import { servicePath } from './service.ts';
import {
  integrationList,
  integrationRow,
  isMerelyPossible,
  mirrormakerUserConfig,
  type WireIntegration,
} from './wire/integration.ts';
import { projectService, serviceList, type WireProjectService } from './wire/project.ts';
import { parseRow, textOf } from './wire/row.ts';

/**
 * One list of all services of a project, and one list of flows for each MirrorMaker 2 service that an endpoint of these
 * names is attached to.
 */
export async function readProject(
  client: AivenClient,
  project: string,
  endpoints: ReadonlySet<string>,
): Promise<Reading<LiveProject>> {
  try {
    const list = await client.read({
      operation: { does: `list the services of project ${project}`, permission: 'project:services:read' },
      path: ['v1', 'project', project, 'service'],
      answer: serviceList,
    });
    const rows = list.services.map((row) => parseRow(projectService, row, `a service of project ${project}`));
    const services = rows.flatMap((row) => (row.ok ? [row.value] : []));
    const nameless = rows.find((row) => !row.ok);
    return known({
      listeners: new Map(
        services
          .filter((service) => isKafka(service))
          .map((service) => [service.service_name, listenersOf(service)]),
      ),
      mirrormakers: services
        .filter(({ service_type }) => service_type === 'kafka_mirrormaker')
        .map(({ service_name }) => service_name)
        .sort(),
      // Nobody can be asked about a service that has no name, and it may use any endpoint.
      endpointUses: nameless?.reason ?? (await endpointUses(client, project, services, endpoints)),
    });
  } catch (error) {
    return unknownFrom(error);
  }
}

/** One that does not tell its type is taken for what it listens as; every service has a `service_uri`. */
function isKafka(service: WireProjectService): boolean {
  if (service.service_type !== undefined) return service.service_type === 'kafka';
  return listenersOf({ ...service, service_uri: undefined }).length > 0;
}

/** Each network route and each way to log in has a port of its own; `service_uri` and `connection_info` repeat one of them. */
function listenersOf({ components, connection_info, service_uri }: WireProjectService): readonly string[] {
  const listed = (components ?? []).flatMap(({ component, host, port }) =>
    component === 'kafka' && host && port ? [`${host}:${port}`] : [],
  );
  // A user and a password may stand in front of the host; they are not taken.
  const uri = /([^/@\s]+:\d+)\/?$/.exec(service_uri ?? '')?.[1];
  return [
    ...new Set([...listed, ...(connection_info?.kafka ?? []), ...(uri === undefined ? [] : [uri])]),
  ].sort();
}

interface Attachment {
  readonly endpoint: string;
  readonly service: string;
  readonly type: string;
  readonly alias?: string;
}

/** Both services that an integration joins list it; it is counted once. */
async function endpointUses(
  client: AivenClient,
  project: string,
  services: readonly WireProjectService[],
  endpoints: ReadonlySet<string>,
): Promise<Reading<readonly EndpointUse[]>> {
  if (endpoints.size === 0) return known([]);
  const rows: WireIntegration[] = [];
  for (const { service_name, service_integrations } of services) {
    const told = service_integrations ?? (await integrationsOf(client, project, service_name));
    if ('state' in told) return told;
    for (const entry of told) {
      if (isOfNone(entry, endpoints)) continue;
      const row = parseRow(integrationRow, entry, `an integration of service ${service_name}`);
      if (!row.ok) return row.reason;
      if (isThere(row.value)) rows.push(row.value);
    }
  }
  const nameless = rows.some((row) => row.source_endpoint_id && !row.source_endpoint);
  const names = new Map(
    (nameless ? (await listEndpoints(client, project)).rows : []).map((row) => [
      row.endpoint_id,
      row.endpoint_name,
    ]),
  );
  const attached = new Map<string, Attachment>();
  for (const row of rows) {
    const endpoint = row.source_endpoint || names.get(row.source_endpoint_id ?? '');
    if (!endpoint || !endpoints.has(endpoint)) continue;
    if (!row.dest_service) {
      return unknown('incomplete', `Aiven does not tell which service uses the endpoint ${endpoint}`);
    }
    const alias = mirrormakerUserConfig.safeParse(row.user_config ?? {}).data?.cluster_alias;
    const place = { endpoint, service: row.dest_service, type: row.integration_type };
    attached.set(JSON.stringify([place, alias]), { ...place, ...(alias ? { alias } : {}) });
  }
  const flowsOf = flowReader(client, project);
  const uses = [...attached.values()].map(async ({ type, ...attachment }): Promise<EndpointUse> => {
    const { service, alias } = attachment;
    if (type !== 'kafka_mirrormaker') return { ...attachment, flows: known([]) };
    if (alias === undefined) {
      return { ...attachment, flows: unknown('incomplete', `Aiven does not tell its alias in ${service}`) };
    }
    const flows = await flowsOf(service);
    if (flows.state === 'unknown') return { ...attachment, flows };
    const named = flows.value.filter(({ id }) => id.source === alias || id.target === alias);
    return { ...attachment, flows: known(named.map(({ id }) => flowName(id)).sort()) };
  });
  return known(await Promise.all(uses));
}

/** Of a service that the list of all tells none of: asked by itself. */
async function integrationsOf(
  client: AivenClient,
  project: string,
  service: string,
): Promise<readonly unknown[] | Unknown> {
  try {
    const { service_integrations } = await client.read({
      operation: {
        does: `list the integrations of service ${service}`,
        permission: 'project:integrations:read',
      },
      path: [...servicePath({ project, service }), 'integration'],
      answer: integrationList,
    });
    return service_integrations;
  } catch (error) {
    return unknownFrom(error);
  }
}

/** That it uses none of these endpoints shows already in an entry whose other fields may have any form. */
function isOfNone(entry: unknown, endpoints: ReadonlySet<string>): boolean {
  const endpoint = textOf(entry, 'source_endpoint');
  const isOther = endpoint !== undefined && !endpoints.has(endpoint);
  return isOther || textOf(entry, 'source_service') !== undefined || isMerelyPossible(entry);
}

function isThere({ service_integration_id, enabled }: WireIntegration): boolean {
  return Boolean(service_integration_id) && enabled !== false;
}

/** Reads the flows of each service once, however often they are asked for. */
function flowReader(client: AivenClient, project: string) {
  const readings = new Map<string, ReturnType<typeof readFlows>>();
  return (service: string): ReturnType<typeof readFlows> => {
    const reading = readings.get(service) ?? readFlows(client, { project, service });
    readings.set(service, reading);
    return reading;
  };
}
