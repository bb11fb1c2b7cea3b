import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { useArchive, writeArchive } from './class-archive.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/kafka', import.meta.url));

/** The newest release of the last line that still knows ZooKeeper; what is tested with it besides `pom.xml`'s release. */
export const KAFKA_3_9 = '3.9.2';

/** One Apache Kafka release, ready to run: `java <jvmOptions> -cp <classPath> <main class>`. */
export interface KafkaDistribution {
  readonly version: string;
  /** The release's jars and this directory's compiled Java programs. */
  readonly classPath: string;
  /** With which its classes come from an archive. */
  readonly jvmOptions: readonly string[];
}

/** Something the machine lacks. The message says what and how to install it: print it alone and exit with 1. */
export class MissingProgramError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MissingProgramError';
  }
}

/**
 * Fetches the jars, compiles the Java programs beside this file, and archives the classes of both, each once, into
 * `.cache/kafka`.
 */
export async function kafkaDistribution(version?: string): Promise<KafkaDistribution> {
  const wanted = version ?? (await pomVersion());
  const libs = join(cache, wanted, 'libs');
  const java = await requireJava();
  if (!existsSync(libs)) await requireMaven();
  await once(libs, async (target) => {
    process.stderr.write(`Fetching Apache Kafka ${wanted} with Maven, once (about 60 MB)\n`);
    await runMaven(wanted, target);
  });
  // The archive is valid only for the same words in the class path, whatever link led here.
  const home = await realpath(join(cache, wanted));
  const programs = await compilePrograms(home);
  const classPath = [programs, join(home, 'libs', '*')].join(delimiter);
  const archive = join(home, `archive-${textHash(java, programs)}`);
  await once(archive, (target) => writeArchive(target, classPath, join(home, 'libs')));
  return { version: wanted, classPath, jvmOptions: useArchive(archive) };
}

/** A jar, as an archive takes no class from a folder. */
async function compilePrograms(home: string): Promise<string> {
  const names = (await readdir(join(here, 'java'))).filter((name) => name.endsWith('.java')).sort();
  const sources = names.map((name) => join(here, 'java', name));
  const texts = await Promise.all(sources.map((source) => readFile(source, 'utf8')));
  const directory = join(home, `programs-${textHash(...texts)}`);
  await once(directory, async (target) => {
    const classes = join(target, 'classes');
    await run('javac', ['-proc:none', '-d', classes, '-cp', join(home, 'libs', '*'), ...sources]);
    await run('jar', ['--create', '--file', join(target, 'programs.jar'), '-C', classes, '.']);
    await rm(classes, { recursive: true });
  });
  return join(directory, 'programs.jar');
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

function textHash(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 12);
}

const INSTALL =
  'Debian and Ubuntu: sudo apt-get install openjdk-17-jdk-headless maven\nmacOS: brew install openjdk@17 maven';

/** Its version, such as `17.0.15`. */
async function requireJava(): Promise<string> {
  const version = await run('javac', ['-version']).then(
    ({ stdout, stderr }) => /javac (\d\S*)/.exec(stdout + stderr)?.[1],
    () => undefined,
  );
  if (version === undefined) {
    throw new MissingProgramError(
      `The Kafka sandbox needs a Java Development Kit 17 or newer, and there is no \`javac\`.\n${INSTALL}`,
    );
  }
  const major = Number(version.split('.')[0]);
  if (major < 17) {
    throw new MissingProgramError(
      `The Kafka sandbox needs Java 17 or newer, and \`javac\` is version ${major}.\n${INSTALL}`,
    );
  }
  return version;
}

async function requireMaven(): Promise<void> {
  await run('mvn', ['-v']).catch(() => {
    throw new MissingProgramError(
      `The Kafka sandbox fetches Apache Kafka with Maven, and there is no \`mvn\`.\n${INSTALL}`,
    );
  });
}
