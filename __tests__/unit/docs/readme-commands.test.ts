import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { connectKafka } from '../../../src/kafka/connect.ts';
import { systemClock } from '../../../src/run/runner/clock.ts';
import { folderWith } from '../../support/cli.ts';
import { commandsOf, localCommandOf } from '../../support/docs/commands.ts';
import { blocksOf, pages } from '../../support/docs/pages.ts';
import { newCertificate } from '../../support/spec-files.ts';

const token = 'avn-token-of-somebody-new';
const [spec = '', onprem = ''] = blocksOf('README.md')
  .filter(({ text }) => /^version: 1$/m.test(text))
  .map(({ text }) => text);

/** Every local command of the docs, once. */
const shown = new Map(
  pages
    .flatMap(blocksOf)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => commandsOf(text))
    .map((command) => localCommandOf(command) ?? [])
    .filter(({ length }) => length > 0)
    .map((words) => [words.join(' '), words] as const),
);

let aiven: AivenEmulator;
let folder: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  const backend = new MemoryBackend({ brokers: 3 });
  aiven = await startAiven({
    token,
    services: [
      { type: 'kafka', project: 'acme-prod', name: 'kafka-core', backend },
      { type: 'kafka_mirrormaker', project: 'acme-prod', name: 'mm2-core' },
    ],
  });
  folder = await folderWith({
    '.git/HEAD': '',
    'kafka/prod.yaml': spec,
    'second/prod.yaml': spec,
    'second/onprem.yaml': onprem,
    // Without `admin`, and with a host that no name server knows.
    'alone/prod.yaml': spec,
    'alone/onprem.yaml': onprem
      .replace(/ {4}admin:[\s\S]*?\n\n/, '\n')
      .replace('access: check', 'access: off')
      .replace('kafka-1.corp.example', 'kafka-1.invalid'),
    'kafka/certs/onprem-ca.pem': newCertificate('/CN=onprem').certificate,
  });
});
afterAll(async () => {
  await folder.close();
  await aiven.stop();
});

/** In this process, as `src/cli.ts` runs it, outside of a clone. */
async function run(words: readonly string[]) {
  const asksAiven = words[0] === 'plan' || words[0] === 'import';
  const cancelled = new AbortController().signal;
  let stdout = '';
  const answer = (text: string) => {
    stdout += text;
  };
  const exitCode = await runCommand({
    words: [...words, ...(asksAiven ? ['--aiven-url', aiven.url] : [])],
    env: { AIVEN_TOKEN: token, KAFKA_SECRET_ONPREM_MM2_PASSWORD: 'not-the-one-of-anybody' },
    nodeVersion: process.versions.node,
    directory: folder.path,
    clock: systemClock(cancelled),
    cancelled,
    stdout: { write: answer, isTerminal: false, hasColours: false },
    stderr: { write: () => {}, isTerminal: false, hasColours: false },
    isThere: async (path) => existsSync(path),
    writeNewFile: async (path, { text }) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: 'wx' });
      return { ok: true };
    },
    replaceFile: async () => ({ ok: false, because: 'no page replaces a file' }),
    git: async () => ({ ok: false, because: 'there is no clone' }),
    ask: undefined,
    readOwnText: async () => '',
    connectAiven,
    connectKafka,
  });
  return { exitCode, stdout };
}

test('the docs show commands to run', () => {
  const commands = new Set([...shown.values()].map(([command]) => command));
  expect([...commands]).toEqual(expect.arrayContaining(['access', 'import', 'plan', 'validate']));
});

describe('what somebody does who follows the README', () => {
  const others = [...shown].filter(([, [command = '']]) => !['import', 'plan'].includes(command));
  test.each(others)('%s', async (_, words) => {
    expect(await run(words)).toMatchObject({ exitCode: 0 });
  });

  test('the first plan shows a topic and five ACL entries', async () => {
    const { stdout, exitCode } = await run(['plan']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/6 create[\s\S]* grant 5 ACL entries/)]);
  });

  test('the second step is valid beside the first', async () => {
    const { stdout, exitCode } = await run(['validate', 'second']);
    expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('warning')]);
  });

  test('the import writes what a project has', async () => {
    expect(await run(['import', 'acme-prod', '--folder', 'new'])).toMatchObject({ exitCode: 0 });
  });

  test('a cluster that nobody here can reach stops no plan, without admin and with access: off', async () => {
    const words = ['plan', 'alone', '--connect', 'onprem'];
    const { stdout, exitCode } = await run(words);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('10 create')]);
  });
});
