import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CliRun, folderWith, runCli } from '../../support/cli.ts';
import { type CliWorld, cliToken, startCliWorld } from '../../support/cli-world.ts';

let world: CliWorld;
let folder: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  world = await startCliWorld();
  for (const name of ['orders.created', 'orders.paid']) {
    const config = { 'retention.ms': '604800000' };
    await world.backend.createTopic({ name, partitions: 6, replication: 3, config });
  }
});
beforeEach(async () => {
  await folder?.close();
  folder = await folderWith({ '.git/HEAD': '' });
  world.aiven.log.clear();
});
afterAll(async () => {
  await folder.close();
  await world.stop();
});

function run(words: readonly string[], env: Record<string, string> = {}, within = ''): Promise<CliRun> {
  return runCli(words, { directory: join(folder.path, within), env: { AIVEN_TOKEN: cliToken, ...env } });
}

const importing = (...more: readonly string[]) => [
  'import',
  'acme-prod',
  '--aiven-url',
  world.aiven.url,
  ...more,
];

async function files(): Promise<readonly string[]> {
  const all = await readdir(folder.path, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.path.length + 1))
    .sort();
}

test('the spec of a project, which is valid and plans no changes', async () => {
  const ran = await run(importing());
  expect(ran.exitCode).toBe(0);
  expect(ran.stderr).toBe(
    `The files are below ${folder.path}. Next: commit the files and open a pull request; its plan shows no changes. Then say under manage what is yours.\n`,
  );
  expect(ran.stdout).toContain(
    '1 cluster, 0 flows, 2 topics and 0 ACL entries. The plan of the spec shows no changes.',
  );
  expect(ran.stdout).toContain('  kafka/spec.yaml\n');
  expect(await files()).toEqual(['kafka/spec.yaml']);
  expect(world.aiven.log.effects).toEqual([]);
  expect(await run(['validate'])).toMatchObject({ exitCode: 0 });
  const plan = await run(['plan', '--fail-on-changes', '--aiven-url', world.aiven.url]);
  expect(plan.stdout).toMatch(/^Kafka plan for acme-prod: no changes\n/);
  expect(plan.exitCode).toBe(0);
});

test('into another folder, seen from the folder of the command, and as JSON', async () => {
  await mkdir(join(folder.path, 'teams'));
  const ran = await run(importing('--folder', 'a', '--json'), {}, 'teams');
  expect(JSON.parse(ran.stdout)).toMatchObject({
    version: 1,
    project: 'acme-prod',
    files: ['teams/a/spec.yaml'],
    counts: { topics: 2 },
    secrets: [],
  });
  expect(await files()).toEqual(['teams/a/spec.yaml']);
});

test('nothing is overwritten', async () => {
  await run(importing());
  const path = join(folder.path, 'kafka', 'spec.yaml');
  const before = await readFile(path, 'utf8');
  const again = await run(importing());
  expect(again).toMatchObject({ exitCode: 2, stdout: '' });
  expect(again.stderr).toContain(`nothing was written, as these files are there: ${path}`);
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('nothing is written behind a link out of the clone', async () => {
  const other = await folderWith({});
  await symlink(other.path, join(folder.path, 'kafka'));
  const ran = await run(importing());
  expect(ran.stderr).toContain('a link leads out of');
  expect(ran.exitCode).toBe(1);
  expect(await readdir(other.path)).toEqual([]);
  await other.close();
});

test.each<[string, readonly string[], Record<string, string>, number, string]>([
  ['no token', [], { AIVEN_TOKEN: '' }, 2, 'AIVEN_TOKEN is not set'],
  ['a folder elsewhere', ['--folder', '../else'], {}, 2, '--folder takes a folder of the clone'],
  ['a token that Aiven refuses', [], { AIVEN_TOKEN: 'avn-no-token-of-anybody' }, 1, 'error: '],
])('%s: nothing is written', async (_, words, env, exitCode, told) => {
  const ran = await run(importing(...words), env);
  expect(ran.stderr).toContain(told);
  expect(ran).toMatchObject({ exitCode, stdout: '' });
  expect(ran.stderr).not.toContain('avn-no-token-of-anybody');
  expect(await files()).toEqual([]);
});

describe('a spec that exists', () => {
  const own = (project = 'acme-prod') =>
    `\ufeff# ours\r\nversion: 1\r\nname: shop\r\nproject: ${project}\r\nclusters:\r\n  core:\r\n    service: kafka-core # the big one\r\n    topics:\r\n      orders.created: { partitions: 6 } # here\r\n`;
  const write = async (text: string) => {
    await mkdir(join(folder.path, 'teams'));
    await writeFile(join(folder.path, 'teams', 'shop.yaml'), text);
  };
  const there = () => readFile(join(folder.path, 'teams', 'shop.yaml'), 'utf8');

  test('is completed in its files, and every byte of it stays', async () => {
    await write(own());
    const ran = await run(importing('--into', 'shop.yaml'), {}, 'teams');
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toBe(
      'Added to the spec shop: 0 clusters, 0 flows, 1 topic and 0 ACL entries. Its plan shows no changes.\n  teams/shop.yaml\n',
    );
    expect(await there()).toBe(`${own()}      orders.paid: { partitions: 6, replication: 3 }\r\n`);
    const again = await run(importing('--into', 'teams'));
    expect(again.stdout).toBe(
      'The spec shop says everything that it can say of the project. Its plan shows no changes.\n',
    );
    expect(await files()).toEqual(['teams/shop.yaml']);
  });

  test('does not have its external clusters contacted unless somebody vouches for their connection', async () => {
    await write(
      `${own()}  dc1:\r\n    bootstrap_servers: [127.0.0.1:1]\r\n    security_protocol: SASL_SSL\r\n    sasl_mechanism: PLAIN\r\n    admin: { sasl_plain_username: ops, sasl_plain_password: { secret: OPS } }\r\n`,
    );
    const ran = await run(importing('--into', 'teams'), { KAFKA_SECRET_OPS: 'a-password-of-tests-only' });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toMatch(
      /^Left out: topics of dc1: the connection of dc1 .* --connect dc1 contacts it all the same$/m,
    );
  });

  test('of another project, or one with errors, is left alone', async () => {
    await write(own('other'));
    const other = await run(importing('--into', 'teams'));
    expect(other).toMatchObject({
      exitCode: 2,
      stderr: 'error: the spec is of project other, not of acme-prod.\n',
    });
    expect(await there()).toBe(own('other'));
    const none = await run(importing('--into', 'nowhere.yaml'));
    expect(none).toMatchObject({ exitCode: 2, stdout: '' });
    expect(none.stderr).toContain('no file matches');
  });
});
