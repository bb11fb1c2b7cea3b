import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import { actionsApp } from '../../../sandbox/github/state.ts';
import { call, connect, everyPermission, startRepository } from '../../support/github.ts';

const afterEffect = { kind: 'answer-after-effect', response: error(502, 'Bad Gateway') } as const;

describe('check runs', () => {
  const run = {
    name: 'Kafka plan: prod',
    externalId: 'sha256:0b1c',
    conclusion: 'success',
    title: '2 to create',
    summary: 'Two topics.',
    text: '{"operations":["a1","b2"]}',
    detailsUrl: 'https://github.com/acme/kafka/actions/runs/1',
  } as const;

  test('are written on a commit and read back whole, newest first', async () => {
    const emulator = await startRepository();
    const headSha = emulator.world.head();
    const { github } = connect(emulator);
    const first = await github.createCheckRun({ ...run, headSha });
    const second = await github.createCheckRun({ ...run, headSha, externalId: 'sha256:ffff' });
    expect(first).toMatchObject({
      headSha,
      externalId: run.externalId,
      text: run.text,
      conclusion: 'success',
    });
    expect(await github.readCheckRuns({ ref: headSha, name: run.name })).toEqual([second, first]);
  });

  test('of another app or another name are not ours', async () => {
    const emulator = await startRepository();
    const headSha = emulator.world.head();
    emulator.world.checkRun({ headSha, name: run.name, conclusion: 'success', externalId: run.externalId });
    emulator.world.checkRun({ headSha, name: 'build', conclusion: 'success', app: actionsApp });
    const { github } = connect(emulator);
    expect(await github.readCheckRuns({ ref: headSha, name: run.name })).toEqual([]);
  });

  test('are found on every page', async () => {
    const emulator = await startRepository();
    const headSha = emulator.world.head();
    for (let index = 0; index < 130; index++) {
      emulator.world.checkRun({ headSha, name: run.name, conclusion: 'success', app: actionsApp });
    }
    const { github } = connect(emulator);
    expect(await github.readCheckRuns({ ref: headSha, name: run.name })).toHaveLength(130);
  });

  test('are written once, although GitHub fails after the effect', async () => {
    const emulator = await startRepository();
    const headSha = emulator.world.head();
    emulator.faults.add({ route: 'checks/create', fault: afterEffect });
    const created = await connect(emulator).github.createCheckRun({ ...run, headSha });
    expect(emulator.world.checkRuns(headSha).map(({ id }) => id)).toEqual([created.id]);
  });
});

describe('deployments', () => {
  const place = { environment: 'aiven-kafka/prod', task: 'apply' } as const;
  const record = { ...place, payload: { digest: 'sha256:0b1c', operations: ['a1'] }, description: 'Applied' };

  test('keep their payload and their states; the last that succeeded is found behind failures', async () => {
    const emulator = await startRepository();
    const { github } = connect(emulator);
    const deploy = async (sha: string, state: 'success' | 'failure'): Promise<number> => {
      const payload = { ...record.payload, succeeded: state === 'success' };
      const { id } = await github.createDeployment({ ...record, payload, sha });
      await github.setDeploymentState({ id, state, description: state, logUrl: 'https://example.invalid/1' });
      return id;
    };
    const firstSha = emulator.world.head();
    await deploy(firstSha, 'success');
    const secondSha = emulator.world.commit({ files: { a: 'a' } });
    const second = await deploy(secondSha, 'success');
    await deploy(emulator.world.commit({ files: { b: 'b' } }), 'failure');
    expect((await github.recordedRuns(place)).told).toMatchObject([
      {
        id: second,
        sha: secondSha,
        payload: { ...record.payload, succeeded: true },
      },
    ]);
    // A later success makes an earlier one inactive, and it still is the record of its run.
    const states = emulator.world.deployments().map(({ statuses }) => statuses.map(({ state }) => state));
    expect(states).toEqual([['success', 'inactive'], ['success'], ['failure']]);
  });

  test('count as told once they have a state, whoever set it; until then as untold', async () => {
    const emulator = await startRepository();
    const { github } = connect(emulator);
    const payload = { ...record.payload, succeeded: true };
    const sha = emulator.world.head();
    const { id } = await github.createDeployment({ ...record, payload, sha });
    expect(await github.recordedRuns(place)).toMatchObject({ newest: { id, sha }, untold: [{ id, sha }] });
    await call(emulator, emulator.personalToken('ada'), 'POST', `/{repo}/deployments/${id}/statuses`, {
      state: 'failure',
    });
    expect(await github.recordedRuns(place)).toMatchObject({ told: [{ id, sha }], untold: [] });
  });

  test('that failed do not count, whatever their state says, and the states of three are looked at', async () => {
    const emulator = await startRepository();
    const { github } = connect(emulator);
    const payload = { ...record.payload, succeeded: false };
    for (let index = 0; index < 30; index++) {
      await github.createDeployment({
        ...record,
        payload,
        sha: emulator.world.head(),
        description: `${index}`,
      });
    }
    emulator.log.clear();
    expect((await github.recordedRuns(place)).newest).toBeUndefined();
    expect(emulator.log.requests).toHaveLength(1 + 3);
  });

  test('are found on later pages: behind 230 that failed or are not ours', async () => {
    const emulator = await startRepository();
    const { github } = connect(emulator);
    const sha = emulator.world.head();
    const { id } = await github.createDeployment({ ...record, payload: { succeeded: true }, sha });
    await github.setDeploymentState({ id, state: 'success', description: 'd' });
    for (let index = 0; index < 230; index++) {
      const token = index % 2 === 0 ? emulator.personalToken('ada') : emulator.jobToken(everyPermission);
      const payload = { succeeded: index % 2 === 0 };
      await call(emulator, token, 'POST', '/{repo}/deployments', { ref: sha, payload, ...place });
    }
    emulator.log.clear();
    expect((await github.recordedRuns(place)).told).toMatchObject([{ id }]);
    // Three pages, the states of three that failed, and those of the one that is found.
    expect(emulator.log.requests).toHaveLength(3 + 3 + 1);
  });

  test('of others, of another task and of another environment do not count', async () => {
    const emulator = await startRepository();
    const ref = emulator.world.head();
    const payload = { succeeded: true };
    const job = emulator.jobToken(everyPermission);
    for (const [token, body] of [
      [emulator.personalToken('mallory'), { ref, payload, ...place }],
      [job, { ref, payload, ...place, task: 'deploy' }],
      [job, { ref, payload, ...place, environment: 'aiven-kafka/other' }],
    ] as const) {
      const made = await call(emulator, token, 'POST', '/{repo}/deployments', body);
      await call(emulator, token, 'POST', `/{repo}/deployments/${made.at('id')}/statuses`, {
        state: 'success',
      });
    }
    const { github } = connect(emulator);
    expect(await github.recordedRuns(place)).toMatchObject({ newest: undefined, told: [], untold: [] });
  });

  test('are a record: neither a commit that is behind nor a failed check stands in the way', async () => {
    const emulator = await startRepository();
    const sha = emulator.world.head();
    emulator.world.checkRun({ headSha: sha, name: 'build', conclusion: 'failure' });
    emulator.world.commit({ files: { a: 'a' } });
    const { github } = connect(emulator);
    const { id } = await github.createDeployment({ ...record, sha, description: 'x'.repeat(200) });
    expect(emulator.world.deployments()).toMatchObject([{ id, sha, description: 'x'.repeat(140) }]);
  });

  test('and their states are written once, although GitHub fails after the effect', async () => {
    const emulator = await startRepository();
    emulator.faults.add(
      { route: 'repos/create-deployment', fault: afterEffect },
      { route: 'repos/create-deployment-status', fault: afterEffect },
    );
    const { github } = connect(emulator);
    const { id } = await github.createDeployment({ ...record, sha: emulator.world.head() });
    await github.setDeploymentState({ id, state: 'success', description: 'Applied' });
    expect(emulator.world.deployments()).toMatchObject([{ id, statuses: [{ state: 'success' }] }]);
  });
});
