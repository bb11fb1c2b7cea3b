import { createHash } from 'node:crypto';

/** A file to commit: text, bytes, or a symbolic link. */
export type FileContent = string | Uint8Array | { readonly link: string };

export interface FileEntry {
  readonly mode: '100644' | '120000';
  readonly sha: string;
}

/** What a commit holds, by path. */
export type Files = ReadonlyMap<string, FileEntry>;

export interface TreeEntry {
  readonly name: string;
  readonly mode: '100644' | '120000' | '040000';
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

  writeFile(content: FileContent): FileEntry {
    const link = typeof content === 'object' && 'link' in content;
    const bytes = Buffer.from(link ? content.link : content);
    const sha = objectId('blob', bytes);
    this.#blobs.set(sha, bytes);
    return { mode: link ? '120000' : '100644', sha };
  }

  writeCommit(commit: Omit<Commit, 'sha' | 'tree'>): Commit {
    const tree = this.#writeTree(commit.files);
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

  #writeTree(files: Files): string {
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
        sha: this.#writeTree(inside),
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
