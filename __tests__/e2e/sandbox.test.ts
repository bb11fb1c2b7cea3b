import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { startGitHub } from '../../sandbox/github/start-github.ts';
import type { Permissions } from '../../sandbox/github/tokens.ts';
import { Repository } from '../../sandbox/repository.ts';
import type { ActionRun } from '../../sandbox/runner/run-action.ts';
import { until } from '../support/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

/** `npm run sandbox` with a temporary folder of its own, so that everything it leaves can be told from others'. */
interface Sandbox {
  readonly npm: ChildProcess;
  readonly folder: string;
  printed(): string;
  /** Until a line matches; the text so far. */
  line(pattern: RegExp): Promise<string>;
}

const started: ChildProcess[] = [];
/** A test that failed half-way leaves it running, and the test run would wait for it. */
afterEach(() => {
  for (const { pid, exitCode, signalCode } of started.splice(0))
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
});

async function startSandbox(
  words: readonly string[] = [],
  input: 'pipe' | 'ignore' = 'pipe',
): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
  const npm = spawn('npm', ['run', '--silent', 'sandbox', '--', ...words], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    stdio: [input, 'pipe', 'inherit'],
    detached: true,
  });
  started.push(npm);
  let printed = '';
  npm.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const line = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(printed) && npm.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 50));
    if (!pattern.test(printed)) throw new Error(`npm run sandbox ended with ${npm.exitCode}: ${printed}`);
    return printed;
  };
  return { npm, folder, printed: () => printed, line };
}

/** What is left of it: processes with its folder in their command line, and files. */
async function left({ folder }: Sandbox): Promise<readonly string[]> {
  const { stdout } = await execute('ps', ['-eo', 'pid=,args=']);
  return [...stdout.split('\n').filter((line) => line.includes(folder)), ...(await readdir(folder))];
}

async function expectNothingLeft(sandbox: Sandbox): Promise<void> {
  await until(
    () => left(sandbox),
    (things) => things.length === 0,
  );
  await rm(sandbox.folder, { recursive: true });
}

/** What this repository's own workflow does with the action on a push, with the outputs of its step that starts the sandbox. */
async function runsOfOwnWorkflow(outputs: string): Promise<readonly ActionRun[]> {
  const given = new Map(
    outputs.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
  const filled = (text: string) =>
    text.replace(/\$\{\{ steps\.sandbox\.outputs\.([\w-]+) \}\}/, (_, name: string) => given.get(name) ?? '');
  const workflow = parse(await readFile(join(root, '.github/workflows/ci.yml'), 'utf8')) as {
    readonly jobs: { readonly own: { readonly permissions: Permissions; readonly steps: readonly Step[] } };
  }; // actionlint checks its shape
  const { permissions, steps } = workflow.jobs.own;
  const github = await startGitHub({ owner: 'acme', repo: 'kafka' });
  try {
    const certificates = ['onprem', 'partner'].map((name) => `examples/certs/${name}-ca.pem`);
    const specs = ['examples/spec.yaml', ...certificates, 'sandbox/own-spec.yaml'];
    const files = await Promise.all(
      specs.map(async (file) => [file, await readFile(join(root, file), 'utf8')]),
    );
    const repository = new Repository({
      github,
      aivenUrl: 'https://api.aiven.io',
      aivenToken: given.get('aiven-token') ?? '',
      secrets: {},
    });
    repository.commit(Object.fromEntries(files), 'Begin');
    const runs: ActionRun[] = [];
    for (const step of steps.filter(({ uses }) => uses === './'))
      runs.push(
        await repository.onPush({
          permissions,
          inputs: Object.fromEntries(
            Object.entries(step.with ?? {}).map(([name, value]) => [name, filled(value)]),
          ),
        }),
      );
    return runs;
  } finally {
    await github.stop();
  }
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

/** What Ctrl-C in a terminal does: everything in the foreground gets the signal. */
function pressCtrlC({ npm }: Sandbox): void {
  if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGINT');
}

test('npm run sandbox prints commands that work as they are, and goes without a trace on Ctrl-C', async () => {
  const outputs = join(await mkdtemp(join(tmpdir(), 'sandbox-outputs-')), 'outputs');
  // Without input, as in the background, where nobody types.
  const sandbox = await startSandbox(['--outputs', outputs], 'ignore');
  const printed = await sandbox.line(/q or Ctrl-C to stop/);
  expect(printed).toContain('main is applied; pull request #2 is planned and waits for its merge.');

  const commands = printed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(java|curl|kcat|avn) /.test(line));
  const command = (...words: string[]) =>
    commands.find((line) => words.every((word) => line.includes(word))) ?? `: no command with ${words}`;
  const typed = (text: string) => execute('sh', ['-c', text], { cwd: tmpdir() });

  const onprem = /onprem: .* on (localhost:\d+),/.exec(printed)?.[1] ?? '';
  const core = /core: .* on (localhost:\d+),/.exec(printed)?.[1] ?? '';
  const [topics, acls, aivenTopics, comments] = await Promise.all([
    typed(command('TopicCommand', core)),
    typed(command('AclCommand', onprem)),
    typed(command('curl', '/topic')),
    typed(command('curl', '/comments')),
  ]);
  expect(topics.stdout).toContain('Topic: orders.created');
  expect(acls.stdout.trim()).toBe('');
  expect(JSON.parse(aivenTopics.stdout)).toMatchObject({ topics: expect.any(Array) });
  expect(comments.stdout).toContain('edge.readings');
  expect(commands.filter((line) => line.startsWith('avn --url http://127.0.0.1:'))).toHaveLength(1);
  expect(printed).toMatch(/KAFKA_SECRET_ONPREM_ADMIN_PASSWORD=\S+/);

  const own = await runsOfOwnWorkflow(await readFile(outputs, 'utf8'));
  expect(own.map(({ conclusion, log }) => [conclusion, log])).toEqual(own.map(({ log }) => ['success', log]));
  expect(own.map(({ outputs: own }) => [own['to-change'], own['to-create']])).toEqual([
    [undefined, undefined],
    ['1', '0'],
  ]);

  expect(await left(sandbox)).not.toEqual([]);
  const ended = once(sandbox.npm, 'exit');
  pressCtrlC(sandbox);
  await ended;
  await expectNothingLeft(sandbox);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'nothing is left when npm gets %s, while the sandbox still starts',
  async (signal) => {
    const sandbox = await startSandbox();
    await sandbox.line(/ready in/);
    sandbox.npm.kill(signal);
    await expectNothingLeft(sandbox);
  },
);
