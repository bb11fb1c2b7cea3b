import type { Regex } from '../model/regex.ts';
import type { TopicPattern } from './patterns.ts';

/** Whether the pattern may match a name that starts with `prefix`; true when it cannot be evaluated. */
export function mayMatchUnder(pattern: TopicPattern, prefix: string): boolean {
  switch (pattern.kind) {
    case 'not-evaluable':
    case 'everything':
      return true;
    case 'exact':
      return (
        pattern.names.some((name) => name.startsWith(prefix)) ||
        pattern.prefixes.some((other) => overlap(other, prefix))
      );
    case 'open':
      // Most patterns of a large spec differ in their first characters, and comparing these is much cheaper.
      return (
        overlap(pattern.head, prefix) && consumed(pattern.regex, prefix, new Set([0])).has(prefix.length)
      );
  }
}

/** Whether one begins with the other. */
export function overlap(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/**
 * How much of `text` the expression may have matched when it began after each of `from` characters. Behind its end any
 * character will do.
 */
function consumed(regex: Regex, text: string, from: ReadonlySet<number>): ReadonlySet<number> {
  const step = (fits: (char: string) => boolean): ReadonlySet<number> =>
    new Set([...from].flatMap((at) => (at === text.length ? [at] : fits(text.charAt(at)) ? [at + 1] : [])));
  switch (regex.type) {
    case 'empty':
      return from;
    case 'any':
      return step(() => true);
    case 'char':
      return step((char) => char === regex.char);
    case 'class':
      return step((char) => regex.chars?.includes(char) ?? true);
    case 'sequence':
      return regex.items.reduce((at, item) => consumed(item, text, at), from);
    case 'alternatives':
      return new Set(regex.options.flatMap((option) => [...consumed(option, text, from)]));
    case 'repeat':
      return repeatedly(regex, text, from);
  }
}

function repeatedly(
  { item, min, max }: Regex & { readonly type: 'repeat' },
  text: string,
  from: ReadonlySet<number>,
): ReadonlySet<number> {
  const reached = new Set(min === 0 ? from : []);
  let at = from;
  // Each round takes at least one character, or changes nothing more.
  const rounds = Math.min(max ?? Number.POSITIVE_INFINITY, min + text.length + 1);
  for (let count = 1; count <= rounds && at.size > 0; count += 1) {
    at = consumed(item, text, at);
    if (count >= min) for (const one of at) reached.add(one);
  }
  return reached;
}
