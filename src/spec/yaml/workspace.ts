import { constants } from 'node:fs';
import { type FileHandle, glob, lstat, open, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { newReport, type Report, show } from '../rules/report.ts';
import { maxFileBytes, maxFiles, maxTotalBytes } from '../syntax/bounds.ts';
import type { ReferenceResult } from './reference.ts';
import { meantBy, normalizePattern, specPatterns } from './spec-patterns.ts';

export type FoundFiles =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Who named the files of a spec, and so who is told the next step. */
export type NamedOn = 'workflow' | 'command line';

const nextSteps: Readonly<Record<NamedOn, { readonly [P in 'none' | 'outside' | 'nothing']: string }>> = {
  workflow: {
    none: 'Name a file, a directory or globs in the input `spec`.',
    outside: 'Write the input `spec` relative to the repository, with / and without "..".',
    nothing: 'Check the input `spec`, and that the workflow checks the repository out.',
  },
  'command line': {
    none: 'Name a file, a folder or globs.',
    outside: 'Name files of one repository, and run the command inside of it.',
    nothing: 'Name a file, a folder or a glob in quotes, seen from the folder that you are in.',
  },
};

/**
 * The spec files that the input `spec` names: a file, a directory (every `.yaml` and `.yml` below it) or globs,
 * relative to the workspace. A pattern that matches nothing is an error, and so is a symlink: what is read must
 * be what the commit holds.
 */
export async function findSpecFiles(options: {
  readonly workspace: string;
  readonly patterns: readonly string[];
  readonly namedOn?: NamedOn;
}): Promise<FoundFiles> {
  const report = newReport();
  const next = nextSteps[options.namedOn ?? 'workflow'];
  const paths = new Set<string>();
  if (options.patterns.length === 0) {
    addProblem(report, '', 'no spec is named', next.none);
  }
  for (const pattern of options.patterns) {
    const found = await matchingFiles(options.workspace, pattern);
    for (const path of found) paths.add(path);
    if (found.length > 0) continue;
    const path = normalizePattern(pattern);
    if (path === undefined) {
      addProblem(report, '', `${show(pattern)} does not lie in the repository`, next.outside);
      continue;
    }
    // What a pattern may have been meant as is told in the terms of a workflow.
    const meant = options.namedOn === 'command line' ? undefined : meantBy(pattern);
    const otherEnding = path.endsWith('.yaml')
      ? path.replace(/yaml$/, 'yml')
      : path.replace(/\.yml$/, '.yaml');
    const [near] = otherEnding === path ? [] : await matchingFiles(options.workspace, otherEnding);
    const there =
      near === undefined ? undefined : `${near} is there, with the other ending: name it as it is.`;
    addProblem(report, path, `no file matches ${show(pattern)}`, there ?? meant ?? next.nothing);
  }
  if (paths.size > maxFiles) {
    const hint = 'Put more clusters into one file, narrow the pattern, or make several specs of it.';
    const message = `more than ${maxFiles} files match, and a spec is made of ${maxFiles} at most`;
    report.add('too-many-files', { file: '', line: 1, column: 1 }, message, hint);
    return { ok: false, findings: report.findings };
  }
  const files = await readFiles(options.workspace, [...paths].sort(), report);
  return report.findings.length > 0 ? { ok: false, findings: report.findings } : { ok: true, files };
}

async function matchingFiles(workspace: string, pattern: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const one of specPatterns(pattern)) {
    for await (const entry of glob(one, { cwd: workspace, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isDirectory()) found.add(path.slice(workspace.replace(/\/+$/, '').length + 1));
      if (found.size > maxFiles) break;
    }
  }
  return [...found];
}

async function readFiles(
  workspace: string,
  paths: readonly string[],
  report: Report,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  const results = await readInParallel(paths, (path) => readWorkspaceFile(workspace, path, maxFileBytes));
  for (const [path, result] of results) {
    if (!result.ok) {
      const message = `the file ${show(path)} ${result.problem}`;
      if (result.isTooLarge) {
        const hint = 'Split it: the spec may be several files.';
        report.add('file-too-large', { file: path, line: 1, column: 1 }, message, hint);
      } else addProblem(report, path, message, 'A spec file is a regular file in the repository.');
      continue;
    }
    total += result.content.byteLength;
    files.set(path, result.content);
  }
  if (total > maxTotalBytes) {
    const message = `the files of the spec have ${total} bytes together, more than the ${maxTotalBytes} that are read`;
    report.add('file-too-large', { file: '', line: 1, column: 1 }, message, 'Split it into several specs.');
  }
  return files;
}

/** Files that are open at the same time. */
const maxOpenFiles = 16;

async function readInParallel<T>(
  paths: readonly string[],
  read: (path: string) => Promise<T>,
): Promise<readonly (readonly [string, T])[]> {
  const results: (readonly [string, T])[] = [];
  for (let start = 0; start < paths.length; start += maxOpenFiles) {
    const some = paths.slice(start, start + maxOpenFiles);
    results.push(...(await Promise.all(some.map(async (path) => [path, await read(path)] as const))));
  }
  return results;
}

function addProblem(report: Report, file: string, message: string, hint: string): void {
  report.add('spec-not-found', { file, line: 1, column: 1 }, message, hint);
}

/**
 * The folder below the workspace in which the repository lies, as `actions/checkout` with `path:` puts it; empty: the workspace is
 * the repository, or there is no telling. It is looked for on the way to where the patterns begin.
 */
export async function checkoutFolderOf(workspace: string, patterns: readonly string[]): Promise<string> {
  for (const pattern of patterns) {
    const parts = (normalizePattern(pattern) ?? '').split('/');
    const isWild = parts.findIndex((part) => /[*?[{]/.test(part));
    const fixed = isWild === -1 ? parts : parts.slice(0, isWild);
    for (let length = fixed.length; length > 0; length--) {
      const folder = fixed.slice(0, length).join('/');
      if (await isThere(join(workspace, folder, '.git'))) return folder;
    }
  }
  return '';
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false; // there, and not to be seen, would be no repository to work with either
  }
}

/** A CA certificate or chain; anything larger is not one. */
const maxReferenceBytes = 64 * 1024;

/** Reads public material that a spec names. Nothing outside of the workspace can be read this way. */
export function workspaceReferences(workspace: string): (path: string) => Promise<ReferenceResult> {
  return (path) => readWorkspaceFile(workspace, path, maxReferenceBytes);
}

/** A file of the workspace, and nothing that a link leads to. */
export async function readWorkspaceFile(
  workspace: string,
  path: string,
  maxBytes: number,
): Promise<ReferenceResult> {
  const parts = path.split('/');
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path)) {
    return { ok: false, problem: 'is not a path relative to the repository' };
  }
  if (parts.some((part) => part === '..' || part === '.' || part === '')) {
    return { ok: false, problem: 'has an empty part, "." or ".." in its path' };
  }
  if (parts[0] === '.git') return { ok: false, problem: 'lies in .git, which may hold credentials' };
  try {
    return await readRegularFile(await realpath(workspace), parts, maxBytes);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

async function readRegularFile(
  root: string,
  parts: readonly string[],
  maxBytes: number,
): Promise<ReferenceResult> {
  let path = root;
  for (const part of parts) {
    path = join(path, part);
    if ((await lstat(path)).isSymbolicLink())
      return { ok: false, problem: 'is or lies behind a symbolic link' };
  }
  // NONBLOCK: opening a pipe must not wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return { ok: false, problem: 'is not a regular file' };
    if (stat.size > maxBytes) return tooLarge(maxBytes, stat.size);
    // A directory may have become a symbolic link for a moment: what was opened must be what stands here.
    if ((await openedPath(file, path)) !== path) {
      return { ok: false, problem: 'is or lies behind a symbolic link' };
    }
    const content = await readFile(file);
    if (content.byteLength > maxBytes) return tooLarge(maxBytes, content.byteLength);
    return { ok: true, content };
  } finally {
    await file.close();
  }
}

function tooLarge(maxBytes: number, bytes: number): ReferenceResult {
  const problem = `has ${bytes} bytes, more than the ${maxBytes} that are read`;
  return { ok: false, problem, isTooLarge: true };
}

/** Where the open file lies. Linux knows it of the file itself; elsewhere the path is followed once more. */
async function openedPath(file: FileHandle, path: string): Promise<string> {
  return process.platform === 'linux' ? readlink(`/proc/self/fd/${file.fd}`) : realpath(path);
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'ELOOP') return 'is or lies behind a symbolic link';
  return `cannot be read (${String(code ?? error)})`;
}
