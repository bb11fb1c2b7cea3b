import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type Context, parameter } from './context.ts';
import { AivenError, permissionDenied } from './errors.ts';
import { integrationAnswer } from './integration-answers.ts';
import { integrationsOf } from './integrations.ts';
import { kafkaAclAnswers } from './kafka-acls.ts';
import type { Permission } from './permissions.ts';
import type { KafkaService, Service } from './state.ts';
import { userAnswer } from './user-answer.ts';

/** OpenAPI operations ServiceGet, ServiceList, ProjectKmsGetCA. */
export function serviceRoutes(context: Context): Route[] {
  return [
    {
      name: 'service.list',
      method: 'GET',
      path: '/v1/project/{project}/service',
      handle: (request) => list(context, request),
    },
    {
      name: 'service.get',
      method: 'GET',
      path: '/v1/project/{project}/service/{service}',
      handle: (request) => get(context, request),
    },
    {
      name: 'project.ca',
      method: 'GET',
      path: '/v1/project/{project}/kms/ca',
      handle: (request) => ca(context, request),
    },
  ];
}

async function list(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const { services } = context.world.project(parameter(request, 'project'));
  const secrets = wantsSecrets(context, request, ['service:secrets:read']);
  const answers = [...services.values()].map((service) => serviceAnswer(context, service, secrets));
  return { status: 200, body: { services: await Promise.all(answers) } };
}

async function get(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = context.world.service(parameter(request, 'project'), parameter(request, 'service'));
  const secrets = wantsSecrets(context, request, ['service:secrets:read']);
  return { status: 200, body: { service: await serviceAnswer(context, service, secrets) } };
}

function ca(context: Context, request: EmulatorRequest): EmulatorResponse {
  return { status: 200, body: { certificate: context.world.project(parameter(request, 'project')).ca } };
}

/** Asking without the permission is 403 for services and users (aiven.io/docs/tools/api/secret-redaction). */
export function wantsSecrets(
  context: Context,
  request: EmulatorRequest,
  anyOf: readonly Permission[],
): 'shown' | 'redacted' {
  if (context.switches.redaction === 'off') return 'shown';
  if (request.query.get('include_secrets') !== 'true') return 'redacted';
  if (anyOf.some((permission) => context.allowed(request, permission))) return 'shown';
  throw new AivenError(permissionDenied.status, 'Permission denied', 'permission_denied');
}

export async function serviceAnswer(
  context: Context,
  service: Service,
  secrets: 'shown' | 'redacted',
): Promise<object> {
  const now = context.world.now();
  return {
    service_name: service.name,
    service_type: service.type,
    plan: 'business-4',
    cloud_name: 'google-europe-west1',
    node_count: service.nodes.length,
    state: service.state,
    node_states: service.nodes.map((node) => ({ ...node, role: 'master', progress_updates: [] })),
    users: [...service.users.values()]
      .filter(({ foundAt }) => now >= foundAt)
      .map((user) => userAnswer(user, secrets, now)),
    service_integrations: integrationsOf(context, service).map((integration) =>
      integrationAnswer(context, integration),
    ),
    user_config: service.userConfig,
    termination_protection: false,
    tags: {},
    ...(service.type === 'kafka' ? await kafkaAnswer(service) : { components: [], connection_info: {} }),
  };
}

async function kafkaAnswer(service: KafkaService): Promise<object> {
  const listeners = Object.entries(service.listeners);
  return {
    acl: service.aivenAcls,
    // A powered off service has no brokers to ask.
    kafka_acl: service.state === 'POWEROFF' ? [] : await kafkaAclAnswers(service),
    components: listeners.map(([method, address]) => ({
      component: 'kafka',
      host: address.replace(/:\d+$/, ''),
      port: Number(address.split(':').at(-1)),
      kafka_authentication_method: method,
      kafka_ssl_ca: 'project_ca',
      route: 'dynamic',
      usage: 'primary',
      ssl: true,
    })),
    connection_info: { kafka: listeners.slice(0, 1).map(([, address]) => address) },
    service_uri: listeners[0]?.[1] ?? '',
  };
}
