import { randomBytes } from 'node:crypto';
import { at, list, textAt } from '../api.ts';
import { projectPath, type Scope, servicePath, tokenRoles, topicsPath } from '../scope.ts';

/** Steps 1 to 6: nothing is written. */
export async function readingSteps(scope: Scope): Promise<void> {
  await services(scope);
  await permissions(scope);
  await lists(scope);
  await batches(scope);
  await integrations(scope);
  await flows(scope);
}

async function services(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const path = servicePath(scope, scope.kafka);
  const service = await api.get(path);
  const state = textAt(service.body, 'service', 'state');
  findings.note(
    1,
    'the Kafka service, and its nodes',
    `${service.status}, ${stateOf(state)}, ${count(service.body, 'service', 'node_states')}`,
  );
  if (state === 'REBUILDING') {
    const { status } = await api.get(topicsPath(scope));
    findings.settle('whileRebuilding', status === 200 ? 'accessible' : '503');
  } else
    findings.leave('whileRebuilding', 'the service is not REBUILDING: run this again during a maintenance');
  const nowhere = await api.get(`/v1/project/nowhere-${randomBytes(6).toString('hex')}/service`);
  if (nowhere.status === 403) findings.settle('unknownProject', 'not-a-member');
  else if (nowhere.status === 404) findings.settle('unknownProject', 'not-found');
  findings.note(1, 'a project that is not there', `${nowhere.status}`);
}

function stateOf(state: string | undefined): string {
  return ['RUNNING', 'REBUILDING', 'REBALANCING', 'POWEROFF'].includes(state ?? '')
    ? `${state}`
    : 'another state';
}

/** Which token may read what. */
async function permissions(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const kafka = servicePath(scope, scope.kafka);
  for (const role of tokenRoles) {
    const token = scope.tokens[role];
    if (token === undefined) continue;
    const paths = [`${kafka}/topic`, `${kafka}/kafka/acl`, `${projectPath(scope)}/integration_endpoint`];
    const statuses: number[] = [];
    for (const path of paths) statuses.push((await api.get(path, token)).status);
    findings.note(2, `topics, ACLs and endpoints with the token ${role}`, statuses.join(', '));
    if (role !== 'operator') continue;
    if (statuses[0] === 200) findings.settle('operatorData', 'allowed');
    else if (statuses[0] === 403) findings.settle('operatorData', 'denied');
  }
  findings.leave('operatorData', 'no token of an operator was given');
}

async function lists(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const all = await api.get(topicsPath(scope));
  const limited = await api.get(`${topicsPath(scope)}?limit=999`);
  findings.note(
    3,
    'the list of topics',
    `${all.status}, ${list(all.body, 'topics').length} topics, ${seconds(all.seconds)}`,
  );
  findings.note(
    3,
    'the same with limit=999',
    `${limited.status}, ${list(limited.body, 'topics').length} topics`,
  );
  const names = list(all.body, 'topics').map((topic) => textAt(topic, 'topic_name'));
  // Of flows that run: which of two names MirrorMaker 2 gave the topic, and whether heartbeats are emitted.
  const kinds = [
    ['mm2-offset-syncs.<alias>.internal', /^mm2-offset-syncs\..+\.internal$/],
    ['<alias>.offset-syncs', /^(?!mm2-).+\.offset-syncs$/],
    ['heartbeats', /(^|\.)heartbeats$/],
  ] as const;
  for (const [kind, pattern] of kinds) {
    const found = names.filter((name) => name !== undefined && pattern.test(name));
    findings.note(9, `topics named ${kind}`, `${found.length}`);
  }
  const offsets = await api.get(`${topicsPath(scope)}/__consumer_offsets`);
  if (names.includes('__consumer_offsets')) findings.settle('internalTopics', 'listed');
  else if (offsets.status === 200) findings.settle('internalTopics', 'hidden');
  else findings.leave('internalTopics', 'the service has no consumer offsets yet');
  const acls = await api.get(`${servicePath(scope, scope.kafka)}/acl`);
  const first = list(acls.body, 'acl').find((acl) => textAt(acl, 'id') === 'default');
  const username = textAt(first, 'username');
  if (username === 'avnadmin' || username === '*') findings.settle('defaultAclUsername', username);
  else findings.leave('defaultAclUsername', 'the service has no entry default');
}

async function batches(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const topics = list((await api.get(topicsPath(scope))).body, 'topics');
  const names = topics.flatMap((topic) => textAt(topic, 'topic_name') ?? []).slice(0, 100);
  const batch = await api.post(topicsPath(scope, 'v2'), {
    topic_names: names.length > 0 ? names : [unknownName()],
  });
  findings.note(4, `a batch of ${names.length} topics`, `${batch.status}, ${seconds(batch.seconds)}`);
  // Some of the names may be newer than the batch read: that is no answer about the route.
  const isThere = batch.status === 200 || (batch.status === 404 && batch.code === 'kafka_topic_not_found');
  if (isThere) findings.settle('v2Route', 'there');
  else if (batch.status === 403) findings.settle('v2Route', 'forbidden');
  else if (batch.status >= 400 && batch.status < 500) findings.settle('v2Route', 'retired');
  const many = Array.from({ length: 101 }, unknownName);
  findings.note(
    4,
    'a batch of 101 names',
    `${(await api.post(topicsPath(scope, 'v2'), { topic_names: many })).status}`,
  );
  const unknown = await api.get(`${topicsPath(scope)}/${unknownName()}`);
  findings.note(4, 'a topic that is not there', `${unknown.status}, ${seconds(unknown.seconds)}`);
}

function unknownName(): string {
  return `gitops-smoke-nothing-${randomBytes(6).toString('hex')}`;
}

async function integrations(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const endpoints = await api.get(`${projectPath(scope)}/integration_endpoint`);
  findings.note(
    5,
    'endpoints',
    `${endpoints.status}, ${list(endpoints.body, 'service_integration_endpoints').length}`,
  );
  if (scope.mirrormaker === undefined) return;
  const answer = await api.get(`${servicePath(scope, scope.mirrormaker)}/integration`);
  const rows = list(answer.body, 'service_integrations');
  const own = rows.filter((row) => textAt(row, 'integration_type') === 'kafka_mirrormaker');
  findings.note(5, 'integrations of the MirrorMaker 2 service', `${answer.status}, ${rows.length}`);
  if (own.some((row) => textAt(row, 'service_integration_id') === undefined))
    findings.settle('notEnabledIntegrations', 'listed');
  const made = own.filter((row) => textAt(row, 'service_integration_id') !== undefined);
  const [fromEndpoint] = made.filter((row) => textAt(row, 'source_endpoint_id') !== undefined);
  if (fromEndpoint !== undefined) findings.settle('endpointSourceService', sourceService(fromEndpoint));
  const [any] = made;
  if (any !== undefined) findings.settle('integrationStatus', statusOf(any));
}

export function sourceService(row: unknown): 'null' | 'empty' {
  return at(row, 'source_service') === '' ? 'empty' : 'null';
}

export function statusOf(row: unknown): 'present' | 'absent' {
  return at(row, 'integration_status') === undefined ? 'absent' : 'present';
}

/** Under which names lists of excluded topics stand, and which switches are absent, in flows that others made. */
async function flows(scope: Scope): Promise<void> {
  const { api, findings, mirrormaker } = scope;
  if (mirrormaker === undefined) return;
  const answer = await api.get(`${servicePath(scope, mirrormaker)}/mirrormaker/replication-flows`);
  const rows = list(answer.body, 'replication_flows');
  findings.note(6, 'flows', `${answer.status}, ${rows.length}`);
  const fields = [
    'topics.blacklist',
    'topics.exclude',
    'topics_exclude',
    'emit_heartbeats_enabled',
    'emit_backward_heartbeats_enabled',
    'sync_group_offsets_enabled',
    'exactly_once_delivery_enabled',
  ];
  for (const field of fields)
    findings.note(
      6,
      `flows with ${field}`,
      `${rows.filter((row) => at(row, field) !== undefined).length} of ${rows.length}`,
    );
}

function count(body: unknown, ...keys: readonly string[]): string {
  return `${list(body, ...keys).length} nodes`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
