import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MemoryBackend } from '../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../../sandbox/aiven/start-aiven.ts';
import type { Switches } from '../../sandbox/aiven/switches.ts';
import { type GitHubEmulator, startGitHub } from '../../sandbox/github/start-github.ts';
import type { Permissions } from '../../sandbox/github/tokens.ts';
import {
  type ActionMetadata,
  inputVariables,
  readActionMetadata,
} from '../../sandbox/runner/action-metadata.ts';
import type { TriggeredRun } from '../../sandbox/runner/events.ts';
import { githubContext, githubVariables } from '../../sandbox/runner/runner-environment.ts';
import { connectAiven } from '../../src/aiven/connect.ts';
import { connectGitHub } from '../../src/github/connect.ts';
import { connectKafka } from '../../src/kafka/connect.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { Ports } from '../../src/run/ports.ts';
import { run } from '../../src/run/run.ts';
import { VirtualClock } from './aiven/virtual-clock.ts';
import { everyPermission } from './github.ts';

/** The action in this process against both emulators: what a run of the workflow does, in virtual time. */
export interface RunWorld {
  readonly github: GitHubEmulator;
  readonly aiven: AivenEmulator;
  readonly backend: MemoryBackend;
  readonly clock: VirtualClock;
  /** `owner/name` and addresses, for the events of `sandbox/runner/events.ts`. */
  readonly repository: { readonly fullName: string; readonly apiUrl: string };
  start(triggered: TriggeredRun, options?: StartOptions): Promise<Ran>;
  /** Fails when a request or an answer did not fit GitHub's description. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Beside the runner's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
  readonly actor?: string;
  /** The checkout; that of the event's commit unless told. */
  readonly files?: ReadonlyMap<string, string | Uint8Array>;
  readonly ports?: Partial<Ports>;
  /** Stands between the run and all of its ports. */
  readonly wrap?: (ports: Ports) => Ports;
}

export interface Ran {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly debug: string;
  readonly summary: string;
}

const metadata: Promise<ActionMetadata> = readActionMetadata(
  fileURLToPath(new URL('../../action.yml', import.meta.url)),
);

export const aivenProject = 'acme-prod';
export const aivenToken = 'avn-token-for-tests-only';
/** A token with what docs/operations.md asks for a plan, and nothing else. */
export const planToken = 'avn-token-that-plans-only';
/** One that may read in Aiven's own sense of it. */
export const readToken = 'avn-token-that-reads-only';

/**
 * Nearly what the bundle holds: each line of code once, in characters of one byte. Every run searches all of it, which was a fifth of
 * the processor time of a generated history.
 */
let ownText: Promise<string> | undefined;
function readOwnText(): Promise<string> {
  ownText ??= (async () => {
    const source = fileURLToPath(new URL('../../src', import.meta.url));
    const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const texts = await Promise.all(files.map((file) => readFile(join(source, file), 'utf8')));
    const lines = texts
      .flatMap((text) => text.split('\n'))
      .filter((line) => !/^\s*(?:\*|\/[*/]|import )/.test(line));
    return [...new Set(lines)].join('\n').replaceAll(/[^\0-\xff]/g, '?');
  })();
  return ownText;
}

/** `moreKafka`: names of Kafka services beside `kafka-core`, each on its own backend. */
export async function startRunWorld(
  moreKafka: ReadonlyMap<string, MemoryBackend> = new Map(),
  clock: VirtualClock = new VirtualClock(),
  switches: Partial<Switches> = {},
): Promise<RunWorld> {
  const backend = new MemoryBackend({ brokers: 3 });
  const [aiven, github] = await Promise.all([
    startAiven({
      switches,
      token: aivenToken,
      moreTokens: [
        {
          token: planToken,
          permissions: ['project:services:read', 'project:integrations:read', 'service:data:write'],
        },
        { token: readToken, permissions: ['project:services:read', 'project:integrations:read'] },
      ],
      services: [
        { type: 'kafka', project: aivenProject, name: 'kafka-core', backend },
        ...[...moreKafka].map(
          ([name, its]) => ({ type: 'kafka', project: aivenProject, name, backend: its }) as const,
        ),
        { type: 'kafka_mirrormaker', project: aivenProject, name: 'mm2-core' },
      ],
      now: () => clock.monotonic(),
      sleep: (milliseconds) => clock.sleep(milliseconds),
    }),
    startGitHub({ clock }),
  ]);
  const repository = { fullName: `${github.owner}/${github.repo}`, apiUrl: github.url };
  let runs = 0;
  return {
    github,
    aiven,
    backend,
    clock,
    repository,
    start: async ({ event, github: context }, options = {}) => {
      runs++;
      const workspace = await mkdtemp(join(tmpdir(), 'run-world-'));
      try {
        const files = options.files ?? github.world.checkout(context.sha);
        for (const [path, content] of files) {
          await mkdir(dirname(join(workspace, path)), { recursive: true });
          await writeFile(join(workspace, path), content);
        }
        const token = github.jobToken(options.permissions ?? everyPermission);
        const inputs = inputVariables(
          await metadata,
          { spec: 'kafka', 'aiven-token': aivenToken, 'aiven-url': aiven.url, ...options.inputs },
          { github: { token } },
        );
        const variables = githubVariables(
          githubContext({
            github: {
              ...context,
              apiUrl: github.url,
              repository: repository.fullName,
              runId: 17_230_000_000 + runs,
              runNumber: runs,
              ...(options.actor === undefined ? {} : { actor: options.actor }),
            },
            event,
            workspace,
            actionDirectory: '.',
          }),
        );
        return await runIn(
          {
            env: { ...variables, ...inputs.variables, RUNNER_TEMP: join(workspace, '.temp'), ...options.env },
            clock,
            workspace,
            readPayload: async () => event.payload,
            ...options.ports,
          },
          inputs.variables,
          options.wrap,
        );
      } finally {
        await rm(workspace, { recursive: true, force: true });
      }
    },
    stop: async () => {
      await Promise.all([aiven.stop(), github.stop()]);
      if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations));
    },
  };
}

async function runIn(
  ports: Partial<Ports> & Pick<Ports, 'env' | 'workspace' | 'readPayload'> & { readonly clock: Clock },
  inputs: Readonly<Record<string, string>>,
  wrap: (ports: Ports) => Ports = (same) => same,
): Promise<Ran> {
  const outputs: Record<string, string> = {};
  const log: string[] = [];
  const debug: string[] = [];
  let summary = '';
  const whole: Ports = {
    runner: {
      input: (name) => inputs[`INPUT_${name.toUpperCase()}`]?.trim() ?? '',
      mask: () => {},
      info: (line) => log.push(line),
      debug: (line) => debug.push(line),
      startGroup: (title) => log.push(`> ${title}`),
      endGroup: () => {},
      annotate: ({ level, message }) => log.push(`${level}: ${message}`),
      output: (name, value) => {
        outputs[name] = value;
      },
      summary: async (markdown) => {
        summary += markdown;
      },
    },
    writeFile: async () => {},
    connectAiven,
    connectKafka,
    connectGitHub,
    cancelled: new AbortController().signal,
    nodeVersion: '24.14.0',
    readOwnText,
    ...ports,
  };
  const exitCode = await run(wrap(whole));
  return { exitCode, outputs, log: log.join('\n'), debug: debug.join('\n'), summary };
}
