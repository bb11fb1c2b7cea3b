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
  if (!existsSync(binary)) fetchNode24(home);
  if (existsSync(binary)) return binary;
  process.stderr.write(
    `There is no packaged Node 24 for ${process.platform} ${process.arch}, and this is Node ${process.versions.node}.\n` +
      'Install Node 24 (for example: nvm install 24) and run the command again.\n',
  );
  process.exit(1);
}

function fetchNode24(home) {
  process.stderr.write(
    `This is Node ${process.versions.node}; fetching Node 24, the version of the runner, into .ci/node\n`,
  );
  const options = ['--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  execFileSync('npm', ['ci', ...options], { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** With `args` in the repository's root. Returns the exit code; a signal that ended it ends this process, too. */
export function runOnNode24(args, options = {}) {
  // Ctrl-C reaches the child as well, which tidies up first.
  process.once('SIGINT', () => undefined);
  const result = spawnSync(node24(), args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  if (result.signal) process.kill(process.pid, result.signal);
  return result.status ?? 1;
}
