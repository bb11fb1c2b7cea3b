import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeCache } from '../../sandbox/runner/run-action.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The local command in a process of its own, with nothing of GitHub's environment, and nothing of this one. */
export function runCli(
  words: readonly string[],
  options: {
    readonly directory: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Modules that are loaded before it. */
    readonly preload?: readonly string[];
  },
): Promise<CliRun> {
  const { directory, env = {}, preload = [] } = options;
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      ...preload.map((file) => `--import=${file}`),
      join(root, 'src', 'cli.ts'),
      ...words,
    ],
    {
      cwd: directory,
      env: { PATH: process.env['PATH'], HOME: directory, NODE_COMPILE_CACHE: codeCache, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** A folder with these files; `close` removes it. */
export async function folderWith(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly path: string; close(): Promise<void> }> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'cli-')));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, close: () => rm(path, { recursive: true, force: true }) };
}
