import type { LiveEndpoint } from '../../model/endpoint.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import { Secret } from '../../model/secret.ts';
import { type AivenClient, redactedMarker } from '../http/client.ts';
import { unknownFrom } from '../http/errors.ts';
import { storedFields } from '../live-and-stated.ts';
import { endpointAnswer, endpointList, type WireEndpoint, type WireEndpointRow } from '../wire/endpoint.ts';

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
      rows.map((row) => readEndpoint(client, project, row.endpoint_name, row.endpoint_id)),
    );
    const hidden = endpoints.find(hidesMoreThanSecrets);
    if (hidden !== undefined) {
      return unknown('incomplete', `Aiven hides more than the secrets of endpoint ${hidden.endpoint_name}`);
    }
    return known(endpoints.map((endpoint) => liveEndpoint(client, project, endpoint)));
  } catch (error) {
    return unknownFrom(error);
  }
}

/** One endpoint with its secrets, as far as the token may see them. Throws when it is not there. */
export async function readEndpoint(
  client: AivenClient,
  project: string,
  name: string,
  endpointId: string,
): Promise<WireEndpoint> {
  const { service_integration_endpoint } = await client.read({
    operation: {
      does: `read endpoint ${name} of project ${project}`,
      permission: 'project:integrations:read',
    },
    path: [...endpointsPath(project), endpointId],
    query: { include_secrets: 'true' },
    answer: endpointAnswer,
  });
  return service_integration_endpoint;
}

function hidesMoreThanSecrets({ user_config }: WireEndpoint): boolean {
  const { bootstrap_servers, sasl_plain_username, ssl_ca_cert } = user_config;
  return [bootstrap_servers, sasl_plain_username, ssl_ca_cert].includes(redactedMarker);
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

/** Of a key that this version does not know nobody can tell whether it holds a credential. */
const printable: ReadonlySet<string> = new Set([
  'bootstrap_servers',
  'security_protocol',
  'sasl_mechanism',
  'sasl_plain_username',
  'ssl_ca_cert',
  'ssl_endpoint_identification_algorithm',
]);

export function liveEndpoint(client: AivenClient, project: string, endpoint: WireEndpoint): LiveEndpoint {
  const { endpoint_name: name, user_config: config } = endpoint;
  const secret = (field: string, value: string): Secret => {
    const label = `${name}.${field}`;
    if (value === redactedMarker) return Secret.named(label);
    const revealed = Secret.of(label, value);
    client.secrets.add(revealed);
    return revealed;
  };
  for (const [key, value] of Object.entries(config)) {
    const isForeign = !printable.has(key) && typeof value === 'string' && value.length >= 8;
    if (isForeign && value !== redactedMarker) client.secrets.add(Secret.of(`${name}.${key}`, value));
  }
  const { sasl_mechanism, sasl_plain_username, sasl_plain_password, ssl_ca_cert } = config;
  const { ssl_client_cert, ssl_client_key, ssl_endpoint_identification_algorithm } = config;
  return {
    id: { kind: 'endpoint', project, name },
    endpointId: endpoint.endpoint_id,
    stored: storedFields(config, (key) => !printable.has(key)),
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

export function endpointsPath(project: string): string[] {
  return ['v1', 'project', project, 'integration_endpoint'];
}
