import { at, list, textAt } from '../api.ts';
import { isDone, isRefused, isTaken, listIn, must, mustBeDone, unforeseen } from '../evidence.ts';
import { said } from '../said.ts';
import { flowsPath, ownPrefix, type Scratch } from '../scope.ts';
import { Unforeseen } from '../unforeseen.ts';

/** Step 9. None of these flows is ever enabled, and their clusters do not exist. */
export async function flowSteps(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await findings.question(['duplicateFlow'], () => duplicate(scope));
  await findings.question(['flowPut'], () => merging(scope));
  await findings.question(['flowAliasesInPut'], () => aliases(scope));
  await findings.question(['flowExcludeEcho'], () => excludes(scope));
  await findings.question(['flowWritesOverlap'], () => overlap(scope));
}

/** No cluster has it. */
const nowhere = `${ownPrefix}target`;

function create(scope: Scratch, source: string, fields: object = {}) {
  return scope.api.post(flowsPath(scope), {
    source_cluster: `${ownPrefix}${source}`,
    target_cluster: nowhere,
    enabled: false,
    ...fields,
  });
}

async function found(scope: Scratch, source: string): Promise<unknown> {
  const flows = listIn(await scope.api.get(flowsPath(scope)), 'replication_flows');
  return flows.find((flow) => textAt(flow, 'source_cluster') === `${ownPrefix}${source}`);
}

/** A disabled flow from this alias to a cluster that nobody has; answers its path. */
export async function flowFrom(scope: Scratch, source: string): Promise<string> {
  const ends = { source_cluster: source, target_cluster: nowhere };
  mustBeDone(scope, await scope.api.post(flowsPath(scope), { ...ends, enabled: false }));
  const flows = listIn(await scope.api.get(flowsPath(scope)), 'replication_flows');
  must(
    flows.some((flow) => textAt(flow, 'source_cluster') === source),
    'a new flow is not listed',
  );
  return `${flowsPath(scope)}/${encodeURIComponent(source)}/${nowhere}`;
}

async function made(scope: Scratch, source: string, fields: object = {}): Promise<unknown> {
  mustBeDone(scope, await create(scope, source, fields));
  const flow = await found(scope, source);
  must(flow !== undefined, 'a new flow is not listed');
  return flow;
}

function update(scope: Scratch, source: string, body: object) {
  return scope.api.put(`${flowsPath(scope)}/${ownPrefix}${source}/${nowhere}`, body);
}

async function duplicate(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await made(scope, 'twice');
  const again = await create(scope, 'twice');
  if (isTaken(scope, again)) findings.leave('duplicateFlow', 'it was taken');
  else findings.settle('duplicateFlow', again.status === 409 ? '409' : '400');
}

async function merging(scope: Scratch): Promise<void> {
  const flow = await made(scope, 'update', { topics: ['smoke'] });
  must(list(flow, 'topics').length > 0, 'a new flow is not as it was sent');
  mustBeDone(scope, await update(scope, 'update', { replication_factor: 2 }));
  const after = await found(scope, 'update');
  must(at(after, 'replication_factor') === 2, 'a change of a flow did not show');
  scope.findings.settle('flowPut', list(after, 'topics').length > 0 ? 'merge' : 'replace');
}

async function aliases(scope: Scratch): Promise<void> {
  const { findings } = scope;
  const ends = { source_cluster: `${ownPrefix}ends`, target_cluster: nowhere };
  await made(scope, 'ends');
  const changed = { enabled: false, replication_factor: 3 };
  if (isTaken(scope, await update(scope, 'ends', { ...ends, ...changed }))) {
    const isChanged = at(await found(scope, 'ends'), 'replication_factor') === 3;
    must(isChanged, 'a change of a flow did not show');
    findings.settle('flowAliasesInPut', 'ignore');
    return;
  }
  // The same without them is taken, so that it is they which are refused.
  mustBeDone(scope, await update(scope, 'ends', changed));
  findings.settle('flowAliasesInPut', 'refuse');
}

async function excludes(scope: Scratch): Promise<void> {
  const { findings } = scope;
  const flow = await made(scope, 'exclude', { topics_exclude: ['smoke'] });
  if (list(flow, 'topics_exclude').length > 0) findings.settle('flowExcludeEcho', 'as-sent');
  else if (list(flow, 'topics.blacklist').length > 0) findings.settle('flowExcludeEcho', 'topics.blacklist');
  const switches = ['emit_heartbeats_enabled', 'sync_group_offsets_enabled', 'exactly_once_delivery_enabled'];
  const told = switches.filter((field) => at(flow, field) !== undefined);
  findings.note(
    9,
    'switches of a flow that were not sent and are told',
    said`${told.length} of ${switches.length}`,
  );
}

type Overlap = 'apply' | 'lose' | 'fail';

/** Two pairs: what one pair met may be a moment's. */
async function overlap(scope: Scratch): Promise<void> {
  const first = await pair(scope, ['one', 'two']);
  const second = await pair(scope, ['three', 'four']);
  must(first === second, 'two pairs went differently');
  scope.findings.settle('flowWritesOverlap', first);
}

async function pair(scope: Scratch, sources: readonly string[]): Promise<Overlap> {
  const answers = await Promise.all(sources.map((source) => create(scope, source)));
  const there: unknown[] = [];
  for (const source of sources) there.push(await found(scope, source));
  const done = answers.filter((answer) => isDone(scope, answer)).length;
  if (!there.includes(undefined) && done === sources.length) return 'apply';
  // One of the two got lost, or nothing at all was done.
  if (done === sources.length && there.some((flow) => flow !== undefined)) return 'lose';
  const refusal = answers.find((answer) => !isDone(scope, answer));
  if (refusal === undefined) throw new Unforeseen('no new flow is listed');
  const isLoud = done === sources.length - 1 && (isRefused(refusal) || refusal.status >= 500);
  if (!isLoud) throw unforeseen(refusal);
  return 'fail';
}
