import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import type { GitHubEmulator } from '../../../sandbox/github/start-github.ts';
import type { DriftHistory, DriftReport } from '../../../src/github/drift-issue.ts';
import type { GitHub } from '../../../src/github/github.ts';
import { connect, startRepository } from '../../support/github.ts';
import { type TestClock, testClock } from '../../support/test-clock.ts';

const marker = '<!-- tool:drift {"v":1,"id":"prod"';
const label = { name: 'kafka-drift', color: 'd73a4a', description: 'Live differs from the spec' };
const bot = 'github-actions[bot]';

const body = (history: Omit<DriftHistory, 'since'>, line = '3 differences'): string =>
  `<!-- tool:drift {"v":1,"id":"prod","first":"${history.firstSeen}","seen":${history.seen}} -->\n${line}\n`;

const report = (line = '3 differences'): DriftReport => ({
  marker,
  labels: [label],
  lasting: [],
  render: (history) => ({ title: 'Drift: prod', body: body(history, line) }),
});

const gone = { marker, labels: [label] } as const;

async function repository(): Promise<{ emulator: GitHubEmulator; github: GitHub; clock: TestClock }> {
  const clock = testClock();
  const emulator = await startRepository({ clock });
  return { emulator, clock, github: connect(emulator, { clock }).github };
}

const states = (emulator: GitHubEmulator): readonly string[] =>
  emulator.world.issues().map(({ number, state }) => `#${number} ${state}`);

describe('the life of the issue', () => {
  test('opened with its label, counted up in place, closed, reopened', async () => {
    const { emulator, github, clock } = await repository();
    const first = await github.openOrUpdateDriftIssue(report());
    expect(first).toMatchObject({
      action: 'opened',
      number: 1,
      firstSeen: '2026-05-04T10:00:00.000Z',
      seen: 1,
    });
    expect(emulator.world.issue(1)).toMatchObject({ author: { login: bot }, labels: ['kafka-drift'] });

    clock.advance(86_400_000);
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({
      action: 'updated',
      number: 1,
      firstSeen: '2026-05-04T10:00:00.000Z',
      seen: 2,
    });
    expect(await github.findDriftIssue(gone)).toMatchObject({ number: 1, state: 'open', seen: 2 });

    expect(await github.closeDriftIssue({ ...gone, comment: 'No difference any more.' })).toMatchObject({
      action: 'closed',
      number: 1,
    });
    expect(emulator.world.issue(1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(await github.closeDriftIssue(gone)).toEqual({ action: 'none' });

    clock.advance(86_400_000);
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({
      action: 'reopened',
      number: 1,
      firstSeen: '2026-05-06T10:00:00.000Z',
      seen: 1,
    });
    expect(states(emulator)).toEqual(['#1 open']);
    expect(emulator.world.comments(1).map((comment) => comment.body)).toEqual(['No difference any more.']);
  });

  test('there is nothing to close or to find before the first drift', async () => {
    const { emulator, github } = await repository();
    expect(await github.findDriftIssue(gone)).toBeUndefined();
    expect(await github.closeDriftIssue(gone)).toEqual({ action: 'none' });
    expect(emulator.log.effects).toEqual([]);
  });

  test('an issue that already says so is not written', async () => {
    const { emulator, github } = await repository();
    const fixed = { ...report(), render: () => ({ title: 'Drift', body: `${marker}} -->\nsame` }) };
    await github.openOrUpdateDriftIssue(fixed);
    expect(await github.openOrUpdateDriftIssue(fixed)).toMatchObject({ action: 'unchanged' });
    expect(emulator.log.effects.map(({ route }) => route)).toEqual(['issues/create-label', 'issues/create']);
  });

  test('the label is created once, in its colour, and an existing one is left as it is', async () => {
    const { emulator, github } = await repository();
    emulator.world.label('kafka-drift', '123456');
    await github.openOrUpdateDriftIssue(report());
    expect(emulator.log.effects.map(({ route }) => route)).toEqual(['issues/create']);
  });
});

describe('what people do to it', () => {
  test('closed by a person while the drift lasts: reopened', async () => {
    const { emulator, github } = await repository();
    await github.openOrUpdateDriftIssue(report());
    emulator.world.closeIssue(1, { by: 'octocat', reason: 'not_planned' });
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({ action: 'reopened', number: 1 });
    expect(states(emulator)).toEqual(['#1 open']);
  });

  test.each(['open', 'closed'])('locked while %s: left as it is, and a new one is opened', async (state) => {
    const { emulator, github } = await repository();
    await github.openOrUpdateDriftIssue(report());
    if (state === 'closed') emulator.world.closeIssue(1, { by: 'octocat' });
    emulator.world.lock(1);
    const before = { ...emulator.world.issue(1) };
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({ action: 'opened', number: 2 });
    expect(await github.closeDriftIssue(gone)).toMatchObject({ action: 'closed', number: 2 });
    expect(emulator.world.issue(1)).toEqual(before);
  });

  test('its label taken off: it is ours no longer', async () => {
    const { emulator, github } = await repository();
    await github.openOrUpdateDriftIssue(report());
    emulator.world.setLabels(1, ['wontfix']);
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({ action: 'opened', number: 2 });
  });

  test('its marker broken: counting starts anew where the id can still be read', async () => {
    const { emulator, github } = await repository();
    await github.openOrUpdateDriftIssue(report());
    emulator.world.issue(1).body = `${marker},"first":"yesterday","seen":-4} -->\nedited`;
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({
      action: 'updated',
      number: 1,
      seen: 1,
    });
  });

  test('two open ones: the newest is kept, the other closed and pointing to it', async () => {
    const { emulator, github } = await repository();
    const old = body({ firstSeen: '2026-05-01T00:00:00.000Z', seen: 9 });
    const labels = ['kafka-drift'];
    emulator.world.openIssue({ title: 'Drift: prod', author: bot, body: old, labels });
    emulator.world.openIssue({ title: 'Drift: prod', author: bot, body: old, labels });
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({
      action: 'updated',
      number: 2,
      seen: 10,
    });
    expect(states(emulator)).toEqual(['#1 closed', '#2 open']);
    expect(emulator.world.issue(1)).toMatchObject({
      stateReason: 'not_planned',
      body: expect.stringContaining('\nContinued in #2.\n'),
    });
    expect(await github.findDriftIssue(gone)).toMatchObject({ number: 2 });
  });

  test('ten racing ones leave one open', async () => {
    const { emulator, clock } = await repository();
    await Promise.all(
      Array.from({ length: 10 }, () => connect(emulator, { clock }).github.openOrUpdateDriftIssue(report())),
    );
    expect(states(emulator).filter((state) => state.endsWith('open'))).toHaveLength(1);
  });

  test('look-alikes of five others are neither edited nor closed', async () => {
    const { emulator, github } = await repository();
    const look = body({ firstSeen: '2026-05-01T00:00:00.000Z', seen: 9 });
    for (const author of ['mallory', 'eve', 'github-actions', 'dependabot[bot]', 'octocat']) {
      emulator.world.openIssue({ title: 'Drift: prod', author, body: look, labels: ['kafka-drift'] });
    }
    expect(await github.findDriftIssue(gone)).toBeUndefined();
    expect(await github.closeDriftIssue(gone)).toEqual({ action: 'none' });
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({
      action: 'opened',
      number: 6,
      seen: 1,
    });
    const others = emulator.world.issues().filter(({ author }) => author.login !== bot);
    expect(others.every((issue) => issue.state === 'open' && issue.body === look)).toBe(true);
  });

  test('a pull request with the marker and the label is no issue', async () => {
    const { emulator, github } = await repository();
    emulator.world.commit({ branch: 'topic', files: { a: 'a' } });
    const number = emulator.world.openPullRequest({ head: 'topic', author: bot, labels: ['kafka-drift'] });
    emulator.world.issue(number).body = body({ firstSeen: '2026-05-01T00:00:00.000Z', seen: 1 });
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({ action: 'opened' });
  });

  test('one of ours behind 250 others is found', async () => {
    const { emulator, github } = await repository();
    await github.openOrUpdateDriftIssue(report());
    for (let index = 0; index < 250; index++) {
      emulator.world.openIssue({ title: 'talk', author: 'octocat', labels: ['kafka-drift'] });
    }
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({ action: 'updated', number: 1 });
  });
});

describe('when GitHub fails', () => {
  test.each([
    ['a 502 after the effect', { kind: 'answer-after-effect', response: error(502, 'Bad Gateway') }],
    ['a 502 before the effect', { kind: 'answer', response: error(502, 'Bad Gateway') }],
    ['a lost connection', { kind: 'reset-after-effect' }],
  ] as const)('%s leaves one issue', async (_, fault) => {
    const { emulator, github } = await repository();
    emulator.faults.add({ route: 'issues/create', fault });
    expect(await github.openOrUpdateDriftIssue(report())).toMatchObject({ action: 'opened', number: 1 });
    expect(states(emulator)).toEqual(['#1 open']);
  });

  test('a failed update is done again', async () => {
    const { emulator, github } = await repository();
    await github.openOrUpdateDriftIssue(report());
    emulator.faults.add({
      route: 'issues/update',
      fault: { kind: 'answer-after-effect', response: error(502, 'Bad Gateway') },
    });
    expect(await github.closeDriftIssue(gone)).toMatchObject({ action: 'closed' });
    expect(states(emulator)).toEqual(['#1 closed']);
  });
});
