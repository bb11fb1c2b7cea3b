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

/** For a pattern that matches no file: what it looks like, and how that is written. Undefined: it looks like a pattern. */
export function meantBy(pattern: string): string | undefined {
  const alone = /\{([^{},]*)\}/.exec(pattern);
  if (alone !== null) {
    const written = pattern.replace(alone[0], alone[1] ?? '');
    return `Braces take two or more names, as in {prod,dev}; write ${written} for one.`;
  }
  if (/^\[.*\]$/.test(pattern) || /^[-"']/.test(pattern)) {
    return 'Write the files one per line, without brackets, dashes or quotes: `spec: |` and the paths below it.';
  }
  if (/\s/.test(pattern)) {
    return 'If these are several files, write one per line: `spec: |` and the paths below it.';
  }
  const [opened, closed] = ['{', '}'].map((brace) => pattern.split(brace).length - 1);
  return opened === closed ? undefined : 'A brace is missing: write the names as in {prod,dev}.';
}

/** Of one pattern of the input `spec`, its braces written out: each alternative takes time and memory. */
export const maxAlternatives = 256;

/** At least as many alternatives as the braces of a pattern stand for. */
export function alternativesIn(pattern: string): number {
  let [product, group, depth] = [1, 1, 0];
  for (const character of pattern) {
    if (character === '{' && depth++ === 0) group = 1;
    // Inside of braces any comma may be one of an inner pair, whose alternatives multiply.
    if (character === ',' && depth > 0) group = depth > 1 ? group * 2 : group + 1;
    if (character === '}' && depth > 0 && --depth === 0) product *= group;
  }
  const ranges = [...pattern.matchAll(/\{(-?\d+)\.\.(-?\d+)/g)];
  return ranges.reduce((all, [, from, to]) => {
    const [first, last] = [Number(from), Number(to)];
    return all * (Math.max(first, last) - Math.min(first, last) + 1);
  }, product);
}
