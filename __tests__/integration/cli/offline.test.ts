import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { folderWith, runCli } from '../../support/cli.ts';
import { expectGolden } from '../../support/golden-file.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const noNetwork = join(root, '__tests__', 'support', 'no-network.mjs');

const topics = Array.from(
  { length: 40 },
  (_, index) => `      orders.t${index}: { partitions: 6, replication: 3, config: { retention.ms: 7d } }`,
);
const prod = `version: 1
name: prod
project: acme-prod
clusters:
  core:
    service: kafka-core
    topics:
${topics.join('\n')}
  onprem:
    bootstrap_servers: [kafka-1.corp.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    mirror:
      sasl_plain_username: aiven-mm2
      sasl_plain_password: { secret: ONPREM_MM2_PASSWORD }
mirrormaker:
  mm2-core:
    flows:
      onprem -> core: { topics: ['edge\\..*'], enabled: true, access: check }
`;
const bad = `version: 1
name: lab
project: acme-lab
clusters:
  core: { service: kafka-core, topcs: {} }
`;

let folder: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  folder = await folderWith({
    '.git/HEAD': '',
    'kafka/prod.yaml': prod,
    'lab/bad.yaml': bad,
    'lab/empty/x': '',
  });
});
afterAll(() => folder.close());

/** With every way to a socket closed. */
function offline(words: readonly string[], env: Record<string, string> = {}, within = '') {
  return runCli(words, { directory: join(folder.path, within), env, preload: [noNetwork] });
}

describe('validate', () => {
  test('a valid spec', async () => {
    const ran = await offline(['validate']);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toContain(
      'prod is valid: 2 clusters, 1 flow, 40 topics, 0 ACL entries; what flows need is included, assumed with the defaults of what they do not state.\n',
    );
    expect(ran.stdout).toContain('kafka/prod.yaml:48:3: notice: access-not-checked');
    expect(ran.exitCode).toBe(0);
  });

  test('an invalid one ends with 2, and each line leads to its place', async () => {
    const ran = await offline(['validate', 'bad.yaml'], {}, 'lab');
    expect(ran.stdout).toMatch(/^bad\.yaml:5:32: unknown-key: /);
    expect(ran.stdout).toContain('\n  hint: ');
    expect(ran.stdout).toMatch(/\nlab: 1 error\.\n$/);
    expect(ran.exitCode).toBe(2);
  });

  test('as JSON, with the secrets that are not set, by the names of their variables', async () => {
    const ran = await offline(['validate', '--json', 'kafka/prod.yaml']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      version: 1,
      name: 'prod',
      valid: true,
      counts: { topics: 40, flows: 1 },
      assumesDefaults: true,
      secretsNotSet: ['KAFKA_SECRET_ONPREM_MM2_PASSWORD'],
    });
    const set = await offline(['validate', '--json'], { KAFKA_SECRET_ONPREM_MM2_PASSWORD: 'as good as any' });
    expect(JSON.parse(set.stdout)).toMatchObject({ secretsNotSet: [] });
    expect(set.stdout).not.toContain('as good as any');
  });

  test('JSON of an invalid one has the findings, and ends with 2', async () => {
    const ran = await offline(['validate', '--json', 'lab/bad.yaml']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      valid: false,
      findings: [{ code: 'unknown-key', position: { file: 'lab/bad.yaml', line: 5, column: 32 } }],
    });
    expect(ran.exitCode).toBe(2);
  });

  test.each([
    [['nothing.yaml'], 'no file matches "nothing.yaml"'],
    [['lab/empty'], 'no file matches "lab/empty"'],
    [['../../etc'], 'does not lie in the repository'],
  ])('%p is told as a wrong input', async (named, words) => {
    const ran = await offline(['validate', ...named]);
    expect(ran.stdout).toContain(words);
    expect(ran.stdout).not.toMatch(/workflow|input `spec`/);
    expect(ran.exitCode).toBe(2);
  });
});

describe('access', () => {
  test('what the flow needs on the cluster of another, with the commands for its owner', async () => {
    const ran = await offline(['access']);
    expect(ran.stderr).toBe('');
    expectGolden(new URL('access.golden', import.meta.url), ran.stdout);
    expect(ran.exitCode).toBe(0);
  });

  test('as JSON, with the same commands', async () => {
    const [text, json] = await Promise.all([offline(['access']), offline(['access', '--json'])]);
    const { clusters } = JSON.parse(json.stdout);
    expect(clusters).toMatchObject([{ cluster: 'onprem', principal: 'User:aiven-mm2' }]);
    for (const command of clusters[0].commands) expect(text.stdout).toContain(`    ${command}\n`);
    for (const right of clusters[0].rights) expect(right.rule).toMatch(/^[A-Z]\d+$/);
  });

  test('a spec with errors ends with 2, and says them', async () => {
    const ran = await offline(['access', 'lab/bad.yaml']);
    expect(ran.stdout).toMatch(/^lab\/bad\.yaml:5:32: unknown-key: /);
    expect(ran.exitCode).toBe(2);
    const json = await offline(['access', '--json', 'lab/bad.yaml']);
    expect(JSON.parse(json.stdout)).toMatchObject({ clusters: null, findings: [{ code: 'unknown-key' }] });
    expect(json.exitCode).toBe(2);
  });
});

describe('explain and schema', () => {
  test('a rule, its reason and an example', async () => {
    const ran = await offline(['explain', 'acl-duplicate']);
    expect(ran.stdout).toMatch(/^acl-duplicate {2}error\n\nThe same ACL entry twice\. /);
    expect(ran.stdout).toContain('Example:\n  - { principal: User:a');
    expect(ran.exitCode).toBe(0);
  });

  test('a code that is not there ends with 2 and tells the near ones', async () => {
    const ran = await offline(['explain', 'acl-duplicates']);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^There is no code "acl-duplicates"\. Did you mean acl-duplicate\?/);
  });

  test('as JSON', async () => {
    const ran = await offline(['explain', '--json', 'data-loss']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      code: 'data-loss',
      meanings: [{ about: 'risk', level: 'high, medium' }],
    });
  });

  test('the schema is the published one, byte for byte', async () => {
    const ran = await offline(['schema']);
    expect(ran.stdout).toBe(readFileSync(join(root, 'schema/spec.v1.json'), 'utf8'));
  });
});

test('the guard of these tests does see a connection', async () => {
  const other = await folderWith({ 'connect.mjs': `await fetch('http://127.0.0.1:1').catch(() => {});` });
  const ran = spawnSync(process.execPath, [`--import=${noNetwork}`, join(other.path, 'connect.mjs')]);
  expect(ran.status).toBe(99);
  await other.close();
});

describe('the launcher', () => {
  const launcher = join(root, 'scripts', 'cli-launcher.js');
  const as = (version: string) =>
    spawnSync(
      process.execPath,
      [
        `--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`,
        launcher,
        'validate',
      ],
      { encoding: 'utf8' },
    );

  test.each(['10.24.1', '18.20.0', '20.20.2', '21.7.0', '22.11.9'])(
    'Node %s is too old, in one line',
    (version) => {
      const { status, stdout, stderr } = as(version);
      expect(stderr).toBe(`aiven-kafka-gitops needs Node 22.12 or newer, and this is Node ${version}.\n`);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    },
  );

  test.each(['22.12.0', '24.1.0', '26.0.0'])('Node %s goes on to the bundle', (version) => {
    expect(as(version).stderr).toContain('cli/index.js');
  });
});
