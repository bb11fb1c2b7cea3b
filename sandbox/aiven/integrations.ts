import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type Context, parameter } from './context.ts';
import { AivenError, badRequest } from './errors.ts';
import { integrationAnswer, notEnabledAnswers } from './integration-answers.ts';
import { clusterAlias } from './mirrormaker-config.ts';
import { schemaPart } from './schemas.ts';
import type { Integration, IntegrationSource, MirrorMakerService, UserConfig } from './state.ts';
import { refuseUnchanged } from './user-config.ts';

const all = '/v1/project/{project}/integration';
const one = `${all}/{integration}`;

/** OpenAPI operations ServiceIntegration*, type `kafka_mirrormaker`. */
export function integrationRoutes(context: Context): Route[] {
  return [
    {
      name: 'integration.list',
      method: 'GET',
      path: '/v1/project/{project}/service/{service}/integration',
      handle: (request) => list(context, request),
    },
    { name: 'integration.create', method: 'POST', path: all, handle: (request) => create(context, request) },
    { name: 'integration.get', method: 'GET', path: one, handle: (request) => get(context, request) },
    { name: 'integration.update', method: 'PUT', path: one, handle: (request) => update(context, request) },
    {
      name: 'integration.delete',
      method: 'DELETE',
      path: one,
      handle: (request) => remove(context, request),
    },
    {
      name: 'integration.types',
      method: 'GET',
      path: '/v1/project/{project}/integration_types',
      handle: (request) => types(context, request),
    },
  ];
}

/** Both directions, and integrations that are possible and not enabled (aiven-client `cli.py`, service integration-list). */
function list(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = context.world.service(parameter(request, 'project'), parameter(request, 'service'));
  const rows = [
    ...integrationsOf(context, service).map((integration) => integrationAnswer(context, integration)),
    ...notEnabledAnswers(context, service),
  ];
  return { status: 200, body: { service_integrations: rows } };
}

export function integrationsOf(
  context: Context,
  service: { readonly project: string; readonly name: string },
): readonly Integration[] {
  return context.world
    .allIntegrations()
    .filter(
      ({ source, dest }) =>
        (dest.project === service.project && dest.service === service.name) ||
        (source.type === 'service' && source.project === service.project && source.service === service.name),
    );
}

function get(context: Context, request: EmulatorRequest): EmulatorResponse {
  const integration = found(context, request);
  // terraform-provider-aiven counts 404 after a create as "not yet"; *assumed*, `newIntegration`.
  const age = context.world.now() - integration.createdAt;
  if (context.switches.newIntegration === 'not-found' && age < context.timings.integrationFound) {
    throw integrationNotFound();
  }
  return { status: 200, body: { service_integration: integrationAnswer(context, integration) } };
}

function create(context: Context, request: EmulatorRequest): EmulatorResponse {
  const { world, schemas } = context;
  const project = parameter(request, 'project');
  world.project(project);
  const body = schemas.check('integration/create', request.body);
  const type = String(body['integration_type']);
  if (type !== 'kafka_mirrormaker')
    throw new AivenError(501, `Integrations of type ${type} are not emulated`);
  const service = destination(context, project, body);
  const source = sourceOf(context, project, body);
  // POST accepts null (aiven-operator issue 522 is about PUT).
  const config = schemas.checkUserConfig('integration/userConfig', body['user_config'] ?? {});
  refuseDuplicate(context, service, source, config);
  const integration = world.addIntegration(service.project, service.name, source, config);
  request.effect(
    `integration ${service.project}/${service.name} ${clusterAlias(world, integration)} created`,
  );
  return {
    status: 200,
    body: { message: 'created', service_integration: integrationAnswer(context, integration) },
  };
}

function destination(context: Context, project: string, body: UserConfig): MirrorMakerService {
  if (typeof body['dest_service'] !== 'string' || typeof body['dest_endpoint_id'] === 'string') {
    throw badRequest('Integration kafka_mirrormaker needs a destination service and no destination endpoint');
  }
  return context.world.mirrorMaker(text(body['dest_project']) ?? project, body['dest_service']);
}

/** Both clusters of a flow are attached as sources: aiven-docs `docs/tools/cli/mirrormaker.md`. */
function sourceOf(context: Context, project: string, body: UserConfig): IntegrationSource {
  const service = text(body['source_service']);
  const endpointId = text(body['source_endpoint_id']);
  const sourceProject = text(body['source_project']) ?? project;
  if ((service === undefined) === (endpointId === undefined)) {
    throw badRequest('Exactly one of source_service and source_endpoint_id is needed');
  }
  if (endpointId !== undefined) {
    if (!context.world.project(sourceProject).endpoints.has(endpointId)) {
      throw new AivenError(
        404,
        'Service integration endpoint does not exist',
        'service_integration_endpoint_not_found',
      );
    }
    return { type: 'endpoint', project: sourceProject, endpointId };
  }
  return { type: 'service', ...pickService(context.world.kafka(sourceProject, service ?? '')) };
}

function refuseDuplicate(
  context: Context,
  service: MirrorMakerService,
  source: IntegrationSource,
  config: UserConfig,
): void {
  const { world, switches } = context;
  const present = world.integrations(service.project, service.name);
  if (present.some((other) => sameSource(other.source, source))) {
    // Both texts are in aiven-examples `m3/python/main.py`; which one comes is *assumed*, `duplicateIntegration`.
    const told = switches.duplicateIntegration;
    throw new AivenError(
      409,
      told === 'already-exists' || (told === 'either' && world.isOddTurn('duplicateIntegration'))
        ? 'Service integration already exists'
        : 'Only 1 integration(s) of this type allowed per service',
    );
  }
  const alias = text(config['cluster_alias']);
  // Nothing is published on uniqueness: *assumed*, `duplicateAlias`.
  if (switches.duplicateAlias === 'refuse' && present.some((other) => clusterAlias(world, other) === alias)) {
    throw badRequest(`Cluster alias '${alias}' is already in use`);
  }
}

function update(context: Context, request: EmulatorRequest): EmulatorResponse {
  const { world, switches, schemas } = context;
  const integration = found(context, request);
  // The recorded 400 of aiven-operator issue 522 is about the user_config, not the body.
  if (isNullConfig(request.body)) schemas.checkUserConfig('integration/userConfig', null);
  const body = schemas.check('integration/update', request.body);
  const sent = schemas.checkUserConfig('integration/userConfig', body['user_config']);
  const next = merged(integration.userConfig, sent, switches.integrationPut);
  const alias = text(sent['cluster_alias']);
  // The docs: "You cannot modify it after the integration is created"; *assumed*, `clusterAliasChange`.
  if (
    switches.clusterAliasChange === 'refuse' &&
    alias !== undefined &&
    alias !== clusterAlias(world, integration)
  ) {
    throw badRequest("Invalid input for user_config 'cluster_alias': the alias cannot be changed");
  }
  refuseUnchanged(integration.userConfig, next, switches);
  world.setIntegrationUserConfig(integration, next);
  request.effect(`integration ${place(integration)} ${clusterAlias(world, integration)} updated`);
  return {
    status: 200,
    body: { message: 'updated', service_integration: integrationAnswer(context, integration) },
  };
}

/** The docs' example keeps top-level keys that are not sent; the depth is *assumed*, `integrationPut`. */
function merged(stored: UserConfig, sent: UserConfig, how: 'merge' | 'deep-merge' | 'replace'): UserConfig {
  if (how === 'replace') return sent;
  if (how === 'merge') return { ...stored, ...sent };
  const tuning = { ...Object(stored['kafka_mirrormaker']), ...Object(sent['kafka_mirrormaker']) };
  return {
    ...stored,
    ...sent,
    ...(Object.keys(tuning).length === 0 ? {} : { kafka_mirrormaker: tuning }),
  };
}

function remove(context: Context, request: EmulatorRequest): EmulatorResponse {
  const { world, switches } = context;
  const integration = found(context, request);
  const alias = clusterAlias(world, integration);
  const used = world
    .flows(integration.dest.project, integration.dest.service)
    .some((flow) => flow.source_cluster === alias || flow.target_cluster === alias);
  // Whether this fails or leaves flows behind is not published: *assumed*, `integrationWithFlows`.
  if (used && switches.integrationWithFlows === '409') {
    throw new AivenError(409, `Cluster alias '${alias}' is used by a replication flow`);
  }
  world.deleteIntegration(integration);
  request.effect(`integration ${place(integration)} ${alias} deleted`);
  return { status: 200, body: { message: 'deleted' } };
}

function types(context: Context, request: EmulatorRequest): EmulatorResponse {
  context.world.project(parameter(request, 'project'));
  const type = {
    integration_type: 'kafka_mirrormaker',
    source_description: 'Kafka cluster',
    source_service_types: ['kafka'],
    dest_description: 'Kafka MirrorMaker',
    dest_service_type: 'kafka_mirrormaker',
    dest_service_types: ['kafka_mirrormaker'],
    user_config_schema: schemaPart('integration/userConfig'),
  };
  return { status: 200, body: { integration_types: [type] } };
}

function found(context: Context, request: EmulatorRequest): Integration {
  const project = parameter(request, 'project');
  const id = parameter(request, 'integration');
  context.world.project(project);
  const integration = context.world.allIntegrations().find((candidate) => candidate.id === id);
  const related = integration?.dest.project === project || integration?.source.project === project;
  if (integration === undefined || !related) throw integrationNotFound();
  return integration;
}

/** Code from the OpenAPI document's list; the text is assumed. */
function integrationNotFound(): AivenError {
  return new AivenError(404, 'Service integration does not exist', 'service_integration_not_found');
}

function sameSource(one: IntegrationSource, other: IntegrationSource): boolean {
  if (one.type === 'endpoint') return other.type === 'endpoint' && one.endpointId === other.endpointId;
  return other.type === 'service' && one.project === other.project && one.service === other.service;
}

function pickService(service: { readonly project: string; readonly name: string }) {
  return { project: service.project, service: service.name };
}

function place({ dest }: Integration): string {
  return `${dest.project}/${dest.service}`;
}

function isNullConfig(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'user_config' in body && body.user_config === null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
