import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { matchesSpecPatterns } from '../../../../src/spec/yaml/spec-patterns.ts';
import { findSpecFiles, workspaceReferences } from '../../../../src/spec/yaml/workspace.ts';

let folder: string;
let workspace: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spec-workspace-'));
  workspace = join(folder, 'repository');
  write('repository/kafka/prod.yaml', 'version: 1\n');
  write('repository/kafka/teams/orders.yml', 'version: 1\n');
  write('repository/kafka/readme.md', '#');
  write('repository/other.yaml', 'version: 1\n');
  write('repository/certs/ca.pem', 'CA');
  write('outside.pem', 'OUTSIDE');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

describe('spec files', () => {
  test.each([
    ['a file', ['kafka/prod.yaml'], ['kafka/prod.yaml']],
    ['a file with ./', ['./kafka/prod.yaml'], ['kafka/prod.yaml']],
    ['a directory', ['kafka'], ['kafka/prod.yaml', 'kafka/teams/orders.yml']],
    ['a directory with a slash', ['kafka/'], ['kafka/prod.yaml', 'kafka/teams/orders.yml']],
    ['a glob', ['kafka/*.yaml'], ['kafka/prod.yaml']],
    ['a glob of any depth', ['kafka/**/*.{yaml,yml}'], ['kafka/prod.yaml', 'kafka/teams/orders.yml']],
    [
      'several patterns, sorted, once each',
      ['other.yaml', 'kafka/prod.yaml', 'kafka'],
      ['kafka/prod.yaml', 'kafka/teams/orders.yml', 'other.yaml'],
    ],
    ['the whole repository', ['.'], ['kafka/prod.yaml', 'kafka/teams/orders.yml', 'other.yaml']],
  ])('%s', async (_, patterns, expected) => {
    const found = await findSpecFiles({ workspace, patterns });

    expect(found.ok && [...found.files.keys()]).toEqual(expected);
    const all = [
      'kafka/prod.yaml',
      'kafka/teams/orders.yml',
      'kafka/readme.md',
      'other.yaml',
      'certs/ca.pem',
    ];
    expect(all.filter((path) => matchesSpecPatterns(path, patterns)).sort()).toEqual(expected);
  });

  test.each([
    ['a file that does not exist', ['kafka/prod.yml'], /no file matches "kafka\/prod\.yml"/],
    [
      'one pattern of two that matches nothing',
      ['kafka', 'topics/*.yaml'],
      /no file matches "topics\/\*\.yaml"/,
    ],
    ['a path out of the workspace', ['../outside.pem'], /does not lie in the repository/],
    ['an absolute path', ['/etc/hosts'], /does not lie in the repository/],
    ['no pattern', [], /no spec is named/],
  ])('%s is an error that names it', async (_, patterns, message) => {
    const found = await findSpecFiles({ workspace, patterns });

    expect(found).toMatchObject({ ok: false, findings: [{ code: 'spec-not-found', severity: 'error' }] });
    expect(!found.ok && found.findings[0]?.message).toMatch(message);
  });

  test('a symbolic link is not followed', async () => {
    symlinkSync(join(folder, 'outside.pem'), join(workspace, 'kafka/link.yaml'));
    const found = await findSpecFiles({ workspace, patterns: ['kafka/link.yaml'] });

    expect(!found.ok && found.findings[0]?.message).toMatch(/symbolic link/);
  });

  test('500 files are read, 501 are too many', async () => {
    for (let index = 0; index < 500; index++) write(`repository/many/${index}.yaml`, 'a: 1');
    expect((await findSpecFiles({ workspace, patterns: ['many'] })).ok).toBe(true);
    write('repository/many/500.yaml', 'a: 1');
    expect(await findSpecFiles({ workspace, patterns: ['many'] })).toMatchObject({
      ok: false,
      findings: [{ code: 'too-many-files', message: expect.stringContaining('500 at most') }],
    });
  });

  test.each([
    ['kafka/{staging}.yaml', 'write kafka/staging.yaml for one'],
    ['kafka/prod.yaml kafka/dev.yaml', 'one per line'],
    ['[kafka/prod.yaml]', 'without brackets, dashes or quotes'],
    ['- kafka/prod.yaml', 'without brackets, dashes or quotes'],
    ['"kafka/prod.yaml"', 'without brackets, dashes or quotes'],
    ['kafka/{staging,dev.yaml', 'A brace is missing'],
    ['kafka/prod.yml', 'kafka/prod.yaml is there, with the other ending'],
  ])('where %s matches no file, it is said how to write what is meant', async (pattern, hint) => {
    const found = await findSpecFiles({ workspace, patterns: [pattern] });
    expect(!found.ok && found.findings[0]?.hint).toContain(hint);
  });

  test('a blank in the name of a file is a part of it', async () => {
    write('repository/my kafka/prod one.yaml', 'version: 1');
    expect((await findSpecFiles({ workspace, patterns: ['my kafka/prod one.yaml'] })).ok).toBe(true);
  });

  test('files of more than 8 MiB, and more than 16 MiB together, are refused', async () => {
    write('repository/large/a.yaml', Buffer.alloc(8 * 1024 * 1024 + 1, 0x20));
    expect(await findSpecFiles({ workspace, patterns: ['large'] })).toMatchObject({
      ok: false,
      findings: [
        { code: 'file-too-large', message: expect.stringMatching(/8388609 bytes, more than the 8388608/) },
      ],
    });
    for (const name of ['a', 'b'])
      write(`repository/large/${name}.yaml`, Buffer.alloc(8 * 1024 * 1024, 0x20));
    expect((await findSpecFiles({ workspace, patterns: ['large'] })).ok).toBe(true);
    write('repository/large/e.yaml', 'a: 1');
    expect(await findSpecFiles({ workspace, patterns: ['large'] })).toMatchObject({
      ok: false,
      findings: [
        {
          code: 'file-too-large',
          message: expect.stringMatching(/16777220 bytes together, more than the 16777216/),
        },
      ],
    });
  });
});

describe('files that a spec names', () => {
  test('are read inside the workspace', async () => {
    expect(await workspaceReferences(workspace)('certs/ca.pem')).toMatchObject({
      ok: true,
      content: Buffer.from('CA'),
    });
  });

  test.each([
    '../outside.pem',
    'certs/../../outside.pem',
    'certs/../certs/ca.pem',
    './certs/ca.pem',
    'certs//ca.pem',
    'certs/',
    '',
    '.',
    '..',
    '/etc/passwd',
    '/proc/self/environ',
    'certs\\ca.pem',
    'C:/certs/ca.pem',
    'certs/ca.pem\0.txt',
    '.git/config',
    'certs',
    'certs/missing.pem',
    'certs/ca.pem/more',
  ])('not %j', async (path) => {
    write('repository/.git/config', 'token');
    expect(await workspaceReferences(workspace)(path)).toMatchObject({
      ok: false,
      problem: expect.any(String),
    });
  });

  test('not a symbolic link, nor a file behind one', async () => {
    const read = workspaceReferences(workspace);
    symlinkSync('ca.pem', join(workspace, 'certs/link.pem'));
    symlinkSync('certs', join(workspace, 'linked'));
    symlinkSync('/proc/self/environ', join(workspace, 'certs/environ'));
    for (const path of ['certs/link.pem', 'linked/ca.pem', 'certs/environ']) {
      expect(await read(path)).toEqual({ ok: false, problem: 'is or lies behind a symbolic link' });
    }
  });

  test('not a pipe, without waiting for a writer', async () => {
    execFileSync('mkfifo', [join(workspace, 'certs/pipe')]);
    expect(await workspaceReferences(workspace)('certs/pipe')).toEqual({
      ok: false,
      problem: 'is not a regular file',
    });
  });

  test('not more than 64 KiB', async () => {
    write('repository/certs/large.pem', Buffer.alloc(64 * 1024 + 1));
    expect(await workspaceReferences(workspace)('certs/large.pem')).toMatchObject({ ok: false });
  });

  test('not even when a directory becomes a link while it is read', async () => {
    write('elsewhere/ca.pem', 'OUTSIDE');
    const read = workspaceReferences(workspace);
    let racing = true;
    const race = (async () => {
      while (racing) {
        renameSync(join(workspace, 'certs'), join(workspace, 'kept'));
        symlinkSync(join(folder, 'elsewhere'), join(workspace, 'certs'));
        await setImmediate();
        rmSync(join(workspace, 'certs'));
        renameSync(join(workspace, 'kept'), join(workspace, 'certs'));
        await setImmediate();
      }
    })();
    try {
      for (let attempt = 0; attempt < 1_000; attempt++) {
        const result = await read('certs/ca.pem');
        if (result.ok) expect(Buffer.from(result.content).toString()).toBe('CA');
      }
    } finally {
      racing = false;
      await race;
    }
  });
});
