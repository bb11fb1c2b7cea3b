import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inputVariables, readActionMetadata } from './action-metadata.ts';
import type { WebhookEvent } from './events.ts';
import { FileCommandError, parseFileCommands } from './file-commands.ts';
import {
  commandFiles,
  eventFile,
  type GitHubOptions,
  githubContext,
  githubVariables,
  runnerVariables,
} from './runner-environment.ts';
import { createSecretMasker } from './secret-masker.ts';
import { type Annotation, createOutputReader, type OutputReader } from './workflow-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Not the runner's: the same script is started hundreds of times here, and compiling it is a fifth of a start; of TypeScript, half. */
export const codeCache = join(root, '.cache', 'code');

export interface ActionRunOptions {
  /** Where `action.yml` lies; the repository's root unless told. */
  readonly actionDirectory?: string;
  /** The script to run, absolute or relative to the action's directory; `runs.main` unless told. */
  readonly entry?: string;
  /** The checkout: `GITHUB_WORKSPACE` and the working directory. */
  readonly workspace: string;
  readonly event: WebhookEvent;
  /** What the step's `with:` says. Defaults come from `action.yml`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What the step's and the job's `env:` say. Nothing of this process's environment but `PATH` is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of repository secrets: masked from the first line on. The token is one always. */
  readonly secrets?: readonly string[];
  readonly github: GitHubOptions;
  /** `RUNNER_DEBUG`: the log shows debug messages. */
  readonly debug?: boolean;
  /**
   * The machine is lost: SIGKILL after so many milliseconds, as soon as a printed line matches, or when a promise
   * resolves, such as one that a fault of an emulator resolves.
   */
  readonly killAfter?: number | RegExp | Promise<unknown>;
  /** The run is cancelled, as the runner does it: SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL. */
  readonly signal?: AbortSignal;
}

export interface ActionRun {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What the step would show: not zero, killed, or a command refused is a failure. */
  readonly conclusion: 'success' | 'failure';
  /** As printed, masked by nobody: what tests search for secrets. */
  readonly stdout: string;
  readonly stderr: string;
  /** As GitHub's log shows it: masked, commands rendered as `##[group]`, `##[error]`. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown, masked. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** What later steps of the job would get. */
  readonly exportedEnv: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

/**
 * Runs a JavaScript action in a process of its own, as `NodeScriptActionHandler` of actions/runner does. The process is of
 * this one's Node, which must be the runner's version.
 */
export async function runAction(options: ActionRunOptions): Promise<ActionRun> {
  if (!process.version.startsWith('v24.'))
    throw new Error(`the runner has Node 24, and this is ${process.version}`);
  const home = await realpath(await mkdtemp(join(tmpdir(), 'sandbox-runner-')));
  try {
    return await runIn(home, options);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function runIn(home: string, options: ActionRunOptions): Promise<ActionRun> {
  const { github, actionDirectory = root, debug = false } = options;
  const metadata = await readActionMetadata(join(actionDirectory, 'action.yml'));
  if (metadata.using !== 'node24') throw new Error(`action.yml says ${metadata.using}, and this runs node24`);
  const context = githubContext({ ...options, actionDirectory });
  const inputs = inputVariables(metadata, options.inputs, {
    github: { ...context, token: github.token ?? '' },
    job: { check_run_id: github.checkRunId ?? '' },
    runner: { temp: join(home, 'temp') },
  });
  const masker = createSecretMasker([...(options.secrets ?? []), ...(github.token ? [github.token] : [])]);
  const reader = createOutputReader(masker, { debug });
  if (inputs.warning !== undefined) reader.read(`::warning::${inputs.warning}`);

  const files = await commandFiles(home);
  const variables = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: codeCache,
    HOME: home,
    LANG: 'C.UTF-8',
    ...options.env,
    ...inputs.variables,
    ...githubVariables({ ...context, ...files, event_path: await eventFile(home, options.event) }),
    ...runnerVariables(home, debug),
  };
  const started = performance.now();
  const script = resolve(actionDirectory, options.entry ?? metadata.main);
  const result = await runScript(script, variables, reader, options);
  const milliseconds = Math.round(performance.now() - started);

  const outputs = await readFileCommands(files.output, reader);
  const exported = await readFileCommands(files.env, reader);
  const succeeded =
    result.exitCode === 0 && !reader.failed && outputs !== undefined && exported !== undefined;
  return {
    ...result,
    conclusion: succeeded ? 'success' : 'failure',
    log: reader.log.join('\n'),
    outputs: { ...reader.outputs, ...outputs },
    summary: masker.mask(await readIfThere(files.step_summary)),
    annotations: reader.annotations,
    exportedEnv: exported ?? {},
    milliseconds,
  };
}

async function runScript(
  script: string,
  env: NodeJS.ProcessEnv,
  reader: OutputReader,
  { workspace, killAfter, signal }: ActionRunOptions,
): Promise<Pick<ActionRun, 'exitCode' | 'signal' | 'stdout' | 'stderr'>> {
  const child = spawn(process.execPath, [script], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      printed[stream] += chunk;
    });
    createInterface({ input: child[stream] }).on('line', (line) => {
      reader.read(line);
      if (killAfter instanceof RegExp && killAfter.test(line)) child.kill('SIGKILL');
    });
  }
  const stopWatching = signal ? cancelOn(signal, child) : undefined;
  const timer =
    typeof killAfter === 'number' ? setTimeout(() => child.kill('SIGKILL'), killAfter) : undefined;
  const end = ended(child);
  const killed =
    killAfter instanceof Promise
      ? killAfter.then(() => {
          child.kill('SIGKILL');
          return end;
        })
      : end;
  try {
    const [exitCode, endSignal] = await Promise.race([end, killed]);
    return { exitCode, signal: endSignal, ...printed };
  } finally {
    // Still there if what it should be killed after failed.
    child.kill('SIGKILL');
    clearTimeout(timer);
    stopWatching?.();
  }
}

/** `undefined`, and an error in the log, if the runner could not read it. */
async function readFileCommands(
  file: string,
  reader: OutputReader,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    return parseFileCommands(await readIfThere(file));
  } catch (error) {
    if (!(error instanceof FileCommandError)) throw error;
    reader.read(`::error::Unable to process file command '${basename(file)}' successfully. ${error.message}`);
    return undefined;
  }
}

/** An action may remove the files it was given. */
async function readIfThere(file: string): Promise<string> {
  return existsSync(file) ? readFile(file, 'utf8') : '';
}

/** Both streams are read to their ends first. */
function ended(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve([code, signal]));
  });
}

/** As `ProcessInvoker` of the runner cancels: it gives the process 7.5 s and then 2.5 s more. */
function cancelOn(signal: AbortSignal, child: ChildProcess): () => void {
  const timers: NodeJS.Timeout[] = [];
  const cancel = (): void => {
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), 7500));
    timers.push(setTimeout(() => child.kill('SIGKILL'), 10_000));
  };
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return () => {
    signal.removeEventListener('abort', cancel);
    timers.forEach(clearTimeout);
  };
}
