import { type Answer, at, list, textAt } from '../api.ts';
import { isDone, type Scratch, topicsPath, until } from '../scope.ts';

const layout = { partitions: 2, replication: 2 };

/** Step 8. The first topic tells whether writes that are done are answered so; everything that follows rests on it. */
export async function topicSteps(scope: Scratch): Promise<void> {
  const name = (what: string) => `${scope.prefix}${what}`;
  await creating(scope, name('first'), name('second'));
  await batches(scope, name('first'), name('third'));
  await refusals(scope, name);
  await updates(scope, name('first'));
  await deleting(scope, name('first'));
}

function one(scope: Scratch, name: string): string {
  return `${topicsPath(scope)}/${name}`;
}

function create(scope: Scratch, name: string, more: object = {}): Promise<Answer> {
  return scope.api.post(topicsPath(scope), { topic_name: name, ...layout, config: {}, ...more });
}

async function isListed(scope: Scratch, name: string): Promise<boolean> {
  const topics = list((await scope.api.get(topicsPath(scope))).body, 'topics');
  return topics.some((topic) => textAt(topic, 'topic_name') === name);
}

function visible(scope: Scratch, name: string): Promise<true | undefined> {
  return until(scope, async () =>
    (await scope.api.get(one(scope, name))).status === 200 ? true : undefined,
  );
}

async function creating(scope: Scratch, first: string, second: string): Promise<void> {
  const { findings } = scope;
  const made = await create(scope, first, {
    config: { retention_ms: 86_400_000, max_message_bytes: 1_000_000 },
    topic_description: 'A topic of a test',
  });
  findings.note(8, 'a new topic', `${made.status}`);
  if (made.status >= 500 && (await visible(scope, first)) !== undefined)
    findings.settle('writeAnswer', '503-after-effect');
  else if (made.status < 300) findings.settle('writeAnswer', 'success');
  else throw new Error(`A topic could not be created: Aiven answered ${made.status}.`);
  await visible(scope, first);

  // The list is read right before, so that a cached one lacks the topic.
  await scope.api.get(topicsPath(scope));
  await create(scope, second);
  const early = await scope.api.get(one(scope, second));
  if (early.status === 404) findings.settle('topicWhileCreating', '404');
  else if (early.status === 501) findings.settle('topicWhileCreating', '501');
  else if (early.status === 409) findings.settle('topicWhileCreating', 'not-synchronized');
  else findings.leave('topicWhileCreating', 'the topic was there at once');
  await visible(scope, second);
  findings.settle('topicListCache', (await isListed(scope, second)) ? 'invalidated' : 'stale');
}

/** Only where the batch read is there: what it knows later than others, and for how long it repeats itself. */
async function batches(scope: Scratch, old: string, fresh: string): Promise<void> {
  const { api, findings } = scope;
  const read = (names: readonly string[]) => api.post(topicsPath(scope, 'v2'), { topic_names: names });
  if (findings.value('v2Route') !== 'there') {
    for (const name of ['v2WhileStale', 'v2Values'] as const) findings.leave(name, 'there is no batch read');
    return;
  }
  await until(scope, async () => ((await read([old])).status === 200 ? true : undefined));
  await create(scope, fresh);
  await visible(scope, fresh);
  const answers = [await read([old, fresh]), await read([old, fresh])].map(({ status, body }) =>
    status === 200 ? (list(body, 'topics').length < 2 ? 'short' : 'whole') : 'not-found',
  );
  const kinds = new Set(answers);
  if (kinds.has('whole')) findings.leave('v2WhileStale', 'the batch read knew the topic at once');
  else
    findings.settle('v2WhileStale', kinds.size === 2 ? 'either' : kinds.has('short') ? 'short' : 'not-found');

  await until(scope, async () => ((await read([old])).status === 200 ? true : undefined));
  await api.put(one(scope, old), { config: { retention_ms: 172_800_000 } });
  const [topic] = list((await read([old])).body, 'topics');
  const value = at(topic, 'config', 'retention_ms', 'value');
  findings.settle('v2Values', value === 172_800_000 ? 'current' : 'cached');
}

async function refusals(scope: Scratch, name: (what: string) => string): Promise<void> {
  const { api, findings, tokens } = scope;
  const unknown = await create(scope, name('unknown-key'), { gitops_smoke: 1 });
  findings.settle('unknownProperties', isDone(scope, unknown) ? 'ignore' : 'refuse');
  const single = await create(scope, name('single'), { replication: 1 });
  findings.settle('replicationOne', isDone(scope, single) ? 'allow' : 'refuse');
  const high = await create(scope, name('high'), { replication: 99 });
  if (high.status === 409 || high.status === 400)
    findings.settle('replicationTooHigh', high.status === 409 ? '409' : '400');
  // With a replication that no cluster has, so that it is never made: nobody could delete it.
  const reserved = await create(scope, `__${name('reserved')}`, { replication: 99 });
  findings.settle(
    'reservedTopicCreate',
    /reserved/i.test(`${reserved.code} ${reserved.message}`) ? 'refuse' : 'allow',
  );
  if (tokens.data === undefined)
    findings.leave('topicCreateRight', 'no token with service:data:write alone was given');
  else {
    const body = { topic_name: name('by-data'), ...layout, config: {} };
    const byData = await api.post(topicsPath(scope), body, tokens.data);
    findings.settle('topicCreateRight', byData.status === 403 ? 'role' : 'data-write');
  }
  const bare = await api.post(topicsPath(scope), { topic_name: name('bare'), config: {} });
  findings.note(8, 'a topic without partitions and replication', `${bare.status}`);
}

async function updates(scope: Scratch, topic: string): Promise<void> {
  const { api, findings } = scope;
  const path = one(scope, topic);
  const put = (body: object) => api.put(path, body);
  const config = async (key: string, of: 'value' | 'source') =>
    at((await api.get(path)).body, 'topic', 'config', key, of);

  await put({ config: { retention_ms: 86_400_000, max_message_bytes: 1_000_000 } });
  const source = await config('retention_ms', 'source');
  findings.settle('configSource', source === 'topic_config' ? 'lower-case' : 'kafka');
  await put({ config: { max_message_bytes: 2_000_000 } });
  findings.settle(
    'topicConfigPut',
    (await config('retention_ms', 'value')) === 86_400_000 ? 'merge' : 'replace',
  );

  await put({ config: { retention_ms: 86_400_000, compression_type: 'zstd' } });
  await put({ config: { retention_ms: 86_400_000, compression_type: 'producer' } });
  const reset = String(await config('compression_type', 'source')).toLowerCase();
  findings.settle('configAtDefault', reset === 'default_config' ? 'default_config' : 'topic_config');

  const nothing = await put({ config: { retention_ms: null } });
  const kept = (await config('retention_ms', 'value')) === 86_400_000;
  findings.settle('topicConfigNull', !isDone(scope, nothing) ? 'refuse' : kept ? 'ignore' : 'reset');

  await put({ topic_description: 'Described' });
  const cleared = await put({ topic_description: null });
  const description = at((await api.get(path)).body, 'topic', 'topic_description');
  findings.settle(
    'topicDescriptionNull',
    !isDone(scope, cleared) ? 'refuse' : description === 'Described' ? 'ignore' : 'clear',
  );

  const fewer = await put({ partitions: 1 });
  if (fewer.status === 400 || fewer.status === 409)
    findings.settle('partitionsShrink', fewer.status === 400 ? '400' : '409');
}

async function deleting(scope: Scratch, topic: string): Promise<void> {
  const { api, findings } = scope;
  await api.delete(one(scope, topic));
  const again = await create(scope, topic);
  if (again.code === 'kafka_topic_queued_for_deletion')
    findings.settle('recreateWhileDeleting', 'queued-for-deletion');
  else if (again.status === 409) findings.settle('recreateWhileDeleting', 'already-exists');
  else findings.leave('recreateWhileDeleting', 'the name was free at once');
}
