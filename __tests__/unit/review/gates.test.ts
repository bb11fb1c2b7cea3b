import { describe, expect, test } from '@jest/globals';
import { checkGates, checkLabel, type Gates } from '../../../src/review/gates.ts';
import {
  createTopic,
  deleteAcls,
  deleteTopic,
  field,
  planOf,
  updateTopic,
} from '../../support/plan-builder.ts';

const open: Gates = {
  allowDelete: new Set(['topics', 'acls']),
  protectedTopics: [],
  maxDeletes: 5,
  maxChanges: 100,
};
const deletes = planOf({ changes: [deleteTopic('core', 'old'), ...deleteAcls(['Read'])] });
const shorter = updateTopic('core', 'ledger', [field('config.retention.ms', '7', '3')]);

describe('each closed gate says which it is and how to pass it', () => {
  test.each([
    [
      'allow-delete',
      deletes,
      { allowDelete: new Set(['topics'] as const) },
      'delete-not-allowed',
      'User:aiven-mm2',
      'allow-delete',
    ],
    ['max-deletes', deletes, { maxDeletes: 1 }, 'limit-exceeded', 'max-deletes is 1', 'Set max-deletes to 2'],
    ['max-changes', deletes, { maxChanges: 1 }, 'limit-exceeded', 'max-changes is 1', 'Set max-changes to 2'],
    [
      'protected-topics',
      deletes,
      { protectedTopics: ['ol?'] },
      'topic-protected',
      'old on core',
      'protected-topics',
    ],
  ])('%s', (_, plan, change, code, message, hint) => {
    expect(checkGates(plan, open)).toEqual([]);
    expect(checkGates(plan, { ...open, ...change })).toEqual([
      { code, message: expect.stringContaining(message), hint: expect.stringContaining(hint) },
    ]);
  });

  test('allow-delete-label', () => {
    expect(checkLabel(deletes, '', () => false)).toEqual([]);
    expect(checkLabel(deletes, 'kafka:delete', () => true)).toEqual([]);
    expect(checkLabel(planOf({ changes: [createTopic('core', 'a')] }), 'kafka:delete', () => false)).toEqual(
      [],
    );
    expect(checkLabel(deletes, 'kafka:delete', ({ kind }) => kind === 'topic')).toEqual([
      {
        code: 'label-missing',
        message: expect.stringMatching(/User:aiven-mm2 .* `kafka:delete`/),
        hint: expect.stringContaining('Add the label `kafka:delete`'),
      },
    ]);
  });
});

describe('a protected topic', () => {
  const gates = { ...open, protectedTopics: ['ledger', 'audit.*'] };
  const lossy = {
    label: 'R1',
    level: 'medium',
    id: shorter.id,
    code: 'data-loss',
    consequence: 'x',
    concerns: 'records',
  } as const;

  test('keeps its records, and may otherwise change and be created', () => {
    expect(checkGates(planOf({ changes: [shorter], risks: [lossy] }), gates)).toMatchObject([
      { code: 'topic-protected' },
    ]);
    expect(checkGates(planOf({ changes: [shorter] }), gates)).toEqual([]);
    expect(checkGates(planOf({ changes: [createTopic('core', 'audit.new')] }), gates)).toEqual([]);
    expect(checkGates(planOf({ changes: [deleteTopic('core', 'ledger.v2')] }), gates)).toEqual([]);
  });
});
