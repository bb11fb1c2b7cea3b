import { randomBytes } from 'node:crypto';
import { at, textAt } from '../api.ts';
import { listIn, unforeseen } from '../evidence.ts';
import { said, tenths } from '../said.ts';
import { projectPath, type Scope, servicePath, tokenRoles, topicsPath } from '../scope.ts';

/** Steps 1 to 6: nothing is written. */
export async function readingSteps(scope: Scope): Promise<void> {
  const { findings } = scope;
  await findings.question(['whileRebuilding'], () => rebuilding(scope));
  await findings.question(['unknownProject'], () => unknownProject(scope));
  await findings.question(['operatorData'], () => permissions(scope));
  await findings.question(['internalTopics'], () => topicLists(scope));
  await findings.question(['defaultAclUsername'], () => acls(scope));
  await findings.question(['v2Route'], () => batches(scope));
  await findings.question([], () => topicReads(scope));
  await findings.question([], () => endpoints(scope));
  const attached = ['notEnabledIntegrations', 'endpointSourceService', 'integrationStatus'] as const;
  await findings.question(attached, () => integrations(scope));
  await findings.question([], () => flows(scope));
}

async function rebuilding(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const service = await api.get(servicePath(scope, scope.kafka));
  if (textAt(service.body, 'service', 'state') !== 'REBUILDING') {
    findings.leave('whileRebuilding', 'the service is not REBUILDING: run this again during a maintenance');
    return;
  }
  const answer = await api.get(topicsPath(scope));
  // One could be a moment's.
  if (answer.status === 503 && (await api.get(topicsPath(scope))).status === 503)
    findings.settle('whileRebuilding', '503');
  else {
    listIn(answer, 'topics');
    findings.settle('whileRebuilding', 'accessible');
  }
}

async function unknownProject({ api, findings }: Scope): Promise<void> {
  const nowhere = await api.get(`/v1/project/nowhere-${randomBytes(6).toString('hex')}/service`);
  findings.note(1, 'a project that is not there', said`${nowhere.status}`);
  if (nowhere.status === 403 && /not a project member/i.test(nowhere.message))
    findings.settle('unknownProject', 'not-a-member');
  else if (nowhere.status === 404) findings.settle('unknownProject', 'not-found');
  else throw unforeseen(nowhere);
}

/** Which token may read what. */
async function permissions(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const kafka = servicePath(scope, scope.kafka);
  const paths = [
    `${kafka}/topic`,
    `${kafka}/kafka/acl`,
    `${projectPath(scope)}/integration_endpoint`,
  ] as const;
  for (const role of tokenRoles) {
    const token = scope.tokens[role];
    if (token === undefined) continue;
    const list = await api.get(paths[0], token);
    const topics = list.status;
    const entries = (await api.get(paths[1], token)).status;
    const points = (await api.get(paths[2], token)).status;
    findings.note(
      2,
      `topics, ACLs and endpoints with the token ${role}`,
      said`${topics}, ${entries}, ${points}`,
    );
    if (scope.mirrormaker !== undefined) {
      const replications = await api.get(
        `${servicePath(scope, scope.mirrormaker)}/mirrormaker/replication-flows`,
        token,
      );
      findings.note(2, `flows with the token ${role}`, said`${replications.status}`);
    }
    if (role !== 'operator') continue;
    if (topics === 200 && entries === 200) {
      listIn(list, 'topics');
      findings.settle('operatorData', 'allowed');
    } else if (topics === 403 && entries === 403) findings.settle('operatorData', 'denied');
    else findings.leave('operatorData', `Aiven answered ${topics} and ${entries}`);
  }
  if (scope.tokens.operator === undefined)
    findings.leave('operatorData', 'no token of an operator was given');
}

async function topicLists(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const all = await api.get(topicsPath(scope));
  const names = listIn(all, 'topics').map((topic) => textAt(topic, 'topic_name'));
  findings.note(3, 'the list of topics', said`${names.length} topics, ${tenths(all.seconds)} s`);
  const limited = listIn(await api.get(`${topicsPath(scope)}?limit=999`), 'topics');
  findings.note(3, 'the same with limit=999', said`${limited.length} topics`);
  // Of flows that run: which of two names MirrorMaker 2 gave the topic, and whether heartbeats are emitted.
  const kinds = [
    ['mm2-offset-syncs.<alias>.internal', /^mm2-offset-syncs\..+\.internal$/],
    ['<alias>.offset-syncs', /^(?!mm2-).+\.offset-syncs$/],
    ['heartbeats', /(^|\.)heartbeats$/],
  ] as const;
  for (const [kind, pattern] of kinds) {
    const found = names.filter((name) => name !== undefined && pattern.test(name));
    findings.note(9, `topics named ${kind}`, said`${found.length}`);
  }
  if (names.includes('__consumer_offsets')) {
    findings.settle('internalTopics', 'listed');
    return;
  }
  const offsets = await api.get(`${topicsPath(scope)}/__consumer_offsets`);
  if (textAt(offsets.body, 'topic', 'topic_name') === '__consumer_offsets')
    findings.settle('internalTopics', 'hidden');
  else if (offsets.status === 404)
    findings.leave('internalTopics', 'the service has no consumer offsets yet');
  else throw unforeseen(offsets);
}

async function acls(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const entries = listIn(await api.get(`${servicePath(scope, scope.kafka)}/acl`), 'acl');
  const username = textAt(
    entries.find((acl) => textAt(acl, 'id') === 'default'),
    'username',
  );
  if (username === 'avnadmin' || username === '*') findings.settle('defaultAclUsername', username);
  else findings.leave('defaultAclUsername', 'the service has no entry default');
}

/** Statuses of a route that is not there; 404 for one of the names is another answer. */
const retired: ReadonlySet<number> = new Set([404, 405, 410, 501]);

async function batches(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  const topics = listIn(await api.get(topicsPath(scope)), 'topics');
  const names = topics.flatMap((topic) => textAt(topic, 'topic_name') ?? []).slice(0, 100);
  const read = (wanted: readonly string[]) => api.post(topicsPath(scope, 'v2'), { topic_names: wanted });
  const asked = names.length > 0 ? names : [unknownName()];
  const batch = await read(asked);
  findings.note(4, `a batch of ${asked.length} topics`, said`${batch.status}, ${tenths(batch.seconds)} s`);
  findings.note(
    4,
    'a batch of 101 names',
    said`${(await read(Array.from({ length: 101 }, unknownName))).status}`,
  );
  // Some of the names may be newer than the batch read: that is no answer about the route.
  if (batch.status === 200) listIn(batch, 'topics');
  if (batch.status === 200 || (batch.status === 404 && batch.code === 'kafka_topic_not_found')) {
    findings.settle('v2Route', 'there');
    return;
  }
  // One answer could be a moment's.
  const again = await read(asked);
  if (again.status !== batch.status) throw unforeseen(batch);
  if (batch.status === 403) findings.settle('v2Route', 'forbidden');
  else if (retired.has(batch.status)) findings.settle('v2Route', 'retired');
  else throw unforeseen(batch);
}

async function topicReads(scope: Scope): Promise<void> {
  const unknown = await scope.api.get(`${topicsPath(scope)}/${unknownName()}`);
  scope.findings.note(4, 'a topic that is not there', said`${unknown.status}, ${tenths(unknown.seconds)} s`);
}

function unknownName(): string {
  return `gitops-smoke-nothing-${randomBytes(6).toString('hex')}`;
}

async function endpoints(scope: Scope): Promise<void> {
  const answer = await scope.api.get(`${projectPath(scope)}/integration_endpoint`);
  const count = listIn(answer, 'service_integration_endpoints').length;
  scope.findings.note(5, 'endpoints of the project', said`${count}`);
}

async function integrations(scope: Scope): Promise<void> {
  const { api, findings, mirrormaker } = scope;
  const none = 'the MirrorMaker 2 service that was read has none that tells it';
  if (mirrormaker !== undefined) {
    const answer = await api.get(`${servicePath(scope, mirrormaker)}/integration`);
    const own = listIn(answer, 'service_integrations').filter(
      (row) => textAt(row, 'integration_type') === 'kafka_mirrormaker',
    );
    const made = own.filter((row) => textAt(row, 'service_integration_id') !== undefined);
    findings.note(
      5,
      'integrations of the MirrorMaker 2 service',
      said`${made.length}, and ${own.length - made.length} that are possible`,
    );
    if (own.length > made.length) findings.settle('notEnabledIntegrations', 'listed');
    const [fromEndpoint] = made.filter((row) => textAt(row, 'source_endpoint_id') !== undefined);
    if (fromEndpoint !== undefined) findings.settle('endpointSourceService', sourceService(fromEndpoint));
    const [any] = made;
    if (any !== undefined) findings.settle('integrationStatus', statusOf(any));
  }
  const because = mirrormaker === undefined ? 'no MirrorMaker 2 service was named' : none;
  for (const name of ['notEnabledIntegrations', 'endpointSourceService', 'integrationStatus'] as const)
    findings.leave(name, because);
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
  const rows = listIn(answer, 'replication_flows');
  findings.note(6, 'flows', said`${rows.length}`);
  if (rows.length === 0) return;
  const fields = [
    'topics.blacklist',
    'topics.exclude',
    'topics_exclude',
    'emit_heartbeats_enabled',
    'emit_backward_heartbeats_enabled',
    'sync_group_offsets_enabled',
    'exactly_once_delivery_enabled',
    'follower_fetching_enabled',
    'offset_lag_max',
  ];
  for (const field of fields) {
    const having = rows.filter((row) => at(row, field) !== undefined).length;
    findings.note(6, `flows with ${field}`, said`${having} of ${rows.length}`);
  }
}
