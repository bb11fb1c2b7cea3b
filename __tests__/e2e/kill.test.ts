import { beforeAll, expect, test } from '@jest/globals';
import type { BackendAcl, BackendTopic } from '../../sandbox/kafka-backend.ts';
import type { ActionRun } from '../../sandbox/runner/run-action.ts';
import { mirrorUser, type RealCluster } from '../../sandbox/world.ts';
import { expectEnd } from '../support/e2e/expect-end.ts';
import { killPoints } from '../support/e2e/kill-points.ts';
import { secretsSaid } from '../support/e2e/secret-search.ts';
import { Team } from '../support/e2e/team.ts';
import { withWorld } from '../support/e2e/with-world.ts';

/*
 * An apply of every kind of resource, reviewed on a pull request, is killed (SIGKILL) at many moments and run again. Each moment has a project,
 * services, topics and principals of its own on the same two brokers, so several can be tried at once; a project that
 * was never disturbed shows the end that all must reach.
 */

const sandbox = withWorld();
const undisturbed = 'calm';
/** Every third moment and the last; `npm run test:long` tries all. */
const tried =
  process.env['KILLS'] === 'all'
    ? killPoints
    : killPoints.filter((_, index) => index % 3 === 0 || index === killPoints.length - 1);
const cases = tried.map((point, index) => ({
  ...point,
  project: `kill${String.fromCharCode(97 + index)}`,
}));
const seen = new Map<string, Seen>();
let team: Team;
/** Where the default branch was before the merge. */
let before: string;
let goal: readonly string[];

interface Seen {
  readonly killed: ActionRun;
  readonly again: ActionRun;
  readonly plan: ActionRun;
  readonly end: readonly string[];
}

beforeAll(async () => {
  const projects = [undisturbed, ...cases.map(({ project }) => project)];
  team = new Team(sandbox.world, {
    'allow-delete': 'topics,acls',
    'max-deletes': '6',
    'drift-issue': 'false',
  });
  const files = (text: (project: string) => string) =>
    Object.fromEntries(projects.map((project) => [`specs/${project}.yaml`, text(project)]));
  // A pull request that says where a cluster is cannot be compared with it.
  team.commit({
    'specs/onprem-ca.pem': sandbox.world.onprem.kafka.caPem,
    ...files((project) => spec(project, 'connections')),
  });
  await inTurns(projects, 4, startingState);
  const { repository, github } = sandbox.world;
  const number = repository.openPullRequest({
    branch: 'every-kind',
    title: 'Every kind',
    files: files((project) => spec(project, 'everything')),
  });
  await inTurns(projects, 3, async (project) => {
    const plan = await team.planOf(number, { inputs: { spec: `specs/${project}.yaml` } });
    expectEnd(plan, 0, { result: 'planned' });
  });
  before = github.world.head();
  github.world.merge(number);
  expectEnd(await apply(undisturbed), 0, { result: 'applied', failed: '0' });
  goal = await stateOf(undisturbed);

  await inTurns(cases, 3, async ({ when, project }) => {
    const killed = await apply(project, when(sandbox.world, project));
    const again = await apply(project);
    const plan = await team.planByHand({ inputs: { spec: `specs/${project}.yaml` } });
    seen.set(project, { killed, again, plan, end: await stateOf(project) });
  });
}, 900_000);

test('the end to reach has every kind of resource', () => {
  expect(goal).toEqual([
    'core User:app-PROJECT * TOPIC PROJECT. PREFIXED READ ALLOW',
    'core User:app-PROJECT * TOPIC PROJECT. PREFIXED WRITE ALLOW',
    'core User:app-PROJECT 10.1.2.3 TOPIC PROJECT.new LITERAL WRITE DENY',
    'core topic PROJECT.grown 3×1 retention.ms=86400000',
    'core topic PROJECT.new 2×1 cleanup.policy=compact',
    'core topic onprem-PROJECT.PROJECT.readings 1×1 ',
    'onprem User:app-PROJECT * TOPIC PROJECT.readings LITERAL WRITE ALLOW',
    'onprem User:mm2-PROJECT * GROUP PROJECT- PREFIXED DESCRIBE ALLOW',
    'onprem User:mm2-PROJECT * TOPIC PROJECT.readings LITERAL DESCRIBE_CONFIGS ALLOW',
    'onprem User:mm2-PROJECT * TOPIC PROJECT.readings LITERAL READ ALLOW',
    'onprem User:mm2-PROJECT * TOPIC mm2-offset-syncs.core-PROJECT.internal LITERAL READ ALLOW',
    'onprem User:mm2-PROJECT * TOPIC mm2-offset-syncs.core-PROJECT.internal LITERAL WRITE ALLOW',
    'onprem topic PROJECT.grown 3×1 retention.ms=86400000',
    'onprem topic PROJECT.readings 2×1 retention.ms=172800000',
    'onprem topic mm2-offset-syncs.core-PROJECT.internal 1×1 cleanup.policy=compact',
    'Aiven ACL avnadmin admin *',
    'Aiven ACL app-PROJECT read PROJECT.*',
    'endpoint onprem-PROJECT external_kafka aiven-mm2 PASSWORD',
    'integration core-PROJECT from service',
    'integration onprem-PROJECT from endpoint',
    'flow onprem-PROJECT -> core-PROJECT enabled=true topics=PROJECT\\.readings',
  ]);
});

test.each(cases)('killed when $title: another run ends in the same state', ({ project }) => {
  const { killed, again, plan, end } = found(project);
  expect(killed).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  expect(again).toMatchObject({ exitCode: 0 });
  expect(['applied', 'no-changes']).toContain(again.outputs['result']);
  expect(plan.outputs).toMatchObject({ result: 'no-changes', changes: 'false' });
  expect(end).toEqual(goal);
});

test('the kills came at different moments: what was left to do shrinks', () => {
  const left = cases.map(({ project }) => Number(found(project).again.outputs['applied']));
  expect(left[0]).toBeGreaterThan(15);
  expect(left.at(-1)).toBe(0);
  expect(new Set(left).size).toBeGreaterThan(cases.length / 2);
});

test('no secret is said by runs that were killed', () => {
  const { aivenToken, secrets } = sandbox.world;
  expect(secretsSaid(team, [aivenToken, ...Object.values(secrets)])).toEqual([]);
});

function found(project: string): Seen {
  const result = seen.get(project);
  if (result === undefined) throw new Error(`${project} was not tried`);
  return result;
}

/** While records come in, so that an apply which looks whether the flow runs need not wait for them. */
async function apply(project: string, killAfter?: RegExp | Promise<unknown>): Promise<ActionRun> {
  const { bridge } = sandbox.world.core;
  let ended = false;
  const records = (async () => {
    while (!ended) {
      await bridge.produce(mirrored(project), [{ value: 'a reading' }]);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  try {
    return await team.pushAgain({
      before,
      inputs: { spec: `specs/${project}.yaml` },
      ...(killAfter === undefined ? {} : { killAfter }),
    });
  } finally {
    ended = true;
    await records;
  }
}

function mirrored(project: string): string {
  return `onprem-${project}.${project}.readings`;
}

/** Topics to change and to remove, ACLs to revoke, on both clusters; what the flow has copied; and two services. */
async function startingState(project: string): Promise<void> {
  const { aiven, core, onprem } = sandbox.world;
  await aiven.world.addService({ type: 'kafka', project, name: 'kafka-core', backend: core.bridge });
  await aiven.world.addService({ type: 'kafka_mirrormaker', project, name: 'mm2' });
  await core.bridge.createTopic({ name: mirrored(project), partitions: 1, replication: 1, config: {} });
  // Reviewers see that the copy holds records: one that got its first after the review would be another change.
  await core.bridge.produce(mirrored(project), [{ value: 'an earlier reading' }]);
  for (const { bridge } of [core, onprem]) {
    const topic = { partitions: 1, replication: 1 };
    await bridge.createTopic({ ...topic, name: `${project}.grown`, config: { 'retention.ms': '1000' } });
    await bridge.createTopic({ ...topic, name: `${project}.old`, config: {} });
    for (const operation of ['WRITE', 'ALTER'])
      await bridge.createAcl({
        principal: `User:app-${project}`,
        host: '*',
        resourceType: 'TOPIC',
        resourceName: `${project}.old`,
        patternType: 'LITERAL',
        operation,
        permission: 'ALLOW',
      });
  }
}

function spec(project: string, says: 'connections' | 'everything'): string {
  const { kafka } = sandbox.world.onprem;
  const changes = (text: string): string => (says === 'everything' ? text : '');
  return `version: 1
name: ${project}
project: ${project}
clusters:
  core-${project}:
    service: kafka-core
    manage: { topics: { scope: [${project}.*] }, acls: { principals: [User:app-${project}] } }
${changes(`    topics:
      ${project}.new: { partitions: 2, replication: 1, config: { cleanup.policy: compact } }
      ${project}.grown: { partitions: 3, replication: 1, config: { retention.ms: 1d } }
    removed: { topics: { ${project}.old: { reason: replaced } } }
    acls:
      kafka:
        - { principal: User:app-${project}, topic: ${project}., pattern: prefixed, allow: [Read, Write] }
        - { principal: User:app-${project}, topic: ${project}.new, deny: [Write], host: 10.1.2.3 }
      aiven:
        - { username: app-${project}, topic: ${project}.*, permission: read }
`)}  onprem-${project}:
    bootstrap_servers: [${kafka.bootstrapServers}]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: specs/onprem-ca.pem }
    mirror:
      sasl_plain_username: ${mirrorUser}
      sasl_plain_password: { secret: ONPREM_MM2_PASSWORD }
      principal: User:mm2-${project}
    admin:
      sasl_plain_username: ${kafka.admin.username}
      sasl_plain_password: { secret: ONPREM_ADMIN_PASSWORD }
    manage: { topics: { scope: [${project}.*] }, acls: { principals: [User:app-${project}, User:mm2-${project}] } }
${changes(`    topics:
      ${project}.readings: { partitions: 2, replication: 1, config: { retention.ms: 2d } }
      ${project}.grown: { partitions: 3, replication: 1, config: { retention.ms: 1d } }
    removed: { topics: { ${project}.old: { reason: replaced } } }
    acls: { kafka: [{ principal: User:app-${project}, topic: ${project}.readings, allow: [Write] }] }
mirrormaker:
  mm2:
    flows:
      onprem-${project} -> core-${project}: { topics: ['${project}\\.readings'], enabled: true, replication_factor: 1, groups: [${project}-*] }
`)}`;
}

/** Everything of one project on both brokers and in Aiven, a line each, without its name. */
async function stateOf(project: string): Promise<readonly string[]> {
  const { onprem, core, aiven, secrets } = sandbox.world;
  const { world } = aiven;
  const lines = [
    ...(await clusterState('core', core, project)),
    ...(await clusterState('onprem', onprem, project)),
    ...world
      .aivenAcls(project, 'kafka-core')
      .map(({ username, permission, topic }) => `Aiven ACL ${username} ${permission} ${topic}`),
    ...world
      .endpoints(project)
      .map(({ name, type, userConfig }) =>
        ['endpoint', name, type, userConfig['sasl_plain_username'], userConfig['sasl_plain_password']].join(
          ' ',
        ),
      ),
    ...world
      .integrations(project, 'mm2')
      .map(({ source, userConfig }) => `integration ${userConfig['cluster_alias']} from ${source.type}`)
      .sort(),
    ...world
      .flows(project, 'mm2')
      .map(
        (flow) =>
          `flow ${flow.source_cluster} -> ${flow.target_cluster} enabled=${flow.enabled} topics=${flow['topics']}`,
      ),
  ];
  const password = secrets['ONPREM_MM2_PASSWORD'] ?? 'none';
  return lines.map((line) => line.replaceAll(project, 'PROJECT').replaceAll(password, 'PASSWORD'));
}

async function clusterState(
  alias: string,
  { bridge }: RealCluster,
  project: string,
): Promise<readonly string[]> {
  const names = (await bridge.listTopics()).map(({ name }) => name).filter((name) => name.includes(project));
  const topics = await bridge.describeTopics(names);
  const acls = (await bridge.listAcls()).filter(({ principal }) => principal.endsWith(`-${project}`));
  return [
    ...acls.map((acl) => `${alias} ${aclText(acl)}`).sort(),
    ...topics.map((topic) => `${alias} topic ${topicText(topic)}`).sort(),
  ];
}

function aclText(acl: BackendAcl): string {
  const { principal, host, resourceType, resourceName, patternType, operation, permission } = acl;
  return [principal, host, resourceType, resourceName, patternType, operation, permission].join(' ');
}

function topicText({ name, partitions, replication, config }: BackendTopic): string {
  const own = config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG');
  return `${name} ${partitions}×${replication} ${own.map(({ name: key, value }) => `${key}=${value}`).sort()}`;
}

/** So many at a time. */
async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
