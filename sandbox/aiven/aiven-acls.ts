import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type Context, parameter, runningKafka } from './context.ts';
import { AivenError } from './errors.ts';

const all = '/v1/project/{project}/service/{service}/acl';

/** OpenAPI operations ServiceKafkaAcl*. POST and DELETE answer with the whole list (aiven-client `add_service_acl`). */
export function aivenAclRoutes(context: Context): Route[] {
  return [
    { name: 'aiven-acl.list', method: 'GET', path: all, handle: (request) => list(context, request) },
    { name: 'aiven-acl.create', method: 'POST', path: all, handle: (request) => create(context, request) },
    {
      name: 'aiven-acl.delete',
      method: 'DELETE',
      path: `${all}/{acl}`,
      handle: (request) => remove(context, request),
    },
  ];
}

function list(context: Context, request: EmulatorRequest): EmulatorResponse {
  return { status: 200, body: { acl: runningKafka(context, request).aivenAcls } };
}

function create(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = runningKafka(context, request);
  const body = context.schemas.check('aiven-acl/create', request.body);
  const acl = {
    permission: String(body['permission']),
    topic: String(body['topic']),
    username: String(body['username']),
  };
  const same = service.aivenAcls.some(
    ({ permission, topic, username }) =>
      permission === acl.permission && topic === acl.topic && username === acl.username,
  );
  // Jikkou's recorded body has 409, aiven-operator's comments say several may exist: *assumed*, `identicalAivenAcl`.
  if (same && context.switches.identicalAivenAcl === '409') throw identicalAcl();
  if (service.aivenAcls.length >= context.aclLimit) throw tooManyAcls();
  context.world.addAivenAcl(service.project, service.name, acl);
  request.effect(
    `aiven-acl ${service.project}/${service.name} ${acl.username} ${acl.permission} ${acl.topic} created`,
  );
  return { status: 200, body: { acl: service.aivenAcls, message: 'added' } };
}

function remove(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = runningKafka(context, request);
  const acl = service.aivenAcls.find(({ id }) => id === parameter(request, 'acl'));
  if (acl === undefined) throw aclNotFound();
  context.world.deleteAivenAcl(service.project, service.name, acl.id);
  request.effect(
    `aiven-acl ${service.project}/${service.name} ${acl.username} ${acl.permission} ${acl.topic} deleted`,
  );
  return { status: 200, body: { acl: service.aivenAcls, message: 'deleted' } };
}

/** Recorded for both kinds of entries: Jikkou's integration tests, nais/kafkarator `acl.go`. */
export function identicalAcl(): AivenError {
  return new AivenError(409, 'Identical ACL entry already exists');
}

export function tooManyAcls(): AivenError {
  return new AivenError(400, 'Maximum number of service ACLs reached', 'service_acl_too_many');
}

export function aclNotFound(): AivenError {
  return new AivenError(404, 'No such service ACL exists', 'service_acl_not_found');
}
