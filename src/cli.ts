import './run/start/interpret-schemas.ts'; // before any file that makes a schema

import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, realpath, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { WriteStream } from 'node:tty';
import { connectAiven } from './aiven/connect.ts';
import { gitEnvironment, gitPrefix } from './cli/clone/git-safety.ts';
import type { Answer, CliPorts, GitAnswer, TextStream, Written } from './cli/ports.ts';
import { runCommand } from './cli/run-command.ts';
import { connectKafka } from './kafka/connect.ts';
import { listenForCancel } from './run/runner/cancel.ts';
import { systemClock } from './run/runner/clock.ts';
import { useProxyOf } from './run/runner/proxy.ts';

const cancelled = listenForCancel(process);
useProxyOf(process.env);

process.exitCode = await runCommand({
  words: process.argv.slice(2),
  env: process.env,
  nodeVersion: process.versions.node,
  directory: process.cwd(),
  clock: systemClock(cancelled),
  cancelled,
  stdout: streamOf(process.stdout),
  stderr: streamOf(process.stderr),
  isThere,
  writeNewFile,
  replaceFile,
  git,
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  readOwnText,
  connectAiven,
  connectKafka,
});
// What was given up, such as a question that is not answered, must not keep the process.
if (cancelled.aborted) process.exit();

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

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false; // what cannot be looked at is no use to the command either
  }
}

async function writeNewFile(
  path: string,
  { text, within }: Parameters<CliPorts['writeNewFile']>[1],
): Promise<Written> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const [folder, top] = await Promise.all([realpath(dirname(path)), realpath(within)]);
    if (!`${folder}/`.startsWith(`${top}/`)) return { ok: false, because: `a link leads out of ${within}` };
    await writeFile(path, text, { flag: 'wx' });
    return { ok: true };
  } catch (error) {
    return { ok: false, because: error instanceof Error ? error.message : String(error) };
  }
}

async function replaceFile(
  path: string,
  { before, text }: Parameters<CliPorts['replaceFile']>[1],
): Promise<Written> {
  try {
    if ((await lstat(path)).isSymbolicLink()) return { ok: false, because: 'it is a link' };
    if (!(await readFile(path)).equals(Buffer.from(before)))
      return { ok: false, because: 'it was changed meanwhile' };
    await writeFile(path, text, { flag: 'r+' });
    await truncate(path, Buffer.byteLength(text));
    return { ok: true };
  } catch (error) {
    return { ok: false, because: error instanceof Error ? error.message : String(error) };
  }
}

/** At most 64 MiB, four times of what a spec may have. */
function git(words: readonly string[], input = ''): Promise<GitAnswer> {
  const options = { env: gitEnvironment(process.env), encoding: 'buffer', maxBuffer: 2 ** 26 } as const;
  return new Promise((resolve) => {
    const child = execFile('git', [...gitPrefix, ...words], options, (error, bytes, told) => {
      const line = told.toString('utf8').split('\n')[0] ?? '';
      const because = line === '' ? `git ${words[0]} failed` : `git says: ${line}`;
      if (error === null) resolve({ ok: true, bytes });
      else resolve({ ok: false, because: error.code === 'ENOENT' ? 'there is no git to ask' : because });
    });
    child.stdin?.on('error', () => undefined); // the callback tells how it ended
    child.stdin?.end(input);
  });
}

async function ask(question: string): Promise<Answer> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<Answer>((resolve) => {
    terminal.once('close', () => resolve({ state: 'ended' }));
  });
  const given = terminal.question(question).then((text): Answer => ({ state: 'given', text }));
  const answer = await Promise.race([given, ended]);
  terminal.close();
  return answer;
}

/** The bundle, which the launcher beside its folder has loaded; or this file. */
async function readOwnText(): Promise<string> {
  const started = await realpath(process.argv[1] ?? '');
  const bundle = join(dirname(started), 'cli', 'index.js');
  return readFile((await isThere(bundle)) ? bundle : started, 'utf8');
}
