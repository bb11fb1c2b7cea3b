import type { Context } from './context.ts';
import type { Integration, IntegrationStatus, Service } from './state.ts';

/** An integration as the API shows it (OpenAPI document, ServiceIntegrationGet). */
export function integrationAnswer(context: Context, integration: Integration): object {
  const { world, switches } = context;
  const { source, dest } = integration;
  const status = integration.status ?? timedStatus(context, integration);
  const endpoint =
    source.type === 'endpoint' ? world.project(source.project).endpoints.get(source.endpointId) : undefined;
  return {
    active: status.active,
    description: 'Mirror data between Apache Kafka clusters',
    dest_endpoint: null,
    dest_endpoint_id: null,
    dest_project: dest.project,
    dest_service: dest.service,
    dest_service_type: 'kafka_mirrormaker',
    enabled: true,
    integration_type: 'kafka_mirrormaker',
    service_integration_id: integration.id,
    source_endpoint: endpoint?.name ?? null,
    source_endpoint_id: source.type === 'endpoint' ? source.endpointId : null,
    source_project: source.project,
    // A required string in the OpenAPI document; aiven-client and terraform-provider-aiven handle empty and null:
    // *assumed*, `endpointSourceService`.
    source_service:
      source.type === 'service' ? source.service : switches.endpointSourceService === 'null' ? null : '',
    source_service_type: source.type === 'service' ? 'kafka' : 'external_kafka',
    user_config: integration.userConfig,
    // Optional in the OpenAPI document: *assumed*, `integrationStatus`.
    ...(switches.integrationStatus === 'present' ? { integration_status: statusAnswer(status) } : {}),
  };
}

/** Rows that the list adds: possible integrations, with a null id. *assumed* which ones, `notEnabledIntegrations`. */
export function notEnabledAnswers(context: Context, service: Service): object[] {
  const { world, switches } = context;
  if (service.type !== 'kafka_mirrormaker' || switches.notEnabledIntegrations === 'hidden') return [];
  const attached = world.integrations(service.project, service.name).map(({ source }) => source);
  return [...world.project(service.project).services.values()]
    .filter(({ type }) => type === 'kafka')
    .filter(({ name }) => !attached.some((source) => source.type === 'service' && source.service === name))
    .map(({ name }) => ({
      active: false,
      description: 'Mirror data between Apache Kafka clusters',
      dest_endpoint: null,
      dest_endpoint_id: null,
      dest_project: service.project,
      dest_service: service.name,
      dest_service_type: 'kafka_mirrormaker',
      enabled: false,
      integration_type: 'kafka_mirrormaker',
      service_integration_id: null,
      source_endpoint: null,
      source_endpoint_id: null,
      source_project: service.project,
      source_service: name,
      source_service_type: 'kafka',
      user_config: {},
    }));
}

/** False at first; `flapping` is *assumed* from Terraform's wait for ten trues in a row, switch `active`. */
function timedStatus(context: Context, integration: Integration): IntegrationStatus {
  const { integrationActive } = context.timings;
  const age = context.world.now() - integration.changedAt;
  const early = age < integrationActive;
  const flap =
    context.switches.active === 'flapping' && age >= 1.5 * integrationActive && age < 2 * integrationActive;
  const active = !early && !flap;
  return {
    active,
    status: active ? 'running' : early ? 'starting' : 'unknown',
    description: active ? 'Integration is running' : 'Integration is starting',
    errors: [],
    likelyErrorCause: null,
  };
}

function statusAnswer(status: IntegrationStatus): object {
  return {
    status_user_desc: status.description,
    state: {
      status: status.status,
      errors: status.errors,
      likely_error_cause: status.likelyErrorCause,
      nodes: {},
    },
  };
}
