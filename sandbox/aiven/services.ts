import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type Context, parameter } from './context.ts';
import { AivenError, permissionDenied } from './errors.ts';
import { integrationAnswer } from './integration-answers.ts';
import { integrationsOf } from './integrations.ts';
import { kafkaAclAnswers } from './kafka-acls.ts';
import type { Permission } from './permissions.ts';
import type { KafkaService, Service } from './state.ts';
import { userAnswer } from './user-answer.ts';
import { redacted } from './user-config.ts';

/** OpenAPI operations ServiceGet, ServiceList, ProjectKmsGetCA, StaticIPList, ProjectServiceTagsList. */
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
      name: 'service.tags',
      method: 'GET',
      path: '/v1/project/{project}/service/{service}/tags',
      handle: (request) => tags(context, request),
    },
    {
      name: 'project.ca',
      method: 'GET',
      path: '/v1/project/{project}/kms/ca',
      handle: (request) => ca(context, request),
    },
    {
      name: 'project.static-ips',
      method: 'GET',
      path: '/v1/project/{project}/static-ips',
      handle: (request) => staticIps(context, request),
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

/** Terraform's data sources of services ask for them (go-client-codegen StaticIPList); no service here has any. */
function staticIps(context: Context, request: EmulatorRequest): EmulatorResponse {
  context.world.project(parameter(request, 'project'));
  return { status: 200, body: { static_ips: [] } };
}

/** Terraform's data sources of services read them apart (go-client-codegen ProjectServiceTagsList). */
function tags(context: Context, request: EmulatorRequest): EmulatorResponse {
  context.world.service(parameter(request, 'project'), parameter(request, 'service'));
  return { status: 200, body: { tags: {} } };
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
    ...unchanging,
    service_name: service.name,
    service_type: service.type,
    node_count: service.nodes.length,
    state: service.state,
    node_states: service.nodes.map((node, index) => ({
      ...node,
      availability_zone: `europe-west1-${'bcd'[index % 3]}`,
      role: 'master',
      progress_updates: [],
    })),
    users: [...service.users.values()]
      .filter(({ foundAt }) => now >= foundAt)
      .map((user) => userAnswer(user, secrets, now)),
    service_integrations: integrationsOf(context, service).map((integration) =>
      integrationAnswer(context, integration),
    ),
    user_config: service.userConfig,
    ...(service.type === 'kafka' ? await kafkaAnswer(service, secrets) : mirrorMakerAnswer),
  };
}

/**
 * What no test looks at and clients need: go-client-codegen `ServiceGetOut` requires the times, `group_list` and
 * `project_vpc_id`, which is null outside a VPC; aiven-client and Terraform's data sources read the rest.
 */
const unchanging = {
  plan: 'business-4',
  cloud_name: 'google-europe-west1',
  cloud_description: 'Europe, Belgium - Google Cloud: Belgium',
  create_time: '2026-01-01T08:00:00Z',
  update_time: '2026-01-01T08:05:00Z',
  group_list: ['default'],
  project_vpc_id: null,
  cmk_id: null,
  maintenance: { dow: 'sunday', enabled: true, time: '03:00:00', updates: [] },
  metadata: {},
  service_notifications: [],
  tech_emails: [],
  tags: {},
  termination_protection: false,
  backups: [],
  connection_pools: [],
  databases: [],
  features: {},
  disk_space_mb: 614_400,
  node_cpu_count: 2,
  node_memory_mb: 4_096,
};

/** Nothing connects to a MirrorMaker service, so it has no address. */
const mirrorMakerAnswer = {
  components: [],
  connection_info: { kafka_mirrormaker: [] },
  service_uri: '',
  service_uri_params: {},
};

async function kafkaAnswer(service: KafkaService, secrets: 'shown' | 'redacted'): Promise<object> {
  const listeners = Object.entries(service.listeners);
  const host = (listeners[0]?.[1] ?? `${service.name}.kafka.example`).replace(/:\d+$/, '');
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
    connection_info: {
      kafka: listeners.slice(0, 1).map(([, address]) => address),
      ...accessOf(service, host, secrets),
    },
    service_uri: listeners[0]?.[1] ?? '',
    service_uri_params: {},
  };
}

/** What `connection_info` repeats of the first user's credentials (go-client-codegen `ConnectionInfoOut`); redacted as they are. */
function accessOf({ users }: KafkaService, host: string, secrets: 'shown' | 'redacted'): object {
  const admin = users.get('avnadmin');
  if (admin === undefined) return {};
  const { username, password, accessCert, accessKey } = admin;
  const uri = (port: number): string => `https://${username}:${encodeURIComponent(password)}@${host}:${port}`;
  const all = {
    kafka_access_cert: accessCert,
    kafka_access_key: accessKey,
    kafka_connect_uri: uri(12_698),
    kafka_rest_uri: uri(12_699),
    schema_registry_uri: uri(12_701),
  };
  return secrets === 'shown' ? all : Object.fromEntries(Object.keys(all).map((key) => [key, redacted]));
}
