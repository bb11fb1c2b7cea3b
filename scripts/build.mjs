// tsc compiles src to lib, ncc bundles lib/main.js to dist: two steps, because ncc's own loader needs an older compiler.
import { rmSync } from 'node:fs';
import { runOnNode24 } from './node24.mjs';

rmSync('lib', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
process.exitCode =
  runOnNode24(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']) ||
  runOnNode24([
    'node_modules/@vercel/ncc/dist/ncc/cli.js',
    'build',
    'lib/main.js',
    '-o',
    'dist',
    '--license',
    'licenses.txt',
    '--no-cache',
  ]);
