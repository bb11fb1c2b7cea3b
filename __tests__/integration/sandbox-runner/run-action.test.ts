import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pullRequestEvent } from '../../../sandbox/runner/events.ts';
import { type ActionRun, type ActionRunOptions, runAction } from '../../../sandbox/runner/run-action.ts';
import { until } from '../../support/until.ts';

const ACTION = `
name: probe
description: prints what it was given
inputs:
  spec: { description: files, default: kafka.yaml }
  Dry Run: { description: boolean, default: false }
  github-token: { description: token, default: '\${{ github.token }}' }
  job-id: { description: job, default: '\${{ job.check_run_id }}' }
  note: { description: no default }
outputs:
  text: { description: text }
runs: { using: node24, main: dist/index.js }
`;

let home: string;
const run = pullRequestEvent(
  { fullName: 'acme/kafka' },
  {
    action: 'opened',
    number: 7,
    headRef: 'topics',
    headSha: 'a'.repeat(40),
    baseSha: 'b'.repeat(40),
    mergeSha: 'c'.repeat(40),
  },
);

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'run-action-')));
  await mkdir(join(home, 'dist'));
  await mkdir(join(home, 'checkout'));
  await writeFile(join(home, 'action.yml'), ACTION);
  await writeFile(join(home, 'package.json'), '{"type":"module"}');
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function probe(script: string, options: Partial<ActionRunOptions> = {}): Promise<ActionRun> {
  await writeFile(join(home, 'dist', 'index.js'), `import fs from 'node:fs';\n${script}`);
  return runAction({
    actionDirectory: home,
    workspace: join(home, 'checkout'),
    event: run.event,
    inputs: {},
    github: { apiUrl: 'http://127.0.0.1:1', repository: 'acme/kafka', token: 'ghs_token', ...run.github },
    ...options,
  });
}

async function environment(
  options: Partial<ActionRunOptions> = {},
): Promise<Readonly<Record<string, string>>> {
  return JSON.parse((await probe('console.log(JSON.stringify(process.env))', options)).stdout);
}

describe('the environment', () => {
  test('has inputs with their defaults, in the runner’s spelling', async () => {
    const env = await environment({ inputs: { SPEC: 'other.yaml' } });
    expect(Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('INPUT_')))).toEqual({
      INPUT_SPEC: 'other.yaml',
      INPUT_DRY_RUN: 'false',
      'INPUT_GITHUB-TOKEN': 'ghs_token',
      'INPUT_JOB-ID': '',
      INPUT_NOTE: '',
    });
  });

  test('has GitHub’s context, and nothing of ours but PATH', async () => {
    process.env['LEAK_OF_THE_TEST'] = 'yes';
    const env = await environment({ env: { KAFKA_SECRET_A: 'x' } });
    delete process.env['LEAK_OF_THE_TEST'];
    expect(env).toMatchObject({
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: 'http://127.0.0.1:1',
      GITHUB_BASE_REF: 'main',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_HEAD_REF: 'topics',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REF_NAME: '7/merge',
      GITHUB_REPOSITORY_OWNER: 'acme',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_SHA: 'c'.repeat(40),
      GITHUB_WORKSPACE: join(home, 'checkout'),
      KAFKA_SECRET_A: 'x',
      RUNNER_OS: 'Linux',
    });
    expect(env['LEAK_OF_THE_TEST']).toBeUndefined();
    expect(env['GITHUB_TOKEN']).toBeUndefined();
  });

  test('names the event’s payload, starts in the workspace, and is Node 24', async () => {
    const { stdout } = await probe(`
      const event = JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
      console.log(event.number, process.cwd(), process.versions.node.split('.')[0]);`);
    expect(stdout.trim()).toBe(`7 ${join(home, 'checkout')} 24`);
  });
});

describe('the result', () => {
  test('has outputs, summary, annotations and a masked log', async () => {
    const result = await probe(
      `
      fs.appendFileSync(process.env.GITHUB_OUTPUT, 'text<<X\\none\\ntwo\\nX\\n');
      fs.appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Plan for ghs_token\\n');
      fs.appendFileSync(process.env.GITHUB_ENV, 'A=b\\n');
      console.log('::error file=a.yaml,line=3::wrong');
      console.error('repository secret');`,
      { secrets: ['repository secret'] },
    );
    expect(result).toMatchObject({
      exitCode: 0,
      signal: null,
      conclusion: 'success',
      outputs: { text: 'one\ntwo' },
      summary: '# Plan for ***\n',
      annotations: [{ level: 'error', file: 'a.yaml', line: 3, message: 'wrong' }],
      exportedEnv: { A: 'b' },
      stderr: 'repository secret\n',
    });
    expect(result.log.split('\n').sort()).toEqual(['##[error]wrong', '***']);
  });

  test.each([
    ['a non-zero exit code', 'process.exitCode = 3', 3],
    ['an output file that cannot be read', "fs.appendFileSync(process.env.GITHUB_OUTPUT, 'nonsense\\n')", 0],
  ])('is a failure with %s', async (_, script, exitCode) => {
    expect(await probe(script)).toMatchObject({ exitCode, conclusion: 'failure' });
  });

  test('warns of an input the action does not have', async () => {
    const { annotations } = await probe('', { inputs: { spce: 'x' } });
    expect(annotations[0]?.message).toContain("Unexpected input(s) 'spce'");
  });
});

describe('a run that ends early', () => {
  const forever = "console.log('working'); setInterval(() => {}, 1000);";

  test('is killed when a line is printed', async () => {
    expect(await probe(forever, { killAfter: /working/ })).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
      conclusion: 'failure',
    });
  });

  test('is killed when something has happened elsewhere', async () => {
    const happened = Promise.withResolvers<void>();
    setTimeout(happened.resolve, 300);
    expect(await probe(forever, { killAfter: happened.promise })).toMatchObject({ signal: 'SIGKILL' });
  });

  test('gets SIGINT first when it is cancelled', async () => {
    const controller = new AbortController();
    const ready = join(home, 'ready');
    const run = probe(
      `process.on('SIGINT', () => { console.log('tidied'); process.exit(130); });
       ${forever}
       fs.writeFileSync(${JSON.stringify(ready)}, '');`,
      { signal: controller.signal },
    );
    await until(() => existsSync(ready), Boolean);
    controller.abort();
    expect(await run).toMatchObject({
      exitCode: 130,
      stdout: 'working\ntidied\n',
    });
  });

  test('leaves no files', async () => {
    const { stdout } = await probe('console.log(process.env.RUNNER_TEMP)');
    expect(existsSync(stdout.trim())).toBe(false);
  });
});
