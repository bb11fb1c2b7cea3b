import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { connect, startRepository } from '../../support/github.ts';

const isSpec = (path: string): boolean => path.startsWith('kafka/') && path.endsWith('.yaml');

async function repository() {
  const emulator = await startRepository();
  return { emulator, world: emulator.world, github: connect(emulator).github };
}

const text = (files: readonly { path: string; bytes: Uint8Array }[]): Record<string, string> =>
  Object.fromEntries(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]));

describe('the files of a commit', () => {
  test('that match are read, byte for byte, at a branch or at a commit', async () => {
    const { world, github } = await repository();
    const bytes = new Uint8Array([0, 255, 10, 195, 40]);
    const before = world.commit({
      files: { 'kafka/b.yaml': 'old: é\n', 'kafka/a.yaml': bytes, 'kafka/notes.md': 'x', 'other.yaml': 'x' },
    });
    world.commit({ files: { 'kafka/b.yaml': 'new\n', 'kafka/deep/er/c.yaml': 'c\n', 'kafka/a.yaml': null } });
    const then = await github.readFilesAt({ ref: before, matches: isSpec });
    expect(then.commit).toBe(before);
    expect(then.files.map(({ path }) => path)).toEqual(['kafka/a.yaml', 'kafka/b.yaml']);
    expect([...(then.files[0]?.bytes ?? [])]).toEqual([...bytes]);
    const now = await github.readFilesAt({ ref: 'main', matches: isSpec });
    expect(now).toMatchObject({ commit: world.head(), notFiles: [] });
    expect(text(now.files)).toEqual({ 'kafka/b.yaml': 'new\n', 'kafka/deep/er/c.yaml': 'c\n' });
  });

  test('that are at hand by their id are not asked for', async () => {
    const { world, emulator, github } = await repository();
    world.commit({ files: { 'kafka/a.yaml': 'same\n', 'kafka/b.yaml': 'other\n' } });
    const same = Buffer.from('same\n');
    const id = createHash('sha1').update('blob 5\0same\n').digest('hex');
    const { files } = await github.readFilesAt({
      ref: 'main',
      matches: isSpec,
      atHand: (asked) => (asked === id ? same : undefined),
    });
    expect(text(files)).toEqual({ 'kafka/a.yaml': 'same\n', 'kafka/b.yaml': 'other\n' });
    expect(emulator.log.counts().get('git/get-blob')).toBe(1);
  });

  test('that are links are named and not read', async () => {
    const { world, github } = await repository();
    world.commit({ files: { 'kafka/link.yaml': { link: '/etc/passwd' } } });
    expect(await github.readFilesAt({ ref: 'main', matches: isSpec })).toMatchObject({
      files: [],
      notFiles: ['kafka/link.yaml'],
    });
  });

  test('are read directory by directory when the whole tree is cut', async () => {
    const { world, emulator, github } = await repository();
    world.commit({ files: { 'kafka/x/a.yaml': 'a', 'kafka/x/y/b.yaml': 'b', 'kafka/x/z/c.yaml': 'c' } });
    world.setTreeLimit(3);
    const { files } = await github.readFilesAt({ ref: 'main', matches: isSpec });
    expect(text(files)).toEqual({ 'kafka/x/a.yaml': 'a', 'kafka/x/y/b.yaml': 'b', 'kafka/x/z/c.yaml': 'c' });
    expect(emulator.log.counts().get('git/get-tree')).toBeGreaterThan(1);
  });

  test('are unknown, not absent, when a single directory is cut', async () => {
    const { world, github } = await repository();
    world.commit({ files: { 'kafka/a.yaml': 'a', 'kafka/b.yaml': 'b' } });
    world.setTreeLimit(1);
    await expect(github.readFilesAt({ ref: 'main', matches: isSpec })).rejects.toMatchObject({
      failure: { kind: 'incomplete' },
    });
  });

  test('of a commit that is not there are an error', async () => {
    const { github } = await repository();
    await expect(github.readFilesAt({ ref: '0'.repeat(40), matches: isSpec })).rejects.toThrow();
  });
});

describe('one file', () => {
  test.each([
    ['small', 'é\n'],
    ['above what the contents API shows', 'x'.repeat(1024 * 1024 + 1)],
  ])('%s is read', async (_, content) => {
    const { world, github } = await repository();
    world.commit({ files: { 'dir with space/ca #1.pem': content } });
    const bytes = await github.readFileAt({ ref: 'main', path: 'dir with space/ca #1.pem' });
    expect(Buffer.from(bytes ?? []).toString()).toBe(content);
  });

  test.each(['none.pem', 'dir', 'link'])('%s is none', async (path) => {
    const { world, github } = await repository();
    world.commit({ files: { 'dir/a': 'a', link: { link: 'dir/a' } } });
    expect(await github.readFileAt({ ref: 'main', path })).toBeUndefined();
  });
});
