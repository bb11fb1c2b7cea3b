import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type Context, parameter } from './context.ts';
import { AivenError, badRequest } from './errors.ts';
import { schemaPart } from './schemas.ts';
import type { Endpoint, UserConfig } from './state.ts';
import { keepRedacted, refuseUnchanged, shown, withoutNulls } from './user-config.ts';

const all = '/v1/project/{project}/integration_endpoint';
const one = `${all}/{endpoint}`;

/** OpenAPI operations ServiceIntegrationEndpoint*, type `external_kafka`. */
export function endpointRoutes(context: Context): Route[] {
  return [
    { name: 'endpoint.list', method: 'GET', path: all, handle: (request) => list(context, request) },
    { name: 'endpoint.create', method: 'POST', path: all, handle: (request) => create(context, request) },
    { name: 'endpoint.get', method: 'GET', path: one, handle: (request) => get(context, request) },
    { name: 'endpoint.update', method: 'PUT', path: one, handle: (request) => update(context, request) },
    { name: 'endpoint.delete', method: 'DELETE', path: one, handle: (request) => remove(context, request) },
    {
      name: 'endpoint.types',
      method: 'GET',
      path: '/v1/project/{project}/integration_endpoint_types',
      handle: (request) => types(context, request),
    },
  ];
}

function list(context: Context, request: EmulatorRequest): EmulatorResponse {
  const endpoints = context.world.endpoints(parameter(request, 'project'));
  // Never with secrets, whatever the query asks: aiven.io/docs/tools/api/secret-redaction.
  return { status: 200, body: { service_integration_endpoints: endpoints.map((e) => answer(context, e)) } };
}

/** Never 403 for lack of the permission to see secrets: 200 with `<redacted>` (aiven-docs pull request 1886). */
function get(context: Context, request: EmulatorRequest): EmulatorResponse {
  const endpoint = found(context, request);
  const secrets = request.query.get('include_secrets') === 'true' && context.seesEndpointSecrets(request);
  return { status: 200, body: { service_integration_endpoint: answer(context, endpoint, secrets) } };
}

function create(context: Context, request: EmulatorRequest): EmulatorResponse {
  const { world, switches, schemas } = context;
  const project = parameter(request, 'project');
  world.project(project);
  const body = schemas.check('endpoint/create', request.body);
  const name = String(body['endpoint_name']);
  const type = String(body['endpoint_type']);
  if (type !== 'external_kafka') throw new AivenError(501, `Endpoints of type ${type} are not emulated`);
  const config = checked(context, body['user_config']);
  // aiven-operator states that project, name and type are unique; status and text are *assumed*, `duplicateEndpoint`.
  if (
    switches.duplicateEndpoint === '409' &&
    world.endpoints(project).some((endpoint) => endpoint.name === name && endpoint.type === type)
  ) {
    throw new AivenError(409, `Service integration endpoint '${name}' already exists`);
  }
  const endpoint = world.addEndpoint(project, name, withoutNulls(config));
  request.effect(`endpoint ${project}/${name} created`);
  return {
    status: 200,
    body: { message: 'created', service_integration_endpoint: answer(context, endpoint) },
  };
}

function update(context: Context, request: EmulatorRequest): EmulatorResponse {
  const { switches, schemas } = context;
  const endpoint = found(context, request);
  const body = schemas.check('endpoint/update', request.body);
  const sent = keepRedacted(endpoint.userConfig, object(body['user_config']), switches);
  const next = merged(context, endpoint.userConfig, sent);
  refuseUnchanged(endpoint.userConfig, next, switches);
  context.world.setEndpointUserConfig(endpoint, next);
  request.effect(`endpoint ${parameter(request, 'project')}/${endpoint.name} updated`);
  return {
    status: 200,
    body: { message: 'updated', service_integration_endpoint: answer(context, endpoint) },
  };
}

/** Merge or replace and the meaning of null are *assumed*, `endpointPut` and `endpointNull`. */
function merged(context: Context, stored: UserConfig, sent: UserConfig): UserConfig {
  const { endpointPut, endpointNull } = context.switches;
  const meant = endpointNull === 'clear' ? sent : { ...sent, ...pick(stored, nullKeys(sent)) };
  const next = endpointPut === 'merge' ? { ...stored, ...meant } : meant;
  return withoutNulls(checked(context, next));
}

function remove(context: Context, request: EmulatorRequest): EmulatorResponse {
  const project = parameter(request, 'project');
  const endpoint = found(context, request);
  const used = context.world
    .allIntegrations()
    .some(({ source }) => source.type === 'endpoint' && source.endpointId === endpoint.id);
  // No source tells: *assumed*, `endpointInUse`.
  if (used && context.switches.endpointInUse === '409') {
    throw new AivenError(409, `Service integration endpoint '${endpoint.name}' is in use`);
  }
  context.world.deleteEndpoint(project, endpoint.name);
  request.effect(`endpoint ${project}/${endpoint.name} deleted`);
  return { status: 200, body: { message: 'deleted' } };
}

function types(context: Context, request: EmulatorRequest): EmulatorResponse {
  context.world.project(parameter(request, 'project'));
  const type = {
    endpoint_type: 'external_kafka',
    title: 'External Kafka',
    service_types: ['kafka_mirrormaker'],
    user_config_schema: schemaPart('endpoint/userConfig'),
  };
  return { status: 200, body: { endpoint_types: [type] } };
}

function checked(context: Context, value: unknown): UserConfig {
  const { emptyIdentificationAlgorithm, endpointCrossFields } = context.switches;
  const config = context.schemas.checkUserConfig('endpoint/userConfig', value);
  // The raw schema allowed "", the generated one drops it: *assumed*, `emptyIdentificationAlgorithm`.
  const algorithm = config['ssl_endpoint_identification_algorithm'];
  if (algorithm === '' && emptyIdentificationAlgorithm === 'refuse') {
    throw badRequest(
      "Invalid input for user_config 'ssl_endpoint_identification_algorithm': '' is not one of ['https']",
    );
  }
  if (endpointCrossFields === 'checked') checkCrossFields(config);
  return config;
}

/** What the docs' page on external Kafka clusters lists per protocol; that the API checks it is *assumed*, `endpointCrossFields`. */
function checkCrossFields(config: UserConfig): void {
  const protocol = String(config['security_protocol']);
  const needed = [
    ...(protocol.startsWith('SASL') ? ['sasl_mechanism', 'sasl_plain_username', 'sasl_plain_password'] : []),
    ...(protocol.endsWith('SSL') ? ['ssl_ca_cert'] : []),
  ];
  const missing = needed.find((key) => config[key] === undefined || config[key] === null);
  if (missing !== undefined) {
    throw badRequest(`Invalid input for user_config: '${missing}' is required with ${protocol}`);
  }
}

function answer(context: Context, endpoint: Endpoint, secrets = false): object {
  const visible = secrets || context.switches.redaction === 'off';
  return {
    endpoint_config: {},
    endpoint_id: endpoint.id,
    endpoint_name: endpoint.name,
    endpoint_type: endpoint.type,
    user_config: shown(endpoint.userConfig, visible ? 'shown' : 'redacted'),
  };
}

function found(context: Context, request: EmulatorRequest): Endpoint {
  const endpoint = context.world
    .project(parameter(request, 'project'))
    .endpoints.get(parameter(request, 'endpoint'));
  if (endpoint !== undefined) return endpoint;
  // Code from the OpenAPI document's list, 404 as clients treat it; the text is assumed.
  throw new AivenError(
    404,
    'Service integration endpoint does not exist',
    'service_integration_endpoint_not_found',
  );
}

function nullKeys(config: UserConfig): string[] {
  return Object.keys(config).filter((key) => config[key] === null);
}

function pick(config: UserConfig, keys: readonly string[]): UserConfig {
  return Object.fromEntries(keys.filter((key) => key in config).map((key) => [key, config[key]]));
}

function object(value: unknown): UserConfig {
  return value as UserConfig; // the schema says object
}
