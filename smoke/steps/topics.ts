import { type Answer, at, textAt } from '../api.ts';
import { hasEffect, isDone, isTaken, listIn, must, mustBeDone, objectIn, unforeseen } from '../evidence.ts';
import { said } from '../said.ts';
import { type Scratch, topicPath, topicsPath, until } from '../scope.ts';
import { topicUpdates } from './topic-updates.ts';

/** Step 8. The first topic tells whether writes that are done are answered so; everything that follows rests on it. */
export async function topicSteps(scope: Scratch): Promise<void> {
  const { findings } = scope;
  const name = (what: string) => `${scope.prefix}${what}`;
  await findings.question(['writeAnswer'], () => writing(scope, name));
  const old = (await isVisible(scope, name('first'))) ? name('first') : name('again');
  must(await isVisible(scope, old), 'no topic could be created');
  await findings.question(['topicWhileCreating', 'topicListCache'], () => creating(scope, name('second')));
  await findings.question(['v2WhileStale'], () => newInBatches(scope, old, name('third')));
  await findings.question(['v2Values'], () => oldInBatches(scope, old));
  await refusals(scope, name);
  await topicUpdates(scope, old);
  await findings.question(['recreateWhileDeleting'], () => deleting(scope, old));
}

function create(scope: Scratch, name: string, more: object = {}): Promise<Answer> {
  const layout = { partitions: 2, replication: Math.min(2, scope.nodes) };
  return post(scope, { topic_name: name, ...layout, config: {}, ...more });
}

/** Only a refusal proves that nothing was made: an answer may be lost, and a 5xx may come after the effect. */
async function post(
  scope: Scratch,
  body: { readonly topic_name: string } & Readonly<Record<string, unknown>>,
  token?: string,
): Promise<Answer> {
  const { unseenTopics } = scope;
  const isOpen = unseenTopics.has(body.topic_name);
  unseenTopics.add(body.topic_name);
  const answer = await scope.api.post(topicsPath(scope), body, token);
  if (answer.status >= 400 && answer.status < 500 && !isOpen) unseenTopics.delete(body.topic_name);
  return answer;
}

/** No known cache of Aiven's is younger: what two reads within that time say was not changed by the expiry of one. */
const maxQuickMs = 5_000;

/** In the list: as it says of itself. Undefined: it is not listed. */
async function listedState(scope: Scratch, name: string): Promise<string | undefined> {
  const topics = listIn(await scope.api.get(topicsPath(scope)), 'topics');
  const row = topics.find((topic) => textAt(topic, 'topic_name') === name);
  return row === undefined ? undefined : (textAt(row, 'state') ?? '');
}

async function isListed(scope: Scratch, name: string): Promise<boolean> {
  return (await listedState(scope, name)) !== undefined;
}

async function isVisible(scope: Scratch, name: string): Promise<boolean> {
  const show = async () => {
    const { body } = await scope.api.get(topicPath(scope, name));
    return textAt(body, 'topic', 'topic_name') === name ? true : undefined;
  };
  const isSeen = (await until(scope, show, { closelyMs: 3_000 })) === true;
  if (isSeen) scope.unseenTopics.delete(name);
  return isSeen;
}

/** Twice: a 5xx after the effect can be a moment's, and the switch says that each write has one. */
async function writing(scope: Scratch, name: (what: string) => string): Promise<void> {
  const { findings } = scope;
  const first = await create(scope, name('first'), {
    config: { retention_ms: 86_400_000, max_message_bytes: 1_000_000 },
  });
  findings.note(8, 'a new topic', said`${first.status}`);
  const again = await create(scope, name('again'));
  const kinds = [first, again].map(({ status }) => (status < 300 ? 'success' : `${status}`));
  const [kind] = kinds;
  if (kind === undefined || kinds.some((one) => one !== kind)) throw unforeseen(first);
  must(await isVisible(scope, name('first')), 'a new topic did not show');
  if (kind === 'success') findings.settle('writeAnswer', 'success');
  else if (kind === '503' && (await isVisible(scope, name('again'))))
    findings.settle('writeAnswer', '503-after-effect');
  else throw unforeseen(first);
}

async function creating(scope: Scratch, name: string): Promise<void> {
  const { findings } = scope;
  // The list is read right before, so that a cached one lacks the topic.
  await isListed(scope, name);
  mustBeDone(scope, await create(scope, name));
  const early = await scope.api.get(topicPath(scope, name));
  if (early.status === 404) findings.settle('topicWhileCreating', '404');
  else if (early.status === 501) findings.settle('topicWhileCreating', '501');
  else if (/not_synchronized/.test(early.code)) findings.settle('topicWhileCreating', 'not-synchronized');
  else if (early.status === 200) findings.leave('topicWhileCreating', 'the topic was there at once');
  else findings.leave('topicWhileCreating', `Aiven answered ${early.status}`);
  must(await isVisible(scope, name), 'a new topic did not show');
  if (await isListed(scope, name)) await deletionInList(scope, name);
  else findings.settle('topicListCache', 'stale');
}

/**
 * The topic may have taken longer to show than the list is kept, so that it is listed proves nothing. A deletion shows at once, and
 * the list is read right before and right after it.
 */
async function deletionInList(scope: Scratch, name: string): Promise<void> {
  const { findings } = scope;
  const isThere = async () => !['DELETING', undefined].includes(await listedState(scope, name));
  const begun = scope.now();
  must(await isThere(), 'the list lost a topic that it had');
  mustBeDone(scope, await scope.api.delete(topicPath(scope, name)));
  if (await isThere()) {
    // A deletion that was answered and not done would look the same.
    const isDeleted = async () => ((await isThere()) ? undefined : true);
    must((await until(scope, isDeleted, { maxMs: 60_000 })) === true, 'a deletion did not show');
    findings.settle('topicListCache', 'stale');
  } else if (scope.now() - begun <= maxQuickMs) findings.settle('topicListCache', 'invalidated');
  else
    findings.leave(
      'topicListCache',
      'reads take so long that a list which is kept may have expired meanwhile',
    );
}

/** What a batch read said: some of the topics, all of them, or that one is unknown. */
async function batchOf(scope: Scratch, names: readonly string[]): Promise<readonly unknown[] | 'not-found'> {
  const answer = await scope.api.post(topicsPath(scope, 'v2'), { topic_names: names });
  if (answer.status === 404 && answer.code === 'kafka_topic_not_found') return 'not-found';
  return listIn(answer, 'topics');
}

async function known(scope: Scratch, name: string): Promise<void> {
  const ask = async () => ((await batchOf(scope, [name])) === 'not-found' ? undefined : true);
  must((await until(scope, ask)) === true, 'the batch read did not learn of a new topic');
}

function mustHaveBatches({ findings }: Scratch): void {
  must(findings.value('v2Route') === 'there', 'there is no batch read');
}

/** What the batch read says of a topic that it learns of later than others do. */
async function newInBatches(scope: Scratch, old: string, fresh: string): Promise<void> {
  const { findings } = scope;
  mustHaveBatches(scope);
  await known(scope, old);
  mustBeDone(scope, await create(scope, fresh));
  must(await isVisible(scope, fresh), 'a new topic did not show');
  const kinds = new Set<string>();
  for (const _ of ['once', 'twice']) {
    const topics = await batchOf(scope, [old, fresh]);
    kinds.add(topics === 'not-found' ? topics : topics.length < 2 ? 'short' : 'whole');
  }
  if (kinds.has('whole')) findings.leave('v2WhileStale', 'the batch read knew the topic at once');
  else
    findings.settle('v2WhileStale', kinds.size === 2 ? 'either' : kinds.has('short') ? 'short' : 'not-found');
}

/** Three times: what a batch read keeps may have been renewed just then, so one new value is no proof that it keeps none. */
async function oldInBatches(scope: Scratch, old: string): Promise<void> {
  const { api, findings } = scope;
  mustHaveBatches(scope);
  await known(scope, old);
  const valueInBatch = async () => {
    const topics = await batchOf(scope, [old]);
    return topics === 'not-found' ? undefined : at(topics[0], 'config', 'retention_ms', 'value');
  };
  let isQuick = true;
  for (const wanted of [100_000_000, 110_000_000, 120_000_000]) {
    const begun = scope.now();
    const before = await valueInBatch();
    mustBeDone(scope, await api.put(topicPath(scope, old), { config: { retention_ms: wanted } }));
    const value = await valueInBatch();
    const topic = objectIn(await api.get(topicPath(scope, old)), 'topic');
    must(at(topic, 'config', 'retention_ms', 'value') === wanted, 'a change of a topic did not show');
    isQuick &&= scope.now() - begun <= maxQuickMs;
    if (value === wanted) continue;
    must(value !== undefined && value === before, 'a batch read told neither the old nor the new value');
    findings.settle('v2Values', 'cached');
    return;
  }
  if (isQuick) findings.settle('v2Values', 'current');
  else findings.leave('v2Values', 'reads take so long that values which are kept may have expired meanwhile');
}

async function makes(scope: Scratch, name: string, more: object): Promise<boolean> {
  return hasEffect(scope, await create(scope, name, more), () => isVisible(scope, name));
}

async function refusals(scope: Scratch, name: (what: string) => string): Promise<void> {
  const { api, findings, tokens, nodes } = scope;
  await findings.question(['unknownProperties'], async () => {
    const isMade = await makes(scope, name('unknown-key'), { gitops_smoke: 1 });
    findings.settle('unknownProperties', isMade ? 'ignore' : 'refuse');
  });
  await findings.question(['replicationOne'], async () => {
    must(nodes > 1, 'the scratch service has one node');
    const isMade = await makes(scope, name('single'), { replication: 1 });
    findings.settle('replicationOne', isMade ? 'allow' : 'refuse');
  });
  await findings.question(['replicationTooHigh'], async () => {
    const high = await create(scope, name('high'), { replication: 99 });
    if (isTaken(scope, high)) findings.leave('replicationTooHigh', 'it was taken');
    else findings.settle('replicationTooHigh', high.status === 409 ? '409' : '400');
  });
  await findings.question(['reservedTopicCreate'], async () => {
    // With a replication that no cluster has, so that it is never made: perhaps nobody could delete it.
    const reserved = await create(scope, `__${name('reserved')}`, { replication: 99 });
    const words = `${reserved.code} ${reserved.message}`;
    if (/reserved_?\b|reserved topic/i.test(words.replaceAll(name(''), '')))
      findings.settle('reservedTopicCreate', 'refuse');
    else if (isTaken(scope, reserved) || /broker|replication/i.test(words))
      findings.settle('reservedTopicCreate', 'allow');
    else throw unforeseen(reserved);
  });
  await findings.question(['topicCreateRight'], async () => {
    const { data } = tokens;
    if (data === undefined) {
      findings.leave('topicCreateRight', 'no token with service:data:write alone was given');
      return;
    }
    // It may work in the service, so a refusal is one of this right.
    listIn(await api.get(topicsPath(scope), data), 'topics');
    const layout = { partitions: 2, replication: Math.min(2, nodes) };
    const body = { topic_name: name('by-data'), ...layout, config: {} };
    const byData = await post(scope, body, data);
    if (isDone(scope, byData)) {
      must(await isVisible(scope, name('by-data')), 'a new topic did not show');
      findings.settle('topicCreateRight', 'data-write');
    } else if (byData.status === 403 && (await post(scope, body, data)).status === 403)
      findings.settle('topicCreateRight', 'role');
    else throw unforeseen(byData);
  });
  await findings.question([], async () => {
    const bare = await post(scope, { topic_name: name('bare'), config: {} });
    findings.note(8, 'a topic without partitions and replication', said`${bare.status}`);
  });
}

async function deleting(scope: Scratch, topic: string): Promise<void> {
  const { api, findings } = scope;
  must(await isVisible(scope, topic), 'the topic is not there');
  mustBeDone(scope, await api.delete(topicPath(scope, topic)));
  const again = await create(scope, topic);
  if (again.code === 'kafka_topic_queued_for_deletion')
    findings.settle('recreateWhileDeleting', 'queued-for-deletion');
  else if (again.status === 409) findings.settle('recreateWhileDeleting', 'already-exists');
  else if (isDone(scope, again)) findings.leave('recreateWhileDeleting', 'the name was free at once');
  else throw unforeseen(again);
}
