import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/model/change.ts';
import { nameOf } from '../../../src/model/resource.ts';
import { driftOf } from '../../../src/plan/drift.ts';
import type { Plan, Risk } from '../../../src/plan/plan.ts';
import { driftIssue } from '../../../src/report/texts/drift-issue.ts';
import { outcomeComment } from '../../../src/report/texts/outcome-comment.ts';
import { planComment } from '../../../src/report/texts/plan-comment.ts';
import { planSummary } from '../../../src/report/texts/summary.ts';
import { commentBudget, fits, summaryBudget } from '../../../src/report/words/budget.ts';
import { createAcls, createTopic, deleteAcls, deleteTopic, topicId } from '../../support/build/changes.ts';
import { derived } from '../../support/build/places.ts';
import { planOf } from '../../support/build/plan.ts';
import { topic } from '../../support/build/resources.ts';
import { readSkeleton } from '../../support/markdown-skeleton.ts';
import { busyPlan, context } from '../../support/sample-plans.ts';

/** Kafka's longest topic name, all of it in the widest characters a name could be smuggled in with. */
const widest = (index: number) => `${index}-${'\u202e日'.repeat(120)}`;

function largePlan(options: { creates: number; deletes: number; name?: (index: number) => string }): Plan {
  const name = options.name ?? ((index) => `orders.region-${index}.events`);
  const creates = Array.from({ length: options.creates }, (_, index) =>
    createTopic('core', `new.${name(index)}`),
  );
  const deletes = Array.from({ length: options.deletes }, (_, index) =>
    deleteTopic('core', `old.${name(index)}`),
  );
  return planOf({ changes: [...creates, ...deletes], risks: deletes.map(dataLoss) });
}

function dataLoss({ id }: Change, index: number): Risk {
  return {
    label: `R${index + 1}`,
    level: 'high',
    id,
    code: 'data-loss',
    consequence: 'the topic goes away, and all its records with it',
    gate: '`topics` in `allow-delete`',
    concerns: 'records',
  };
}

/** Names that have neither a number nor a prefix in common. */
const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heron', 'iris', 'jade'];
const unlike = (index: number) =>
  [3, 2, 1, 0].map((power) => words[Math.floor(index / 10 ** power) % 10]).join('');

/** The names of a folded list again: `a.{0..2,5}.b`, `a.{x,y}`. */
function unfolded(token: string): readonly string[] {
  const [, before, body, after] = /^(.*)\{(.*)\}(.*)$/.exec(token) ?? [];
  if (body === undefined) return [token];
  return body.split(',').flatMap((part) => {
    const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return [`${before}${part}${after}`];
    const count = Number(to) - Number(from) + 1;
    return Array.from({ length: count }, (_, index) => `${before}${Number(from) + index}${after}`);
  });
}

/** All that the comment says goes away: from the tables, or from the list of names. */
function deletedIn(comment: string): ReadonlySet<string> {
  const inTables = [...comment.matchAll(/^\| `-` topic `([^`]*)`/gm)].map(([, name = '']) => name);
  const inLists = readSkeleton(comment)
    .fences.filter(({ language }) => language === '')
    .flatMap(({ lines }) => lines.flatMap((line) => line.split('  ').flatMap(unfolded)));
  return new Set([...inTables, ...inLists]);
}

describe('the comment always fits, and every deletion is in it', () => {
  test.each([
    ['10,000 changes, 5,000 of them deletions', largePlan({ creates: 5000, deletes: 5000 })],
    ['10,000 deletions', largePlan({ creates: 0, deletes: 10_000 })],
    [
      '2,000 deletions of names with little in common',
      largePlan({ creates: 8000, deletes: 2000, name: unlike }),
    ],
    ['400 deletions among 400 others', largePlan({ creates: 400, deletes: 400 })],
    ['100 deletions among 9,900 others', largePlan({ creates: 9900, deletes: 100 })],
  ])('%s', (_, plan) => {
    const comment = planComment({ plan, context });
    expect(fits(comment, commentBudget)).toBe(true);
    const gone = plan.changes.filter(({ action }) => action === 'delete').map(({ id }) => nameOf(id));
    expect(deletedIn(comment)).toEqual(new Set(gone));
    expect(comment.includes('too long for a comment')).toBe(true);
    expect(comment.includes('anything else stops the apply')).toBe(true);
  });

  test('as far as names leave room, and it says how many it leaves out', () => {
    const comment = planComment({ plan: largePlan({ creates: 1000, deletes: 5000, name: widest }), context });
    expect(fits(comment, commentBudget)).toBe(true);
    expect(comment).toContain('🛑 **delete 5000 topics** on `core`:');
    expect(comment).toMatch(/and \d{4} more, all of them in the full plan/);
    expect(deletedIn(comment).size).toBeGreaterThan(20);
  });

  test('with everybody who loses access', () => {
    const revoked = Array.from({ length: 700 }, (_, index) =>
      deleteAcls(['Read'], { principal: `User:svc-${index}`, resourceName: `orders.${index % 7}` }),
    ).flat();
    const grants = Array.from({ length: 6000 }, (_, index) => createTopic('core', `new.${index}`));
    const comment = planComment({ plan: planOf({ changes: [...revoked, ...grants] }), context });
    expect(fits(comment, commentBudget)).toBe(true);
    expect(comment.includes('**delete 700 ACL entries**') || comment.includes('`-` ACL')).toBe(true);
    for (let index = 0; index < 700; index++) expect(comment).toContain(`User:svc-${index}`);
  });

  test('before everything else that is dangerous', () => {
    const grants = Array.from({ length: 9000 }, (_, index) =>
      createAcls(['All'], { principal: `User:svc-${index}` }, derived()),
    ).flat();
    const deletes = Array.from({ length: 60 }, (_, index) => deleteTopic('core', `old.${index}`));
    const widening = grants.map((change): Risk => {
      const { concerns: _, ...risk } = dataLoss(change, 0);
      return { ...risk, code: 'access-widening' };
    });
    const plan = planOf({ changes: [...grants, ...deletes], risks: [...widening, ...deletes.map(dataLoss)] });
    const comment = planComment({ plan, context });
    expect(fits(comment, commentBudget)).toBe(true);
    expect(comment).toContain('old.{0..59}');
    const [first] = comment.split('\n').filter((line) => line.startsWith('> - '));
    expect(first).toContain('**data lost:** `-` topics `old.0`, ');
    expect(first).toContain(' and 20 more on `core`: ');
  });

  test('and a plan that fits is not shortened', () => {
    const comment = planComment({ plan: busyPlan, context });
    expect(comment).not.toContain('too long');
    expect(comment).toContain('Order of apply');
  });
});

test('a plan with too much of everything still fits, and keeps its title, alert and footer', () => {
  const many = <T>(make: (text: string, index: number) => T): readonly T[] =>
    Array.from({ length: 300 }, (_, index) => make(widest(index), index));
  const plan = planOf({
    name: widest(0),
    changes: many((text) => deleteTopic(text, text)),
    risks: many(
      (text, index): Risk => ({ ...dataLoss(deleteTopic(text, text), index), consequence: text, gate: text }),
    ),
    findings: many((message) => ({
      code: message,
      severity: 'warning',
      message: `${message} `.repeat(20),
      hint: message,
    })),
    unread: many((place, index) => ({
      place,
      kind: 'topic',
      reason: { state: 'unknown', code: index % 2 === 0 ? 'not-contacted' : 'denied', message: place },
    })),
    pending: many((place) => ({
      place,
      resource: topic(place, place),
      fields: [{ field: place, to: place }],
    })),
    leftAlone: many((text) => ({ id: topicId(text, text), why: 'outside-manage' })),
  });
  const comment = planComment({ plan, context });
  expect(fits(comment, commentBudget)).toBe(true);
  expect(readSkeleton(comment).shape.slice(0, 2)).toEqual(['marker', '## ']);
  expect(comment.includes('**Connection changed:') && comment.includes('📝 **Planned**')).toBe(true);
});

test('the job summary has room for what the comment has not', () => {
  const plan = largePlan({ creates: 3000, deletes: 10 });
  const summary = planSummary({ plan, context });
  expect(fits(summary, summaryBudget)).toBe(true);
  expect(summary).not.toContain('<!--');
  expect(summary).toContain('`new.orders.region-2999.events`');
});

test('an outcome of 10,000 changes shows the failures first', () => {
  const plan = largePlan({ creates: 10_000, deletes: 0 });
  const results = plan.changes.map((change, index) =>
    index === 9999
      ? {
          change,
          state: 'failed' as const,
          failure: { state: 'failed' as const, code: 'POLICY_VIOLATION', message: 'no', transient: false },
        }
      : { change, state: 'applied' as const, milliseconds: 1000 },
  );
  const comment = outcomeComment({
    outcome: { results },
    context: {
      name: 'prod',
      digest: plan.digest,
      run: context.run,
      commit: { branch: 'main', sha: context.head },
      finishedAt: context.readAt,
    },
    milliseconds: 1000,
    secondRead: 'differences',
  });
  expect(fits(comment, commentBudget)).toBe(true);
  expect(comment).toContain('POLICY_VIOLATION');
  expect(comment).toContain('9999 of 10000 changes applied, 1 failed, 0 not tried');
});

test('a drift issue of 2,000 differences fits', () => {
  const { body } = driftIssue({
    drift: driftOf(largePlan({ creates: 1000, deletes: 1000, name: widest }), []),
    context: {
      run: context.run,
      checkedAt: context.readAt,
      spec: { branch: 'main', sha: context.head },
      workflow: context.run,
      pullRequest: context.run,
      firstSeen: context.readAt,
      seen: 1,
      since: {},
    },
  });
  expect(fits(body, commentBudget)).toBe(true);
});
