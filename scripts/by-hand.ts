// npm run by-hand -- mode=plan spec=kafka: the action on a checkout, without GitHub. For the day on which GitHub is down.
// Run it in the checkout, with `npm --prefix <where this repository lies> run by-hand -- …`.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputVariables, readActionMetadata } from '../sandbox/runner/action-metadata.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// npm changes into the folder of package.json, and says where it was called.
const checkout = process.env['INIT_CWD'] ?? process.cwd();
const token = process.env['AIVEN_TOKEN'] ?? '';

const given = Object.fromEntries(
  process.argv.slice(2).map((argument) => {
    const [name = '', ...value] = argument.split('=');
    return [name, value.join('=')];
  }),
);
const git = (...words: readonly string[]): string =>
  execFileSync('git', [...words], { cwd: checkout, encoding: 'utf8' }).trim();

function problem(): string | undefined {
  if (token === '') return 'AIVEN_TOKEN is not set';
  if (git('status', '--porcelain') !== '')
    return 'the checkout has changes that are not committed: what is applied must be a commit';
  if (given['mode'] === 'apply' && !given['approve-digest'])
    return 'mode=apply needs approve-digest=sha256:…, the digest of a plan that you looked at: run mode=plan first';
  return undefined;
}

async function main(): Promise<number> {
  const wrong = problem();
  if (wrong !== undefined) {
    process.stderr.write(`${wrong}\n`);
    return 2;
  }
  const metadata = await readActionMetadata(join(root, 'action.yml'));
  const { variables, warning } = inputVariables(
    metadata,
    {
      mode: 'plan',
      ...given,
      'aiven-token': token,
      'github-token': '',
      'drift-issue': 'false',
      comment: 'never',
    },
    { github: { token: '' } },
  );
  if (warning !== undefined) {
    process.stderr.write(`${warning}\n`);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'by-hand-'));
  try {
    const [outputs, summary] = [join(folder, 'outputs'), join(folder, 'summary.md')];
    for (const file of [outputs, summary]) writeFileSync(file, '');
    const { status } = spawnSync(process.execPath, [join(root, metadata.main)], {
      cwd: checkout,
      stdio: 'inherit',
      env: {
        ...process.env,
        ...variables,
        GITHUB_EVENT_NAME: 'workflow_dispatch',
        GITHUB_REPOSITORY: 'by/hand',
        GITHUB_REF: 'refs/heads/main',
        GITHUB_SHA: git('rev-parse', 'HEAD'),
        GITHUB_WORKSPACE: checkout,
        GITHUB_OUTPUT: outputs,
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: folder,
      },
    });
    process.stdout.write(`\n${readFileSync(summary, 'utf8')}\n`);
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
