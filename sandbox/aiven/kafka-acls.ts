import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type BackendAcl, KafkaBackendError } from '../kafka-backend.ts';
import { aclNotFound, identicalAcl, tooManyAcls } from './aiven-acls.ts';
import { type Context, parameter, runningKafka } from './context.ts';
import { AivenError, badRequest } from './errors.ts';
import { newAclId } from './new-service.ts';
import type { KafkaService } from './state.ts';

const all = '/v1/project/{project}/service/{service}/kafka/acl';
const one = `${all}/{acl}`;

/** An entry as the API writes it. */
export interface KafkaAclAnswer {
  readonly id: string;
  readonly principal: string;
  readonly host: string;
  readonly resource_type: string;
  readonly resource_name: string;
  readonly pattern_type: string;
  readonly operation: string;
  readonly permission_type: string;
}

/** OpenAPI operations ServiceKafkaNativeAcl*. The entries themselves are the brokers'. */
export function kafkaAclRoutes(context: Context): Route[] {
  return [
    { name: 'kafka-acl.list', method: 'GET', path: all, handle: (request) => list(context, request) },
    { name: 'kafka-acl.create', method: 'POST', path: all, handle: (request) => create(context, request) },
    { name: 'kafka-acl.get', method: 'GET', path: one, handle: (request) => get(context, request) },
    { name: 'kafka-acl.delete', method: 'DELETE', path: one, handle: (request) => remove(context, request) },
  ];
}

/** Both kinds in one answer (aiven-client `kafka_acl_list`). */
async function list(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = maintained(runningKafka(context, request));
  return { status: 200, body: { acl: service.aivenAcls, kafka_acl: await kafkaAclAnswers(service) } };
}

async function get(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = runningKafka(context, request);
  return { status: 200, body: { acl: (await found(service, request)).answer } };
}

/** The answer is a single entry, under `acl`. */
async function create(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = runningKafka(context, request);
  const acl = toBackend(context, context.schemas.check('kafka-acl/create', request.body));
  const present = await service.backend.listAcls();
  if (present.some((other) => aclKey(other) === aclKey(acl))) throw identicalAcl();
  if (present.length >= context.aclLimit) throw tooManyAcls();
  try {
    await service.backend.createAcl(acl);
  } catch (error) {
    if (!(error instanceof KafkaBackendError)) throw error;
    if (error.code === 'INVALID_REQUEST') throw notSupported(error.message);
    throw new AivenError(503, error.message, 'kafka_service_unavailable');
  }
  const answer = toAnswer(service, acl);
  request.effect(`kafka-acl ${describe(service, answer)} created`);
  return { status: 200, body: { acl: answer, message: 'created' } };
}

async function remove(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = runningKafka(context, request);
  const { acl, answer } = await found(service, request);
  await service.backend.deleteAcl(acl);
  service.kafkaAclIds.delete(aclKey(acl));
  request.effect(`kafka-acl ${describe(service, answer)} deleted`);
  return { status: 200, body: { message: 'deleted' } };
}

export async function kafkaAclAnswers(service: KafkaService): Promise<readonly KafkaAclAnswer[]> {
  return (await service.backend.listAcls()).map((acl) => toAnswer(service, acl));
}

async function found(
  service: KafkaService,
  request: EmulatorRequest,
): Promise<{ readonly acl: BackendAcl; readonly answer: KafkaAclAnswer }> {
  for (const acl of await service.backend.listAcls()) {
    const answer = toAnswer(service, acl);
    if (answer.id === parameter(request, 'acl')) return { acl, answer };
  }
  throw aclNotFound();
}

function toBackend(context: Context, body: Readonly<Record<string, unknown>>): BackendAcl {
  const principal = String(body['principal']);
  if (!/^User:./.test(principal)) {
    // The code is documented, which entries get it is not: *assumed*, `otherPrincipal`.
    throw context.switches.otherPrincipal === 'not-supported'
      ? notSupported('Unsupported Kafka-native ACL')
      : badRequest("Invalid 'principal': only User principals are supported");
  }
  return {
    principal,
    host: host(context, body['host']),
    resourceType: upperCase(String(body['resource_type'])),
    resourceName: String(body['resource_name']),
    patternType: String(body['pattern_type']),
    operation: upperCase(String(body['operation'])),
    permission: String(body['permission_type']),
  };
}

/** The server fills in `*`. An empty host is in the schema; what comes of it is *assumed*, `emptyAclHost`. */
function host(context: Context, value: unknown): string {
  if (value === '' && context.switches.emptyAclHost === 'refuse') {
    throw badRequest("Invalid 'host': '' is too short");
  }
  return typeof value === 'string' && value !== '' ? value : '*';
}

function toAnswer(service: KafkaService, acl: BackendAcl): KafkaAclAnswer {
  const key = aclKey(acl);
  const id = service.kafkaAclIds.get(key) ?? newAclId();
  service.kafkaAclIds.set(key, id);
  return {
    id,
    principal: acl.principal,
    host: acl.host,
    resource_type: camelCase(acl.resourceType),
    resource_name: acl.resourceName,
    pattern_type: acl.patternType,
    operation: camelCase(acl.operation),
    permission_type: acl.permission,
  };
}

/** Documented for the list: the service needs a maintenance update first. */
function maintained(service: KafkaService): KafkaService {
  if (!service.maintenanceRequired) return service;
  throw new AivenError(
    409,
    'The service does not support the functionality. A maintenance update is required.',
    'service_maintenance_required',
  );
}

function notSupported(message: string): AivenError {
  return new AivenError(409, message, 'kafka_acl_not_supported');
}

function describe(service: KafkaService, acl: KafkaAclAnswer): string {
  const {
    principal,
    host: from,
    resource_type,
    resource_name,
    pattern_type,
    operation,
    permission_type,
  } = acl;
  return `${service.project}/${service.name} ${principal} ${from} ${resource_type} ${pattern_type} ${resource_name} ${operation} ${permission_type}`;
}

function aclKey(acl: BackendAcl): string {
  const { principal, host: from, resourceType, resourceName, patternType, operation, permission } = acl;
  return JSON.stringify([principal, from, resourceType, resourceName, patternType, operation, permission]);
}

/** `TransactionalId` to `TRANSACTIONAL_ID`. */
function upperCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** `TRANSACTIONAL_ID` to `TransactionalId`. */
function camelCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
