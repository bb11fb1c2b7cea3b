import { parseJavaRegex } from '../model/java-regex.ts';
import type { Regex } from '../model/regex.ts';

/** A name that the pattern matches, of letters where any character will do; undefined where it cannot be evaluated here. */
export function sampleOf(pattern: string): string | undefined {
  const parsed = parseJavaRegex(pattern.trim());
  if (parsed.state !== 'parsed') return undefined;
  const name = sample(parsed.regex);
  return name === '' || name.length > 249 ? undefined : name;
}

/** Optional parts are filled as well: a sample of `edge\..*` is `edge.x`, which looks like a name, and not `edge.`. */
function sample(regex: Regex): string {
  switch (regex.type) {
    case 'empty':
      return '';
    case 'any':
      return 'x';
    case 'char':
      return regex.char;
    case 'class':
      return regex.chars?.[0] ?? 'x';
    case 'sequence':
      return regex.items.map(sample).join('');
    case 'alternatives':
      return sample(regex.options[0] ?? { type: 'empty' });
    case 'repeat':
      return sample(regex.item).repeat(Math.min(Math.max(regex.min, 1), 249));
  }
}
