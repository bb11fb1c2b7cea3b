import { readdirSync, readFileSync } from 'node:fs';

/*
 * Each case in __tests__/bad-specs is a small spec. A comment under a line marks what is found there: `^` stands
 * under the first character, `#<` means column 1, and `# at line:column code` is for places that a comment cannot
 * reach. Errors and warnings must be exactly these; notices only where a case marks one.
 */

export const folder = new URL('../bad-specs/', import.meta.url);
/** Declares the clusters that the cases which are not alone refer to. */
export const base = readFileSync(new URL('base.yaml', folder), 'utf8');

export interface BadSpec {
  readonly title: string;
  readonly text: string;
  /** Without `base`. */
  readonly isAlone: boolean;
  /** `line:column code` in spec.yaml. */
  readonly expected: readonly string[];
}

export const badSpecs: readonly BadSpec[] = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .flatMap((name) => casesOf(name.replace('.txt', ''), readFileSync(new URL(name, folder), 'utf8')));

function casesOf(file: string, text: string): readonly BadSpec[] {
  const [, ...parts] = text.split(/^=== /m);
  return parts.map((part) => {
    const lineEnd = part.indexOf('\n');
    const title = part.slice(0, lineEnd);
    const yaml = part.slice(lineEnd + 1);
    return {
      title: `${file}: ${title}`,
      text: yaml.replace(/^# at .*\n/gm, ''),
      isAlone: title.endsWith('(alone)'),
      expected: marksOf(yaml),
    };
  });
}

function marksOf(yaml: string): readonly string[] {
  const marks: string[] = [];
  let marked = 0;
  for (const [index, line] of yaml
    .replace(/^# at .*\n/gm, '')
    .split('\n')
    .entries()) {
    const code = /^#\s*[<^] ([a-z0-9-]+)$/.exec(line)?.[1];
    if (code === undefined) marked = index + 1;
    else marks.push(`${marked}:${Math.max(line.indexOf('^'), 0) + 1} ${code}`);
  }
  return [...marks, ...[...yaml.matchAll(/^# at (\d+:\d+ [a-z0-9-]+)$/gm)].map(([, mark]) => mark ?? '')];
}
