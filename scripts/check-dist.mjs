// Rebuilds dist and fails if it differs from what is committed, a new file included.
import { spawnSync } from 'node:child_process';
import { runOnNode24 } from './node24.mjs';

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;

process.exitCode =
  runOnNode24(['scripts/build.mjs']) ||
  run('git', ['add', '--intent-to-add', 'dist']) ||
  run('git', ['diff', '--exit-code', '--stat', '--', 'dist']);
if (process.exitCode)
  process.stderr.write('dist/ does not match src/: run `npm run build` and commit dist/\n');
