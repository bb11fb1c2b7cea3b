import { randomBytes } from 'node:crypto';
import { type Answer, at, list, textAt } from '../api.ts';
import { isDone, projectPath, type Scratch } from '../scope.ts';

const marker = '<redacted>';
const server = { bootstrap_servers: 'kafka.example.invalid:9092', security_protocol: 'PLAINTEXT' };

export function endpointsPath(scope: Scratch): string {
  return `${projectPath(scope)}/integration_endpoint`;
}

/** The ids of the endpoints with this name. */
export async function endpointIds(scope: Scratch, name: string): Promise<readonly string[]> {
  const rows = list((await scope.api.get(endpointsPath(scope))).body, 'service_integration_endpoints');
  return rows.flatMap((row) =>
    textAt(row, 'endpoint_name') === name ? (textAt(row, 'endpoint_id') ?? []) : [],
  );
}

export function createEndpoint(scope: Scratch, name: string, config: object = server): Promise<Answer> {
  const body = { endpoint_name: name, endpoint_type: 'external_kafka', user_config: config };
  return scope.api.post(endpointsPath(scope), body);
}

/** Step 7, the endpoints. */
export async function endpointSteps(scope: Scratch): Promise<void> {
  await secrets(scope);
  await updates(scope);
  await refusals(scope);
}

async function configOf(scope: Scratch, id: string, token?: string, query = '?include_secrets=true') {
  const answer = await scope.api.get(`${endpointsPath(scope)}/${id}${query}`, token);
  return at(answer.body, 'service_integration_endpoint', 'user_config');
}

async function made(scope: Scratch, what: string, config: object): Promise<string> {
  const name = `${scope.prefix}${what}`;
  await createEndpoint(scope, name, config);
  const [id] = await endpointIds(scope, name);
  if (id === undefined) throw new Error('An endpoint could not be created.');
  return id;
}

async function secrets(scope: Scratch): Promise<void> {
  const { api, findings, tokens } = scope;
  const password = randomBytes(18).toString('base64url');
  const config = { ...server, sasl_plain_username: 'smoke', sasl_plain_password: password };
  const id = await made(scope, 'secret', config);
  const shown = at(await configOf(scope, id, undefined, ''), 'sasl_plain_password');
  findings.settle('redaction', shown === password ? 'off' : 'on');
  if (tokens.operator === undefined) findings.leave('operatorSecrets', 'no token of an operator was given');
  // Without redaction everybody sees them.
  else if (shown === password) findings.leave('operatorSecrets', 'nothing is redacted');
  else {
    const seen = at(await configOf(scope, id, tokens.operator), 'sasl_plain_password');
    findings.settle('operatorSecrets', seen === password ? 'shown' : 'redacted');
  }
  await api.put(`${endpointsPath(scope)}/${id}`, {
    user_config: { ...config, bootstrap_servers: 'other.example.invalid:9092', sasl_plain_password: marker },
  });
  const after = at(await configOf(scope, id), 'sasl_plain_password');
  findings.settle('redactedPlaceholder', after === password ? 'keep' : 'store');
}

async function updates(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const config = { ...server, sasl_plain_username: 'smoke' };
  const merged = await made(scope, 'merge', config);
  await api.put(`${endpointsPath(scope)}/${merged}`, {
    user_config: { ...server, bootstrap_servers: 'other.example.invalid:9092' },
  });
  const kept = at(await configOf(scope, merged), 'sasl_plain_username') === 'smoke';
  findings.settle('endpointPut', kept ? 'merge' : 'replace');

  const cleared = await made(scope, 'null', config);
  await api.put(`${endpointsPath(scope)}/${cleared}`, {
    user_config: { ...server, bootstrap_servers: 'other.example.invalid:9092', sasl_plain_username: null },
  });
  const stays = at(await configOf(scope, cleared), 'sasl_plain_username') === 'smoke';
  findings.settle('endpointNull', stays ? 'ignore' : 'clear');

  const same = await api.put(`${endpointsPath(scope)}/${await made(scope, 'same', server)}`, {
    user_config: server,
  });
  if (isDone(scope, same)) findings.settle('unchangedUserConfig', 'accept');
  else findings.settle('unchangedUserConfig', same.status === 400 ? '400' : '409');
}

async function refusals(scope: Scratch): Promise<void> {
  const { findings, prefix } = scope;
  const algorithm = { ...server, ssl_endpoint_identification_algorithm: '' };
  const empty = await createEndpoint(scope, `${prefix}algorithm`, algorithm);
  findings.settle('emptyIdentificationAlgorithm', isDone(scope, empty) ? 'accept' : 'refuse');
  const crossed = await createEndpoint(scope, `${prefix}cross`, {
    ...server,
    security_protocol: 'SASL_PLAINTEXT',
  });
  findings.settle('endpointCrossFields', isDone(scope, crossed) ? 'unchecked' : 'checked');
  const again = await createEndpoint(scope, `${prefix}same`);
  findings.settle('duplicateEndpoint', isDone(scope, again) ? 'allow' : '409');
  const long = randomBytes(300).toString('hex');
  const refused = await createEndpoint(scope, `${prefix}long`, { ...server, sasl_plain_password: long });
  findings.settle('valueInErrors', refused.message.includes(long) ? 'repeated' : 'hidden');
}
