import type { Finding, Severity } from '../../model/finding.ts';
import { formatPosition, type Position } from '../../model/position.ts';
import { codeSpan, visible } from '../words/escape.ts';
import { type FindingGroup, groupFindings, namesOfOthers } from '../words/finding-groups.ts';
import { code, joined, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { docsUrl, lineUrl, type SourceLinks } from '../words/report-context.ts';

const signs: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', notice: 'ℹ️' };
const order: readonly Severity[] = ['error', 'warning', 'notice'];

/** Worst first; otherwise in the order they were found, which is the order of the files. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** One bullet each: `file:line:col`, the sentence, the rule, what to do next. */
export function findingsList(
  findings: readonly Finding[],
  options: {
    readonly limit: number;
    readonly source?: SourceLinks | undefined;
    /** Of this action: rules link to its docs; undefined: they do not. */
    readonly version?: string | undefined;
  },
): string {
  const groups = groupFindings(worstFirst(findings));
  const lines = groups.slice(0, options.limit).map((group) => {
    const { first } = group;
    const where = first.position === undefined ? '' : `${positionMarkdown(first.position, options.source)} `;
    return `- ${signs[first.severity]} ${where}${findingMarkdown(group, options.version)}${commandBlock(group)}`;
  });
  const hidden = groups.slice(options.limit).reduce((sum, { others }) => sum + 1 + others.length, 0);
  if (hidden > 0) lines.push(`- and ${hidden} more`);
  return lines.join('\n');
}

/** The rule's code links to its explanation. */
function findingMarkdown(group: FindingGroup, version: string | undefined): string {
  const { first } = group;
  const words = toMarkdown([...findingPhrase(first), ...othersPhrase(group)]);
  if (version === undefined || !/^[a-z0-9-]+$/.test(first.code)) return words;
  const shown = `(${codeSpan(first.code)})`;
  return words.replace(
    shown,
    () => `([${codeSpan(first.code)}](${docsUrl(version, `rules.md#${first.code}`)}))`,
  );
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

/** Links to the line where that can be done. */
function positionMarkdown(position: Position, source: SourceLinks | undefined): string {
  const shown = codeSpan(formatPosition(position));
  const url = lineUrl(position, source);
  return url === undefined ? shown : `[${shown}](${url})`;
}
