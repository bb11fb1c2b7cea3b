import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** A git command that failed: a merge or a revert with a conflict ends like this. */
export class GitFailed extends Error {
  constructor(args: readonly string[], text: string) {
    super(`git ${args.join(' ')}: ${text.trim()}`);
    this.name = 'GitFailed';
  }
}

/** A clone on disk, driven by git itself: histories are what git makes of commits, merges, rebases and reverts. */
export class GitClone {
  readonly directory: string;
  /** Starting git from a small shell costs a fraction of starting it from this process. */
  readonly #shell: ChildProcessWithoutNullStreams;
  #seconds = Math.floor(Date.UTC(2026, 0, 1) / 1000);
  #last: Promise<unknown> = Promise.resolve();

  private constructor(directory: string) {
    this.directory = directory;
    const env = { PATH: process.env['PATH'], HOME: directory, ...settings };
    this.#shell = spawn('sh', [], { cwd: directory, env });
    this.#shell.stdout.setEncoding('utf8');
  }

  static async create(): Promise<GitClone> {
    const clone = new GitClone(await mkdtemp(join(tmpdir(), 'git-clone-')));
    await clone.git('init', '--quiet', '--initial-branch=main');
    return clone;
  }

  async remove(): Promise<void> {
    this.#shell.stdin.end();
    await once(this.#shell, 'close');
    await rm(this.directory, { recursive: true, force: true });
  }

  /** One after the other; every call is a minute later than the one before. */
  git(...args: readonly string[]): Promise<string> {
    const result = this.#last.then(() => this.#run(args));
    this.#last = result.catch(() => {}); // told to whoever asked
    return result;
  }

  async #run(args: readonly string[]): Promise<string> {
    this.#seconds += 60;
    const date = `'${this.#seconds} +0000'`;
    const { stdin, stdout } = this.#shell;
    stdin.write(
      `GIT_AUTHOR_DATE=${date} GIT_COMMITTER_DATE=${date} git ${args.map(quoted).join(' ')} 2>&1 </dev/null; printf '\\n(ended %s)\\n' $?\n`,
    );
    let text = '';
    for (;;) {
      const [chunk] = (await once(stdout, 'data')) as [string]; // an encoding is set
      text += chunk;
      const end = /\n\(ended (\d+)\)\n$/.exec(text);
      if (end === null) continue;
      const output = text.slice(0, end.index).trim();
      if (end[1] === '0') return output;
      throw new GitFailed(args, output);
    }
  }

  /** On the branch that is checked out; `null` deletes a file. */
  async commit(files: Readonly<Record<string, string | null>>, message: string): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.directory, path);
      await mkdir(dirname(file), { recursive: true });
      if (content === null) await rm(file, { force: true });
      else await writeFile(file, content);
    }
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.head();
  }

  /** The commit that is checked out, from git's own files. */
  head(): string {
    const read = (name: string): string => readFileSync(join(this.directory, '.git', name), 'utf8').trim();
    const head = read('HEAD');
    return head.startsWith('ref: ') ? read(head.slice(5)) : head;
  }

  /** Merges without a checkout; undefined when there is a conflict. `squash` leaves out the second parent. */
  async merge(
    base: string,
    head: string,
    options: { readonly message: string; readonly squash?: boolean },
  ): Promise<string | undefined> {
    let tree: string;
    try {
      tree = await this.git('merge-tree', '--write-tree', base, head);
    } catch (error) {
      if (error instanceof GitFailed) return undefined;
      throw error;
    }
    const parents = ['-p', base, ...(options.squash ? [] : ['-p', head])];
    return this.git('commit-tree', tree, ...parents, '-m', options.message);
  }

  /** An object as git stores it. Nothing is ever packed: see `gc.auto` below. */
  object(sha: string): { readonly type: string; readonly content: Buffer } {
    const file = join(this.directory, '.git', 'objects', sha.slice(0, 2), sha.slice(2));
    const bytes = inflateSync(readFileSync(file));
    const end = bytes.indexOf(0);
    const [type = ''] = bytes.subarray(0, end).toString().split(' ');
    return { type, content: bytes.subarray(end + 1) };
  }
}

function quoted(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

const email = 'octocat@users.noreply.github.com';
const settings = {
  GIT_AUTHOR_NAME: 'octocat',
  GIT_AUTHOR_EMAIL: email,
  GIT_COMMITTER_NAME: 'octocat',
  GIT_COMMITTER_EMAIL: email,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'gc.auto',
  GIT_CONFIG_VALUE_0: '0',
  GIT_CONFIG_KEY_1: 'merge.renames',
  GIT_CONFIG_VALUE_1: 'false',
};
