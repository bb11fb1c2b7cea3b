import type { Finding, Severity } from '../../model/finding.ts';
import { formatPosition, type Position } from '../../model/position.ts';
import { codeSpan, visible } from '../words/escape.ts';
import { type FindingGroup, groupFindings, namesOfOthers } from '../words/finding-groups.ts';
import { code, joined, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import type { SourceLinks } from '../words/report-context.ts';

const signs: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', notice: 'ℹ️' };
const order: readonly Severity[] = ['error', 'warning', 'notice'];

/** Worst first; otherwise in the order they were found, which is the order of the files. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** One bullet each: `file:line:col`, the sentence, the rule, what to do next. */
export function findingsList(
  findings: readonly Finding[],
  options: { readonly limit: number; readonly source?: SourceLinks | undefined },
): string {
  const groups = groupFindings(worstFirst(findings));
  const lines = groups.slice(0, options.limit).map((group) => {
    const { first } = group;
    const where = first.position === undefined ? '' : `${positionMarkdown(first.position, options.source)} `;
    return `- ${signs[first.severity]} ${where}${toMarkdown([...findingPhrase(first), ...othersPhrase(group)])}${commandBlock(group)}`;
  });
  const hidden = groups.slice(options.limit).reduce((sum, { others }) => sum + 1 + others.length, 0);
  if (hidden > 0) lines.push(`- and ${hidden} more`);
  return lines.join('\n');
}

/** ` And 299 more like it: a, b, c, … .` */
export function othersPhrase(group: FindingGroup): Phrase {
  const { others } = group;
  if (others.length === 0) return [];
  const names = namesOfOthers(group, maxShownNames);
  const more = others.length > names.length ? ', …' : '';
  return [
    ` And ${others.length} more like it: `,
    ...joined(
      names.map((name) => [code(name)]),
      ', ',
    ),
    `${more}.`,
  ];
}

const maxShownNames = 5;
/** In a comment; the log has all. */
const maxShownCommands = 100;

/** Indented into its bullet; GitHub puts a button beside it that copies. */
function commandBlock({ commands }: FindingGroup): string {
  if (commands.length === 0) return '';
  const shown = commands.slice(0, maxShownCommands).map(visible);
  const more = commands.length - shown.length;
  const lines = more > 0 ? [...shown, `# and ${more} more, in the log of the run`] : shown;
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return ['', '', `${fence}sh`, ...lines, fence].map((line) => (line === '' ? '' : `  ${line}`)).join('\n');
}

/** Sentence, rule and hint, without the position. */
export function findingPhrase({ message, hint, code: rule }: Finding): Phrase {
  const next: Phrase = hint === undefined ? [] : [' ', ...prose(hint)];
  return phrase`${prose(message)} (${[code(rule)]}).${next}`;
}

/** Links to the line when the file lies in the repository and its path is plain. */
function positionMarkdown(position: Position, source: SourceLinks | undefined): string {
  const shown = codeSpan(formatPosition(position));
  const { commitUrl, checkoutFolder } = source ?? { commitUrl: '', checkoutFolder: '' };
  const folder = checkoutFolder === '' ? '' : `${checkoutFolder}/`;
  const path = position.file.startsWith(folder) ? position.file.slice(folder.length) : '';
  const isPlain = /^[A-Za-z0-9._/-]+$/.test(path) && /^https?:\/\/[A-Za-z0-9._~:/%-]+$/.test(commitUrl);
  return isPlain ? `[${shown}](${commitUrl}/${path}#L${position.line})` : shown;
}
