import { describe, expect, test } from '@jest/globals';
import { checkGates, type Gates } from '../../../src/review/gates.ts';
import { type ConfigValues, shortRisks, topicPlan } from '../../support/build/plan.ts';

const open: Gates = {
  allowDelete: new Set(['topics']),
  protectedTopics: [],
  maxDeletes: 5,
  maxChanges: 100,
};

/** What a topic has that nobody overrides; only what a rule looks at. */
const usual: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'retention.ms': '604800000',
  'retention.bytes': '-1',
  'remote.storage.enable': 'false',
  'message.timestamp.type': 'CreateTime',
  'min.insync.replicas': '2',
};
const compacted: ConfigValues = { ...usual, 'cleanup.policy': 'compact' };
const tiered: ConfigValues = { ...usual, 'remote.storage.enable': 'true' };
const endless: ConfigValues = { ...usual, 'retention.ms': '-1' };
const stamped: ConfigValues = { ...usual, 'message.timestamp.type': 'LogAppendTime' };

function risksOf(live: ConfigValues, config: Readonly<Record<string, string | null>>): readonly string[] {
  return shortRisks(topicPlan({ live: { config: live }, desired: { config } }).risks);
}

describe('tiered storage that is switched off takes its records with it', () => {
  const config = { 'remote.storage.enable': 'false', 'remote.log.delete.on.disable': 'true' };
  const live = { config: { ...tiered, 'retention.ms': '-1', 'remote.log.delete.on.disable': 'false' } };
  const plan = topicPlan({ live, desired: { protect: true, config } });

  test('which is the greatest risk there is, in words', () => {
    expect(shortRisks(plan.risks)).toEqual(['high data-loss*']);
    expect(plan.risks[0]?.consequence).toContain('everything in the remote storage is deleted');
  });

  test.each([
    ['the spec protects it', {}, ['topic-protected']],
    [
      'the workflow protects it too',
      { protectedTopics: ['ledger*'] },
      ['topic-protected', 'topic-protected'],
    ],
  ])('and it stops where %s', (_, gates, codes) => {
    expect(checkGates(plan, { ...open, ...gates }).map(({ code }) => code)).toEqual(codes);
  });

  test('without the deletion it says what happens instead', () => {
    const [only] = topicPlan({
      live: { config: { ...tiered, 'remote.log.delete.on.disable': 'false' } },
      desired: { config: { 'remote.storage.enable': 'false' } },
    }).risks;
    expect(only).toMatchObject({ level: 'high', code: 'data-loss' });
    expect(only?.consequence).toMatch(/no longer be read/);
  });
});

describe('a switch to diskless', () => {
  const plan = topicPlan({
    cluster: 'core',
    live: { replication: 1, config: { ...usual, 'diskless.enable': 'false' } },
    desired: { replication: 1, protect: true, config: { 'diskless.enable': 'true' } },
  });

  test('cannot be undone, says so, and stops at a protected topic', () => {
    expect(shortRisks(plan.risks)).toEqual(['high one-way-switch*']);
    expect(plan.risks[0]?.consequence).toContain('cannot be switched back');
    expect(checkGates(plan, open).map(({ code }) => code)).toEqual(['topic-protected']);
  });

  test('is the same where Aiven never showed the config', () => {
    const unseen = topicPlan({
      cluster: 'core',
      live: { config: usual },
      desired: { config: { 'diskless.enable': 'true' } },
    });
    expect(shortRisks(unseen.risks)).toEqual(['high one-way-switch*']);
  });
});

test('a flag that the topic does not have at all is as Kafka has it: to say so changes nothing', () => {
  for (const [name, said] of [
    ['remote.storage.enable', 'false'],
    ['diskless.enable', 'false'],
    ['message.downconversion.enable', 'true'],
  ] as const) {
    expect(risksOf({ 'retention.ms': '1000' }, { [name]: said })).toEqual([]);
  }
});

describe('what a changed config means', () => {
  test.each<[string, ConfigValues, string, string, string | null, string[]]>([
    ['a small cut', usual, 'retention.ms', '604800000', '518400000', ['medium data-loss*']],
    ['a large cut', usual, 'retention.ms', '604800000', '86400000', ['high data-loss*']],
    ['a limit where there was none', usual, 'retention.bytes', '-1', '1073741824', ['high data-loss*']],
    [
      'of what is in the remote storage',
      tiered,
      'retention.ms',
      '604800000',
      '604799999',
      ['high data-loss*'],
    ],
    ['of a topic that is only compacted', compacted, 'retention.ms', '604800000', '1000', []],
    ['longer', usual, 'retention.ms', '86400000', '604800000', []],
    ['for ever', usual, 'retention.ms', '86400000', '-1', ['low disk-grows']],
    ['to what nobody told', usual, 'retention.ms', '86400000', null, ['medium consequence-unknown*']],
    ['from what cannot be read', usual, 'retention.ms', 'a week', '1000', ['medium consequence-unknown*']],
    ['compact to delete', usual, 'cleanup.policy', 'compact', 'delete', ['high data-loss*']],
    ['compact to delete, keeping all', endless, 'cleanup.policy', 'compact', 'delete', ['low disk-grows']],
    ['delete to compact', usual, 'cleanup.policy', 'delete', 'compact', ['high data-loss*']],
    ['delete to both', usual, 'cleanup.policy', 'delete', 'compact,delete', ['high data-loss*']],
    ['both to delete', usual, 'cleanup.policy', 'compact,delete', 'delete', ['low disk-grows']],
    ['both to compact', usual, 'cleanup.policy', 'compact,delete', 'compact', ['low disk-grows']],
    ['local copy, tiered', tiered, 'local.retention.ms', '86400000', '1000', ['low slower-reads']],
    ['local copy, not tiered', usual, 'local.retention.ms', '86400000', '1000', []],
    ['local copy as long as the record', tiered, 'local.retention.ms', '1000', '-2', []],
    ['', usual, 'local.retention.bytes', '-2', '1000', []],
    ['on', usual, 'remote.storage.enable', 'false', 'true', ['medium tiered-storage']],
    ['stop copying', tiered, 'remote.log.copy.disable', 'false', 'true', ['medium disk-grows']],
    ['copy again', tiered, 'remote.log.copy.disable', 'true', 'false', []],
    ['while tiered', tiered, 'remote.log.delete.on.disable', 'false', 'true', ['low remote-data-at-stake']],
    ['back', tiered, 'remote.log.delete.on.disable', 'true', 'false', []],
    ['sooner', usual, 'segment.ms', '604800000', '3600000', ['medium data-loss*']],
    ['later', usual, 'segment.ms', '3600000', '604800000', ['low kept-longer']],
    ['sooner, keeping all', endless, 'segment.ms', '604800000', '3600000', []],
    ['sooner, compacted', compacted, 'segment.bytes', '1073741824', '1048576', ['medium data-loss*']],
    ['more jitter is sooner', usual, 'segment.jitter.ms', '0', '3600000', ['medium data-loss*']],
    ['compacted', compacted, 'delete.retention.ms', '86400000', '1000', ['high data-loss*']],
    ['compacted, a little', compacted, 'delete.retention.ms', '86400000', '80000000', ['medium data-loss*']],
    ['not compacted', usual, 'delete.retention.ms', '86400000', '1000', []],
    ['', compacted, 'max.compaction.lag.ms', '9223372036854775807', '1000', ['high data-loss*']],
    ['not compacted', usual, 'max.compaction.lag.ms', '9223372036854775807', '1000', []],
    ['', compacted, 'min.compaction.lag.ms', '86400000', '0', ['high data-loss*']],
    ['', compacted, 'min.compaction.lag.ms', '0', '86400000', []],
    ['', compacted, 'min.cleanable.dirty.ratio', '0.5', '0.1', ['medium data-loss*']],
    ['', compacted, 'min.cleanable.dirty.ratio', '0.1', '0.5', []],
    ['the same, written otherwise', compacted, 'min.cleanable.dirty.ratio', '0.5', '5E-1', []],
    ['', compacted, 'min.cleanable.dirty.ratio', 'x0.1', '0.5', ['medium consequence-unknown*']],
    ['', compacted, 'min.cleanable.dirty.ratio', '0.1', '0.5x', ['medium consequence-unknown*']],
    ['', usual, 'message.timestamp.type', 'CreateTime', 'LogAppendTime', ['medium timestamps-change']],
    ['', usual, 'message.timestamp.type', 'LogAppendTime', 'CreateTime', ['medium timestamps-change*']],
    [
      'keeping all',
      endless,
      'message.timestamp.type',
      'LogAppendTime',
      'CreateTime',
      ['medium timestamps-change'],
    ],
    ['of tomorrow', usual, 'message.timestamp.type', 'LogAppendTime', 'X', ['medium consequence-unknown*']],
    ['of tomorrow', usual, 'message.timestamp.type', 'X', 'CreateTime', ['medium consequence-unknown*']],
    ['', usual, 'message.timestamp.before.max.ms', '86400000', '1000', ['medium producers-refused']],
    ['stamped by the broker', stamped, 'message.timestamp.before.max.ms', '86400000', '1000', []],
    ['', usual, 'min.insync.replicas', '2', '1', ['medium durability']],
    ['', usual, 'min.insync.replicas', '1', '2', ['medium availability']],
    ['more than there are', usual, 'min.insync.replicas', '1', '4', ['high availability']],
    ['', usual, 'unclean.leader.election.enable', 'false', 'true', ['medium durability*']],
    ['', usual, 'unclean.leader.election.enable', 'true', 'false', ['low availability']],
    ['', usual, 'max.message.bytes', '2097152', '1048576', ['medium producers-refused']],
    ['', usual, 'max.message.bytes', '1048576', '2097152', ['low larger-records']],
    ['', usual, 'flush.ms', '1000', '60000', ['medium durability']],
    ['', usual, 'flush.ms', '60000', '1000', []],
    ['', usual, 'compression.type', 'zstd', 'lz4', []],
    ['', usual, 'compression.type', 'lz4', 'zstd', ['low consumers-refused']],
    ['to a codec of tomorrow', usual, 'compression.type', 'lz4', 'brotli', ['medium consequence-unknown']],
  ])('%s: %#', (_, live, key, from, to, risks) => {
    expect([key, from, to, ...risksOf({ ...live, [key]: from }, { [key]: to })]).toEqual([
      key,
      from,
      to,
      ...risks,
    ]);
  });

  test('null goes back to the default, and is judged by its value where that is told', () => {
    const back = (inherited: string) =>
      risksOf({ ...usual, 'retention.ms': ['604800000', inherited] }, { 'retention.ms': null });
    expect(back('86400000')).toEqual(['high data-loss*']);
    expect(back('2592000000')).toEqual([]);
  });

  test('what is not known of a consequence is said', () => {
    const because = (live: ConfigValues, to: string | null) =>
      topicPlan({ live: { config: live }, desired: { config: { 'compression.type': to } } }).risks.map(
        ({ consequence }) => consequence,
      );
    expect(because({ ...usual, 'compression.type': 'lz4' }, 'brotli')).toEqual([
      'consequence unknown: a value cannot be read by this version',
    ]);
    expect(because({ ...usual, 'compression.type': 'lz4' }, null)).toEqual([
      'consequence unknown: the default that it goes back to is not told',
    ]);
    expect(because(usual, 'lz4')).toEqual(['consequence unknown: the value now is not told']);
  });

  test('fields of one change are judged together', () => {
    const live = { ...usual, 'cleanup.policy': 'compact', 'retention.ms': '604800000' };
    expect(risksOf(live, { 'cleanup.policy': 'compact,delete', 'retention.ms': '-1' })).toEqual([]);
    expect(risksOf(live, { 'cleanup.policy': 'compact,delete', 'retention.ms': '1000' })).toEqual([
      'high data-loss*',
      'high data-loss*',
    ]);
  });

  test('an override that nobody knows and that is reset is never taken for harmless', () => {
    const plan = topicPlan({
      live: { config: { ...usual, 'confluent.tier.enable': 'true' } },
      desired: { unlistedConfig: 'reset', config: { ...usual } },
    });
    expect(shortRisks(plan.risks)).toEqual(['medium consequence-unknown*']);
    expect(plan.risks[0]?.consequence).toContain('consequence unknown');
  });
});

describe('what other fields of a topic mean', () => {
  test.each([
    [3, 4, ['medium replicas-move']],
    [4, 3, ['medium durability']],
    [3, 2, ['medium durability']],
    [3, 1, ['high durability*', 'high availability']],
  ])('replication %i to %i: %j', (from, to, risks) => {
    const plan = topicPlan({
      cluster: 'core',
      live: { replication: from, config: usual },
      desired: { replication: to },
    });
    expect(shortRisks(plan.risks)).toEqual(risks);
  });

  test.each(['flush.ms', 'flush.messages'])(
    '%s of a topic with one replica is all that keeps its records',
    (key) => {
      const later = (replication: number) =>
        topicPlan({
          cluster: 'core',
          live: { replication, config: { ...usual, 'min.insync.replicas': '1', [key]: '1000' } },
          desired: { config: { [key]: '60000' } },
        }).risks;
      expect(shortRisks(later(1))).toEqual(['medium durability*']);
      expect(later(1)[0]?.consequence).toContain('no other replica');
      expect(shortRisks(later(2))).toEqual(['medium durability']);
    },
  );

  test('tags and a description are words', () => {
    const plan = topicPlan({
      cluster: 'core',
      live: { tags: new Map([['team', 'a']]), description: 'old', config: usual },
      desired: { tags: new Map([['owner', 'b']]), description: 'new' },
    });
    expect(plan.operations).toHaveLength(3);
    expect(plan.risks).toEqual([]);
  });

  test.each([undefined, 'ug1'])('another owner than %s decides about access', (before) => {
    const plan = topicPlan({
      cluster: 'core',
      live: { ...(before && { owner_user_group_id: before }), config: usual },
      desired: { owner_user_group_id: 'ug2' },
    });
    expect(plan.operations).toMatchObject([
      { action: 'update', field: 'owner_user_group_id', from: before ?? null, to: 'ug2' },
    ]);
    expect(shortRisks(plan.risks)).toEqual(['medium owner-changes']);
  });

  test('more partitions leave the last value of a key behind where a topic is compacted', () => {
    const grown = (live: ConfigValues) =>
      topicPlan({ live: { partitions: 3, config: live }, desired: { partitions: 6 } }).risks[0]?.consequence;
    expect(grown(usual)).not.toContain('last value');
    expect(grown(compacted)).toContain('last value');
  });
});

test('how much is there is told with what can go, and with nothing else', () => {
  const of = (config: Readonly<Record<string, string>>) =>
    topicPlan({ cluster: 'core', live: { size: 4_096, config: usual }, desired: { config } }).risks;
  expect(of({ 'retention.ms': '1000' })).toMatchObject([{ heldBytes: 4_096 }]);
  expect(of({ 'min.insync.replicas': '1' })[0]?.heldBytes).toBeUndefined();
  const off = topicPlan({
    cluster: 'core',
    live: { size: 4_096, remoteSize: 8_192, config: tiered },
    desired: { config: { 'remote.storage.enable': 'false' } },
  });
  expect(off.risks).toMatchObject([{ heldBytes: 12_288 }]);
});

test.each<[string, Partial<Record<'size' | 'remoteSize', number>>, ConfigValues, object]>([
  ['the disk alone, of a tiered topic', { size: 1 }, tiered, { heldBytes: 1, heldIsAtLeast: true }],
  ['the remote storage alone', { remoteSize: 2 }, tiered, { heldBytes: 2, heldIsAtLeast: true }],
  ['both', { size: 1, remoteSize: 2 }, tiered, { heldBytes: 3 }],
  ['the disk, of a topic that is nowhere else', { size: 1 }, usual, { heldBytes: 1 }],
  [
    'the remote storage, of a topic that is switched off it',
    { remoteSize: 2 },
    usual,
    { heldIsAtLeast: true },
  ],
  ['nothing', {}, tiered, {}],
])('where Aiven tells %s, the size is called whole only if it is', (_, told, config, expected) => {
  const { risks } = topicPlan({
    cluster: 'core',
    live: { ...told, config },
    desired: { config: { 'retention.ms': '1000' } },
  });
  const [risk] = risks;
  expect(risk).toMatchObject(expected);
  if (!('heldIsAtLeast' in expected)) expect(risk).not.toHaveProperty('heldIsAtLeast');
  if (Object.keys(expected).length === 0) expect(risk).not.toHaveProperty('heldBytes');
});
