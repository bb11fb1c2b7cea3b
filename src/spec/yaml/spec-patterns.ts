import { matchesGlob } from 'node:path';

const extensions = '{yaml,yml}';

/**
 * Globs for one pattern of the input `spec`: itself, and the YAML files below it in case it is a directory.
 * None for a pattern that leaves the workspace.
 */
export function specPatterns(pattern: string): readonly string[] {
  const normal = normalizePattern(pattern);
  if (normal === undefined) return [];
  if (normal === '') return [`**/*.${extensions}`];
  if (/\.ya?ml$/.test(normal) || /[*?[{]/.test(normal)) return [normal];
  return [normal, `${normal}/**/*.${extensions}`];
}

/** Whether a workspace-relative path is a spec file, for files that are listed elsewhere, as in a git tree. */
export function matchesSpecPatterns(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => specPatterns(pattern).some((one) => matchesGlob(path, one)));
}

/** Without `./` and a trailing slash; `undefined` when it is absolute or climbs out. */
export function normalizePattern(pattern: string): string | undefined {
  const parts = pattern
    .trim()
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (pattern.trim().startsWith('/') || parts.includes('..') || pattern.includes('\\')) return undefined;
  return parts.join('/');
}
