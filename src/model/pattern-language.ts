import { maxTopicLength } from './topic-name.ts';

/**
 * Two languages stand in a spec: globs on names in `manage`, `groups` and Aiven ACLs, Java regular expressions in the
 * `topics` of flows. Most texts are valid in both and mean two things: `orders.*` as a glob is every name with `orders.`
 * before it, as an expression every name that begins with `orders`.
 */

/** Characters that names in Kafka do not have by custom, and that mean something in regular expressions. */
const onlyInRegex = /\\|[[\](){}|+^$]/;

/**
 * Legal as a glob, and surely meant as a regular expression: `.*` is every name that begins with a dot, `edge-.*` every
 * one with `edge-.` before it. `orders.*` is what people write for names under `orders.`, and is not suspected.
 */
export function looksLikeRegex(glob: string): boolean {
  return onlyInRegex.test(glob) || /(^|[-_.:])\.[*?]/.test(glob);
}

/** Whether the text means something else as an expression, be it meant or not: `orders.*` does. */
export function differsAsRegex(glob: string): boolean {
  return onlyInRegex.test(glob) || /\.[*?]/.test(glob);
}

/** The glob for what the expression matches; undefined where no glob is as short and as clear. */
export function globOfRegex(regex: string): string | undefined {
  const glob = regex
    .replace(/^\^/, '')
    .replace(/(?<!\\)\$$/, '')
    .replace(/(?<!\\)\.[*+]\??/g, '*')
    .replace(/\\([._-])/g, '$1')
    .replace(/\*+/g, '*');
  return onlyInRegex.test(glob) || glob === '' ? undefined : glob;
}

/**
 * Legal as a regular expression, and surely meant as a glob: in `edge*` the star repeats the letter before it, so it
 * matches `edg`, `edge` and `edgeee`.
 */
export function looksLikeGlob(regex: string): boolean {
  const withoutClasses = regex.replace(/\[[^\]]*\]/g, '[]');
  return /^\*|(?<!\\)[A-Za-z0-9_-]\*|\\[._-]\*/.test(withoutClasses);
}

/** The expression for what the glob matches. */
export function regexOfGlob(glob: string): string {
  return glob.replace(/(?<![.)\]}])\*|(?<=\\\.)\*/g, '.*').replace(/^\*/, '.*');
}

/** Whether some name of a topic matches the glob at all (org.apache.kafka.common.internals.Topic). */
export function matchesSomeTopic(glob: string): boolean {
  return glob !== '.' && glob !== '..' && glob.replaceAll('*', '').length <= maxTopicLength;
}
