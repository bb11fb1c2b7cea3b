import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KafkaDistribution } from '../kafka/distribution.ts';
import { propertiesText } from '../kafka/properties-text.ts';
import { ownDirectory } from '../own-directory.ts';

const log4jConfiguration = fileURLToPath(new URL('../kafka/log4j2-mirrormaker.properties', import.meta.url));
const JVM = [
  '-Xms64m',
  '-Xmx320m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
];
/** MirrorMaker 2 stores its positions and leaves its groups on SIGTERM; what hangs is not waited for. */
const GRACE_MS = 10_000;

/** One run of Apache Kafka's `MirrorMaker`. Its process and files go when it is stopped or this process ends, however it ends. */
export interface MirrorMakerProcess {
  readonly pid: number;
  readonly running: boolean;
  readonly exited: Promise<ProcessEnd>;
  /** What it logged so far, or until its end: `WARN` and above of everything, `INFO` of Connect and MirrorMaker 2. */
  log(): Promise<string>;
  /** As a service manager does: SIGTERM, and SIGKILL after ten seconds. */
  stop(): Promise<void>;
  /** At once, without storing positions. */
  kill(): Promise<void>;
}

export interface ProcessEnd {
  /** 1: a worker died; 2: a cluster cannot be reached or refuses the login; 3: it could not start. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Resolves when the JVM was started; whether anything is copied shows in its log. */
export async function startMirrorMaker(options: {
  readonly distribution: KafkaDistribution;
  /** `mm2.properties`. */
  readonly properties: ReadonlyMap<string, string>;
  /** In error texts and in the names of files; any short word. */
  readonly name: string;
  /** Made, and removed at the end; a temporary one unless told. */
  readonly directory?: string;
}): Promise<MirrorMakerProcess> {
  const { name } = options;
  const directory = await ownDirectory(`sandbox-mirrormaker-${name}`, options.directory);
  const properties = join(directory, 'mm2.properties');
  await writeFile(properties, propertiesText(options.properties), { mode: 0o600 });
  const console = openSync(join(directory, 'console.log'), 'a');
  const child = spawn(
    'java',
    [
      ...JVM,
      ...options.distribution.jvmOptions,
      `-Dlog4j2.configurationFile=${log4jConfiguration}`,
      `-Dkafka.directory=${directory}`,
      '-cp',
      options.distribution.classPath,
      'SandboxProcess',
      directory,
      'org.apache.kafka.connect.mirror.MirrorMaker',
      properties,
    ],
    // A session of its own, so that Ctrl-C reaches only this process; it ends with its standard input.
    { stdio: ['pipe', console, console], detached: true },
  );
  closeSync(console);
  // Without a pid it has not started, which is thrown below.
  child.on('error', () => undefined);
  const { stdin, pid } = child;
  if (!(stdin instanceof Socket) || pid === undefined) {
    rmSync(directory, { recursive: true, force: true });
    throw new Error(`${name}: java did not start`);
  }
  child.unref();
  stdin.unref();
  // The JVM may be gone before it is told to.
  stdin.on('error', () => undefined);

  let lastWords = '';
  let running = true;
  const exited = Promise.withResolvers<ProcessEnd>();
  child.on('exit', (code, signal) => {
    running = false;
    // The properties hold passwords, so nothing stays until somebody stops what has ended by itself.
    lastWords = logFiles.map((file) => readIfThere(join(directory, file))).join('');
    rmSync(directory, { recursive: true, force: true });
    exited.resolve({ code, signal });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!running) return;
    child.ref();
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await exited.promise;
    clearTimeout(late);
  };
  return {
    pid,
    get running() {
      return running;
    },
    exited: exited.promise,
    log: async () => {
      if (!running) return lastWords;
      const logs = await Promise.all(
        logFiles.map((file) => readFile(join(directory, file), 'utf8').catch(() => '')),
      );
      return running ? logs.join('') : lastWords;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** What the JVM says before, or without, its logger comes first. */
const logFiles = ['console.log', 'mirrormaker.log'];

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
