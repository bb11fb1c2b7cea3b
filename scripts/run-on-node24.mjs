// node scripts/run-on-node24.mjs <script.ts> [argument ...]
import { runOnNode24 } from './node24.mjs';

process.exitCode = runOnNode24(['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)]);
