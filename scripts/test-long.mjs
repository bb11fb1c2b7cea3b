// What takes too long for every change: many more generated histories, and every report looked at in a browser.
import { runOnNode24 } from './node24.mjs';

const many = { env: { ...process.env, HISTORIES: process.env.HISTORIES ?? '1000' } };
process.exitCode =
  runOnNode24(['scripts/test.mjs', 'property/run'], many) || runOnNode24(['pictures/main.ts']);
