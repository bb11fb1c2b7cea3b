import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { folderWith, runCli } from '../../support/cli.ts';
import { type CliWorld, type Clone, cliToken, commitAll, startCliWorld } from '../../support/cli-world.ts';

let world: CliWorld;
let plain: Clone;
beforeAll(async () => {
  world = await startCliWorld();
  const { backend } = world;
  await backend.createTopic({ name: 'orders.created', partitions: 6, replication: 3, config: {} });
  plain = await world.clone({ 'kafka/prod.yaml': aivenOnly(6) });
});
beforeEach(() => world.aiven.log.clear());
afterAll(() => world.stop());

function aivenOnly(partitions: number): string {
  return `version: 1
name: prod
project: acme-prod
clusters:
  core:
    service: kafka-core
    topics: { orders.created: { partitions: ${partitions}, replication: 3 } }
`;
}

function withOnprem(port: string, user = 'kafka-admin'): string {
  return `${aivenOnly(6)}  onprem:
    bootstrap_servers: ['${port}']
    security_protocol: SASL_PLAINTEXT
    sasl_mechanism: PLAIN
    admin: { sasl_plain_username: ${user}, sasl_plain_password: { secret: ONPREM_PASSWORD } }
    topics: { edge.readings: { partitions: 1, replication: 1 } }
`;
}

const secret = { KAFKA_SECRET_ONPREM_PASSWORD: `a password of onprem ${process.pid}` };

describe('what it says and how it ends', () => {
  test('nothing differs: 0, also with --fail-on-changes', async () => {
    const ran = await world.plan(plain, ['--fail-on-changes']);
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^Kafka plan for prod: no changes\n/);
  });

  test('changes: 0, and 3 when asked', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': aivenOnly(6) });
    await clone.write({ 'kafka/prod.yaml': aivenOnly(12) });
    const [ran, failing] = await Promise.all([world.plan(clone), world.plan(clone, ['--fail-on-changes'])]);
    expect(ran.stdout).toMatch(/^Kafka plan for prod: 1 change\n/);
    expect(ran.stdout).toContain('6 -> 12');
    expect([ran.exitCode, failing.exitCode]).toEqual([0, 3]);
    expect(failing.stdout).toBe(ran.stdout);
  });

  test('--json is plan.json', async () => {
    const ran = await world.plan(plain, ['--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ version: 1, name: 'prod', operations: [], unread: [] });
  });

  test('nothing is written in Aiven', async () => {
    await world.plan(plain);
    expect(world.aiven.log.requests.length).toBeGreaterThan(0);
    expect(world.aiven.log.effects).toEqual([]);
  });

  test('an error on the live state: 1', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': aivenOnly(3) });
    const ran = await world.plan(clone);
    expect(ran.stdout).toContain('partitions-decrease');
    expect(ran.exitCode).toBe(1);
  });

  test('a token that Aiven refuses: 1, and it is named and not shown', async () => {
    const ran = await world.plan(plain, [], { AIVEN_TOKEN: 'avn-no-token-of-anybody' });
    expect(ran.stdout).toContain('Could not be read');
    expect(ran.stdout + ran.stderr).not.toContain('avn-no-token-of-anybody');
    expect(ran.exitCode).toBe(1);
  });

  test.each<[string, readonly string[], Record<string, string>, string]>([
    ['no token', [], { AIVEN_TOKEN: '' }, 'AIVEN_TOKEN is not set'],
    ['TLS switched off', [], { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
    [
      'another protocol',
      ['--aiven-url', 'http://api.example.com'],
      {},
      '--aiven-url takes the https address',
    ],
    ['a spec that is not there', ['nothing.yaml'], {}, 'no file matches "nothing.yaml"'],
    ['an unknown cluster to connect', ['--connect', 'onperm'], {}, 'the spec has no cluster onperm'],
    ['an Aiven service to connect', ['--connect', 'core'], {}, 'core is an Aiven service'],
    ['an unknown cluster to leave out', ['--leave-out', 'cor'], {}, 'did you mean core?'],
  ])('%s: 2, and nobody is asked', async (_, words, env, told) => {
    const ran = await world.plan(plain, words, env);
    expect(ran.stderr).toContain(told);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(world.aiven.log.requests).toEqual([]);
  });

  test('what is left out may differ, so it does not end as if nothing did', async () => {
    const ran = await world.plan(plain, ['--leave-out', 'core', '--fail-on-changes']);
    expect(ran.stdout).toContain('without 1 cluster');
    expect(ran.exitCode).toBe(1);
  });

  test('a secret that a service tells is not repeated', async () => {
    const value = '6048000001234';
    const topic = { name: 'odd', partitions: 1, replication: 3, config: { 'retention.ms': value } };
    await world.backend.createTopic(topic);
    const clone = await world.clone({
      'kafka/prod.yaml': aivenOnly(6).replace(
        'topics: {',
        'topics: { odd: { partitions: 1, replication: 3, config: { retention.ms: 7d } },',
      ),
    });
    const [open, hidden, json] = await Promise.all([
      world.plan(clone),
      world.plan(clone, [], { KAFKA_SECRET_ODD: value }),
      world.plan(clone, ['--json'], { KAFKA_SECRET_ODD: value }),
    ]);
    expect(open.stdout).toContain(value);
    expect(hidden.stdout).toContain('-> 604800000');
    expect(hidden.stdout + json.stdout).not.toContain(value);
  });
});

describe('an external cluster is contacted where the remote default branch sends its credentials', () => {
  /** Whether somebody knocked at the broker. */
  async function contacted(clone: Pick<Clone, 'path'>, words: readonly string[] = [], env = secret) {
    const before = world.connections();
    const ran = await world.plan(clone, words, env);
    return { ...ran, isContacted: world.connections() > before };
  }

  test('the same connection', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': withOnprem(world.broker) });
    const ran = await contacted(clone);
    expect(ran.isContacted).toBe(true);
    expect(ran.stdout).toContain('Could not be read');
    expect(ran.exitCode).toBe(1);
  });

  test('another one in the work tree, on the local branch, or on another branch of the remote', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': withOnprem('kafka.corp.example:9092') });
    await clone.write({ 'kafka/prod.yaml': withOnprem(world.broker) });
    const inWorkTree = await contacted(clone);
    expect(inWorkTree.isContacted).toBe(false);
    expect(inWorkTree.stdout).toContain(
      'Not contacted:\n  onprem: the connection of onprem is not that of origin/main. --connect onprem contacts it all the same\n',
    );
    expect(inWorkTree.exitCode).toBe(0);
    await commitAll(clone.path);
    expect(await contacted(clone)).toMatchObject({ isContacted: false });
    await clone.git('push', '--quiet', 'origin', 'HEAD:refs/heads/change');
    expect(await contacted(clone)).toMatchObject({ isContacted: false });
    const failing = await contacted(clone, ['--fail-on-changes']);
    expect(failing).toMatchObject({ isContacted: false, exitCode: 1 });
  });

  test('another one with --connect, which also takes an alias of the cluster', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': aivenOnly(6) });
    const spec = withOnprem(world.broker).replace(
      '    bootstrap_servers',
      '    aliases: { dc1: {} }\n    bootstrap_servers',
    );
    await clone.write({ 'kafka/prod.yaml': spec });
    const alone = await contacted(clone);
    expect(alone.isContacted).toBe(false);
    expect(alone.stdout).toContain('the connection of onprem is not on origin/main');
    expect(await contacted(clone, ['--connect', 'onprem'])).toMatchObject({ isContacted: true });
    expect(await contacted(clone, ['--connect', 'dc1'])).toMatchObject({ isContacted: true });
  });

  test('without its secrets nobody is contacted, and the rest is planned', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': withOnprem(world.broker) });
    const ran = await contacted(clone, ['--connect', 'onprem'], {} as typeof secret);
    expect(ran.isContacted).toBe(false);
    expect(ran.stdout).toContain('KAFKA_SECRET_ONPREM_PASSWORD is not set here');
    expect(ran.exitCode).toBe(0);
  });

  test('a folder that is no clone vouches for nothing', async () => {
    const folder = await folderWith({ 'kafka/prod.yaml': withOnprem(world.broker) });
    const ran = await contacted(folder);
    expect(ran.isContacted).toBe(false);
    expect(ran.stdout).toContain(
      'cannot be compared with that of the default branch: there is no clone here',
    );
    expect(await contacted(folder, ['--connect', 'onprem'])).toMatchObject({ isContacted: true });
    await folder.close();
  });

  test('a clone that does not know the default branch says how it learns of it', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': withOnprem(world.broker) });
    await clone.git('remote', 'set-head', 'origin', '--delete');
    const ran = await contacted(clone);
    expect(ran.isContacted).toBe(false);
    expect(ran.stdout).toContain('git remote set-head origin --auto asks for it');
    await clone.git('remote', 'set-head', 'origin', '--auto');
    expect(await contacted(clone)).toMatchObject({ isContacted: true });
  });

  test('what points git elsewhere is not obeyed', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': aivenOnly(6) });
    const other = await world.clone({ 'kafka/prod.yaml': withOnprem(world.broker) });
    await clone.write({ 'kafka/prod.yaml': withOnprem(world.broker) });
    const elsewhere = { ...secret, GIT_DIR: `${other.path}/.git`, GIT_WORK_TREE: other.path };
    expect(await contacted(clone, [], elsewhere)).toMatchObject({ isContacted: false });
    // An object that another one stands for.
    const [from, to] = await Promise.all(
      [clone, other].map(async (each) => (await each.git('rev-parse', 'HEAD:kafka/prod.yaml')).trim()),
    );
    await clone.git('fetch', '--quiet', other.path, 'HEAD');
    await clone.git('replace', from ?? '', to ?? '');
    expect(await contacted(clone)).toMatchObject({ isContacted: false });
  });

  test('a link on the default branch is no spec', async () => {
    const clone = await world.clone({ 'kafka/prod.yaml': withOnprem(world.broker) });
    await clone.git('mv', 'kafka/prod.yaml', 'elsewhere.yaml');
    await clone.git('update-index', '--add', '--cacheinfo', `120000,${await blobOf(clone)},kafka/prod.yaml`);
    await clone.git('commit', '--quiet', '--message', 'Link');
    await clone.git('push', '--quiet', 'origin', 'HEAD:main');
    await clone.write({ 'kafka/prod.yaml': withOnprem(world.broker) });
    const ran = await contacted(clone);
    expect(ran.isContacted).toBe(false);
    expect(ran.stdout).toContain('cannot be compared with that of origin/main: it has no such spec yet');
  });

  async function blobOf(clone: Clone): Promise<string> {
    await clone.write({ target: '../elsewhere.yaml' });
    return (await clone.git('hash-object', '-w', 'target')).trim();
  }
});

test('help says where the token comes from', async () => {
  const folder = await folderWith({});
  const ran = await runCli(['plan', '--help'], { directory: folder.path, env: { AIVEN_TOKEN: cliToken } });
  expect(ran.stdout).toContain('AIVEN_TOKEN');
  expect(ran.stdout).not.toContain(cliToken);
  await folder.close();
});
