import { describe, expect, test } from '@jest/globals';
import type { ChangeOf } from '../../../src/model/change.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { TopicValidation } from '../../../src/model/topic-validation.ts';
import { buildPlan, withFindings } from '../../../src/plan/build-plan.ts';
import { validationFindings } from '../../../src/plan/changes/topic-validations.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveTopic, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { topic } from '../../support/build/resources.ts';

function change(name: string, action: 'create' | 'update' = 'create'): ChangeOf<'topic'> {
  const desired = topic('onprem', name);
  const base = {
    kind: 'topic',
    id: desired.id,
    fields: [],
    provenance: desired.provenance,
    desired,
  } as const;
  return action === 'create' ? { ...base, action } : { ...base, action, live: liveTopic('onprem', name) };
}

function findings(
  answers: Readonly<Record<string, TopicValidation>>,
  known: readonly Finding[] = [],
  action?: 'update',
) {
  const answered = Object.entries(answers).map(([name, answer]) => ({
    change: change(name, action),
    answer,
  }));
  return validationFindings(answered, new Map([['onprem', at(3)]]), known);
}

const refused: TopicValidation = {
  state: 'refused',
  code: 'POLICY_VIOLATION',
  message: 'replication must be 3',
};

describe('what brokers say of a change that they were only asked about', () => {
  test('nothing, when they would take it', () => expect(findings({ t: { state: 'accepted' } })).toEqual([]));

  test.each([
    [undefined, 'create'],
    ['update' as const, 'change'],
  ])('a refusal is an error at the line of the spec, in their words', (action, verb) => {
    expect(findings({ t: refused }, [], action)).toEqual([
      {
        code: 'refused-by-brokers',
        severity: 'error',
        message: `the brokers of onprem would refuse to ${verb} topic t: POLICY_VIOLATION: replication must be 3`,
        hint: expect.any(String),
        position: at(),
        about: { kind: 'topic', cluster: 'onprem', name: 't' },
      },
    ]);
  });

  test('what was not asked is one notice for each reason, at the cluster', () => {
    const lacking: TopicValidation = { state: 'not-asked', because: 'the login lacks Create' };
    const other: TopicValidation = { state: 'not-asked', because: 'no answer' };
    expect(findings({ a: lacking, b: other, c: lacking })).toMatchObject([
      {
        code: 'brokers-not-asked',
        severity: 'notice',
        message:
          'whether the brokers of onprem take the changes of 2 topics, a among them was not checked: the login lacks Create',
        position: at(3),
      },
      { message: expect.stringContaining('of topic b was not checked: no answer') },
    ]);
  });

  test('brokers that did it are an error', () => {
    expect(findings({ t: { state: 'done' } })).toMatchObject([
      { code: 'validate-only-ignored', severity: 'error', about: { name: 't' } },
    ]);
  });

  test('too many replicas are not told twice', () => {
    const tooMany: TopicValidation = {
      state: 'refused',
      code: 'INVALID_REPLICATION_FACTOR',
      message: '3 > 1',
    };
    const known: Finding = {
      code: 'replication-above-brokers',
      severity: 'error',
      message: 'too many',
      about: { kind: 'topic', cluster: 'onprem', name: 't' },
    };
    expect(findings({ t: tooMany }, [known])).toEqual([]);
    expect(findings({ u: tooMany }, [known])).toHaveLength(1);
    expect(findings({ t: refused }, [known])).toHaveLength(1);
  });
});

test('what brokers say changes neither the operations of a plan nor its digest', () => {
  const desired = desiredWorld({ topics: [topic('onprem', 't')] });
  const plan = buildPlan({ desired, live: liveWorld(), findings: [] });
  const told = withFindings(plan, findings({ t: refused }));
  expect(told.findings).toHaveLength(1);
  expect({ ...told, findings: [] }).toEqual({ ...plan, findings: [] });
});
