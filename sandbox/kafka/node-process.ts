import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { type BridgeConnection, connectBridge } from './bridge.ts';
import type { KafkaDistribution } from './distribution.ts';

const JVM = [
  '-Xms128m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
  // Its file in the system's temporary folder would stay.
  '-XX:-UsePerfData',
];

/** A JVM that runs `java/KafkaNode.java`. */
export interface NodeProcess {
  readonly pid: number;
  readonly bridge: BridgeConnection;
  /** Kills the JVM; its directory stays. */
  stop(): Promise<void>;
}

/**
 * Starts one node. The JVM has a session of its own, so that Ctrl-C reaches only this process; it ends when its standard
 * input does, which the kernel closes even if this process is killed, and then removes the directory.
 */
export function startNodeProcess(options: {
  readonly name: string;
  readonly distribution: KafkaDistribution;
  readonly directory: string;
  readonly serverProperties: string;
  /** Node 1 serves the bridge with these client properties. */
  readonly adminProperties?: string;
  readonly setup: {
    readonly clusterId: string;
    readonly users: readonly { name: string; password: string }[];
  };
  readonly log4jConfiguration: string;
  readonly heapMb?: number | undefined;
}): NodeProcess {
  const { name, directory, heapMb = 320 } = options;
  const consoleFile = join(directory, `${name}-console.log`);
  const console = openSync(consoleFile, 'a');
  const child = spawn(
    'java',
    [
      ...JVM,
      `-Xmx${heapMb}m`,
      ...options.distribution.jvmOptions,
      `-Dlog4j2.configurationFile=${options.log4jConfiguration}`,
      `-Dkafka.directory=${directory}`,
      `-Dkafka.node=${name}`,
      '-cp',
      options.distribution.classPath,
      'KafkaNode',
      directory,
      options.serverProperties,
      options.adminProperties ?? '-',
    ],
    { stdio: ['pipe', 'pipe', console], detached: true },
  );
  closeSync(console);
  // Without a pid it has not started, which is thrown below.
  child.on('error', () => undefined);
  const { stdin, stdout, pid } = child;
  if (!(stdin instanceof Socket) || !(stdout instanceof Socket) || pid === undefined) {
    throw new Error(`${name}: java did not start`);
  }
  // A cluster nobody stopped must not keep Node from ending.
  child.unref();
  stdin.unref();

  const bridge = connectBridge(stdin, stdout, () => `${name} has ended${lastLines(consoleFile)}`);
  stdin.write(`${JSON.stringify(options.setup)}\n`);
  return {
    pid,
    bridge,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.ref();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function lastLines(file: string): string {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? '' : `: ${text.slice(-2000)}`;
  } catch {
    // Removed with the directory.
    return '';
  }
}
