import { describe, expect, test } from '@jest/globals';
import type { Permissions } from '../../../sandbox/github/tokens.ts';
import { everyPermission } from '../../support/github.ts';
import { aivenProject, planToken } from '../../support/run-world.ts';
import { endOf, type Team, team } from '../../support/team.ts';

const branch = 'aiven-kafka/adopt-prod';
const permissions: Permissions = { ...everyPermission, contents: 'write' };
const adopt = (one: Team, more: Permissions = permissions) =>
  one.byHand({ mode: 'adopt' }, { permissions: more });
const scheduled = (one: Team) => one.drift({ inputs: { mode: 'adopt' }, permissions });

/** Two topics, applied; what happens to them from then on is drift. */
async function delivered(): Promise<Team> {
  const one = await team();
  await one.deliver({ t1: 4, t2: 4 });
  return one;
}

function pulls(one: Team): readonly string[] {
  return one.world.github.world
    .pullRequests()
    .filter(({ pull }) => pull?.head.ref === branch)
    .map(({ number, state, title }) => `#${number} ${state}: ${title}`);
}

function specAt(one: Team, ref: string): string {
  const { world } = one.world.github;
  return Buffer.from(world.checkout(world.head(ref)).get('kafka/spec.yaml') ?? []).toString();
}

describe('a change behind the back of the spec', () => {
  test('is proposed with one commit of its own for each risk, and its plan is without changes', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await one.setRetention('t2', 1);
    const ran = await adopt(one);
    expect(endOf(ran)).toBe('proposed');
    expect(pulls(one)).toEqual([
      '#2 open: Kafka prod: accept what is live: `retention.ms` `86400000` (1 d) of topic `t2` on `core`; `retention.ms` `777600000` (9 d) of topic `t1` on `core`',
    ]);
    const { world } = one.world.github;
    expect(world.messagesOf(branch).map((message) => message.split('\n')[0])).toEqual([
      'Accept as live: retention.ms 777600000 (9 d) of topic t1 on core',
      'Accept as live: retention.ms 86400000 (1 d) of topic t2 on core',
    ]);
    expect(specAt(one, branch)).toBe(
      specAt(one, 'main')
        .replace(/(t1: .*)4d/, '$19d')
        .replace(/(t2: .*)4d/, '$11d'),
    );
    expect(world.issue(2).body).toContain('🛑 older records are deleted soon after the apply');
    expect(world.checkRuns(world.head(branch))).toEqual([]);
    const plan = await one.plan(2);
    expect(endOf(plan)).toBe('no-changes');
    await one.mergeAndApply(2);
    expect(endOf(await one.drift())).toBe('in-sync');
    expect(endOf(await adopt(one))).toBe('in-sync');
  });

  test('keeps one pull request, which is updated, left alone, and closed with its branch when nothing differs', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await adopt(one);
    const { world } = one.world.github;
    const first = world.head(branch);
    expect(endOf(await scheduled(one))).toBe('proposed');
    expect(world.head(branch)).toBe(first);
    await one.setRetention('t1', 7);
    expect(endOf(await scheduled(one))).toBe('proposed');
    expect(pulls(one)).toEqual([
      '#2 open: Kafka prod: accept what is live: `retention.ms` `604800000` (7 d) of topic `t1` on `core`',
    ]);
    await one.setRetention('t1', 4);
    expect(endOf(await scheduled(one))).toBe('in-sync');
    expect(pulls(one)).toEqual([expect.stringMatching(/^#2 closed/)]);
    expect(world.branchHead(branch)).toBeUndefined();
    expect(world.comments(2)).toHaveLength(1);
    await one.setRetention('t1', 7);
    expect(endOf(await scheduled(one))).toBe('proposed');
    expect(pulls(one)).toHaveLength(2);
  });

  test('that somebody declined is not proposed again by a schedule, but by hand', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await adopt(one);
    one.world.github.world.closeIssue(2, { by: 'ada' });
    expect(endOf(await scheduled(one))).toBe('skipped');
    expect(endOf(await adopt(one))).toBe('proposed');
    expect(pulls(one)).toHaveLength(2);
  });

  test('is left to whoever pushed to the branch', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await adopt(one);
    const { world } = one.world.github;
    const theirs = world.commit({ branch, files: { 'README.md': 'Mine' }, author: 'ada' });
    await one.setRetention('t1', 7);
    const ran = await adopt(one);
    expect(endOf(ran)).toBe('refused: branch-not-own');
    expect(ran.log).toContain(`has a commit of ada (${theirs.slice(0, 40)})`);
    expect(world.head(branch)).toBe(theirs);
  });

  test('whose proposal the repository forbids is on the branch, with the page to open it on', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    one.world.github.world.letActionsOpenPullRequests(false);
    const ran = await adopt(one);
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(ran.log).toContain(`/compare/main...${branch}?expand=1`);
    expect(pulls(one)).toEqual([]);
  });

  test('takes two permissions, which are asked for before anything is read', async () => {
    const one = await delivered();
    const ran = await adopt(one, { contents: 'read', 'pull-requests': 'read' });
    expect(endOf(ran)).toBe('failed: missing-permission');
    expect(ran.log).toMatch(/the GitHub token lacks 2 permissions: contents: write, pull-requests: write/);
  });

  test('is not taken for what an apply has not done yet, unless somebody asks', async () => {
    const one = await delivered();
    one.merge(one.open({ t1: 9, t2: 4 }));
    const ran = await scheduled(one);
    expect(endOf(ran)).toBe('incomplete');
    expect(ran.log).toContain('what differs may be what it is to do');
    expect(endOf(await adopt(one))).toBe('proposed');
    expect(one.world.github.world.issue(3).body).toContain('would take a merged change back');
  });

  test('is shown by the drift issue with both doors, and named there where no apply undoes it', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await one.world.backend.createPartitions('t2', 3);
    await one.drift({ inputs: { 'drift-issue': 'true' } });
    const body = one.world.github.world.issues().find(({ pull }) => pull === undefined)?.body ?? '';
    expect(body).toContain('`mode: adopt`');
    expect(body).toMatch(/^-.*t1: .*4d.*\n.*t2: .*partitions: 1.*|^-.*t1: .*4d/m);
    expect(body).toMatch(/^\+.*t2: \{ partitions: 3/m);
    expect(body).toContain('It cannot bring back:\n\n- `partitions` of topic `t2` on `core`');
    expect(body).toMatch(/`mode: apply` and `approve-digest: sha256:[0-9a-f]{64}`/);
    expect(body).toContain('`retention.ms` `777600000` (9 d) of topic `t1` on `core`: unknown');
  });

  test.each([
    ['private', {}, 'by `ada@acme.example` (`kafka_topic_update`)'],
    ['asked for', { 'drift-actors': 'always' }, 'by `ada@acme.example` (`kafka_topic_update`)'],
    [
      'not wanted',
      { 'drift-actors': 'never' },
      'by somebody whose address is not shown here (`kafka_topic_update`)',
    ],
  ] as const)('is named with who did it and when, as Aiven tells: %s', async (_, inputs, words) => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    const event = { actor: 'ada@acme.example', event_type: 'kafka_topic_update', service_name: 'kafka-core' };
    const { world } = one.world.aiven;
    world.addEvent(aivenProject, {
      ...event,
      event_desc: "Topic 't1' updated",
      time: '2026-11-30T07:01:02Z',
    });
    world.addEvent(aivenProject, {
      ...event,
      event_desc: "Topic 't1.dlq' updated",
      time: '2026-11-30T08:01:02Z',
    });
    world.addEvent(aivenProject, {
      ...event,
      event_desc: 'Topic t1',
      time: '2026-11-30T09:01:02Z',
      service_name: 'other',
    });
    await one.drift({ inputs: { 'drift-issue': 'true', ...inputs } });
    const body = one.world.github.world.issues().find(({ pull }) => pull === undefined)?.body ?? '';
    expect(body).toContain(`topic \`t1\` on \`core\`: 2026-11-30 07:01 UTC ${words}`);
  });

  test('says that the token may not see who did it', async () => {
    const one = await delivered();
    await one.setRetention('t1', 9);
    await one.drift({ inputs: { 'drift-issue': 'true', 'aiven-token': planToken } });
    const body = one.world.github.world.issues().find(({ pull }) => pull === undefined)?.body ?? '';
    expect(body).toMatch(/Aiven's events could not be read: .*project:event_logs:read/);
  });
});
