import { at } from '../api.ts';
import { hasEffect, isTaken, must, mustBeDone, objectIn, unforeseen } from '../evidence.ts';
import { type Scratch, topicPath } from '../scope.ts';

/** Step 8, updates of one topic. */
export async function topicUpdates(scope: Scratch, topic: string): Promise<void> {
  const { api, findings } = scope;
  const path = topicPath(scope, topic);
  const put = (body: object) => api.put(path, body);
  const done = async (body: object) => mustBeDone(scope, await put(body));
  const read = async () => objectIn(await api.get(path), 'topic');
  const config = async (key: string, of: 'value' | 'source') => at(await read(), 'config', key, of);
  const retention = 86_400_000;
  const description = async () => at(await read(), 'topic_description');
  /** Something else in the same update shows that it was looked at, also where nothing comes of what is asked about. */
  const isTakenWith = async (asked: object, shows: () => Promise<boolean>) =>
    hasEffect(scope, await put(asked), shows);

  await findings.question(['configSource'], async () => {
    await done({ config: { retention_ms: retention, max_message_bytes: 1_000_000 } });
    const source = await config('retention_ms', 'source');
    if (source === 'topic_config') findings.settle('configSource', 'lower-case');
    else if (source === 'DYNAMIC_TOPIC_CONFIG') findings.settle('configSource', 'kafka');
  });
  await findings.question(['topicConfigPut'], async () => {
    await done({ config: { retention_ms: retention, max_message_bytes: 1_000_000 } });
    must((await config('retention_ms', 'value')) === retention, 'a change of a topic did not show');
    await done({ config: { max_message_bytes: 2_000_000 } });
    must((await config('max_message_bytes', 'value')) === 2_000_000, 'a change of a topic did not show');
    const kept = (await config('retention_ms', 'value')) === retention;
    findings.settle('topicConfigPut', kept ? 'merge' : 'replace');
  });
  await findings.question(['configAtDefault'], async () => {
    await done({ config: { retention_ms: retention, compression_type: 'zstd' } });
    must((await config('compression_type', 'value')) === 'zstd', 'a change of a topic did not show');
    await done({ config: { retention_ms: retention, compression_type: 'producer' } });
    must((await config('compression_type', 'value')) === 'producer', 'a change of a topic did not show');
    const source = String(await config('compression_type', 'source')).toLowerCase();
    if (source === 'default_config') findings.settle('configAtDefault', 'default_config');
    else if (source === 'topic_config' || source === 'dynamic_topic_config')
      findings.settle('configAtDefault', 'topic_config');
  });
  await findings.question(['topicConfigNull'], async () => {
    await done({ config: { retention_ms: retention } });
    must((await config('retention_ms', 'value')) === retention, 'a change of a topic did not show');
    const asked = { config: { retention_ms: null }, topic_description: 'Beside null' };
    const taken = await isTakenWith(asked, async () => (await description()) === 'Beside null');
    const kept = (await config('retention_ms', 'value')) === retention;
    if (taken) findings.settle('topicConfigNull', kept ? 'ignore' : 'reset');
    else if (kept) findings.settle('topicConfigNull', 'refuse');
  });
  await findings.question(['topicDescriptionNull'], async () => {
    await done({ topic_description: 'Described' });
    must((await description()) === 'Described', 'a description did not show');
    const asked = { topic_description: null, config: { max_message_bytes: 3_000_000 } };
    const isSeen = async () => (await config('max_message_bytes', 'value')) === 3_000_000;
    const taken = await isTakenWith(asked, isSeen);
    const kept = (await description()) === 'Described';
    if (taken) findings.settle('topicDescriptionNull', kept ? 'ignore' : 'clear');
    else if (kept) findings.settle('topicDescriptionNull', 'refuse');
  });
  await findings.question(['partitionsShrink'], async () => {
    const fewer = await put({ partitions: 1 });
    if (isTaken(scope, fewer)) findings.leave('partitionsShrink', 'it was taken');
    else if (fewer.status === 400 || fewer.status === 409)
      findings.settle('partitionsShrink', fewer.status === 400 ? '400' : '409');
    else throw unforeseen(fewer);
  });
}
