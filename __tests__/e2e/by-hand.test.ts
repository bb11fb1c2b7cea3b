import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { type MemoryWorld, memoryWorld, oneTopic as spec } from '../support/e2e/memory-world.ts';

const script = fileURLToPath(new URL('../../scripts/by-hand.ts', import.meta.url));

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function checkoutOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'by-hand-test-'));
  stops.push(async () => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@team.example', 'commit', '--quiet', '-m', 'Spec');
  return folder;
}

function byHand(
  { aiven, aivenToken }: MemoryWorld,
  checkout: string,
  ...words: readonly string[]
): Promise<{ readonly code: number | null; readonly said: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [script, 'spec=kafka', `aiven-url=${aiven.url}`, ...words], {
    env: { PATH, HOME, AIVEN_TOKEN: aivenToken, INIT_CWD: checkout },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

test('with GitHub down, a plan is applied from a checkout by its digest, and the next run on GitHub records it', async () => {
  const world = await memoryWorld();
  const { repository, github, backend } = world;
  repository.commit({ 'README.md': '# Kafka\n' }, 'Start');
  const files = { 'kafka/spec.yaml': spec };
  const number = repository.openPullRequest({ branch: 'change', title: 'Topic', files });
  await repository.onPullRequest(number);
  const before = github.world.head();
  github.faults.add({
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'answer', response: { status: 503, body: { message: 'Unicorn' } } },
  });
  const stopped = await repository.merge(number);
  expect(stopped.outputs).toMatchObject({ 'failure-reason': 'github-unavailable' });
  const checkout = await checkoutOf(files);
  github.log.clear();

  const plan = await byHand(world, checkout, 'mode=plan');
  expect(plan).toMatchObject({ code: 0 });
  const digest = /sha256:[0-9a-f]{64}/.exec(plan.said)?.[0] ?? 'none';
  expect(await byHand(world, checkout, 'mode=apply')).toMatchObject({ code: 2 });
  expect(await byHand(world, checkout, 'mode=apply', `approve-digest=${digest.slice(0, -1)}0`)).toMatchObject(
    {
      code: 1,
    },
  );
  const applied = await byHand(world, checkout, 'mode=apply', `approve-digest=${digest}`);
  expect(applied).toMatchObject({ code: 0 });
  expect((await backend.listTopics()).map(({ name }) => name)).toContain('orders.created');
  // GitHub was not asked for anything.
  expect(github.log.requests).toEqual([]);

  github.faults.clear();
  expect((await repository.onPush({ before })).outputs).toMatchObject({ result: 'no-changes' });
  expect(github.world.deployments().at(-1)?.statuses.at(-1)?.state).toBe('success');
  expect(github.world.comments(number).at(-1)?.body).toContain('Nothing is left to apply');
});

test('a checkout with changes that are not committed is refused', async () => {
  const world = await memoryWorld();
  const checkout = await checkoutOf({ 'kafka/spec.yaml': spec });
  await writeFile(join(checkout, 'kafka/spec.yaml'), `${spec}# changed\n`);
  expect(await byHand(world, checkout, 'mode=plan')).toMatchObject({ code: 2 });
  expect(world.aiven.log.requests).toEqual([]);
});
