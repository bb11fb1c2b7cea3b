import { createHash } from 'node:crypto';

/** A file to commit: text, bytes, or a symbolic link. */
export type FileContent = string | Uint8Array | { readonly link: string };

export interface FileEntry {
  readonly mode: '100644' | '100755' | '120000';
  readonly sha: string;
}

/** What a commit holds, by path. */
export type Files = ReadonlyMap<string, FileEntry>;

export interface TreeEntry {
  readonly name: string;
  readonly mode: '100644' | '100755' | '120000' | '040000';
  readonly type: 'blob' | 'tree';
  readonly sha: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly committer: string;
  readonly date: Date;
  readonly files: Files;
}

/** Git's object store: the ids are those that git itself would compute, so they depend on content only. */
export class GitObjects {
  readonly #blobs = new Map<string, Buffer>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #commits = new Map<string, Commit>();

  blob(sha: string): Buffer | undefined {
    return this.#blobs.get(sha);
  }

  tree(sha: string): readonly TreeEntry[] | undefined {
    return this.#trees.get(sha);
  }

  commit(sha: string): Commit | undefined {
    return this.#commits.get(sha);
  }

  /** All files below a tree, by path; undefined: there is no such tree. */
  filesOf(sha: string): Files | undefined {
    const entries = this.#trees.get(sha);
    if (entries === undefined) return undefined;
    const files = new Map<string, FileEntry>();
    for (const { name, mode, sha: id } of entries) {
      if (mode === '040000') {
        for (const [path, entry] of this.filesOf(id) ?? []) files.set(`${name}/${path}`, entry);
      } else files.set(name, { mode, sha: id });
    }
    return files;
  }

  writeFile(content: FileContent): FileEntry {
    const link = typeof content === 'object' && 'link' in content;
    const bytes = Buffer.from(link ? content.link : content);
    const sha = objectId('blob', bytes);
    this.#blobs.set(sha, bytes);
    return { mode: link ? '120000' : '100644', sha };
  }

  /** Takes over a commit that git made, with all that it holds and all commits before it. */
  receive(sha: string, read: (sha: string) => { readonly content: Buffer }): Commit {
    const known = this.#commits.get(sha);
    if (known !== undefined) return known;
    const { content } = read(sha);
    if (objectId('commit', content) !== sha) throw new Error(`git's commit ${sha} has another id here`);
    const [head = '', ...message] = content.toString().split('\n\n');
    const lines = head.split('\n').map((line) => line.split(' '));
    const values = (key: string): readonly string[] =>
      lines.filter(([first]) => first === key).map(([, value = '']) => value);
    const parents = values('parent');
    for (const parent of parents) this.receive(parent, read);
    const files = new Map<string, FileEntry>();
    const tree = values('tree')[0] ?? '';
    this.#receiveTree(tree, '', read, files);
    const seconds = Number(lines.find(([first]) => first === 'committer')?.at(-2));
    const commit: Commit = {
      sha,
      tree,
      parents,
      message: message.join('\n\n').trimEnd(),
      author: values('author')[0] ?? '',
      committer: values('committer')[0] ?? '',
      date: new Date(seconds * 1000),
      files,
    };
    this.#commits.set(sha, commit);
    return commit;
  }

  #receiveTree(
    tree: string,
    prefix: string,
    read: (sha: string) => { readonly content: Buffer },
    files: Map<string, FileEntry>,
  ): void {
    const { content } = read(tree);
    const entries: TreeEntry[] = [];
    for (let at = 0; at < content.length; ) {
      const end = content.indexOf(0, at);
      const [mode = '', ...name] = content.subarray(at, end).toString().split(' ');
      const sha = content.subarray(end + 1, end + 21).toString('hex');
      at = end + 21;
      const path = prefix + name.join(' ');
      if (mode === '40000') {
        entries.push({ name: name.join(' '), mode: '040000', type: 'tree', sha });
        this.#receiveTree(sha, `${path}/`, read, files);
      } else {
        const kept = mode === '120000' || mode === '100755' ? mode : '100644';
        const entry: FileEntry = { mode: kept, sha };
        entries.push({ name: name.join(' '), type: 'blob', ...entry });
        files.set(path, entry);
        this.#blobs.set(sha, read(sha).content);
      }
    }
    this.#trees.set(tree, entries);
  }

  writeCommit(commit: Omit<Commit, 'sha' | 'tree'>): Commit {
    const tree = this.writeTree(commit.files);
    const seconds = Math.floor(commit.date.getTime() / 1000);
    const person = (login: string): string => `${login} <${login}@users.noreply.github.com> ${seconds} +0000`;
    const text = [
      `tree ${tree}`,
      ...commit.parents.map((parent) => `parent ${parent}`),
      `author ${person(commit.author)}`,
      `committer ${person(commit.committer)}`,
      '',
      commit.message,
    ].join('\n');
    const written = { ...commit, tree, sha: objectId('commit', Buffer.from(text)) };
    this.#commits.set(written.sha, written);
    return written;
  }

  writeTree(files: Files): string {
    const here = new Map<string, FileEntry>();
    const below = new Map<string, Map<string, FileEntry>>();
    for (const [path, entry] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) {
        here.set(path, entry);
        continue;
      }
      const directory = path.slice(0, slash);
      const inside = below.get(directory) ?? new Map<string, FileEntry>();
      below.set(directory, inside.set(path.slice(slash + 1), entry));
    }
    const entries: TreeEntry[] = [
      ...[...here].map(([name, { mode, sha }]) => ({ name, mode, type: 'blob' as const, sha })),
      ...[...below].map(([name, inside]) => ({
        name,
        mode: '040000' as const,
        type: 'tree' as const,
        sha: this.writeTree(inside),
      })),
    ].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
    const bytes = Buffer.concat(
      entries.flatMap(({ mode, name, sha }) => [
        Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`),
        Buffer.from(sha, 'hex'),
      ]),
    );
    const sha = objectId('tree', bytes);
    this.#trees.set(sha, entries);
    return sha;
  }
}

/** Git sorts a directory as if its name ended in a slash. */
function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.type === 'tree' ? `${entry.name}/` : entry.name);
}

function objectId(type: string, bytes: Buffer): string {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}
