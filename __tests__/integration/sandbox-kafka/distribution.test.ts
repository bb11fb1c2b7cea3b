import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { kafkaDistribution } from '../../../sandbox/kafka/distribution.ts';

const execute = promisify(execFile);
const distributionModule = fileURLToPath(new URL('../../../sandbox/kafka/distribution.ts', import.meta.url));

test.each([
  ['javac', [], 'needs a Java Development Kit 17 or newer, and there is no `javac`'],
  ['mvn', ['javac'], 'fetches Apache Kafka with Maven, and there is no `mvn`'],
])('a machine without %s is told what to install', async (_, present, message) => {
  const path = await mkdtemp(join(tmpdir(), 'path-'));
  try {
    for (const program of present) await symlink(await which(program), join(path, program));
    const said = await messageOf(path);
    expect(said).toMatch(/^MissingProgramError: The Kafka sandbox /);
    expect(said).toContain(message);
    expect(said).toContain('Debian and Ubuntu: sudo apt-get install openjdk-17-jdk-headless maven');
    expect(said).toContain('macOS: brew install openjdk@17 maven');
  } finally {
    await rm(path, { recursive: true, force: true });
  }
});

/** Asks for a release that is in no cache. */
function messageOf(path: string): Promise<string> {
  const script = `import { kafkaDistribution } from ${JSON.stringify(distributionModule)};
    await kafkaDistribution('0.0.0').catch((error) => console.log(String(error)));`;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--input-type=module', '-e', script],
      { env: { PATH: path } },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
  });
}

function which(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('which', [program], (error, stdout) => (error ? reject(error) : resolve(stdout.trim())));
  });
}

test('the archive of Kafka’s classes fits the class path and the JVM, which would go on without it', async () => {
  const { jvmOptions, classPath } = await kafkaDistribution();
  const start = (path: string) =>
    execute('java', [...jvmOptions, '-Xshare:on', '-XX:+UseSerialGC', '-cp', path, 'LoadClasses']);
  await start(classPath);
  await expect(start([tmpdir(), classPath].join(delimiter))).rejects.toThrow('Command failed');
});
