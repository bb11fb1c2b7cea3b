// npm test [-- <path part> ...] runs jest on Node 24.
import { runOnNode24 } from './node24.mjs';

process.exitCode = runOnNode24([
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  ...process.argv.slice(2),
]);
