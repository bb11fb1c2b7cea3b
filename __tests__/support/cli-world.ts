import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { MemoryBackend } from '../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../../sandbox/aiven/start-aiven.ts';
import { type CliRun, folderWith, runCli } from './cli.ts';

const run = promisify(execFile);
export const cliToken = 'avn-token-of-somebody-at-home';

/** An emulated Aiven, a place that counts who connects to it, and a clone whose remote has a spec. */
export interface CliWorld {
  readonly aiven: AivenEmulator;
  readonly backend: MemoryBackend;
  /** `127.0.0.1:<port>`, as a bootstrap server; whoever connects is counted and sent away. */
  readonly broker: string;
  connections(): number;
  /** A clone of a remote whose default branch, `main`, has these files. */
  clone(files: Readonly<Record<string, string>>): Promise<Clone>;
  plan(clone: Pick<Clone, 'path'>, words?: readonly string[], env?: Record<string, string>): Promise<CliRun>;
  stop(): Promise<void>;
}

export interface Clone {
  readonly path: string;
  git(...words: readonly string[]): Promise<string>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

export async function startCliWorld(): Promise<CliWorld> {
  const backend = new MemoryBackend({ brokers: 3 });
  const aiven = await startAiven({
    token: cliToken,
    services: [{ type: 'kafka', project: 'acme-prod', name: 'kafka-core', backend }],
  });
  let connections = 0;
  const listener = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  const folders: { close(): Promise<void> }[] = [];
  return {
    aiven,
    backend,
    broker: `127.0.0.1:${address.port}`,
    connections: () => connections,
    async clone(files) {
      const folder = await folderWith({});
      folders.push(folder);
      const [work, bare, path] = ['work', 'remote.git', 'clone'].map((name) => join(folder.path, name));
      if (work === undefined || bare === undefined || path === undefined) throw new Error('three names');
      await gitIn(folder.path, 'init', '--quiet', '--initial-branch=main', work);
      await writeFiles(work, files);
      await commitAll(work);
      await gitIn(folder.path, 'clone', '--quiet', '--bare', work, bare);
      await gitIn(folder.path, 'clone', '--quiet', bare, path);
      return { path, git: (...words) => gitIn(path, ...words), write: (more) => writeFiles(path, more) };
    },
    plan: ({ path }, words = [], env = {}) =>
      runCli(['plan', '--aiven-url', aiven.url, ...words], {
        directory: path,
        env: { AIVEN_TOKEN: cliToken, ...env },
      }),
    stop: async () => {
      await aiven.stop();
      await new Promise((resolve) => listener.close(resolve));
      for (const folder of folders) await folder.close();
    },
  };
}

export async function commitAll(path: string): Promise<void> {
  await gitIn(path, 'add', '--all');
  await gitIn(path, 'commit', '--quiet', '--message', 'Change the spec');
}

async function gitIn(path: string, ...words: readonly string[]): Promise<string> {
  const author = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com'];
  const { stdout } = await run('git', ['-C', path, ...author, ...words]);
  return stdout;
}

async function writeFiles(path: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await rm(join(path, name), { force: true });
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
}
