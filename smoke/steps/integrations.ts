import { type Answer, at, textAt } from '../api.ts';
import { hasEffect, isTaken, listIn, must, mustBeDone, unforeseen } from '../evidence.ts';
import { said } from '../said.ts';
import { ownPrefix, projectPath, type Scratch, servicePath, until } from '../scope.ts';
import { endpointIds, endpointNamed, endpointsPath } from './endpoints.ts';
import { flowFrom } from './flows.ts';
import { sourceService, statusOf } from './reading.ts';

export function integrationsPath(scope: Scratch): string {
  return `${projectPath(scope)}/integration`;
}

const alias = `${ownPrefix}core`;

/** One of the steps attaches something without an alias of this command: then this tells that it did. */
const mark = { producer_linger_ms: 4711 };

/** Those that attach a cluster to the scratch service, and the rows of merely possible ones. */
export async function integrationRows(scope: Scratch): Promise<readonly unknown[]> {
  const answer = await scope.api.get(`${servicePath(scope, scope.mirrormaker)}/integration`);
  return listIn(answer, 'service_integrations').filter(
    (row) => textAt(row, 'integration_type') === 'kafka_mirrormaker',
  );
}

async function attached(scope: Scratch): Promise<readonly unknown[]> {
  return (await integrationRows(scope)).filter((row) => textAt(row, 'service_integration_id') !== undefined);
}

function attach(scope: Scratch, source: object, config: object): Promise<Answer> {
  return scope.api.post(integrationsPath(scope), {
    integration_type: 'kafka_mirrormaker',
    dest_service: scope.mirrormaker,
    ...source,
    user_config: config,
  });
}

/** Attaches it, where nothing of this command is, and answers its row. */
async function fresh(scope: Scratch, source: object, config: object): Promise<unknown> {
  await detachAll(scope);
  mustBeDone(scope, await attach(scope, source, config));
  const row = await until(scope, async () => (await attached(scope))[0], { maxMs: 60_000 });
  must(row !== undefined, 'a new integration is not listed');
  return row;
}

function freshKafka(scope: Scratch, config: object): Promise<unknown> {
  return fresh(scope, { source_service: scope.kafka }, config);
}

function pathOf(scope: Scratch, row: unknown): string {
  return `${integrationsPath(scope)}/${textAt(row, 'service_integration_id')}`;
}

/** By its alias; one without an alias by its mark and its source: the scratch service. */
export function isOwnIntegration({ kafka }: Scratch, row: unknown): boolean {
  const itsAlias = textAt(row, 'user_config', 'cluster_alias');
  if (itsAlias !== undefined) return itsAlias.startsWith(ownPrefix);
  const linger = at(row, 'user_config', 'kafka_mirrormaker', 'producer_linger_ms');
  return linger === mark.producer_linger_ms && textAt(row, 'source_service') === kafka;
}

/** What this command attached. */
async function detachAll(scope: Scratch): Promise<void> {
  const gone = await until(
    scope,
    async () => {
      const own = (await attached(scope)).filter((row) => isOwnIntegration(scope, row));
      for (const row of own) await scope.api.delete(pathOf(scope, row));
      return own.length === 0 ? true : undefined;
    },
    { maxMs: 120_000 },
  );
  must(gone === true, 'an integration stayed');
}

/** Step 7, the integrations. */
export async function integrationSteps(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await findings.question(['notEnabledIntegrations'], () => possible(scope));
  await findings.question(['newIntegration'], () => early(scope));
  await findings.question(['integrationStatus', 'active'], () => activity(scope));
  await findings.question(['integrationPut'], () => merging(scope));
  await findings.question(['clusterAliasChange'], () => renaming(scope));
  await findings.question(['duplicateIntegration'], () => duplicates(scope));
  await findings.question(['duplicateAlias'], () => sameAlias(scope));
  await findings.question(['endpointSourceService', 'endpointInUse'], () => fromEndpoint(scope));
  await findings.question(['integrationWithFlows'], () => withFlow(scope));
  await findings.question(['generatedAlias'], () => generatedAlias(scope));
}

async function possible(scope: Scratch): Promise<void> {
  const rows = await integrationRows(scope);
  const isListed = rows.some((row) => at(row, 'service_integration_id') === null);
  scope.findings.settle('notEnabledIntegrations', isListed ? 'listed' : 'hidden');
}

/** From its creation until the first question about it is answered. */
const maxEarlyMs = 1_500;

async function early(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  await detachAll(scope);
  const made = mustBeDone(
    scope,
    await attach(scope, { source_service: scope.kafka }, { cluster_alias: alias }),
  );
  const begun = scope.now();
  // The list may show it later than it is missing here, so its id is taken from the answer where there is one.
  const told = at(made.body, 'service_integration');
  const row =
    textAt(told, 'service_integration_id') === undefined
      ? await until(scope, async () => (await attached(scope))[0], { maxMs: 60_000 })
      : told;
  must(row !== undefined, 'a new integration is not listed');
  const answer = await api.get(pathOf(scope, row));
  if (scope.now() - begun > maxEarlyMs && answer.status === 200)
    findings.leave('newIntegration', 'reads take so long that it was not new any more');
  else if (answer.status === 404) findings.settle('newIntegration', 'not-found');
  else if (textAt(answer.body, 'service_integration', 'service_integration_id') !== undefined)
    findings.settle('newIntegration', 'found');
  else throw unforeseen(answer);
}

/** For half as long again as it took to become active: does it stay so? */
async function activity(scope: Scratch): Promise<void> {
  const { findings } = scope;
  findings.settle('integrationStatus', statusOf(await freshKafka(scope, { cluster_alias: alias })));
  const isActive = async () => at((await attached(scope))[0], 'active') === true;
  let waitedMs = 0;
  while (!(await isActive())) {
    must(waitedMs < 900_000, 'the integration did not become active');
    await scope.sleep(1_000);
    waitedMs += 1_000;
  }
  let fell = false;
  const lookMs = Math.max(250, waitedMs / 12);
  for (let lookedMs = 0; lookedMs < Math.max(5_000, 1.5 * waitedMs) && !fell; lookedMs += lookMs) {
    await scope.sleep(lookMs);
    fell = !(await isActive());
  }
  findings.settle('active', fell ? 'flapping' : 'steady');
  findings.note(7, 'until an integration is active', said`${Math.round(waitedMs / 1000)} s`);
}

async function merging(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const tuning = { producer_linger_ms: 5, producer_batch_size: 1 };
  const row = await freshKafka(scope, { cluster_alias: alias, kafka_mirrormaker: tuning });
  const keyOf = (one: unknown, key: string) => at(one, 'user_config', 'kafka_mirrormaker', key);
  must(keyOf(row, 'producer_batch_size') === 1, 'a new integration is not as it was sent');
  const update = { kafka_mirrormaker: mark };
  mustBeDone(scope, await api.put(pathOf(scope, row), { user_config: update }));
  const [after] = await attached(scope);
  const isChanged = keyOf(after, 'producer_linger_ms') === mark.producer_linger_ms;
  must(isChanged, 'a change of an integration did not show');
  const hasAlias = textAt(after, 'user_config', 'cluster_alias') === alias;
  const hasOther = keyOf(after, 'producer_batch_size') === 1;
  findings.settle('integrationPut', !hasAlias ? 'replace' : hasOther ? 'deep-merge' : 'merge');
}

async function renaming(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const row = await freshKafka(scope, { cluster_alias: alias });
  const other = `${ownPrefix}other`;
  if (isTaken(scope, await api.put(pathOf(scope, row), { user_config: { cluster_alias: other } }))) {
    const [after] = await attached(scope);
    const isChanged = textAt(after, 'user_config', 'cluster_alias') === other;
    must(isChanged, 'a change of an alias did not show');
    findings.settle('clusterAliasChange', 'allow');
  } else findings.settle('clusterAliasChange', 'refuse');
}

async function duplicates(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await freshKafka(scope, { cluster_alias: alias });
  const kinds: ('already-exists' | 'only-one')[] = [];
  for (const other of ['two', 'three']) {
    const config = { cluster_alias: `${ownPrefix}${other}` };
    const again = await attach(scope, { source_service: scope.kafka }, config);
    if (again.status === 409 && /already exists/i.test(again.message)) kinds.push('already-exists');
    else if (again.status === 409 && /^only/i.test(again.message)) kinds.push('only-one');
    else throw unforeseen(again);
  }
  const [kind = 'already-exists'] = kinds;
  findings.settle('duplicateIntegration', kinds.every((one) => one === kind) ? kind : 'either');
}

async function sameAlias(scope: Scratch): Promise<void> {
  const { findings } = scope;
  const endpoint = await endpointNamed(scope, 'source');
  await freshKafka(scope, { cluster_alias: alias });
  const same = await attach(scope, { source_endpoint_id: endpoint }, { cluster_alias: alias });
  if (!isTaken(scope, same)) findings.settle('duplicateAlias', 'refuse');
  else if ((await attached(scope)).length === 2) findings.settle('duplicateAlias', 'allow');
}

async function fromEndpoint(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const endpoint = await endpointNamed(scope, 'source');
  const config = { cluster_alias: `${ownPrefix}source` };
  const row = await fresh(scope, { source_endpoint_id: endpoint }, config);
  findings.settle('endpointSourceService', sourceService(row));
  const inUse = await api.delete(`${endpointsPath(scope)}/${endpoint}`);
  const isGone = async () => !(await endpointIds(scope, `${scope.prefix}source`)).includes(endpoint);
  findings.settle('endpointInUse', (await hasEffect(scope, inUse, isGone)) ? 'allow' : '409');
}

/** Whether an integration can be deleted while a flow uses this alias. */
async function canGo(scope: Scratch, path: string, source: string): Promise<boolean> {
  const flow = await flowFrom(scope, source);
  const used = await scope.api.delete(path);
  await scope.api.delete(flow);
  const isGone = async () => !(await attached(scope)).some((row) => pathOf(scope, row) === path);
  return hasEffect(scope, used, isGone);
}

async function withFlow(scope: Scratch): Promise<void> {
  const path = pathOf(scope, await freshKafka(scope, { cluster_alias: alias }));
  scope.findings.settle('integrationWithFlows', (await canGo(scope, path, alias)) ? 'allow' : '409');
}

/**
 * No answer names it. It shows in what is refused because of it, where anything is: of the two names it may be, one has to be treated
 * unlike the other.
 */
async function generatedAlias(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const trial = trialOf(scope);
  must(trial !== undefined, 'no answer tells it: look at the alias in the console');
  const isIt: boolean[] = [];
  for (const name of [`${scope.project}-${scope.kafka}`, scope.kafka]) {
    const row = await freshKafka(scope, { kafka_mirrormaker: mark });
    isIt.push((await trial?.(pathOf(scope, row), name)) === true);
    await api.delete(pathOf(scope, row));
  }
  const [isFull, isBare] = isIt;
  if (isFull && !isBare) findings.settle('generatedAlias', 'project-and-name');
  else if (isBare && !isFull) findings.settle('generatedAlias', 'name');
}

type Trial = (path: string, name: string) => Promise<boolean>;

/** Whether the integration at this path has this alias. Undefined: nothing is refused because of it. */
function trialOf(scope: Scratch): Trial | undefined {
  const { api, findings } = scope;
  if (findings.value('clusterAliasChange') === 'refuse') {
    // Changing it to itself is no change.
    return async (path, name) => {
      const config = { cluster_alias: name, kafka_mirrormaker: mark };
      const answer = await api.put(path, { user_config: config });
      return isTaken(scope, answer) || /not changed/i.test(answer.message);
    };
  }
  if (findings.value('duplicateAlias') === 'refuse') {
    return async (_, name) => {
      const source = { source_endpoint_id: await endpointNamed(scope, 'alias') };
      const config = { cluster_alias: name, kafka_mirrormaker: mark };
      return !isTaken(scope, await attach(scope, source, config));
    };
  }
  if (findings.value('integrationWithFlows') === '409')
    return async (path, name) => !(await canGo(scope, path, name));
  return undefined;
}
