import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const src = fileURLToPath(new URL('../../../src', import.meta.url));

/**
 * A run that is cancelled must not sleep on. `Clock.sleep` ends with it, so all that waits for time to pass has a clock; the
 * other files with a timer give up what takes too long, and end with a cancel themselves.
 */
const mayUseTimers = ['github/http/bounded-fetch.ts', 'kafka/connection/call.ts', 'run/runner/clock.ts'];

/** A timer, by whatever name it can be had. */
const timer =
  /\bset(?:Timeout|Interval|Immediate)\b|node:timers|['"]timers|\bscheduler\b|\bAbortSignal\.timeout\b/;

test('timers stand only where a cancel ends them', () => {
  const found = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .filter((file) => timer.test(readFileSync(join(src, file), 'utf8')))
    .map((file) => file.replaceAll('\\', '/'));
  expect(found.sort()).toEqual(mayUseTimers);
});

test.each([
  "import { setTimeout as sleep } from 'node:timers/promises';",
  'await new Promise((resolve) => setTimeout(resolve, 500));',
  'globalThis.setInterval(poll, 1000);',
  'await scheduler.wait(500);',
  'fetch(url, { signal: AbortSignal.timeout(5_000) });',
])('a timer is seen in %j', (line) => {
  expect(line).toMatch(timer);
});
