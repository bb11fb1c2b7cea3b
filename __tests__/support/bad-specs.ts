import { readdirSync, readFileSync } from 'node:fs';
import { datedCertificates } from './dated-certificates.ts';

/*
 * Each case in __tests__/bad-specs is a small spec. A comment under a line marks what is found there: `^` stands
 * under the first character, `#<` means column 1, and `# at line:column code` is for places that a comment cannot
 * reach. Errors and warnings must be exactly these; notices only where a case marks one.
 */

export const folder = new URL('../bad-specs/', import.meta.url);
/** Declares the clusters that the cases which are not alone refer to. */
export const base = readFileSync(new URL('base.yaml', folder), 'utf8');

export interface BadSpec {
  /** What the case is about: the file that it stands in, without `.txt`. */
  readonly topic: string;
  /** Begins with the topic. */
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

function casesOf(topic: string, text: string): readonly BadSpec[] {
  const [, ...parts] = text.split(/^=== /m);
  return parts.map((part) => {
    const lineEnd = part.indexOf('\n');
    const title = part.slice(0, lineEnd);
    const yaml = part.slice(lineEnd + 1);
    return {
      topic,
      title: `${topic}: ${title}`,
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

/** The files that the cases name, by path. */
export function badSpecFiles(made: {
  readonly certificate: string;
  readonly key: string;
}): Readonly<Record<string, string>> {
  const { certificate, key } = made;
  return {
    'certs/ca.pem': certificate,
    'certs/key.pem': certificate + key,
    'certs/text.pem': 'not a certificate',
    'certs/broken.pem': certificate.replace(/[A-Za-z]{20}/, 'AAAAAAAAAAAAAAAAAAAA'),
    'certs/long.pem': `${certificate}# ${'x'.repeat(16_384)}\n`,
    'certs/ended.pem': datedCertificates.ended,
    'certs/later.pem': datedCertificates.later,
    'certs/old-and-new.pem': datedCertificates.ended + datedCertificates.present,
  };
}

/** Whether what is wrong with a case lies in the value of a secret. */
export function needsSecrets(text: string): boolean {
  return /secret: (SHORT|BLANK|LINE_BREAK|SPACE|STARS|NUL|LONG|CERT|NO_CERT|ENDED_CERT|PKCS1|OTHER_KEY)\b/.test(
    text,
  );
}
