import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/kafka', import.meta.url));

/** The newest release of the last line that still knows ZooKeeper; what is tested with it besides `pom.xml`'s release. */
export const KAFKA_3_9 = '3.9.2';

/** One Apache Kafka release, ready to run: `java -cp <classPath> <main class>`. */
export interface KafkaDistribution {
  readonly version: string;
  /** The release's jars and this directory's compiled Java programs. */
  readonly classPath: string;
}

/** Something the machine lacks. The message says what and how to install it: print it alone and exit with 1. */
export class MissingProgramError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MissingProgramError';
  }
}

/** Fetches the jars and compiles the Java programs beside this file, each once, into `.cache/kafka`. */
export async function kafkaDistribution(version?: string): Promise<KafkaDistribution> {
  const wanted = version ?? (await pomVersion());
  const home = join(cache, wanted);
  const libs = join(home, 'libs');
  await requireJava();
  if (!existsSync(libs)) await requireMaven();
  await once(libs, async (target) => {
    process.stderr.write(`Fetching Apache Kafka ${wanted} with Maven, once (about 60 MB)\n`);
    await runMaven(wanted, target);
  });
  const sources = (await readdir(join(here, 'java'))).filter((name) => name.endsWith('.java')).sort();
  const classes = join(home, `classes-${await contentHash(sources.map((name) => join(here, 'java', name)))}`);
  await once(classes, async (target) => {
    await run('javac', [
      '-proc:none',
      '-d',
      target,
      '-cp',
      join(libs, '*'),
      ...sources.map((name) => join(here, 'java', name)),
    ]);
  });
  return {
    version: wanted,
    classPath: [classes, join(libs, '*')].join(process.platform === 'win32' ? ';' : ':'),
  };
}

const underWay = new Map<string, Promise<void>>();

/** Fills a directory once, whoever asks for it at the same time. */
function once(directory: string, fill: (target: string) => Promise<void>): Promise<void> {
  const filling = underWay.get(directory) ?? fillWhole(directory, fill);
  underWay.set(directory, filling);
  return filling;
}

/** Fills a directory in a temporary place and moves it, so that it is there whole or not at all. */
async function fillWhole(directory: string, fill: (target: string) => Promise<void>): Promise<void> {
  if (existsSync(directory)) return;
  await mkdir(join(directory, '..'), { recursive: true });
  const target = await mkdtemp(`${directory}.`);
  try {
    await fill(target);
    await rename(target, directory).catch((error: unknown) => {
      // Another process was faster.
      if (!existsSync(directory)) throw error;
    });
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

async function runMaven(version: string, target: string): Promise<void> {
  const goal = [
    `-Dkafka.version=${version}`,
    '-DincludeScope=runtime',
    '-DexcludeArtifactIds=slf4j-reload4j,reload4j',
    `-DoutputDirectory=${target}`,
  ];
  await run('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies', ...goal], {
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: unknown) => {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    const reason = said.split('\n').find((line) => line.includes('[ERROR]')) ?? said.slice(0, 500);
    throw new Error(`Maven could not fetch Apache Kafka ${version}: ${reason.replace(/^.*\[ERROR\] /, '')}`);
  });
}

async function pomVersion(): Promise<string> {
  const version = /<kafka\.version>([^<]+)</.exec(await readFile(join(here, 'pom.xml'), 'utf8'))?.[1];
  if (version === undefined) throw new Error('sandbox/kafka/pom.xml names no kafka.version');
  return version;
}

async function contentHash(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}

const INSTALL =
  'Debian and Ubuntu: sudo apt-get install openjdk-17-jdk-headless maven\nmacOS: brew install openjdk@17 maven';

async function requireJava(): Promise<void> {
  const version = await run('javac', ['-version']).then(
    ({ stdout, stderr }) => /javac (\d+)/.exec(stdout + stderr)?.[1],
    () => undefined,
  );
  if (version === undefined) {
    throw new MissingProgramError(
      `The Kafka sandbox needs a Java Development Kit 17 or newer, and there is no \`javac\`.\n${INSTALL}`,
    );
  }
  if (Number(version) < 17) {
    throw new MissingProgramError(
      `The Kafka sandbox needs Java 17 or newer, and \`javac\` is version ${version}.\n${INSTALL}`,
    );
  }
}

async function requireMaven(): Promise<void> {
  await run('mvn', ['-v']).catch(() => {
    throw new MissingProgramError(
      `The Kafka sandbox fetches Apache Kafka with Maven, and there is no \`mvn\`.\n${INSTALL}`,
    );
  });
}
