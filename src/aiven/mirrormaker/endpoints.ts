import type { LiveEndpoint } from '../../model/endpoint.ts';
import type { Listing, Unreadable } from '../../model/live.ts';
import { known, unknown } from '../../model/reading.ts';
import { Secret } from '../../model/secret.ts';
import type { AivenClient } from '../http/client.ts';
import { unknownFrom } from '../http/errors.ts';
import { redactedMarker } from '../http/secrets-in-answer.ts';
import { storedFields } from '../live-and-stated.ts';
import {
  endpointAnswer,
  endpointList,
  endpointRow,
  type WireEndpoint,
  type WireEndpointRow,
} from '../wire/endpoint.ts';
import { parseRow, textOf } from '../wire/row.ts';

/**
 * The list never reveals secrets, so every endpoint is asked for by itself with `include_secrets`. Without the
 * permission for it Aiven answers 200 with the placeholder, and the secret is known by name only.
 */
export function readEndpoints(
  client: AivenClient,
  project: string,
  wanted: ReadonlySet<string>,
): Promise<Listing<'endpoint'>> {
  return readSome(client, project, { isWanted: (name) => wanted.has(name), withSecrets: true });
}

/** Every endpoint of the project, for who has no business with their secrets and does not ask for them. */
export function readAllEndpoints(client: AivenClient, project: string): Promise<Listing<'endpoint'>> {
  return readSome(client, project, { isWanted: () => true, withSecrets: false });
}

async function readSome(
  client: AivenClient,
  project: string,
  options: { readonly isWanted: (name: string) => boolean; readonly withSecrets: boolean },
): Promise<Listing<'endpoint'>> {
  try {
    const listed = await listEndpoints(client, project);
    const rows = listed.rows.filter((row) => options.isWanted(row.endpoint_name));
    const { withSecrets } = options;
    const read = await Promise.all(
      rows.map((row) => readByItself(client, project, row, { rows, withSecrets })),
    );
    const endpoints = read.flatMap((one) => ('reason' in one ? [] : [one]));
    const unreadable = read.flatMap((one) => ('reason' in one ? [one] : []));
    return { ...known(endpoints), unreadable: [...listed.unreadable, ...unreadable] };
  } catch (error) {
    return unknownFrom(error);
  }
}

/** What is wrong with one endpoint makes no other unknown. */
async function readByItself(
  client: AivenClient,
  project: string,
  { endpoint_id, endpoint_name: name }: WireEndpointRow,
  { rows, withSecrets }: { readonly rows: readonly WireEndpointRow[]; readonly withSecrets: boolean },
): Promise<LiveEndpoint | Unreadable<'endpoint'>> {
  const id = { kind: 'endpoint', project, name } as const;
  if (rows.filter((row) => row.endpoint_name === name).length > 1) {
    const message = `Project ${project} has two external_kafka endpoints named ${name}`;
    return { id, reason: unknown('incomplete', message) };
  }
  try {
    const endpoint = await readEndpoint(client, project, name, endpoint_id, withSecrets);
    if (!hidesMoreThanSecrets(endpoint)) return liveEndpoint(client, project, endpoint);
    return { id, reason: unknown('incomplete', `Aiven hides more than the secrets of endpoint ${name}`) };
  } catch (error) {
    return { id, reason: unknownFrom(error) };
  }
}

/** One endpoint; with its secrets, as far as the token may see them, unless nobody needs them. Throws when it is not there. */
export async function readEndpoint(
  client: AivenClient,
  project: string,
  name: string,
  endpointId: string,
  withSecrets = true,
): Promise<WireEndpoint> {
  const { service_integration_endpoint } = await client.read({
    operation: {
      does: `read endpoint ${name} of project ${project}`,
      permission: 'project:integrations:read',
    },
    path: [...endpointsPath(project), endpointId],
    ...(withSecrets && { query: { include_secrets: 'true' } }),
    answer: endpointAnswer,
  });
  return service_integration_endpoint;
}

function hidesMoreThanSecrets({ user_config }: WireEndpoint): boolean {
  const { bootstrap_servers, sasl_plain_username, ssl_ca_cert } = user_config;
  return [bootstrap_servers, sasl_plain_username, ssl_ca_cert].includes(redactedMarker);
}

/** The rows of type `external_kafka`. */
export async function listEndpoints(client: AivenClient, project: string): Promise<EndpointRows> {
  const { service_integration_endpoints } = await client.read({
    operation: {
      does: `list the integration endpoints of project ${project}`,
      permission: 'project:integrations:read',
    },
    path: endpointsPath(project),
    answer: endpointList,
  });
  const rows: WireEndpointRow[] = [];
  const unreadable: Unreadable<'endpoint'>[] = [];
  for (const entry of service_integration_endpoints) {
    if ((textOf(entry, 'endpoint_type') ?? 'external_kafka') !== 'external_kafka') continue;
    const name = textOf(entry, 'endpoint_name');
    const row = parseRow(endpointRow, entry, name === undefined ? 'an endpoint' : `endpoint ${name}`);
    if (row.ok) rows.push(row.value);
    else if (name === undefined) unreadable.push({ reason: row.reason });
    else unreadable.push({ id: { kind: 'endpoint', project, name }, reason: row.reason });
  }
  return { rows, unreadable };
}

export interface EndpointRows {
  readonly rows: readonly WireEndpointRow[];
  readonly unreadable: readonly Unreadable<'endpoint'>[];
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

/** Every secret in it is made known to the client, so that no message can repeat it. */
export function liveEndpoint(client: AivenClient, project: string, endpoint: WireEndpoint): LiveEndpoint {
  const { endpoint_name: name, user_config: config } = endpoint;
  const secret = (field: string, value: string): Secret => {
    const label = `${name}.${field}`;
    if (value === redactedMarker) return Secret.named(label);
    return Secret.of(label, value);
  };
  client.secrecy.keep(
    Object.entries(config).flatMap(([key, value]) =>
      !printable.has(key) && typeof value === 'string' && value !== redactedMarker
        ? [Secret.of(`${name}.${key}`, value)]
        : [],
    ),
  );
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
