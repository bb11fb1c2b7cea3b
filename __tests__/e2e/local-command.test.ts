import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist', 'cli.js');

/** The bundle as `npx` runs it, with every way to a socket closed. */
function run(...words: readonly string[]) {
  const noNetwork = join(root, '__tests__', 'support', 'no-network.mjs');
  return spawnSync(process.execPath, [`--import=${noNetwork}`, cli, ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
}

test('the bundle checks, lists and explains without a connection', () => {
  const validated = run('validate', 'examples/spec.yaml');
  expect(validated.stdout).toMatch(/\nprod is valid: 3 clusters, 2 flows, /);
  expect(validated.stderr).toBe('');
  expect(run('access', 'examples/spec.yaml').stdout).toContain('kafka-acls.sh');
  expect(run('explain', 'topic-collision').stdout).toMatch(/^topic-collision {2}error\n/);
  expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a plan gets as far as its token', () => {
  const ran = run('plan', 'examples/spec.yaml');
  expect(ran.stderr).toContain('error: AIVEN_TOKEN is not set');
  expect(ran.status).toBe(2);
});

test('the launcher may be called by its name', () => {
  expect(statSync(cli).mode & 0o111).toBe(0o111);
});
