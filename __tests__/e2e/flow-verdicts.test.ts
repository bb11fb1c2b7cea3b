import { beforeAll, describe, expect, test } from '@jest/globals';
import { specBefore, specFiles } from '../../sandbox/demo/specs.ts';
import type { BackendAcl } from '../../sandbox/kafka-backend.ts';
import type { ActionRun } from '../../sandbox/runner/run-action.ts';
import { mirrorUser, type SandboxWorld } from '../../sandbox/world.ts';
import { expectEnd } from '../support/e2e/expect-end.ts';
import { Team } from '../support/e2e/team.ts';
import { withWorld } from '../support/e2e/with-world.ts';
import { until } from '../support/until.ts';

/*
 * One flow of a real MirrorMaker 2, in every state that a flow can be in: what its apply says, the re-run, and the drift
 * check. Each look takes up to a quarter of a minute, so npm test has the first three states; `npm run test:long` has all.
 */

const sandbox = withWorld({ mirrorMaker: true });
const inTestLong = process.env['VERDICTS'] === 'all' ? describe : describe.skip;
const topic = 'edge.readings';
let team: Team;
let created: ActionRun;

beforeAll(async () => {
  const { world } = sandbox;
  await world.onprem.bridge.createTopic({ name: topic, partitions: 2, replication: 1, config: {} });
  team = new Team(world);
  const before = await team.propose(specFiles(world, connected(world)));
  expectEnd(await team.merge(before.number), 0, { result: 'applied' });
  const { number } = await team.propose(specFiles(world, `${connected(world)}${flow}`));
  created = await team.merge(number);
});

describe('what is seen of a flow', () => {
  test('a source without a record: nothing to copy', async () => {
    expectEnd(created, 0, { result: 'applied' });
    const line =
      /^💤 Flow `onprem -> core` has nothing to copy: the topic of `onprem` that it mirrors holds no record\.$/;
    expect(seenIn(created)).toMatch(line);
    const again = await team.pushAgain();
    expectEnd(again, 0, { result: 'no-changes' });
    expect(seenIn(again)).toMatch(line);
  });

  test('records that come: copies', async () => {
    const again = await whileProducing(() => team.pushAgain());
    expectEnd(again, 0, { result: 'no-changes' });
    expect(seenIn(again)).toMatch(
      /^✅ Flow `onprem -> core` copies: \d+ new records? arrived in 1 topic on `core`\.$/,
    );
  });

  test('nothing new, and all of it there: caught up, in the drift check too', async () => {
    const drift = await team.onSchedule();
    expectEnd(drift, 0, { result: 'in-sync' });
    expect(seenIn(drift)).toMatch(
      /^✅ Flow `onprem -> core` is caught up: nothing new came to `onprem` in \d+ seconds, and the topic with records ends alike on `core`\.$/,
    );
  });
});

inTestLong('what is seen of a flow that does not run', () => {
  test('its login may no longer read: a denial that the spec does not own', async () => {
    const { onprem } = sandbox.world;
    const denial = acl({ principal: 'User:*', resourceName: topic, operation: 'READ', permission: 'DENY' });
    await onprem.bridge.createAcl(denial);
    // Within a moment MirrorMaker 2 reads nothing any more.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const again = await whileProducing(() => team.pushAgain());
    const line =
      /^❌ Flow `onprem -> core` does not run: \d+ new records? came to 1 topic of onprem, and none arrived on core in \d+ seconds: the login of MirrorMaker 2 lacks Read on Topic `edge\.readings` on onprem/;
    expectEnd(again, 1, { result: 'partially-applied', 'failure-reason': 'not-converged' });
    expect(seenIn(again)).toMatch(line);

    const drift = await whileProducing(() => team.onSchedule({ inputs: { 'fail-on-drift': 'true' } }));
    expectEnd(drift, 1, { result: 'drift', 'failure-reason': 'drift-detected' });
    expect(seenIn(drift)).toMatch(line);
    expect(issue()).toContain('❌ Flow `onprem -> core` does not run');
    expect(issue()).toContain('`mirror-login-lacks`');

    await onprem.bridge.deleteAcl(denial);
    const mended = await until(
      () => whileProducing(() => team.pushAgain()),
      (run) => run.exitCode === 0,
    );
    expect(seenIn(mended)).toMatch(/^✅ Flow `onprem -> core` copies/);
    expect(issue()).toBe('none is open');
  });

  test('one topic is refused by the target: partly', async () => {
    const { onprem, core } = sandbox.world;
    const user = { principal: 'User:aiven-mirrormaker', operation: 'CREATE', permission: 'DENY' };
    // With the right on the cluster it would not need the one on the topic.
    await core.bridge.createAcl(acl({ ...user, resourceType: 'CLUSTER', resourceName: 'kafka-cluster' }));
    await core.bridge.createAcl(acl({ ...user, resourceName: 'onprem.edge.alerts' }));
    await onprem.bridge.createTopic({ name: 'edge.alerts', partitions: 1, replication: 1, config: {} });
    await onprem.bridge.produce('edge.alerts', [{ value: 'fire' }]);
    const line =
      /^⚠️ Flow `onprem -> core` runs only partly: `onprem\.edge\.alerts` is not on `core`, although `onprem` has records for it/;
    const again = await team.pushAgain();
    expectEnd(again, 1, { result: 'partially-applied', 'failure-reason': 'not-converged' });
    expect(seenIn(again)).toMatch(line);
    const drift = await team.onSchedule();
    expectEnd(drift, 0, { result: 'drift' });
    expect(seenIn(drift)).toMatch(line);
    expect(issue()).toContain('⚠️ Flow `onprem -> core` runs only partly');
  });

  test('MirrorMaker 2 is gone, and Aiven still calls everything running', async () => {
    await sandbox.world.mirrorMaker?.stop();
    const line = /^❌ Flow `onprem -> core` does not run: /;
    const again = await whileProducing(() => team.pushAgain());
    expectEnd(again, 1, { result: 'partially-applied', 'failure-reason': 'not-converged' });
    expect(seenIn(again)).toMatch(line);
    expect(again.summary).not.toContain('✅ Flow');
    const drift = await whileProducing(() => team.onSchedule());
    expectEnd(drift, 0, { result: 'drift' });
    expect(seenIn(drift)).toMatch(line);
    expect(issue()).toMatch(/❌ Flow `onprem -> core` does not run: [^\n]*Since at least \d{4}-/);
  });
});

/** The one line of the job summary about the flow. */
function seenIn({ summary }: ActionRun): string {
  const lines = summary.split('\n').filter((line) => line.startsWith('- ') && line.includes(' Flow `'));
  if (lines.length !== 1) throw new Error(`the summary has ${lines.length} lines about flows:\n${summary}`);
  return lines[0]?.slice(2) ?? '';
}

function issue(): string {
  const open = sandbox.world.github.world
    .issues()
    .find(({ pull, state }) => pull === undefined && state === 'open');
  return open?.body ?? 'none is open';
}

/** As long as a run takes, and from before it begins. */
async function whileProducing<T>(run: () => Promise<T>): Promise<T> {
  const { bridge } = sandbox.world.onprem;
  let producing = true;
  const producer = (async () => {
    while (producing) {
      await bridge.produce(topic, [{ value: 'a' }, { value: 'b', partition: 1 }]);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  try {
    return await run();
  } finally {
    producing = false;
    await producer;
  }
}

function acl(parts: Partial<BackendAcl>): BackendAcl {
  return {
    principal: `User:${mirrorUser}`,
    host: '*',
    resourceType: 'TOPIC',
    resourceName: '',
    patternType: 'LITERAL',
    operation: 'READ',
    permission: 'ALLOW',
    ...parts,
  };
}

function connected(world: SandboxWorld): string {
  return `${specBefore(world)}
  onprem:
    bootstrap_servers: [${world.onprem.kafka.bootstrapServers}]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/certs/onprem-ca.pem }
    mirror:
      endpoint: onprem-kafka
      sasl_plain_username: ${mirrorUser}
      sasl_plain_password: { secret: ONPREM_MM2_PASSWORD }
    admin:
      sasl_plain_username: ${world.onprem.kafka.admin.username}
      sasl_plain_password: { secret: ONPREM_ADMIN_PASSWORD }
`;
}

const flow = `
mirrormaker:
  mm2-core:
    flows:
      onprem -> core:
        topics: ['edge\\..*']
        enabled: true
        replication_factor: 1
`;
