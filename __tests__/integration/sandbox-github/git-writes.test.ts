import { describe, expect, test } from '@jest/globals';
import { call, everyPermission, startRepository } from '../../support/github.ts';

const writing = { ...everyPermission, contents: 'write' } as const;

async function repository() {
  const emulator = await startRepository();
  const { world } = emulator;
  const base = world.commit({
    files: { 'kafka/a.yaml': 'a: 1\n', '.github/workflows/ci.yml': 'on: push\n' },
  });
  const token = emulator.jobToken(writing);
  const ask = (method: string, path: string, body?: unknown) => call(emulator, token, method, path, body);
  const tree = (await ask('GET', '/{repo}/git/trees/main')).at('sha');
  return { emulator, world, base, tree, ask };
}

async function commitOf({ ask, tree, base }: Awaited<ReturnType<typeof repository>>, text: string) {
  const entry = { path: 'kafka/a.yaml', mode: '100644', type: 'blob', content: text };
  const made = await ask('POST', '/{repo}/git/trees', { base_tree: tree, tree: [entry] });
  const body = { message: text, tree: made.at('sha'), parents: [base] };
  return String((await ask('POST', '/{repo}/git/commits', body)).at('sha'));
}

describe('git objects and references', () => {
  test('a commit is the base tree with the changed file, and its branch can be made, moved and deleted', async () => {
    const here = await repository();
    const { world, ask } = here;
    const first = await commitOf(here, 'a: 2\n');
    expect(new TextDecoder().decode(world.checkout(first).get('kafka/a.yaml'))).toBe('a: 2\n');
    expect([...world.checkout(first).keys()]).toContain('README.md');
    const made = await ask('POST', '/{repo}/git/refs', { ref: 'refs/heads/x/y', sha: first });
    expect(made.status).toBe(201);
    const second = await commitOf(here, 'a: 3\n');
    const moved = { ref: 'heads/x/y', sha: second };
    const path = `/{repo}/git/refs/${moved.ref}`;
    expect((await ask('PATCH', path, { sha: second })).at('message')).toBe('Update is not a fast forward');
    expect((await ask('PATCH', path, { sha: second, force: true })).status).toBe(200);
    expect(world.head('x/y')).toBe(second);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect(world.branchHead('x/y')).toBeUndefined();
  });

  const refusals: readonly [string, string, unknown, number, string][] = [
    ['a branch that is there', '/git/refs', { ref: 'refs/heads/main', sha: 'BASE' }, 422, 'already exists'],
    ['below a branch', '/git/refs', { ref: 'refs/heads/main/x', sha: 'BASE' }, 422, 'update failed'],
    ['a name without refs/', '/git/refs', { ref: 'main', sha: 'BASE' }, 422, 'name is invalid'],
    ['an unknown commit', '/git/refs', { ref: 'refs/heads/x', sha: '0'.repeat(40) }, 422, 'Object does not'],
    ['nothing', '/git/refs', {}, 422, 'supplied'],
    [
      'an unknown tree',
      '/git/commits',
      { message: 'x', tree: '0'.repeat(40) },
      422,
      'Tree SHA does not exist',
    ],
    [
      'a workflow',
      '/git/trees',
      { tree: [{ path: '.github/workflows/ci.yml', mode: '100644', type: 'blob', content: 'x' }] },
      403,
      'not accessible',
    ],
  ];
  test.each(refusals)('%s is refused', async (_, path, body, status, message) => {
    const { ask, base } = await repository();
    const sent: unknown = JSON.parse(JSON.stringify(body).replace('BASE', base));
    const answer = await ask('POST', `/{repo}${path}`, sent);
    expect([answer.status, answer.at('message')]).toEqual([status, expect.stringContaining(message)]);
  });

  test('a token that may only read writes none of it', async () => {
    const { emulator, base } = await repository();
    const token = emulator.jobToken(everyPermission);
    const answer = await call(emulator, token, 'POST', '/{repo}/git/refs', {
      ref: 'refs/heads/x',
      sha: base,
    });
    expect(answer.status).toBe(403);
  });
});

describe('a pull request that is opened through the API', () => {
  const open = { title: 'Take it over', head: 'x', base: 'main' };

  test('is there once, is changed and closed, and opened again', async () => {
    const here = await repository();
    const { world, ask } = here;
    world.branch('x', { at: await commitOf(here, 'a: 2\n') });
    const made = await ask('POST', '/{repo}/pulls', { ...open, body: 'why' });
    expect([made.status, made.at('user', 'login')]).toEqual([201, 'github-actions[bot]']);
    const again = await ask('POST', '/{repo}/pulls', open);
    expect(again.body).toMatchObject({ errors: [{ message: 'A pull request already exists for acme:x.' }] });
    const number = Number(made.at('number'));
    const path = `/{repo}/pulls/${number}`;
    expect((await ask('PATCH', path, { title: 'Other', state: 'closed' })).body).toMatchObject({
      title: 'Other',
      body: 'why',
      state: 'closed',
    });
    expect((await ask('PATCH', path, { state: 'open' })).at('state')).toBe('open');
    await ask('DELETE', '/{repo}/git/refs/heads/x');
    expect(world.issue(number).state).toBe('closed');
  });

  test('needs a branch with commits of its own, and a repository that lets jobs open one', async () => {
    const here = await repository();
    const { world, ask } = here;
    expect((await ask('POST', '/{repo}/pulls', open)).body).toMatchObject({
      errors: [{ field: 'head', code: 'invalid' }],
    });
    world.branch('x');
    expect((await ask('POST', '/{repo}/pulls', open)).body).toMatchObject({
      errors: [{ message: 'No commits between main and x' }],
    });
    world.branch('x', { at: await commitOf(here, 'a: 2\n') });
    world.letActionsOpenPullRequests(false);
    const answer = await ask('POST', '/{repo}/pulls', open);
    expect([answer.status, answer.at('message')]).toEqual([
      403,
      'GitHub Actions is not permitted to create or approve pull requests.',
    ]);
  });
});
