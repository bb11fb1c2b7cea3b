import { randomBytes } from 'node:crypto';
import { type Answer, at, textAt } from '../api.ts';
import { hasEffect, isDone, isTaken, listIn, must, mustBeDone, objectIn, unforeseen } from '../evidence.ts';
import { projectPath, type Scratch } from '../scope.ts';

const marker = '<redacted>';
const server = { bootstrap_servers: 'kafka.example.invalid:9092', security_protocol: 'PLAINTEXT' };
const elsewhere = { ...server, bootstrap_servers: 'other.example.invalid:9092' };

export function endpointsPath(scope: Scratch): string {
  return `${projectPath(scope)}/integration_endpoint`;
}

/** The ids of the endpoints with this name. */
export async function endpointIds(scope: Scratch, name: string): Promise<readonly string[]> {
  const rows = listIn(await scope.api.get(endpointsPath(scope)), 'service_integration_endpoints');
  return rows.flatMap((row) =>
    textAt(row, 'endpoint_name') === name ? (textAt(row, 'endpoint_id') ?? []) : [],
  );
}

function createEndpoint(scope: Scratch, name: string, config: object = server): Promise<Answer> {
  const body = { endpoint_name: name, endpoint_type: 'external_kafka', user_config: config };
  return scope.api.post(endpointsPath(scope), body);
}

/** Creates it, where it is not there yet. */
export async function endpointNamed(scope: Scratch, what: string, config: object = server): Promise<string> {
  const name = `${scope.prefix}${what}`;
  const [before] = await endpointIds(scope, name);
  if (before !== undefined) return before;
  mustBeDone(scope, await createEndpoint(scope, name, config));
  const [id] = await endpointIds(scope, name);
  must(id !== undefined, 'a new endpoint is not listed');
  return id ?? '';
}

/** Step 7, the endpoints. */
export async function endpointSteps(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await findings.question(['redaction', 'operatorSecrets', 'redactedPlaceholder'], () => secrets(scope));
  await findings.question(['endpointPut'], () => merging(scope));
  await findings.question(['endpointNull'], () => clearing(scope));
  await findings.question(['unchangedUserConfig'], () => unchanged(scope));
  await refusals(scope);
}

async function configOf(scope: Scratch, id: string, token?: string, query = '?include_secrets=true') {
  const answer = await scope.api.get(`${endpointsPath(scope)}/${id}${query}`, token);
  return objectIn(answer, 'service_integration_endpoint', 'user_config');
}

async function secrets(scope: Scratch): Promise<void> {
  const { api, findings, tokens } = scope;
  const password = randomBytes(18).toString('base64url');
  const config = { ...server, sasl_plain_username: 'smoke', sasl_plain_password: password };
  const id = await endpointNamed(scope, 'secret', config);
  const passwordFor = async (token?: string, query?: string) =>
    at(await configOf(scope, id, token, query), 'sasl_plain_password');
  const shown = await passwordFor(undefined, '');
  if (shown === password) findings.settle('redaction', 'off');
  else if (shown === marker) findings.settle('redaction', 'on');
  if (tokens.operator === undefined) findings.leave('operatorSecrets', 'no token of an operator was given');
  // Without redaction everybody sees them.
  else if (shown === password) findings.leave('operatorSecrets', 'nothing is redacted');
  else {
    const seen = await passwordFor(tokens.operator);
    if (seen === password) findings.settle('operatorSecrets', 'shown');
    else if (seen === marker) findings.settle('operatorSecrets', 'redacted');
  }
  // Else a secret that stayed could not be told from a stored placeholder.
  must((await passwordFor()) === password, 'the token does not see secrets of endpoints');
  mustBeDone(
    scope,
    await api.put(`${endpointsPath(scope)}/${id}`, {
      user_config: { ...config, ...elsewhere, sasl_plain_password: marker },
    }),
  );
  const stored = await configOf(scope, id);
  const isChanged = at(stored, 'bootstrap_servers') === elsewhere.bootstrap_servers;
  must(isChanged, 'a change of an endpoint did not show');
  const after = at(stored, 'sasl_plain_password');
  if (after === password) findings.settle('redactedPlaceholder', 'keep');
  else if (after === marker) findings.settle('redactedPlaceholder', 'store');
}

/** The user name of an endpoint after an update, with this in it. */
async function userNameAfter(scope: Scratch, what: string, update: object): Promise<unknown> {
  const id = await endpointNamed(scope, what, { ...server, sasl_plain_username: 'smoke' });
  must(
    at(await configOf(scope, id), 'sasl_plain_username') === 'smoke',
    'a new endpoint is not as it was sent',
  );
  mustBeDone(
    scope,
    await scope.api.put(`${endpointsPath(scope)}/${id}`, { user_config: { ...elsewhere, ...update } }),
  );
  const config = await configOf(scope, id);
  const isChanged = at(config, 'bootstrap_servers') === elsewhere.bootstrap_servers;
  must(isChanged, 'a change of an endpoint did not show');
  return at(config, 'sasl_plain_username');
}

async function merging(scope: Scratch): Promise<void> {
  const kept = (await userNameAfter(scope, 'merge', {})) === 'smoke';
  scope.findings.settle('endpointPut', kept ? 'merge' : 'replace');
}

async function clearing(scope: Scratch): Promise<void> {
  const kept = (await userNameAfter(scope, 'null', { sasl_plain_username: null })) === 'smoke';
  scope.findings.settle('endpointNull', kept ? 'ignore' : 'clear');
}

async function unchanged(scope: Scratch): Promise<void> {
  const { findings } = scope;
  const first = await unchangedAnswer(scope, server);
  // Once more: that nothing was done shows nowhere but in the answer.
  const second = await unchangedAnswer(scope, elsewhere);
  must(first === second, 'it was answered in two ways');
  findings.settle('unchangedUserConfig', first);
}

/** To an update that changes nothing, after one that did. */
async function unchangedAnswer(scope: Scratch, config: typeof server): Promise<'accept' | '400' | '409'> {
  const { api } = scope;
  const id = await endpointNamed(scope, 'unchanged', elsewhere);
  const path = `${endpointsPath(scope)}/${id}`;
  mustBeDone(scope, await api.put(path, { user_config: config }));
  const isChanged = at(await configOf(scope, id), 'bootstrap_servers') === config.bootstrap_servers;
  must(isChanged, 'a change of an endpoint did not show');
  const same = await api.put(path, { user_config: config });
  if (isTaken(scope, same)) return 'accept';
  if (!/not changed/i.test(same.message)) throw unforeseen(same);
  return same.status === 400 ? '400' : '409';
}

async function refusals(scope: Scratch): Promise<void> {
  const { findings, prefix } = scope;
  const isMade = async (what: string, config: object) => {
    const name = `${prefix}${what}`;
    const answer = await createEndpoint(scope, name, config);
    return hasEffect(scope, answer, async () => (await endpointIds(scope, name)).length > 0);
  };
  await findings.question(['emptyIdentificationAlgorithm'], async () => {
    const algorithm = { ...server, ssl_endpoint_identification_algorithm: '' };
    findings.settle(
      'emptyIdentificationAlgorithm',
      (await isMade('algorithm', algorithm)) ? 'accept' : 'refuse',
    );
  });
  await findings.question(['endpointCrossFields'], async () => {
    const config = { ...server, security_protocol: 'SASL_PLAINTEXT' };
    findings.settle('endpointCrossFields', (await isMade('cross', config)) ? 'unchecked' : 'checked');
  });
  await findings.question(['duplicateEndpoint'], async () => {
    await endpointNamed(scope, 'same');
    const again = await createEndpoint(scope, `${prefix}same`);
    if (again.status === 409) findings.settle('duplicateEndpoint', '409');
    else if (isDone(scope, again) && (await endpointIds(scope, `${prefix}same`)).length === 2)
      findings.settle('duplicateEndpoint', 'allow');
    else throw unforeseen(again);
  });
  await findings.question(['valueInErrors'], async () => {
    const long = randomBytes(300).toString('hex');
    const refused = await createEndpoint(scope, `${prefix}long`, { ...server, sasl_plain_password: long });
    if (refused.status !== 400) throw unforeseen(refused);
    findings.settle('valueInErrors', refused.message.includes(long) ? 'repeated' : 'hidden');
  });
}
