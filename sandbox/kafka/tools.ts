import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { KafkaDistribution } from './distribution.ts';
import type { ToolResult } from './sandbox-kafka.ts';

const log4jConfiguration = fileURLToPath(new URL('log4j2-tools.properties', import.meta.url));

/** Runs one of Kafka's command line classes to its end. */
export async function runKafkaTool(options: {
  readonly distribution: KafkaDistribution;
  readonly className: string;
  readonly args: readonly string[];
  readonly bootstrapServers: string;
  readonly adminProperties: string;
  readonly input: string | undefined;
}): Promise<ToolResult> {
  const { args } = options;
  const connection = [
    ...(args.includes('--bootstrap-server') ? [] : ['--bootstrap-server', options.bootstrapServers]),
    ...(args.some((arg) => CONFIG_OPTIONS.has(arg)) ? [] : ['--command-config', options.adminProperties]),
  ];
  const child = spawn('java', [
    '-Xmx192m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    ...options.distribution.jvmOptions,
    `-Dlog4j2.configurationFile=${log4jConfiguration}`,
    '-cp',
    options.distribution.classPath,
    options.className,
    ...connection,
    ...args,
  ]);
  const exit = once(child, 'exit');
  child.stdin.end(options.input ?? '');
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code: typeof code === 'number' ? code : 1, stdout, stderr };
}

/** The console clients called it differently before Kafka 4.2 (KIP-1147). */
const CONFIG_OPTIONS = new Set(['--command-config', '--producer.config', '--consumer.config']);
