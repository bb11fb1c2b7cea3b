import { expect, test } from '@jest/globals';
import { nameOf } from '../../../src/model/resource.ts';
import { confirmedPlan } from '../../../src/plan/confirmed-plan.ts';
import { planDigest } from '../../../src/plan/digest.ts';
import { createTopic, deleteTopic, field, updateTopic } from '../../support/build/changes.ts';
import { planOf } from '../../support/build/plan.ts';

const retention = field('config.retention.ms', '9', '1');
const codec = field('config.compression.type', 'zstd', 'lz4');
const changed = (...fields: Parameters<typeof updateTopic>[2]) =>
  planOf({ changes: [updateTopic('core', 'payments', fields)] });

test('two equal plans confirm all of it', () => {
  const plan = planOf({ changes: [createTopic('core', 'a'), deleteTopic('core', 'b')] });
  expect(confirmedPlan(plan, plan)).toBe(plan);
});

test('a resource that differs in one of them only does not count', () => {
  const first = planOf({ changes: [createTopic('core', 'a'), deleteTopic('core', 'b')] });
  const second = planOf({ changes: [deleteTopic('core', 'b'), createTopic('core', 'c')] });
  const { changes, steps, operations, digest } = confirmedPlan(first, second);
  expect(changes.map(({ id }) => nameOf(id))).toEqual(['b']);
  expect(steps.flatMap((step) => step.changes)).toEqual(changes);
  expect(new Set(operations.map(({ name }) => name))).toEqual(new Set(['b']));
  expect(digest).toBe(planDigest({ ...second, changes, operations }));
});

test('of a resource that differs in both, only the fields that both show count', () => {
  const { changes, operations } = confirmedPlan(changed(retention), changed(codec, retention));
  expect(changes.flatMap(({ fields }) => fields)).toEqual([retention]);
  expect(operations).toHaveLength(1);
});

test('a value that still moves does not count', () => {
  const moving = field('config.retention.ms', '5', '1');
  expect(confirmedPlan(changed(retention), changed(moving)).changes).toEqual([]);
});
