import type { FieldChange, FieldValue } from '../model/change.ts';
import type { Plan, Risk } from '../plan/plan.ts';
import { fence } from './escape.ts';
import { details, markdownTable } from './markdown-table.ts';
import { code, joined, listed, type Phrase, phrase, toCell, toHtml, toMarkdown } from './phrase.ts';
import {
  countWords,
  dangerRank,
  type FieldRow,
  harmless,
  type PlanLine,
  type PlanPlace,
} from './plan-lines.ts';
import { prose } from './prose.ts';
import { actionSymbols, fieldName, isList, wherePhrase } from './resource-words.ts';

/** One table per place, and below it the lists that changed, as a diff. */
export function placeSection(place: PlanPlace, plan: Plan): string {
  return [placeHeading(place, plan), changeTable(place.lines), ...listDiffs(place.lines)].join('\n\n');
}

/** Only what needs a decision; the rest as counts. */
export function shortPlaceSection(place: PlanPlace, plan: Plan): string {
  const shown = place.lines.filter((line) => dangerRank(line) < harmless);
  const rest = place.lines.filter((line) => dangerRank(line) >= harmless).flatMap((line) => line.changes);
  const parts = [placeHeading(place, plan)];
  if (shown.length > 0) parts.push(changeTable(shown));
  if (rest.length > 0) parts.push(`Not shown here, without a known risk: ${countWords(rest)}.`);
  return parts.join('\n\n');
}

/** The first `limit` lines that need a decision, over all places, worst first. */
export function dangerTable(places: readonly PlanPlace[], limit: number): string | undefined {
  const lines = places
    .flatMap((place) => place.lines)
    .filter((line) => dangerRank(line) < harmless)
    .toSorted((a, b) => dangerRank(a) - dangerRank(b));
  if (lines.length === 0) return undefined;
  const rows = lines.slice(0, limit).map((line) => {
    const [first] = line.rows;
    const what: Phrase = [...line.what, ...wherePhrase(line.id)];
    const detail = first === undefined || line.action === 'delete' ? [] : joinedFields(line);
    return [symbol(line), toCell(what), toCell(detail), riskLabels(line.risks)];
  });
  const more =
    lines.length > limit ? [`${lines.length - limit} more lines like these are in the full plan.`] : [];
  const heading = `### What to look at first (${Math.min(limit, lines.length)} of ${lines.length})`;
  return [heading, markdownTable([':', 'Resource', 'Change', 'Risk'], rows), ...more].join('\n\n');
}

export function placeHeading(place: PlanPlace, plan: Plan): string {
  return `### ${toMarkdown([code(place.name)])} <sub>${placeWord(place, plan)}</sub> · ${countWords(place.changes)}`;
}

export function placeWord(
  { type, name }: { readonly type: PlanPlace['type']; readonly name: string },
  plan: Plan,
): string {
  if (type === 'project') return 'Aiven project';
  if (type === 'mirrormaker') return 'MirrorMaker 2 service';
  const cluster = plan.topology.clusters.find(({ alias }) => alias === name);
  return cluster?.type === 'external' ? 'external Kafka' : 'Aiven for Apache Kafka';
}

export function symbol(line: PlanLine): string {
  return `\`${actionSymbols[line.action]}\``;
}

function changeTable(lines: readonly PlanLine[]): string {
  const rows = lines.flatMap((line) => line.rows.map((row, index) => tableRow(line, row, index === 0)));
  return markdownTable([':', 'Resource', 'Field', 'Now', 'After merge', 'Why, risk'], rows);
}

function tableRow(line: PlanLine, row: FieldRow, first: boolean): readonly string[] {
  const notes = [...(first ? [toCell(whyPhrase(line))] : []), riskLabels(row.risks)].filter(
    (note) => note !== '',
  );
  return [
    first ? symbol(line) : '',
    first ? toCell(line.what) : '',
    toCell(row.field),
    toCell(row.now),
    toCell(row.after),
    notes.join(' · '),
  ];
}

/** Rule and flow of what is derived, the reason of what goes; nothing for a plain line of the spec. */
export function whyPhrase(line: PlanLine): Phrase {
  const rules = new Set<string>();
  const flows = new Set<string>();
  for (const { provenance } of line.changes) {
    if (provenance.origin === 'owned') return phrase`in scope ${provenance.pattern}, not in the spec`;
    if (provenance.origin === 'declared') {
      if (provenance.reason === undefined) return [];
      return ['removed: ', ...prose(provenance.reason, 120)];
    }
    rules.add(provenance.rule);
    for (const flow of provenance.flows) flows.add(flow);
  }
  return phrase`for ${listed([...flows].toSorted(), 2)} (${joined(
    [...rules].map((rule) => [code(rule)]),
    ', ',
  )})`;
}

export function riskLabels(risks: readonly Risk[]): string {
  const unique = [...new Set(risks)];
  const shown = unique.slice(0, 4).map((risk) => `${riskSigns[risk.level]}${label(risk)}`);
  return unique.length > 4 ? `${shown.join(', ')} …` : shown.join(', ');
}
export const riskSigns: Readonly<Record<Risk['level'], string>> = { high: '🛑 ', medium: '⚠️ ', low: '' };

function label(risk: Risk): string {
  return toCell(prose(risk.label, 12));
}

function joinedFields(line: PlanLine): Phrase {
  return joined(
    line.rows.slice(0, 3).map(({ field, now, after }) => {
      const change: Phrase = now.length === 0 ? after : [...now, ' → ', ...after];
      return field.length === 0 ? change : [...field, ' ', ...change];
    }),
    '; ',
  );
}

function listDiffs(lines: readonly PlanLine[]): readonly string[] {
  return lines.flatMap((line) =>
    line.action === 'create' || line.action === 'delete'
      ? []
      : line.changes.flatMap((change) =>
          change.fields.filter(isListChange).map((field) => listDiff(line, field)),
        ),
  );
}

function isListChange(change: FieldChange): boolean {
  return Math.max(length(change.from), length(change.to)) > 2;
}

function length(value: FieldValue): number {
  return isList(value) ? value.length : 0;
}

/** Unchanged entries keep their place, so that the reader sees the list; long lists show only what differs. */
function listDiff(line: PlanLine, { field, from, to }: FieldChange): string {
  const before = isList(from) ? from : [];
  const after = isList(to) ? to : [];
  const gone = before.filter((entry) => !after.includes(entry)).map((entry) => `- ${entry}`);
  const kept = after.map((entry) => (before.includes(entry) ? `  ${entry}` : `+ ${entry}`));
  const all = [...gone, ...kept];
  const shown = all.length > 60 ? all.filter((entry) => !entry.startsWith('  ')).slice(0, 60) : all;
  const more = all.length > shown.length ? [`  (${all.length - shown.length} more entries)`] : [];
  return details(toHtml(phrase`${fieldName(field)} of ${line.what}`), fence([...shown, ...more], 'diff'));
}
