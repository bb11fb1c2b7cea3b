import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { known, unknown } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { isEmptyRecord, reviewRecord } from '../../../src/review/record.ts';
import { readRecord, writeRecord } from '../../../src/review/record-text.ts';
import { joinRecords, pullRequestsShowing, unreviewed } from '../../../src/review/reviewed.ts';
import { createAcls, createTopic, deleteTopic, field, updateTopic } from '../../support/build/changes.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveKafkaAcl, liveTopic, liveWorld } from '../../support/build/live.ts';
import { noTopology, planOf } from '../../support/build/plan.ts';
import { kafkaAcl, topic } from '../../support/build/resources.ts';

const retention = (from: string, to: string) =>
  updateTopic('core', 'payments', [field('config.retention.ms', from, to)]);
const reviewedBy = (...plans: readonly Parameters<typeof planOf>[0][]) =>
  joinRecords(
    plans.map((plan, index) => reviewRecord(planOf(plan), index + 1)),
    { isUnfinished: false, topology: noTopology },
  );

describe('what was shown may be applied', () => {
  const changes = [
    createTopic('core', 'a'),
    retention('7', '3'),
    deleteTopic('core', 'old'),
    ...createAcls(['Read']),
  ];

  test('all of it, or what is left of it', () => {
    for (const left of [changes, changes.slice(1), changes.slice(2), []]) {
      expect(unreviewed(planOf({ changes: left }), reviewedBy({ changes }))).toEqual([]);
    }
  });

  test('by several pull requests together', () => {
    const reviewed = reviewedBy({ changes: changes.slice(0, 2) }, { changes: changes.slice(2) });
    expect(unreviewed(planOf({ changes }), reviewed)).toEqual([]);
    expect(changes.map((change) => pullRequestsShowing(change, reviewed))).toEqual([[1], [1], [2], [2]]);
  });
});

describe('what was not shown is named', () => {
  const shown = {
    changes: [createTopic('core', 'a', { partitions: '6', 'config.retention.ms': '7' }), retention('7', '3')],
  };

  test.each([
    [
      'another field',
      updateTopic('core', 'payments', [field('config.cleanup.policy', 'delete', 'compact')]),
      'not-shown',
      undefined,
    ],
    ['another end', retention('7', '2'), 'not-shown', '7 > 3'],
    ['another beginning', retention('5', '3'), 'from-changed', '7 > 3'],
    ['another action', deleteTopic('core', 'payments'), 'not-shown', undefined],
    [
      'another place',
      updateTopic('dr', 'payments', [field('config.retention.ms', '7', '3')]),
      'not-shown',
      undefined,
    ],
  ])('%s', (_, change, why, before) => {
    const [first] = unreviewed(planOf({ changes: [change] }), reviewedBy(shown));
    expect(first?.why).toBe(why);
    expect(first?.shown && `${String(first.shown.from)} > ${String(first.shown.to)}`).toBe(before);
  });

  test('a part of a resource to create: it would be another resource', () => {
    const part = createTopic('core', 'a', { partitions: '6' });
    expect(unreviewed(planOf({ changes: [part] }), reviewedBy(shown))).toMatchObject([
      { operation: { name: 'a', field: 'partitions' }, shown: { to: '6' }, why: 'not-shown' },
    ]);
  });

  test('two halves of a resource that two pull requests showed', () => {
    const halves = [{ partitions: '6' }, { replication: '3' }].map((values) => ({
      changes: [createTopic('core', 'b', values)],
    }));
    const whole = createTopic('core', 'b', { partitions: '6', replication: '3' });
    expect(unreviewed(planOf({ changes: [whole] }), reviewedBy(...halves))).toHaveLength(2);
    expect(pullRequestsShowing(whole, reviewedBy(...halves))).toEqual([]);
  });
});

describe('a cluster that was not contacted', () => {
  const reason = unknown('not-contacted', 'its connection is new');
  const desired = desiredWorld({
    topics: [topic('onprem', 'edge', { partitions: 4 })],
    kafkaAcls: [kafkaAcl('onprem', { principal: 'User:svc-a' })],
    ownership: new Map([
      [
        'onprem',
        {
          principals: [{ pattern: 'User:svc-*', position: { file: 'f', line: 1, column: 1 } }],
        },
      ],
    ]),
  });
  const plan = (onprem: ReturnType<typeof liveCluster>) =>
    buildPlan({
      desired,
      live: liveWorld({
        clusters: new Map([
          ['core', liveCluster('core')],
          ['onprem', onprem],
        ]),
      }),
      findings: [],
    });
  const closed = plan({
    ...liveCluster('onprem'),
    topicNames: reason,
    topics: new Map([['edge', reason]]),
    kafkaAcls: reason,
  });
  const reviewed = joinRecords([reviewRecord(closed, 12)], { isUnfinished: false, topology: noTopology });

  test('what the spec declares there counts as shown where it is missing, exactly as it stands', () => {
    expect(closed.operations).toEqual([]);
    expect(isEmptyRecord(reviewRecord(closed, 12))).toBe(false);
    const open = plan(liveCluster('onprem'));
    expect(open.changes.map(({ action }) => action)).toEqual(['create', 'create']);
    expect(unreviewed(open, reviewed)).toEqual([]);
  });

  test('what is there and differs was not: neither a change nor a deletion', () => {
    const live = liveCluster('onprem', [liveTopic('onprem', 'edge', { partitions: 2 })], {
      kafkaAcls: known([liveKafkaAcl('onprem', { principal: 'User:svc-b' })]),
    });
    const missing = unreviewed(plan(live), reviewed);
    expect(missing.map(({ operation, why }) => [operation.action, operation.kind, why])).toEqual([
      ['delete', 'kafka-acl', 'not-compared'],
      ['update', 'topic', 'not-compared'],
    ]);
  });

  test('with other settings than those that were declared it was not shown', () => {
    const other = buildPlan({
      desired: { ...desired, topics: [topic('onprem', 'edge', { partitions: 8 })] },
      live: liveWorld({ clusters: new Map([['onprem', liveCluster('onprem')]]) }),
      findings: [],
    });
    expect(unreviewed(other, reviewed).map(({ operation }) => operation.to)).toEqual(['8']);
  });
});

describe('a record as texts', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('```', 'a`b', '\u202e', '\n::error::'),
  );
  const plans = fc
    .array(fc.tuple(name, fc.constantFrom('create', 'update', 'delete')), { maxLength: 30 })
    .map((drafts) =>
      planOf({
        changes: drafts.map(([topicName, action]) =>
          action === 'create'
            ? createTopic('core', topicName, { 'config.x': topicName })
            : action === 'update'
              ? updateTopic('core', topicName, [field('config.x', 'a', topicName)])
              : deleteTopic('core', topicName),
        ),
      }),
    );

  test('comes back as it was, and nothing in it ends the fence', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const record = reviewRecord(plan, 7);
        const texts = writeRecord(record);
        expect(readRecord(texts)).toEqual(record);
        for (const text of texts) expect(text).toMatch(/^```[a-z-]+\n[ -_a-~\n]*\n```$/);
      }),
    );
  });

  test('of 10,000 changes fits into few texts under the limit, in any order, and not with one missing', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => createTopic('core', `topic-${index}`));
    const plan = planOf({ changes: [...many, ...many.map(({ id }) => deleteTopic('dr', id.name))] });
    const record = reviewRecord(plan, 7);
    const texts = writeRecord(record);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(60_100);
    const read = readRecord(texts.toReversed());
    expect(
      read && unreviewed(plan, joinRecords([read], { isUnfinished: false, topology: noTopology })),
    ).toEqual([]);
    expect(readRecord(texts.slice(1))).toBeUndefined();
    expect(readRecord([...texts.slice(1), texts[1] ?? ''])).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['no fence', '{"v":2}'],
    [
      'another version',
      '```aiven-kafka-gitops-review\n{"v":1,"name":"prod","digest":"d","pullRequest":1,"part":1,"parts":1,"notCompared":[]}\n```',
    ],
    [
      'a line that is none of ours',
      '```aiven-kafka-gitops-review\n{"v":2,"name":"prod","digest":"d","pullRequest":1,"part":1,"parts":1,"notCompared":[]}\nhello\n```',
    ],
  ])('%s is no record', (_, text) => {
    expect(readRecord([text])).toBeUndefined();
  });
});

test('a place that could not be compared is one of a plan, not of a name', () => {
  const reviewed = reviewedBy({
    unread: [{ place: 'onprem', kind: 'topic', reason: unknown('not-contacted', 'new') }],
  });
  const changes = [
    updateTopic('onprem', 'a', [field('partitions', '1', '2')]),
    updateTopic('core', 'a', [field('partitions', '1', '2')]),
  ];
  expect(unreviewed(planOf({ changes }), reviewed).map(({ why }) => why)).toEqual([
    'not-compared',
    'not-shown',
  ]);
});
