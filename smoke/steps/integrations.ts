import { type Answer, at, list, textAt } from '../api.ts';
import { flowsPath, isDone, projectPath, type Scratch, servicePath } from '../scope.ts';
import { createEndpoint, endpointIds, endpointsPath } from './endpoints.ts';
import { sourceService, statusOf } from './reading.ts';

export function integrationsPath(scope: Scratch): string {
  return `${projectPath(scope)}/integration`;
}

/** Those that attach a cluster to the scratch service, and the rows of merely possible ones. */
export async function integrationRows(scope: Scratch): Promise<readonly unknown[]> {
  const answer = await scope.api.get(`${servicePath(scope, scope.mirrormaker)}/integration`);
  return list(answer.body, 'service_integrations').filter(
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

/** Attaches the scratch Kafka service anew, and answers the path of the integration. */
async function fresh(scope: Scratch, config: object): Promise<string> {
  await detachAll(scope);
  await attach(scope, { source_service: scope.kafka }, config);
  const row = (await attached(scope)).find((one) => textAt(one, 'source_service') === scope.kafka);
  const id = textAt(row, 'service_integration_id');
  if (id === undefined) throw new Error('An integration could not be created.');
  return `${integrationsPath(scope)}/${id}`;
}

/** By its alias; one of the steps attaches the scratch Kafka service without any. */
export function isOwnIntegration(row: unknown): boolean {
  return /^smoke(-|$)/.test(textAt(row, 'user_config', 'cluster_alias') ?? '');
}

/** What this command attached. */
export async function detachAll(scope: Scratch): Promise<void> {
  const own = (await attached(scope)).filter(
    (row) => isOwnIntegration(row) || textAt(row, 'source_service') === scope.kafka,
  );
  for (const row of own)
    await scope.api.delete(`${integrationsPath(scope)}/${textAt(row, 'service_integration_id')}`);
}

/** Step 7, the integrations. */
export async function integrationSteps(scope: Scratch): Promise<void> {
  await creating(scope);
  await updates(scope);
  await duplicates(scope);
  await fromEndpoint(scope);
  await withFlow(scope);
  await generatedAlias(scope);
  await detachAll(scope);
}

async function creating(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const possible = (await integrationRows(scope)).some((row) => at(row, 'service_integration_id') === null);
  findings.settle('notEnabledIntegrations', possible ? 'listed' : 'hidden');
  const path = await fresh(scope, { cluster_alias: 'smoke' });
  const early = await api.get(path);
  findings.settle('newIntegration', early.status === 404 ? 'not-found' : 'found');
  const [row] = await attached(scope);
  findings.settle('integrationStatus', statusOf(row));
  await activity(scope);
}

/** For half as long again as it took to become active: does it stay so? */
async function activity(scope: Scratch): Promise<void> {
  const { findings } = scope;
  const isActive = async () => at((await attached(scope))[0], 'active') === true;
  let waitedMs = 0;
  while (!(await isActive()) && waitedMs < 900_000) {
    await scope.sleep(1_000);
    waitedMs += 1_000;
  }
  let fell = false;
  const look = Math.max(250, waitedMs / 12);
  for (let lookedMs = 0; lookedMs < 1.5 * waitedMs && !fell; lookedMs += look) {
    await scope.sleep(look);
    fell = !(await isActive());
  }
  findings.settle('active', fell ? 'flapping' : 'steady');
  findings.note(7, 'seconds until an integration is active', `${Math.round(waitedMs / 1000)}`);
}

async function updates(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const tuning = { producer_linger_ms: 5, producer_batch_size: 1 };
  const tuned = await fresh(scope, { cluster_alias: 'smoke', kafka_mirrormaker: tuning });
  await api.put(tuned, { user_config: { kafka_mirrormaker: { producer_linger_ms: 7 } } });
  const config = at((await attached(scope))[0], 'user_config');
  const hasAlias = at(config, 'cluster_alias') === 'smoke';
  const hasOther = at(config, 'kafka_mirrormaker', 'producer_batch_size') === 1;
  findings.settle('integrationPut', !hasAlias ? 'replace' : hasOther ? 'deep-merge' : 'merge');

  const aliased = await fresh(scope, { cluster_alias: 'smoke' });
  const renamed = await api.put(aliased, { user_config: { cluster_alias: 'smoke-other' } });
  findings.settle('clusterAliasChange', isDone(scope, renamed) ? 'allow' : 'refuse');
}

async function duplicates(scope: Scratch): Promise<void> {
  const { findings, prefix } = scope;
  await fresh(scope, { cluster_alias: 'smoke' });
  const texts: string[] = [];
  for (const alias of ['smoke-two', 'smoke-three'])
    texts.push((await attach(scope, { source_service: scope.kafka }, { cluster_alias: alias })).message);
  const [isThere, isOnly] = [
    texts.some((text) => /already exists/i.test(text)),
    texts.some((text) => /^only/i.test(text)),
  ];
  if (isThere && isOnly) findings.settle('duplicateIntegration', 'either');
  else if (isThere || isOnly)
    findings.settle('duplicateIntegration', isThere ? 'already-exists' : 'only-one');
  await createEndpoint(scope, `${prefix}source`);
  const [endpoint] = await endpointIds(scope, `${prefix}source`);
  const same = await attach(scope, { source_endpoint_id: endpoint }, { cluster_alias: 'smoke' });
  findings.settle('duplicateAlias', isDone(scope, same) ? 'allow' : 'refuse');
}

async function fromEndpoint(scope: Scratch): Promise<void> {
  const { api, findings, prefix } = scope;
  await detachAll(scope);
  const [endpoint] = await endpointIds(scope, `${prefix}source`);
  await attach(scope, { source_endpoint_id: endpoint }, { cluster_alias: 'smoke-source' });
  const row = (await attached(scope)).find((one) => textAt(one, 'source_endpoint_id') === endpoint);
  if (row !== undefined) findings.settle('endpointSourceService', sourceService(row));
  const inUse = await api.delete(`${endpointsPath(scope)}/${endpoint}`);
  findings.settle('endpointInUse', isDone(scope, inUse) ? 'allow' : '409');
}

async function withFlow(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const path = await fresh(scope, { cluster_alias: 'smoke' });
  await api.post(flowsPath(scope), {
    source_cluster: 'smoke',
    target_cluster: 'smoke-nowhere',
    enabled: false,
  });
  const used = await api.delete(path);
  findings.settle('integrationWithFlows', isDone(scope, used) ? 'allow' : '409');
  await api.delete(`${flowsPath(scope)}/smoke/smoke-nowhere`);
}

/** No answer names it. It shows in what is refused because of it, where anything is. */
async function generatedAlias(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const full = `${scope.project}-${scope.kafka}`;
  const path = await fresh(scope, {});
  const settle = (isFull: boolean) => findings.settle('generatedAlias', isFull ? 'project-and-name' : 'name');
  if (findings.value('clusterAliasChange') === 'refuse') {
    // Changing it to itself is no change.
    settle(isDone(scope, await api.put(path, { user_config: { cluster_alias: full } })));
  } else if (findings.value('duplicateAlias') === 'refuse') {
    const name = `${scope.prefix}alias`;
    await createEndpoint(scope, name);
    const [endpoint] = await endpointIds(scope, name);
    settle(!isDone(scope, await attach(scope, { source_endpoint_id: endpoint }, { cluster_alias: full })));
  } else if (findings.value('integrationWithFlows') === '409') {
    await api.post(flowsPath(scope), {
      source_cluster: full,
      target_cluster: 'smoke-nowhere',
      enabled: false,
    });
    settle(!isDone(scope, await api.delete(path)));
    await api.delete(`${flowsPath(scope)}/${encodeURIComponent(full)}/smoke-nowhere`);
  } else findings.leave('generatedAlias', 'no answer tells it: look at the alias in the console');
}
