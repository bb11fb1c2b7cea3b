import type { Finding, Severity } from '../../model/finding.ts';
import { formatPosition, type Position } from '../../model/position.ts';
import { codeSpan } from '../words/escape.ts';
import { code, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';

const signs: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', notice: 'ℹ️' };
const order: readonly Severity[] = ['error', 'warning', 'notice'];

/** Worst first; otherwise in the order they were found, which is the order of the files. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** One bullet each: `file:line:col`, the sentence, the rule, what to do next. */
export function findingsList(
  findings: readonly Finding[],
  options: { readonly limit: number; readonly sourceUrl?: string | undefined },
): string {
  const lines = worstFirst(findings)
    .slice(0, options.limit)
    .map((finding) => {
      const where =
        finding.position === undefined ? '' : `${positionMarkdown(finding.position, options.sourceUrl)} `;
      return `- ${signs[finding.severity]} ${where}${toMarkdown(findingPhrase(finding))}`;
    });
  if (findings.length > options.limit) lines.push(`- and ${findings.length - options.limit} more`);
  return lines.join('\n');
}

/** Sentence, rule and hint, without the position. */
export function findingPhrase({ message, hint, code: rule }: Finding): Phrase {
  const next: Phrase = hint === undefined ? [] : [' ', ...prose(hint)];
  return phrase`${prose(message)} (${[code(rule)]}).${next}`;
}

/** Links to the line when the files can be linked to and the path is plain. */
function positionMarkdown(position: Position, sourceUrl: string | undefined): string {
  const shown = codeSpan(formatPosition(position));
  const plainPath = /^[A-Za-z0-9._/-]+$/.test(position.file);
  if (sourceUrl === undefined || !plainPath || !/^https?:\/\/[A-Za-z0-9._~:/%-]+$/.test(sourceUrl))
    return shown;
  return `[${shown}](${sourceUrl}/${position.file}#L${position.line})`;
}
