import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { aBroker } from '../../support/kafka/with-broker.ts';

const script = fileURLToPath(new URL('../../support/kafka/one-read.ts', import.meta.url));

test('an open connection is quiet, kafkajs prints nothing, and a closed one lets the process end', async () => {
  const broker = await aBroker();
  const child = spawn(process.execPath, [script, broker.address], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  // Without the guard of the request queue: a TimeoutNegativeWarning here, and a timer that fires every millisecond.
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+(\.\d+)?$/);
});
