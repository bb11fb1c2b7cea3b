import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The shell steps of a job, as the workflow has them. */
function stepsOf(file: string, job: string): readonly Step[] {
  const workflow = parse(readFileSync(join(root, '.github/workflows', file), 'utf8')) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  }; // actionlint checks its shape
  return workflow.jobs[job]?.steps ?? [];
}

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
}

let world: string;
let checkout: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-C', checkout, ...args], { encoding: 'utf8' }).trim();
const inOrigin = (...args: string[]) =>
  execFileSync('git', ['-C', join(world, 'origin.git'), ...args], { encoding: 'utf8' }).trim();

/** Runs a step as the runner does: bash that stops at the first failure, with what it writes to `GITHUB_OUTPUT`. */
function runStep(steps: readonly Step[], name: string, env: Readonly<Record<string, string>> = {}) {
  const script = steps.find((step) => step.name === name)?.run;
  if (script === undefined) throw new Error(`no step ${name}`);
  const output = join(world, 'output');
  writeFileSync(output, '');
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: checkout,
    encoding: 'utf8',
    env: {
      PATH: [join(world, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: world,
      GH_WORLD: world,
      GITHUB_OUTPUT: output,
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_SHA: git('rev-parse', 'HEAD'),
      ...env,
    },
  });
  return { status, stderr, output: readFileSync(output, 'utf8') };
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    writeFileSync(join(checkout, file), text);
  }
}

function commit(files: Readonly<Record<string, string>>): void {
  write(files);
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'A change');
}

beforeEach(() => {
  world = mkdtempSync(join(tmpdir(), 'release-'));
  checkout = join(world, 'checkout');
  mkdirSync(join(world, 'bin'));
  copyFileSync(join(root, '__tests__/support/release/gh.mjs'), join(world, 'bin/gh'));
  execFileSync('git', ['init', '--quiet', '--bare', join(world, 'origin.git')]);
  execFileSync('git', ['clone', '--quiet', join(world, 'origin.git'), checkout], { stdio: 'ignore' });
  commit({
    '.gitignore': '.release/\n',
    'package.json': '{ "version": "0.2.0" }\n',
    'CHANGELOG.md': '## [0.2.0] - 2026-12-01\n\n- begun\n',
    'dist/index.js': '// built\n',
  });
  git('push', '--quiet', 'origin', 'HEAD:main');
});

afterEach(() => rmSync(world, { recursive: true, force: true }));

describe('the workflow that releases', () => {
  const version = stepsOf('release.yml', 'version');
  const release = stepsOf('release.yml', 'release');
  const look = 'Look for its tag';
  const publish = (env: Readonly<Record<string, string>>) =>
    ['Publish once, with everything in it', 'Verify what was published', 'Let the floating tags follow'].map(
      (name) => runStep(release, name, env).status,
    );

  test('publishes a new version once, complete, and lets the floating tags follow', () => {
    expect(runStep(version, look).output).toBe('new=0.2.0\n');
    write({
      '.release/notes.md': '- begun\n',
      '.release/floating-tags': 'v0\nv0.2\n',
      '.release/assets/action.cdx.json': '{}',
    });
    expect(publish({ VERSION: '0.2.0' })).toEqual([0, 0, 0]);
    const head = git('rev-parse', 'HEAD');
    expect(['v0.2.0', 'v0.2', 'v0'].map((tag) => inOrigin('rev-parse', tag))).toEqual([head, head, head]);
    expect(JSON.parse(readFileSync(join(world, 'releases'), 'utf8'))).toEqual({
      'v0.2.0': {
        draft: false,
        target: head,
        notes: '- begun\n',
        assets: ['.release/assets/action.cdx.json'],
      },
    });
    expect(runStep(version, look).output).toBe('');

    commit({
      'package.json': '{ "version": "0.2.1" }\n',
      'CHANGELOG.md': '## [0.2.1] - 2026-12-02\n\n- mended\n',
    });
    git('push', '--quiet', 'origin', 'HEAD:main');
    expect(runStep(version, look).output).toBe('new=0.2.1\n');
    expect(publish({ VERSION: '0.2.1' })).toEqual([0, 0, 0]);
    expect(inOrigin('rev-parse', 'v0.2.0')).toBe(head);
    expect(inOrigin('rev-parse', 'v0')).toBe(git('rev-parse', 'HEAD'));
  });

  test('begins anew where a run before it left a draft', () => {
    write({ '.release/notes.md': '- begun\n', '.release/floating-tags': 'v0\n', '.release/assets/a': '' });
    writeFileSync(join(world, 'releases'), '{ "v0.2.0": { "draft": true } }');
    expect(publish({ VERSION: '0.2.0' })).toEqual([0, 0, 0]);
  });

  test('does nothing where the changelog has no section of the version', () => {
    commit({ 'CHANGELOG.md': '## [Unreleased]\n\n- begun\n' });
    expect(runStep(version, look).output).toBe('');
  });

  test('moves no tag when the release cannot be made', () => {
    write({ '.release/notes.md': '- begun\n', '.release/floating-tags': 'v0\n' });
    expect(runStep(release, 'Publish once, with everything in it', { VERSION: '0.2.0' }).status).not.toBe(0);
    expect(inOrigin('tag')).toBe('');
  });

  test('builds, compares and attests before it publishes', () => {
    const order = release.map(
      ({ name, run, uses }) => uses?.replace(/@.*/, '') ?? run?.split('\n')[0] ?? name,
    );
    expect(order.slice(0, 6)).toEqual([
      'actions/checkout',
      'bash .ci/run',
      'npm run release:assets',
      ...Array.from({ length: 3 }, () => 'actions/attest'),
    ]);
  });
});

test('the workflow that prepares a release opens a pull request with what changed', () => {
  write({ 'package.json': '{ "version": "0.3.0" }\n' });
  const { status, stderr } = runStep(stepsOf('prepare-release.yml', 'pull-request'), 'Open the pull request');
  expect([status, stderr.includes('gh:')]).toEqual([0, false]);
  expect(inOrigin('show', 'release-0.3.0:package.json')).toBe('{ "version": "0.3.0" }');
  expect(readFileSync(join(world, 'calls'), 'utf8')).toBe('pr create\n');
});
