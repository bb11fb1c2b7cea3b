import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/review/decide.ts';
import type { Evidence } from '../../../src/review/evidence.ts';
import type { ReviewedRange } from '../../../src/review/range.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { digestRefusal } from '../../../src/review/refusal-words.ts';
import { createTopic, field, updateTopic } from '../../support/build/changes.ts';
import { planOf } from '../../support/build/plan.ts';

const plan = planOf({ changes: [updateTopic('core', 'orders', [field('partitions', '6', '12')])] });
const byHand = `look at the plan of this run and run the workflow by hand with \`mode: apply\` and \`approve-digest: ${plan.digest}\``;
const inPullRequest = `Change the spec in a pull request; or ${byHand}.`;
const asReviewed = '. With `direct-push: apply` in the workflow, direct pushes count as reviewed.';

const sha = (digit: number) => String(digit).repeat(40);
const planned = (
  number: number,
  parts: Partial<Evidence> & { readonly fromFork?: boolean } = {},
): Evidence => {
  const { fromFork = false, ...others } = parts;
  const pullRequest = { number, labels: [], head: { sha: sha(number) }, fromFork };
  return { pullRequest, record: undefined, ...others };
};

function refusedWith(evidence: readonly Evidence[], range: Partial<ReviewedRange> = {}) {
  const decision = decide(
    plan,
    {
      state: 'found',
      earlier: [],
      range: { branch: 'main', direct: [], moved: false, unfinished: 'every change', ...range },
      evidence,
    },
    { requirePlan: true, approveDigest: '', directPush: 'refuse', allowDeleteLabel: '' },
  );
  if (decision.state !== 'refused') throw new Error('it is refused');
  return decision.refusal;
}

describe('where no plan is recorded, the refusal says for what and why', () => {
  const nobody = 'nobody reviewed a plan for these changes: ';
  test.each<[string, readonly Evidence[], Partial<ReviewedRange>, string]>([
    ['nothing was merged', [], {}, 'this commit did not come from a merged pull request'],
    ['a fork', [planned(1, { fromFork: true })], {}, '#1 came from a fork, where no plan can be made'],
    [
      'an older form',
      [planned(1, { otherForm: 'older' })],
      {},
      'the plan of #1 is recorded in a form that is older than this version of the action reads',
    ],
    ['one direct push', [], { direct: [sha(1)] }, '1111111 came to main without a pull request'],
    [
      'three direct pushes',
      [],
      { direct: [sha(1), sha(2), sha(3)] },
      '1111111, 2222222, 3333333 came to main without a pull request',
    ],
    [
      'four direct pushes',
      [],
      { direct: [sha(1), sha(2), sha(3), sha(4)] },
      '1111111, 2222222, 3333333 and 1 more came to main without a pull request',
    ],
    ['a force push', [], { moved: true }, 'main was moved by force since the last apply'],
    [
      'a direct push and a force push',
      [],
      { direct: [sha(1)], moved: true },
      '1111111 came to main without a pull request; main was moved by force since the last apply',
    ],
  ])('%s', (_, evidence, range, why) => {
    const { reason, reasons } = refusedWith(evidence, range);
    expect(reason).toBe('plan-missing');
    const end = range.direct === undefined ? '' : asReviewed.slice(0, -1);
    expect(reasons).toEqual([{ message: `${nobody}${why}`, hint: `${inPullRequest.slice(0, -1)}${end}.` }]);
  });

  test('each kind of pull request is named in its own words, and only those that can be planned are to be re-run', () => {
    const { reasons } = refusedWith(
      [planned(1, { fromFork: true }), planned(2), planned(3, { otherForm: 'newer' }), planned(4)],
      { direct: [sha(5)] },
    );
    expect(reasons).toEqual([
      {
        message: `${nobody}the plan of #3 is recorded in a form that is newer than this version of the action reads; #1 came from a fork, where no plan can be made; no plan is recorded for #2 at 2222222, #4 at 4444444; 5555555 came to main without a pull request`,
        hint: `Wait for the plan job of #2, #4 or re-run it, look at what it shows, and re-run this job; or ${byHand}${asReviewed}`,
      },
    ]);
  });
});

describe('where a plan is recorded, the refusal says what differs from it', () => {
  const recorded = (...changes: Parameters<typeof updateTopic>[]) =>
    planned(7, {
      record: reviewRecord(planOf({ changes: changes.map((change) => updateTopic(...change)) }), 7),
    });
  const again = `re-run the plan job of #7 (it works on a merged pull request), look at what it shows, and re-run this job; or ${byHand}`;

  test('somebody changed it meanwhile', () => {
    const { reason, reasons, operations } = refusedWith([
      recorded(['core', 'orders', [field('partitions', '3', '12')]]),
    ]);
    expect(reason).toBe('from-changed');
    expect(reasons).toEqual([
      {
        message: 'somebody changed the live state after the plan was reviewed',
        hint: `Find out who changed it. Then ${again}.`,
      },
    ]);
    expect(operations).toMatchObject([{ operation: { from: '6' }, shown: { from: '3' } }]);
  });

  test('it holds more than was shown', () => {
    const other = recorded(['core', 'others', [field('partitions', '3', '12')]]);
    expect(refusedWith([other]).reasons).toEqual([
      {
        message: 'the plan has changes that no merged pull request showed',
        hint: `Find out where they come from. Then ${again}.`,
      },
    ]);
    expect(refusedWith([other], { direct: [sha(1)] }).reasons).toEqual([
      {
        message:
          'the plan has changes that no merged pull request showed; 1111111 came to main without a pull request',
        hint: `Find out where they come from. Then ${again}${asReviewed}`,
      },
    ]);
  });

  test('a cluster could not be compared', () => {
    const create = createTopic('core', 'other');
    if (create.desired === undefined) throw new Error('a creation has what it creates');
    const shown = planOf({ pending: [{ place: 'core', resource: create.desired, fields: [] }] });
    const { reason, reasons } = refusedWith([
      planned(7, { record: { ...reviewRecord(shown, 7), notCompared: ['core'] } }),
    ]);
    expect(reason).toBe('plan-changed');
    expect(reasons).toEqual([
      {
        message:
          'core could not be compared when the plan was reviewed, because the connection was new; what is there now differs from what the plan showed as created where missing, or a flow takes over another topic through it',
        hint: `The connection is on main now, so a plan can compare core: ${again}.`,
      },
    ]);
  });

  test('of seven pull requests the first five are named', () => {
    const many = [1, 2, 3, 4, 5, 6, 7].map((number) => planned(number));
    expect(refusedWith(many).reasons[0]?.hint).toContain('the plan job of #1, #2, #3, #4, #5 or re-run it');
  });
});

describe('a digest that is named by hand and is not that of the plan', () => {
  const whole = plan.digest.slice('sha256:'.length);
  const looked = 'is the one that you looked at, run the workflow again with';

  test.each([
    whole.slice(0, 12),
    `sha256:${whole.slice(0, 12)}`,
    `SHA256:${whole.slice(0, 12).toUpperCase()}`,
    `sha256:${whole.slice(0, -1)}`,
  ])('%s is a part of it, and the whole is asked for', (approveDigest) => {
    const { reasons, operations, reason } = digestRefusal(plan, { approveDigest });
    expect(reason).toBe('plan-changed');
    expect(reasons).toEqual([
      {
        message: `approve-digest is ${approveDigest}, and a plan is approved by its whole digest only: sha256: and 64 hex digits`,
        hint: `If the plan of this run ${looked} \`approve-digest: ${plan.digest}\`.`,
      },
    ]);
    expect(operations).toHaveLength(plan.operations.length);
  });

  test.each([`sha256:${'0'.repeat(64)}`, '0'.repeat(12)])('%s is that of another plan', (approveDigest) => {
    const { reasons } = digestRefusal(plan, { approveDigest });
    expect(reasons.map(({ message }) => message)).toEqual([
      `approve-digest is ${approveDigest}, and the plan is now ${plan.digest}`,
    ]);
  });
});
