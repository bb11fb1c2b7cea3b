import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type Context, parameter } from './context.ts';
import { AivenError, badRequest } from './errors.ts';
import { newPassword, newUser } from './new-service.ts';
import { serviceAnswer, wantsSecrets } from './services.ts';
import type { Service, User } from './state.ts';
import { userAnswer, withCredentials } from './user-answer.ts';

const all = '/v1/project/{project}/service/{service}/user';
const one = `${all}/{user}`;

/** Service users: aiven-client `client.py`, go-client-codegen `handler/service`. There is no list but the service's. */
export function userRoutes(context: Context): Route[] {
  return [
    { name: 'user.create', method: 'POST', path: all, handle: (request) => create(context, request) },
    { name: 'user.get', method: 'GET', path: one, handle: (request) => get(context, request) },
    { name: 'user.update', method: 'PUT', path: one, handle: (request) => update(context, request) },
    { name: 'user.delete', method: 'DELETE', path: one, handle: (request) => remove(context, request) },
    {
      name: 'user.reset',
      method: 'PUT',
      path: `${one}/credentials/reset`,
      handle: (request) => reset(context, request),
    },
  ];
}

function create(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = serviceOf(context, request);
  const body = context.schemas.check('user/create', request.body);
  const username = String(body['username']);
  if (service.users.has(username)) {
    // Status and the words "already exists" as aiven-operator and nais/aivenator treat them.
    throw new AivenError(409, `Service user ${username} already exists`);
  }
  const { userFound, passwordReady } = context.timings;
  const foundAt = context.world.now() + userFound;
  const user = newUser(username, 'regular', foundAt, foundAt + passwordReady);
  service.users.set(username, user);
  request.effect(`user ${place(service)}/${username} created`);
  return { status: 200, body: { message: 'created', user: withCredentials(user) } };
}

function get(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = serviceOf(context, request);
  const user = found(context, service, request);
  const secrets = wantsSecrets(context, request, ['service:secrets:read', 'service:users:write']);
  return { status: 200, body: { user: userAnswer(user, secrets, context.world.now()) } };
}

/** The answer is the service, not the user. The other operations are for other service types. */
async function update(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = serviceOf(context, request);
  const body = context.schemas.check('user/update', request.body);
  if (body['operation'] === 'set-access-control') {
    throw badRequest('Access control is not supported for this service type');
  }
  const user = found(context, service, request);
  if (body['operation'] === 'reset-credentials') {
    renew(context, user, typeof body['new_password'] === 'string' ? body['new_password'] : newPassword());
  }
  request.effect(`user ${place(service)}/${user.username} updated`);
  return { status: 200, body: { service: await serviceAnswer(context, service, 'redacted') } };
}

async function reset(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = serviceOf(context, request);
  const user = found(context, service, request);
  renew(context, user, newPassword());
  request.effect(`user ${place(service)}/${user.username} credentials reset`);
  return { status: 200, body: { service: await serviceAnswer(context, service, 'redacted') } };
}

function remove(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = serviceOf(context, request);
  const user = found(context, service, request);
  // aiven-operator skips built-in users; status and text are assumed.
  if (user.type === 'primary') throw new AivenError(403, `User ${user.username} cannot be deleted`);
  service.users.delete(user.username);
  // What becomes of the entries is not published: *assumed*, `aclsOfDeletedUser`.
  if (service.type === 'kafka' && context.switches.aclsOfDeletedUser === 'go') {
    service.aivenAcls = service.aivenAcls.filter(({ username }) => username !== user.username);
  }
  request.effect(`user ${place(service)}/${user.username} deleted`);
  return { status: 200, body: { message: 'deleted' } };
}

/** The new password is asynchronous (terraform-provider-aiven `serviceuser.go`). */
function renew(context: Context, user: User, password: string): void {
  user.password = password;
  user.passwordAt = context.world.now() + context.timings.passwordReady;
}

function serviceOf(context: Context, request: EmulatorRequest): Service {
  return context.world.service(parameter(request, 'project'), parameter(request, 'service'));
}

/** A new user is missing at first (aiven-operator tries five times). */
function found(context: Context, service: Service, request: EmulatorRequest): User {
  const user = service.users.get(parameter(request, 'user'));
  if (user === undefined || context.world.now() < user.foundAt) {
    throw new AivenError(404, 'Service user does not exist', 'user_not_found');
  }
  return user;
}

function place(service: Service): string {
  return `${service.project}/${service.name}`;
}
