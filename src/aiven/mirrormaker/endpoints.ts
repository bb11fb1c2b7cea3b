import type { ChangeOf } from '../../model/change.ts';
import type { Endpoint, EndpointConfig, EndpointId, LiveEndpoint } from '../../model/endpoint.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import { Secret } from '../../model/secret.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import { type AivenClient, redactedMarker } from '../http/client.ts';
import { AivenError, type Operation, saysNothingToDo, unknownFrom } from '../http/errors.ts';
import { endpointAnswer, endpointList, type WireEndpoint, type WireEndpointRow } from '../wire/endpoint.ts';
import { accepted, attempt, goneIsFine, writeInOrder } from '../write-in-order.ts';

/** Integration endpoints of type `external_kafka`: `/project/{project}/integration_endpoint`. */
export function endpointWriter(client: AivenClient): ResourceWriter<'endpoint'> {
  return {
    write: (changes) => writeEndpoints(client, changes),
    readBack: async (ids) => {
      const wanted = Map.groupBy(ids, (id) => id.project);
      const answers = new Map<string, Reading<readonly LiveEndpoint[]>>();
      await Promise.all(
        [...wanted].map(async ([project, own]) => {
          const names = new Set(own.map((id) => id.name));
          answers.set(project, await readEndpoints(client, project, (name) => names.has(name)));
        }),
      );
      return ids.map((id) => {
        const endpoints =
          answers.get(id.project) ?? unknown('incomplete', `Endpoint ${id.name} was not read`);
        if (endpoints.state === 'unknown') return endpoints;
        return known(endpoints.value.find((endpoint) => endpoint.id.name === id.name));
      });
    },
  };
}

/**
 * The list never reveals secrets, so every endpoint is asked for by itself with `include_secrets`. Without the
 * permission for it Aiven answers 200 with the placeholder, and the secret is known by name only.
 */
export async function readEndpoints(
  client: AivenClient,
  project: string,
  wanted: (name: string) => boolean = () => true,
): Promise<Reading<readonly LiveEndpoint[]>> {
  try {
    const rows = (await listEndpoints(client, project)).filter((row) => wanted(row.endpoint_name));
    const names = rows.map((row) => row.endpoint_name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      return unknown('incomplete', `Project ${project} has two external_kafka endpoints named ${twice}`);
    }
    const endpoints = await Promise.all(
      rows.map(async (row) => {
        const { service_integration_endpoint } = await client.read({
          operation: {
            does: `read endpoint ${row.endpoint_name} of project ${project}`,
            permission: 'project:integrations:read',
          },
          path: [...endpointsPath(project), row.endpoint_id],
          query: { include_secrets: 'true' },
          answer: endpointAnswer,
        });
        return service_integration_endpoint;
      }),
    );
    const hidden = endpoints.find(
      ({ user_config: { bootstrap_servers, sasl_plain_username, ssl_ca_cert } }) =>
        [bootstrap_servers, sasl_plain_username, ssl_ca_cert].includes(redactedMarker),
    );
    if (hidden !== undefined) {
      return unknown('incomplete', `Aiven hides more than the secrets of endpoint ${hidden.endpoint_name}`);
    }
    return known(endpoints.map((endpoint) => liveEndpoint(client, project, endpoint)));
  } catch (error) {
    return unknownFrom(error);
  }
}

/** The rows of type `external_kafka`. */
export async function listEndpoints(
  client: AivenClient,
  project: string,
): Promise<readonly WireEndpointRow[]> {
  const { service_integration_endpoints } = await client.read({
    operation: {
      does: `list the integration endpoints of project ${project}`,
      permission: 'project:integrations:read',
    },
    path: endpointsPath(project),
    answer: endpointList,
  });
  return service_integration_endpoints.filter((row) => row.endpoint_type === 'external_kafka');
}

function liveEndpoint(client: AivenClient, project: string, endpoint: WireEndpoint): LiveEndpoint {
  const { endpoint_name: name, user_config: config } = endpoint;
  const secret = (field: string, value: string): Secret => {
    const label = `${name}.${field}`;
    if (value === redactedMarker) return Secret.named(label);
    const revealed = Secret.of(label, value);
    client.secrets.add(revealed);
    return revealed;
  };
  const { sasl_mechanism, sasl_plain_username, sasl_plain_password, ssl_ca_cert } = config;
  const { ssl_client_cert, ssl_client_key, ssl_endpoint_identification_algorithm } = config;
  return {
    id: { kind: 'endpoint', project, name },
    endpointId: endpoint.endpoint_id,
    config: {
      bootstrap_servers: config.bootstrap_servers,
      security_protocol: config.security_protocol,
      ...(sasl_mechanism == null ? {} : { sasl_mechanism }),
      ...(sasl_plain_username === undefined ? {} : { sasl_plain_username }),
      ...(sasl_plain_password === undefined
        ? {}
        : { sasl_plain_password: secret('sasl_plain_password', sasl_plain_password) }),
      ...(ssl_ca_cert === undefined ? {} : { ssl_ca_cert }),
      ...(ssl_client_cert === undefined
        ? {}
        : { ssl_client_cert: secret('ssl_client_cert', ssl_client_cert) }),
      ...(ssl_client_key === undefined ? {} : { ssl_client_key: secret('ssl_client_key', ssl_client_key) }),
      ...(ssl_endpoint_identification_algorithm == null ? {} : { ssl_endpoint_identification_algorithm }),
    },
  };
}

async function writeEndpoints(
  client: AivenClient,
  changes: readonly ChangeOf<'endpoint'>[],
): Promise<readonly WriteResult[]> {
  return writeInOrder(changes, (change) => {
    switch (change.action) {
      case 'create':
        return attempt(() => createEndpoint(client, change.id, change.desired.config));
      case 'update':
      case 'replace':
        return attempt(
          () => updateEndpoint(client, change.desired, change.live),
          (error) => (saysNothingToDo(error) ? accepted : undefined),
        );
      case 'delete':
        return attempt(
          () =>
            client.write({
              method: 'DELETE',
              operation: writing('delete', change.id),
              path: [...endpointsPath(change.id.project), change.live.endpointId],
            }),
          goneIsFine,
        );
    }
  });
}

/** Whether Aiven refuses a second endpoint of the same name is not documented, so it is looked up first. */
async function createEndpoint(
  client: AivenClient,
  id: EndpointId,
  config: EndpointConfig<Secret>,
): Promise<void> {
  const operation = writing('create', id);
  const rows = await listEndpoints(client, id.project);
  if (rows.some((row) => row.endpoint_name === id.name)) {
    throw new AivenError({
      kind: 'not-sent',
      operation,
      code: 'already_exists',
      message: `Endpoint ${id.name} already exists in project ${id.project}.`,
    });
  }
  await client.write({
    method: 'POST',
    operation,
    path: endpointsPath(id.project),
    body: {
      endpoint_name: id.name,
      endpoint_type: 'external_kafka',
      user_config: userConfig(client, operation, config),
    },
  });
}

async function updateEndpoint(client: AivenClient, desired: Endpoint, live: LiveEndpoint): Promise<void> {
  const operation = writing('update', desired.id);
  await client.write({
    method: 'PUT',
    operation,
    path: [...endpointsPath(desired.id.project), live.endpointId],
    body: { user_config: userConfig(client, operation, desired.config, live.config) },
  });
}

/** Aiven's schema allows null for these, which clears them; not for the enumerations. */
const nullable = [
  'sasl_plain_username',
  'sasl_plain_password',
  'ssl_ca_cert',
  'ssl_client_cert',
  'ssl_client_key',
] as const;

/**
 * Always the whole config, secrets included: whether a PUT merges or replaces is not documented, and so it does not
 * matter. What the endpoint has and should not have is cleared with an explicit null.
 */
function userConfig(
  client: AivenClient,
  operation: Operation,
  desired: EndpointConfig<Secret>,
  live?: EndpointConfig<Secret>,
): Readonly<Record<string, string | null>> {
  const body: Record<string, string | null> = {};
  for (const field of nullable) {
    if (live?.[field] !== undefined && desired[field] === undefined) body[field] = null;
  }
  for (const [field, value] of Object.entries(desired)) {
    if (value instanceof Secret) {
      if (!value.isKnown) {
        const message = `Secret ${value.name} has no value in this run. Pass it to the action.`;
        throw new AivenError({ kind: 'not-sent', operation, message });
      }
      client.secrets.add(value);
      body[field] = value.open();
    } else if (value !== undefined) {
      body[field] = value;
    }
  }
  return body;
}

function endpointsPath(project: string): string[] {
  return ['v1', 'project', project, 'integration_endpoint'];
}

function writing(verb: string, id: EndpointId): Operation {
  return {
    does: `${verb} endpoint ${id.name} in project ${id.project}`,
    permission: 'project:integrations:write',
  };
}
