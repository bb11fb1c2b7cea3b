// tsc compiles src to lib, ncc bundles each entry of lib to dist: two steps, because ncc's own loader needs an older compiler.
// dist/index.js is the action; dist/cli.js is the local command, a launcher for the bundle in dist/cli. Neither holds the other.
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { runOnNode24 } from './node24.mjs';

rmSync('lib', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
process.exitCode =
  runOnNode24(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']) ||
  bundle('lib/main.js', 'dist') ||
  bundle('lib/cli.js', 'dist/cli');
copyFileSync('scripts/cli-launcher.js', 'dist/cli.js');
chmodSync('dist/cli.js', 0o755);

function bundle(entry, folder) {
  const options = ['--license', 'licenses.txt', '--no-cache'];
  return runOnNode24(['node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', entry, '-o', folder, ...options]);
}
