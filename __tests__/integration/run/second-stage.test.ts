import { describe, expect, test } from '@jest/globals';
import { partnerEnv as env, partnerFiles, partnerFlow } from '../../support/partner-flow.ts';
import { aivenProject } from '../../support/run-world.ts';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

/** A pull request that creates a flow, whose apply ends after the flow was created disabled. */
async function halfDone() {
  const one = await team();
  await one.deliver({ t1: 1 });
  const { world } = one.world.github;
  world.commit({
    branch: 'flow',
    files: {
      'kafka/spec.yaml': `${specOf({ t1: 1 })}${partnerFlow}`,
      ...partnerFiles,
    },
  });
  const number = world.openPullRequest({ head: 'flow' });
  expect(endOf(await one.plan(number, { env }))).toBe('planned');
  one.world.aiven.faults.add({
    route: 'flow.update',
    times: 1,
    fault: { kind: 'answer', response: { status: 400, body: { message: 'Not now', errors: [] } } },
  });
  const before = one.main;
  expect(endOf(await one.mergeAndApply(number, { env }))).toBe('partially-applied: apply-failed');
  expect(flowOf(one)).toMatchObject({ enabled: false });
  return { one, before };
}

function flowOf(one: Team) {
  return one.world.aiven.world.flow(aivenProject, 'mm2-core', 'partner', 'core');
}

describe('a flow that was created and not enabled', () => {
  test('is enabled by the re-run, because the plan showed it so', async () => {
    const { one, before } = await halfDone();
    const again = await one.pushed(before, { env });
    expect(again.outputs['failure-reason']).not.toBe('plan-changed');
    expect(flowOf(one)).toMatchObject({ enabled: true });
  });

  test('is not enabled once somebody has changed it meanwhile', async () => {
    const { one, before } = await halfDone();
    const found = flowOf(one);
    if (found === undefined) throw new Error('it was created');
    one.world.aiven.world.setFlow(aivenProject, 'mm2-core', { ...found, topics: ['everything'] });
    expect(endOf(await one.pushed(before, { env }))).toBe('refused: plan-changed');
    expect(flowOf(one)).toMatchObject({ enabled: false });
  });
});

describe('an integration that was deleted in order to replace it, and not created', () => {
  const tuning = { producer_max_request_size: 10_485_760, producer_linger_ms: 7 };
  const tuned = partnerFlow.replace(
    '  mm2-core:\n',
    '  mm2-core:\n    clusters: { partner: { producer_linger_ms: 9 } }\n',
  );

  function integrationOf(one: Team) {
    return one.world.aiven.world.integration(aivenProject, 'mm2-core', 'partner');
  }

  test('is created by the re-run with the settings that the old one had', async () => {
    const one = await team();
    await one.deliver({ t1: 1 });
    const aiven = one.world.aiven.world;
    const old = aiven.addEndpoint(aivenProject, 'old-kafka', {
      bootstrap_servers: 'localhost:1',
      security_protocol: 'PLAINTEXT',
    });
    const source = { type: 'endpoint', project: aivenProject, endpointId: old.id } as const;
    aiven.addIntegration(aivenProject, 'mm2-core', source, {
      cluster_alias: 'partner',
      kafka_mirrormaker: tuning,
    });
    const { world } = one.world.github;
    world.commit({
      branch: 'moved',
      files: {
        'kafka/spec.yaml': `${specOf({ t1: 1 })}${tuned}`,
        ...partnerFiles,
      },
    });
    const number = world.openPullRequest({ head: 'moved' });
    expect(endOf(await one.plan(number, { env }))).toBe('planned');
    one.world.aiven.faults.add({
      route: 'integration.create',
      times: 2, // the other one is that of core
      fault: { kind: 'answer', response: { status: 400, body: { message: 'Not now', errors: [] } } },
    });
    const before = one.main;
    expect(endOf(await one.mergeAndApply(number, { env }))).toBe('partially-applied: apply-failed');
    expect(integrationOf(one)).toBeUndefined();

    const again = await one.pushed(before, { env });
    expect(again.outputs['failure-reason']).not.toBe('plan-changed');
    expect(integrationOf(one)?.userConfig).toEqual({
      cluster_alias: 'partner',
      kafka_mirrormaker: { ...tuning, producer_linger_ms: 9 },
    });
  });
});
