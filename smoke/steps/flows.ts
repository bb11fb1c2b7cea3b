import { at, list, textAt } from '../api.ts';
import { flowsPath, isDone, type Scratch } from '../scope.ts';

/** Step 9. None of these flows is ever enabled, and their clusters do not exist. */
export async function flowSteps(scope: Scratch): Promise<void> {
  await duplicate(scope);
  await updates(scope);
  await excludes(scope);
  await overlap(scope);
}

function create(scope: Scratch, source: string, fields: object = {}) {
  return scope.api.post(flowsPath(scope), {
    source_cluster: source,
    target_cluster: 'smoke-target',
    enabled: false,
    ...fields,
  });
}

async function found(scope: Scratch, source: string): Promise<unknown> {
  const flows = list((await scope.api.get(flowsPath(scope))).body, 'replication_flows');
  return flows.find((flow) => textAt(flow, 'source_cluster') === source);
}

function update(scope: Scratch, source: string, body: object) {
  return scope.api.put(`${flowsPath(scope)}/${source}/smoke-target`, body);
}

async function duplicate(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await create(scope, 'smoke-twice');
  const again = await create(scope, 'smoke-twice');
  if (again.status === 409 || again.status === 400)
    findings.settle('duplicateFlow', again.status === 409 ? '409' : '400');
}

async function updates(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await create(scope, 'smoke-update', { topics: ['smoke'] });
  await update(scope, 'smoke-update', { replication_factor: 2 });
  const kept = list(await found(scope, 'smoke-update'), 'topics').length > 0;
  findings.settle('flowPut', kept ? 'merge' : 'replace');
  const aliases = {
    source_cluster: 'smoke-update',
    target_cluster: 'smoke-target',
    enabled: false,
    replication_factor: 3,
  };
  const withAliases = await update(scope, 'smoke-update', aliases);
  findings.settle('flowAliasesInPut', isDone(scope, withAliases) ? 'ignore' : 'refuse');
}

async function excludes(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await create(scope, 'smoke-exclude', { topics_exclude: ['smoke'] });
  const flow = await found(scope, 'smoke-exclude');
  findings.settle(
    'flowExcludeEcho',
    at(flow, 'topics_exclude') === undefined ? 'topics.blacklist' : 'as-sent',
  );
  const switches = ['emit_heartbeats_enabled', 'sync_group_offsets_enabled', 'exactly_once_delivery_enabled'];
  const told = switches.filter((field) => at(flow, field) !== undefined);
  findings.note(
    9,
    'switches of a flow that were not sent and are told',
    `${told.length} of ${switches.length}`,
  );
}

async function overlap(scope: Scratch): Promise<void> {
  const { findings } = scope;
  const sources = ['smoke-one', 'smoke-two'];
  const answers = await Promise.all(sources.map((source) => create(scope, source)));
  const there = await Promise.all(sources.map((source) => found(scope, source)));
  if (!there.includes(undefined)) findings.settle('flowWritesOverlap', 'apply');
  else
    findings.settle('flowWritesOverlap', answers.every((answer) => isDone(scope, answer)) ? 'lose' : 'fail');
}
