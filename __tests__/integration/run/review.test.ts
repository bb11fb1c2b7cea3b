import { describe, expect, test } from '@jest/globals';
import { actionsApp } from '../../../sandbox/github/state.ts';
import { isNoProbe } from '../../support/github.ts';
import { endOf, specOf, team } from '../../support/team.ts';

describe('the life of a pull request', () => {
  test('planned, merged, applied: the comment says each, and the apply is on record', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const plan = await one.plan(number);
    expect(endOf(plan)).toBe('planned');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: 1 create');
    expect(one.world.github.world.checkRuns(one.headOf(number))).toMatchObject([
      { name: 'Kafka plan: prod', externalId: plan.outputs['plan-digest'], conclusion: 'success' },
    ]);
    expect(endOf(await one.mergeAndApply(number))).toBe('applied');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
    expect(one.world.github.world.deployments()).toMatchObject([
      {
        sha: one.main,
        environment: 'aiven-kafka/prod',
        payload: { digest: plan.outputs['plan-digest'], succeeded: true },
        statuses: [{ state: 'success' }],
      },
    ]);
  });

  test('a change by hand after the plan is refused field by field; a new plan of the merged pull request passes', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const number = one.open({ t1: 3 });
    const event = one.planEvent(number);
    await one.plan(number);
    await one.setRetention('t1', 2);
    const before = one.main;
    const refused = await one.mergeAndApply(number);
    expect(endOf(refused)).toBe('refused: from-changed');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: refused, nothing was applied');
    expect(one.comment(number)).toMatch(
      /change topic t1, retention\.ms\n!.*shown: 86400000 .*→ 259200000 .*\n!.*now: +172800000 .*→ 259200000/,
    );
    expect(plain(one.comment(number))).toContain(`re-run the plan job of #${number}`);
    expect(await one.retentions()).toEqual({ t1: 2 });

    await one.world.clock.sleep(60_000);
    expect(endOf(await one.world.start(event))).toBe('planned');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: 1 change');
    expect(endOf(await one.pushed(before))).toBe('applied');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
  });

  test('what somebody did meanwhile by hand is not done again, and the comment says so', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const number = one.open({ t1: 3 });
    await one.plan(number);
    await one.setRetention('t1', 3);
    const writes = one.world.aiven.log.effects.length;
    expect(endOf(await one.mergeAndApply(number))).toBe('no-changes');
    expect(one.world.aiven.log.effects).toHaveLength(writes);
    expect(one.comment(number)).toContain('Nothing is left to apply');
  });

  test('a failed apply says how far it came, and its re-run does the rest', async () => {
    const one = await team();
    const number = one.open({ t1: 1, t2: 2 });
    await one.plan(number);
    one.world.aiven.faults.add({
      route: 'topic.create',
      times: 1,
      fault: { kind: 'answer', response: { status: 400, body: { message: 'Not now', errors: [] } } },
    });
    const before = one.main;
    expect(endOf(await one.mergeAndApply(number))).toBe('partially-applied: apply-failed');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: partly applied');
    expect(endOf(await one.pushed(before))).toBe('applied');
    expect(await one.retentions()).toEqual({ t1: 1, t2: 2 });
  });

  test('a plan of an older push does not replace that of a newer one', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const older = one.planEvent(number);
    const olderHead = one.headOf(number);
    one.commit(specOf({ t1: 1, t2: 2 }), one.branchOf(number));
    await one.plan(number);
    expect(endOf(await one.world.start(older))).toBe('superseded');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: 2 create');
    expect(one.world.github.world.checkRuns(olderHead)).toEqual([]);
    expect(one.world.github.world.checkRuns(one.headOf(number))).toHaveLength(1);
  });

  test('a plan during which somebody pushes records nothing and leaves the comment to the newer one', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const planned = one.headOf(number);
    const pushes = (): boolean => {
      if (one.headOf(number) === planned) one.commit(specOf({ t1: 1, t2: 2 }), one.branchOf(number));
      return false;
    };
    const fault = { kind: 'answer', response: { status: 500, body: {} } } as const;
    one.world.aiven.faults.add({ route: 'topic.list', matches: pushes, fault });
    expect(endOf(await one.plan(number))).toBe('superseded');
    expect(one.headOf(number)).not.toBe(planned);
    expect(one.world.github.world.checkRuns(planned)).toEqual([]);
    expect(one.comment(number)).toBeUndefined();
  });

  test('a merge that comes before the plan waits for it', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const event = one.planEvent(number);
    const before = one.main;
    const early = await one.mergeAndApply(number);
    expect(endOf(early)).toBe('refused: plan-missing');
    expect(plain(early.summary)).toContain(`Wait for the plan job of #${number}`);
    expect(endOf(await one.world.start(event))).toBe('planned');
    expect(endOf(await one.pushed(before))).toBe('applied');
  });

  test('pull requests that have nothing to do with Kafka hear nothing', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const { world } = one.world.github;
    world.commit({ branch: 'docs', files: { 'README.md': 'Hello' } });
    const docs = world.openPullRequest({ head: 'docs' });
    expect(endOf(await one.plan(docs))).toBe('no-changes');
    const requests = one.world.github.log.requests.length;
    const writes = one.world.github.log.effects.length;
    expect(endOf(await one.mergeAndApply(docs))).toBe('no-changes');
    expect(one.comment(docs)).toBeUndefined();
    expect(one.world.github.log.effects).toHaveLength(writes);
    // Four look up what was merged; three ask what the token may do.
    expect(one.world.github.log.requests.length - requests).toBeLessThanOrEqual(9);
  });
});

describe('evidence counts only where it belongs', () => {
  test('a check run of another app is none, whatever it says', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const { world } = one.world.github;
    await one.plan(number);
    const head = one.headOf(number);
    const [real] = world.checkRuns(head);
    if (real === undefined) throw new Error('no check run');
    world.removeCheckRun(real.id);
    const { name, externalId, text, summary, title } = real;
    world.checkRun({
      headSha: head,
      name,
      conclusion: 'success',
      externalId,
      output: { title, summary, text },
    });
    expect(endOf(await one.mergeAndApply(number))).toBe('refused: plan-missing');
  });

  test.each([
    ['that failed', { conclusion: 'failure' }],
    ['whose id is not its digest', { externalId: `sha256:${'0'.repeat(64)}` }],
    ['of another spec', { name: 'Kafka plan: other' }],
    ['whose text was cut', { cut: true }],
  ])('a check run %s is none', async (_, change) => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    const { world } = one.world.github;
    const [real] = world.checkRuns(one.headOf(number));
    if (real === undefined) throw new Error('no check run');
    world.removeCheckRun(real.id);
    const { cut, ...fields } = {
      cut: false,
      conclusion: 'success',
      externalId: real.externalId,
      name: real.name,
      ...change,
    };
    const text = cut ? (real.text ?? '').slice(0, -5) : real.text;
    world.checkRun({
      headSha: real.headSha,
      app: actionsApp,
      output: { title: 't', summary: 's', text },
      ...fields,
    });
    expect(endOf(await one.mergeAndApply(number))).toBe('refused: plan-missing');
  });

  test('the record of another pull request with the same head commit is none', async () => {
    const one = await team();
    const { world } = one.world.github;
    world.branch('release');
    const other = one.open({ t1: 1 }, { base: 'release' });
    await one.plan(other);
    const same = world.openPullRequest({ head: one.branchOf(other) });
    expect(one.headOf(same)).toBe(one.headOf(other));
    expect(endOf(await one.mergeAndApply(same))).toBe('refused: plan-missing');
  });

  test('a later record of another pull request with the same head commit and plan does not hide it', async () => {
    const one = await team();
    const { world } = one.world.github;
    world.branch('release');
    const number = one.open({ t1: 1 });
    const planned = await one.plan(number);
    const other = world.openPullRequest({ head: one.branchOf(number), base: 'release' });
    const also = await one.plan(other);
    expect(also.outputs['plan-digest']).toBe(planned.outputs['plan-digest']);
    expect(endOf(await one.mergeAndApply(number))).toBe('applied');
  });

  test('the comment is never read: neither an edited nor a forged one changes anything', async () => {
    const one = await team();
    const [planned, unplanned] = [one.open({ t1: 1 }), one.open({ t1: 9 })];
    await one.plan(planned);
    const body = one.comment(planned) ?? '';
    const { world } = one.world.github;
    world.comment({ issue: unplanned, body, author: 'mallory' });
    world.editComment(world.comments(planned)[0]?.id ?? 0, body.replace('create', 'nothing at all'));
    const before = one.main;
    one.merge(unplanned);
    expect(endOf(await one.pushed(before))).toBe('refused: plan-missing');
  });

  test('the record of an older head is none: the merge brought what nobody planned', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    one.commit(specOf({ t1: 1, t2: 2 }), one.branchOf(number));
    const end = await one.mergeAndApply(number);
    expect(endOf(end)).toBe('refused: plan-missing');
    expect(plain(end.summary)).toContain(`no plan is recorded for #${number}`);
  });
});

describe('what stands behind a commit', () => {
  test('a pull request from a fork has no plan: a person looks at the digest and applies that', async () => {
    const one = await team();
    const number = one.open({ t1: 1 }, { fork: 'mallory' });
    const refused = await one.mergeAndApply(number);
    expect(endOf(refused)).toBe('refused: plan-missing');
    expect(plain(refused.summary)).toContain(`#${number} came from a fork, where no plan can be made`);
    const digest = refused.outputs['plan-digest'] ?? '';
    expect(plain(refused.summary)).toContain(`approve-digest: ${digest}`);
    const other = await one.byHand({ mode: 'apply', 'approve-digest': `sha256:${'0'.repeat(64)}` });
    expect(endOf(other)).toBe('refused: plan-changed');
    const hex = digest.slice('sha256:'.length);
    for (const short of [
      digest.slice(0, 19),
      digest.slice(0, 9),
      'sha256:',
      hex,
      hex.slice(0, 5),
      digest.toUpperCase(),
    ]) {
      const shortened = await one.byHand({ mode: 'apply', 'approve-digest': short });
      expect(endOf(shortened)).toBe('refused: plan-changed');
      expect(plain(shortened.summary)).toContain(`approve-digest: ${digest}`);
    }
    const garbage = await one.byHand({ mode: 'apply', 'approve-digest': 'yes' });
    expect(endOf(garbage)).toBe('failed: input-invalid');
    expect(endOf(await one.byHand({ mode: 'apply', 'approve-digest': digest }))).toBe('applied');
    expect(endOf(await one.byHand({ mode: 'apply', 'approve-digest': digest }))).toBe('no-changes');
  });

  test('a plan with a recorded pull request that is applied by digest tells its comment', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const number = one.open({ t1: 3 });
    await one.plan(number);
    await one.setRetention('t1', 2);
    const refused = await one.mergeAndApply(number);
    const digest = refused.outputs['plan-digest'] ?? '';
    expect(endOf(await one.byHand({ mode: 'apply', 'approve-digest': digest }))).toBe('applied');
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
  });

  test('one that was merged into another branch first counts through the one that carries it', async () => {
    const one = await team();
    const carrier = one.open({ t1: 1 });
    await one.plan(carrier);
    const stacked = one.open({ t1: 1, t2: 2 }, { base: one.branchOf(carrier) });
    await one.plan(stacked);
    one.merge(stacked);
    const before = one.main;
    one.merge(carrier);
    expect(endOf(await one.pushed(before))).toBe('refused: plan-missing');
    await one.plan(carrier);
    expect(endOf(await one.pushed(before))).toBe('applied');
    expect(one.title(carrier)).toBe('## Kafka plan for `prod`: applied');
  });

  test('runs that were replaced before the first apply are caught up', async () => {
    const one = await team();
    const first = one.open({ t1: 1 });
    await one.plan(first);
    one.merge(first); // and the run of this push was thrown away
    const { world } = one.world.github;
    world.commit({ branch: 'docs', files: { 'README.md': 'Hello' } });
    const docs = world.openPullRequest({ head: 'docs' });
    await one.plan(docs);
    const before = one.main;
    one.merge(docs, 'squash');
    expect(endOf(await one.pushed(before))).toBe('applied');
    expect(one.title(first)).toBe('## Kafka plan for `prod`: applied');
  });

  test('one whose merge was taken off the branch by force counts no more', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    const before = one.main;
    one.merge(number);
    one.world.github.world.branch('main', { at: before });
    one.commit(specOf({ t1: 1 }));
    const end = await one.pushed(before);
    expect(endOf(end)).toBe('refused: plan-missing');
    expect(plain(end.summary)).toMatch(/[0-9a-f]{7} came to main without a pull request/);
  });

  test.each([
    ['refuse', 'refused: plan-missing', 'refused: plan-missing'],
    ['apply-low-risk', 'applied', 'refused: plan-missing'],
    ['apply', 'applied', 'applied'],
  ])('a direct push under direct-push: %s', async (policy, create, shorten) => {
    const options = { inputs: { 'direct-push': policy } };
    const one = await team();
    await one.deliver({ t1: 5 });
    const push = (topics: Readonly<Record<string, number>>) => {
      const before = one.main;
      one.commit(specOf(topics));
      return one.pushed(before, options);
    };
    const first = await push({ t1: 5, t2: 1 });
    expect(endOf(first)).toBe(create);
    if (policy === 'refuse') expect(plain(first.summary)).toContain('With direct-push: apply');
    if (policy === 'refuse') return;
    expect(endOf(await push({ t1: 2, t2: 1 }))).toBe(shorten);
    await one.setRetention('t2', 9);
    expect(endOf(await push({ t1: 2, t2: 1, t3: 1 }))).toBe(policy === 'apply' ? 'applied' : shorten);
  });
});

describe('gates', () => {
  const deletes = { 'allow-delete': 'topics' };

  test('a deletion needs allow-delete, and the plan says so before the merge', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const number = one.open({ t1: 'removed' });
    await one.plan(number);
    expect(one.comment(number)).toContain('The apply after the merge will be refused');
    const before = one.main;
    const refused = await one.mergeAndApply(number);
    expect(endOf(refused)).toBe('refused: delete-not-allowed');
    expect(one.comment(number)).toContain('allow-delete');
    expect(endOf(await one.pushed(before, { inputs: deletes }))).toBe('applied');
    expect(await one.retentions()).toEqual({});
  });

  test('the label is read when the apply runs, from the pull request that showed the deletion', async () => {
    const inputs = { ...deletes, 'allow-delete-label': 'kafka:delete' };
    const one = await team();
    await one.deliver({ t1: 1 });
    const number = one.open({ t1: 'removed' });
    await one.plan(number, { inputs });
    const other = one.open({ t1: 1 }, { labels: ['kafka:delete'] });
    const before = one.main;
    one.merge(other);
    expect(endOf(await one.mergeAndApply(number, { inputs }))).toBe('refused: label-missing');
    expect(one.comment(number)).toContain('Add the label');
    one.world.github.world.setLabels(number, ['Kafka:Delete']);
    expect(endOf(await one.pushed(before, { inputs }))).toBe('applied');
  });

  test('protected topics lose no data, and max-changes and max-deletes are budgets', async () => {
    const one = await team();
    await one.deliver({ t1: 5, t2: 5 });
    const number = one.open({ t1: 1, t2: 'removed' });
    await one.plan(number);
    const before = one.main;
    one.merge(number);
    for (const [inputs, reason] of [
      [{ 'protected-topics': 't1' }, 'topic-protected'],
      [{ 'protected-topics': 't2' }, 'topic-protected'],
      [{ 'max-changes': '1' }, 'limit-exceeded'],
      [{ 'max-deletes': '0' }, 'limit-exceeded'],
    ] as const) {
      expect(endOf(await one.pushed(before, { inputs: { ...deletes, ...inputs } }))).toBe(
        `refused: ${reason}`,
      );
    }
    expect(endOf(await one.pushed(before, { inputs: deletes }))).toBe('applied');
  });
});

describe('a merge queue', () => {
  test('passes what the pull requests of the group showed together, and writes nothing', async () => {
    const one = await team({ t0: 1 });
    const [first, second] = [one.open({ t0: 1, t1: 1 }), one.open({ t0: 1, t2: 2 })];
    await one.plan(first);
    await one.plan(second);
    const writes = [one.world.github.log.effects.length, one.world.aiven.log.effects.length];
    expect(endOf(await one.queue([first, second], { t0: 1, t1: 1, t2: 2 }))).toBe('planned');
    expect([one.world.github.log.effects.length, one.world.aiven.log.effects.length]).toEqual(writes);
  });

  test('stops what none of them showed', async () => {
    const one = await team({ t0: 1 });
    const [first, second] = [one.open({ t0: 1, t1: 1 }), one.open({ t0: 1, t2: 2 })];
    await one.plan(first);
    const end = await one.queue([first, second], { t0: 1, t1: 1, t2: 2 });
    expect(endOf(end)).toBe('refused: plan-changed');
    expect(end.summary).toContain('create topic t2');
    expect(end.summary).toContain('add it to the queue again');
  });

  test('counts what is merged and not applied yet', async () => {
    const one = await team();
    await one.deliver({ t0: 1 });
    const second = one.open({ t0: 1, t2: 2 });
    await one.plan(second);
    const first = one.open({ t0: 1, t1: 1 });
    await one.plan(first);
    one.merge(first);
    expect(endOf(await one.queue([second], { t0: 1, t1: 1, t2: 2 }))).toBe('planned');
  });

  test('lets through what does not touch the spec, although something else differs', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    await one.setRetention('t1', 9);
    const { world } = one.world.github;
    world.commit({ branch: 'docs', files: { 'README.md': 'Hello' } });
    const docs = world.openPullRequest({ head: 'docs' });
    expect(endOf(await one.queue([docs], { t1: 1 }))).toBe('skipped');
  });
});

describe('when GitHub fails', () => {
  test.each([
    ['repos/list-deployments', 'refused: github-unavailable'],
    ['repos/compare-commits-with-basehead', 'refused: github-unavailable'],
    ['checks/list-for-ref', 'refused: github-unavailable'],
    ['git/get-ref', 'refused: github-unavailable'],
  ])('%s: what was reviewed is unknown, which is not nothing', async (route, expected) => {
    const one = await team();
    const number = one.open({ t1: 1 });
    await one.plan(number);
    const response = { status: 502, body: { message: 'Bad Gateway' } };
    one.world.github.faults.add({ route, times: 99, fault: { kind: 'answer', response } });
    const before = one.main;
    const end = await one.mergeAndApply(number);
    expect(endOf(end)).toBe(expected);
    expect(await one.retentions()).toEqual({});
    one.world.github.faults.clear();
    expect(endOf(await one.pushed(before))).toBe('applied');
  });

  test('a plan that cannot be recorded fails and says so on the pull request', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const response = { status: 502, body: { message: 'Bad Gateway' } };
    const fault = { kind: 'answer', response } as const;
    one.world.github.faults.add({ route: 'checks/create', matches: isNoProbe, times: 99, fault });
    expect(endOf(await one.plan(number))).toBe('failed: github-unavailable');
    expect(plain(one.comment(number))).toContain('Re-run this job when GitHub answers again');
  });

  test('a plan that may not be recorded is not made, and the pull request says so', async () => {
    const one = await team();
    const number = one.open({ t1: 1 });
    const permissions = { contents: 'read', 'pull-requests': 'write', checks: 'read' } as const;
    const end = await one.plan(number, { permissions });
    expect(endOf(end)).toBe('failed: missing-permission');
    expect(one.comment(number)).toContain('```yaml\npermissions:\n  checks: write  # to record');
  });
});

/** Without the marks of code spans. */
function plain(markdown: string | undefined): string {
  return (markdown ?? '').replaceAll('`', '');
}
