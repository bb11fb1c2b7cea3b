import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/model/change.ts';
import type { FlowPreflight } from '../../../src/model/flow-preflight.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import {
  allowDeleteWords,
  type DeletableKind,
  deletionOf,
  type IdOf,
  kinds,
  type ResourceId,
} from '../../../src/model/resource.ts';
import type { Risk } from '../../../src/plan/plan.ts';
import { checkGates, checkLabel, type Gates } from '../../../src/review/gates.ts';
import {
  createTopic,
  deleteAcls,
  deleteTopic,
  field,
  updateFlow,
  updateTopic,
} from '../../support/build/changes.ts';
import { planOf } from '../../support/build/plan.ts';

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

  test('limits are what may be, not what may not be', () => {
    expect(checkGates(deletes, { ...open, maxDeletes: 2, maxChanges: 2 })).toEqual([]);
    expect(
      checkGates(deletes, { ...open, maxDeletes: 1, maxChanges: 1 }).map(({ message }) => message),
    ).toEqual([
      'the plan deletes 2 resources, and max-deletes is 1',
      'the plan changes 2 resources, and max-changes is 1',
    ]);
  });

  test('of many deletions five are named', () => {
    const many = planOf({ changes: [1, 2, 3, 4, 5, 6].map((number) => deleteTopic('core', `t${number}`)) });
    const named = (plan: typeof many) =>
      checkGates(plan, { ...open, maxDeletes: 9, allowDelete: new Set() })[0]?.message;
    expect(named(many)).toBe(
      'the plan deletes 6 topics: t1 on core, t2 on core, t3 on core, t4 on core, t5 on core and 1 more',
    );
    expect(named(planOf({ changes: [deleteTopic('core', 'old')] }))).toBe(
      'the plan deletes 1 topic: old on core',
    );
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
    code: 'data-loss',
    consequence: 'x',
    concerns: 'records',
  } as const;

  test('keeps its records, and may otherwise change and be created', () => {
    expect(checkGates(planOf({ changes: [shorter] }), gates)).toMatchObject([{ code: 'topic-protected' }]);
    const grown = updateTopic('core', 'ledger', [field('partitions', '6', '12')]);
    expect(checkGates(planOf({ changes: [grown] }), gates)).toEqual([]);
    expect(checkGates(planOf({ changes: [createTopic('core', 'audit.new')] }), gates)).toEqual([]);
    expect(checkGates(planOf({ changes: [deleteTopic('core', 'ledger.v2')] }), gates)).toEqual([]);
  });

  describe('on the target of a flow', () => {
    const change = updateFlow('mm2', ['onprem', 'core'], [field('topics', ['a'], ['ledger'])]);
    const risks = [{ ...lossy, id: change.id }];
    const preflight = (
      matches: FlowPreflight['matches'],
      of: Partial<Pick<FlowPreflight, 'service' | 'source' | 'target'>> = {},
    ): FlowPreflight => ({
      ...{ service: 'mm2', source: 'onprem', target: 'core', enabled: true, ...of },
      matches,
      notEvaluable: [],
      logins: [],
    });
    const mirrors = (remote: string, onTarget: 'exists' | 'new') =>
      known({
        seenBy: 'admin' as const,
        partitions: 1,
        doubtful: [],
        topics: [{ name: 'ledger', partitions: 1, remote, onTarget }],
      });
    const closed = (flows: readonly FlowPreflight[], protectedTopics = gates.protectedTopics) =>
      checkGates(planOf({ changes: [change], risks, flows }), { ...gates, protectedTopics }).map(
        ({ code }) => code,
      );

    test('loses none to a flow that would write to it', () => {
      expect(closed([preflight(mirrors('ledger', 'exists'))])).toEqual(['topic-protected']);
    });

    test('has none to lose where it is new, or where the flow writes to another', () => {
      expect(closed([preflight(mirrors('ledger', 'new'))])).toEqual([]);
      expect(closed([preflight(mirrors('onprem.ledger', 'exists'))])).toEqual([]);
    });

    test('counts as written to where nobody could look, at this flow', () => {
      expect(closed([preflight(unknown('unreachable', 'no answer'))])).toEqual(['topic-protected']);
      expect(closed([])).toEqual(['topic-protected']);
      for (const other of [{ service: 'x' }, { source: 'x' }, { target: 'x' }]) {
        expect(closed([preflight(mirrors('other', 'exists'), other)])).toEqual(['topic-protected']);
      }
      expect(closed([preflight(mirrors('other', 'exists'))])).toEqual([]);
      expect(closed([], [])).toEqual([]);
    });
  });
});

/** One of each kind that a plan can delete: the compiler completes the table. */
const ids: { readonly [K in DeletableKind]: IdOf<K> } = {
  topic: deleteTopic('core', 'old').id,
  'kafka-acl': {
    kind: 'kafka-acl',
    cluster: 'onprem',
    principal: 'User:svc',
    host: '*',
    resourceType: 'Topic',
    resourceName: 'old',
    patternType: 'LITERAL',
    operation: 'Read',
    permission: 'ALLOW',
  },
  'aiven-acl': { kind: 'aiven-acl', cluster: 'core', username: 'svc', topic: 'old', permission: 'read' },
  endpoint: { kind: 'endpoint', project: 'acme-prod', name: 'onprem-kafka' },
  flow: { kind: 'flow', project: 'acme-prod', service: 'mm2-core', source: 'onprem', target: 'core' },
};

describe('a change that can lose records of a protected topic is stopped, whatever its kind', () => {
  const others: readonly ResourceId[] = [
    ...Object.values(ids),
    { kind: 'integration', project: 'acme-prod', service: 'mm2-core', cluster: 'core' },
  ];
  const refused = (id: ResourceId, atStake?: Risk['atStake'], protectedTopics = ['ledger']) => {
    // The gate looks at identity and risks alone.
    const change = { ...updateTopic('core', 'x', []), kind: id.kind, id } as Change;
    const risk: Risk = {
      label: 'R1',
      level: 'medium',
      code: 'data-loss',
      consequence: 'records may be deleted',
      concerns: 'records',
      id,
      ...(atStake === undefined ? {} : { atStake }),
    };
    const plan = { ...planOf({ changes: [], risks: [risk] }), changes: [change] };
    return checkGates(plan, { ...open, protectedTopics }).map(({ code }) => code);
  };
  const kindsBeside = others.filter(({ kind }) => kind !== 'topic');

  test('every kind is among them', () => {
    expect(others.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
  });

  test.each(kindsBeside)('$kind: where it names the topics, by their names', (id) => {
    expect(refused(id, [{ name: 'ledger', isProtected: false }])).toEqual(['topic-protected']);
    expect(refused(id, [{ name: 'other', isProtected: false }])).toEqual([]);
    expect(refused(id, [{ name: 'other', isProtected: true }])).toEqual(['topic-protected']);
  });

  test.each(kindsBeside)('$kind: where it does not, as long as any topic is protected', (id) => {
    expect(refused(id)).toEqual(['topic-protected']);
    expect(refused(id, undefined, [])).toEqual([]);
  });
});

test.each(Object.values(ids))('a deletion of kind $kind takes its own word in allow-delete', (id) => {
  const deletion = { ...deleteTopic('core', 'old'), kind: id.kind, id } as Change; // the gate looks at the identity alone
  const plan = { ...planOf({ changes: [] }), changes: [deletion] };
  const word = deletionOf(id.kind).allowedBy;
  const others = allowDeleteWords().filter((each) => each !== word);
  expect(checkGates(plan, { ...open, allowDelete: new Set([word]) })).toEqual([]);
  expect(checkGates(plan, { ...open, allowDelete: new Set(others) })).toMatchObject([
    { code: 'delete-not-allowed', hint: expect.stringContaining(`\`${word}\``) },
  ]);
});
