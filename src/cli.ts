import './run/start/interpret-schemas.ts'; // before any file that makes a schema

import { lstat } from 'node:fs/promises';
import type { WriteStream } from 'node:tty';
import type { TextStream } from './cli/ports.ts';
import { runCommand } from './cli/run-command.ts';
import { listenForCancel } from './run/runner/cancel.ts';
import { systemClock } from './run/runner/clock.ts';

const cancelled = listenForCancel(process);

process.exitCode = await runCommand({
  words: process.argv.slice(2),
  env: process.env,
  nodeVersion: process.versions.node,
  directory: process.cwd(),
  clock: systemClock(cancelled),
  stdout: streamOf(process.stdout),
  stderr: streamOf(process.stderr),
  isThere: async (path) => {
    try {
      await lstat(path);
      return true;
    } catch {
      return false; // what cannot be looked at is no use to the command either
    }
  },
});

function streamOf(stream: WriteStream): TextStream {
  // A reader such as `head` may have enough before everything is written.
  stream.on('error', () => undefined);
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    hasColours: stream.isTTY === true && stream.hasColors() && !process.env['NO_COLOR'],
  };
}
