// Finds Node 24, the runner's version: this process if it is one, else a copy fetched into .ci/node.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const home = join(root, '.ci', 'node');
  const binary = join(home, 'node_modules', '.bin', 'node');
  if (!existsSync(binary)) {
    process.stderr.write(
      `This is Node ${process.versions.node}; fetching Node 24, the version of the runner, into .ci/node\n`,
    );
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'], {
      cwd: home,
      stdio: 'inherit',
    });
  }
  return binary;
}

export function runOnNode24(args, options = {}) {
  const result = spawnSync(node24(), args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}
