import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A new directory, which is removed with what it was made for: a temporary one unless told which. */
export async function ownDirectory(prefix: string, directory: string | undefined): Promise<string> {
  if (directory === undefined) return mkdtemp(join(tmpdir(), `${prefix.replace(/[^\w.-]/g, '-')}-`));
  await mkdir(dirname(directory), { recursive: true });
  // Fails if it exists: it must hold nothing else.
  await mkdir(directory, { mode: 0o700 });
  return directory;
}
