import type { FieldChange, FieldValue } from '../../model/change.ts';
import type { Plan, Risk } from '../../plan/plan.ts';
import { countWords } from '../words/counts.ts';
import { fence } from '../words/escape.ts';
import { details, lineBreak, markdownTable } from '../words/markdown-table.ts';
import { code, joined, listed, type Phrase, phrase, toCell, toHtml, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { actionSymbols, fieldName, isList } from '../words/resource-words.ts';
import { riskName, riskNames } from '../words/risk-words.ts';
import { type FieldRow, flowRulesOf, isEntry, type PlanLine, type PlanPlace } from './plan-lines.ts';

/** One table per place, and below it the lists that changed, as a diff. */
export function placeSection(place: PlanPlace, plan: Plan): string {
  return [placeHeading(place, plan), changeTable(place.lines), ...listDiffs(place.lines)].join('\n\n');
}

export function placeHeading(place: PlanPlace, plan: Plan): string {
  return `### ${toMarkdown([code(place.name)])} <sub>${placeWord(place, plan)}</sub> · ${countWords(place.changes)}`;
}

export function placeWord({ type, name, changes }: PlanPlace, plan: Plan): string {
  if (type === 'project') return 'Aiven project';
  if (type === 'mirrormaker') {
    const [project] = changes.flatMap(({ id }) => ('service' in id ? [id.project] : []));
    const where = projectsIn(plan).size > 1 ? ` in project ${project}` : '';
    return `MirrorMaker 2 service${where}`;
  }
  const cluster = plan.topology.clusters.find(({ key }) => key === name);
  return cluster?.type === 'external' ? 'external Kafka' : 'Aiven for Apache Kafka';
}

/** The Aiven projects of what changes and of the clusters. */
function projectsIn({ changes, topology }: Plan): ReadonlySet<string> {
  return new Set([
    ...changes.flatMap(({ id }) => ('project' in id ? [id.project] : [])),
    ...topology.clusters.flatMap(({ type, addresses }) =>
      type === 'aiven' ? addresses.flatMap((address) => address.split('/')[0] ?? []) : [],
    ),
  ]);
}

export function symbol(line: PlanLine): string {
  return `\`${actionSymbols[line.action]}\``;
}

/** Two columns, so that a phone shows most of it without moving the table. */
const columns = ['Resource', 'Change'];

function changeTable(lines: readonly PlanLine[]): string {
  const rows = lines.map((line) => [resourceCell(line), changeCell(line)]);
  return markdownTable(columns, rows);
}

function resourceCell(line: PlanLine): string {
  const files = filesPhrase(line);
  const note = files.length === 0 ? '' : `${lineBreak}<sub>${toCell(files)}</sub>`;
  const what = `${symbol(line)} ${toCell(line.what)}${note}`;
  const flows = flowsOf(line);
  if (flows.length === 0) return what;
  const rules = isEntry(line) ? [] : phrase` (${ruleList(flowRulesOf(line.changes))})`;
  return `${what}${lineBreak}<sub>${toCell(phrase`for ${listed(flows, 2)}${rules}`)}</sub>`;
}

/** One line per field, then what it risks in words, then why something goes. */
function changeCell(line: PlanLine): string {
  const risks = line.rows.map((row) => risksCell(row.risks));
  const same = risks.every((each) => each === risks[0]);
  const lines = line.rows.map((row, index) => {
    const text = toCell(rowPhrase(line, row));
    const risk = same ? '' : (risks[index] ?? '');
    return risk === '' ? text : `${text} · ${risk}`;
  });
  return [...lines, ...reasonsOf(line).map(toCell), ...(same ? [risks[0] ?? ''] : [])]
    .filter((text) => text !== '')
    .join(lineBreak);
}

/** What is above low has its sentence where dangers are listed. */
function risksCell(risks: readonly Risk[]): string {
  const low = risks.filter(({ level }) => level === 'low');
  const sentences = low.map(
    (risk) => `**${toCell(riskName(risk))}**: ${toCell(prose(risk.consequence, 300))}`,
  );
  const names = riskNames(risks.filter(({ level }) => level !== 'low'));
  return [...new Set([...(names === '' ? [] : [names]), ...sentences])].join(', ');
}

/** Why it goes, and which live value it rests on. */
export function reasonsOf(line: PlanLine): readonly Phrase[] {
  return [goesBecause(line), restsOnPhrase(line)].filter((reason) => reason.length > 0);
}

/** `retention.ms` `604800000` (7 d) → `259200000` (3 d) */
export function rowPhrase(line: PlanLine, row: FieldRow): Phrase {
  const named = [...row.rules, ...row.forms];
  const rules = isEntry(line) && named.length > 0 ? phrase` (${ruleList(named)})` : [];
  switch (line.action) {
    case 'create':
      return [...(row.field.length === 0 ? [] : [...row.field, ': ']), ...row.after, ...rules];
    case 'delete':
      return [isEntry(line) ? 'revoked: ' : 'deleted: ', ...row.now, ...rules];
    case 'update':
    case 'replace':
      return [...row.field, ' ', ...orNone(row.now), ' → ', ...orNone(row.after)];
  }
}

function orNone(value: Phrase): Phrase {
  return value.length === 0 ? ['(none)'] : value;
}

/** Why a line is in the plan: rule and flow of what is derived, the reason of what goes. */
export function whyPhrase(line: PlanLine): Phrase {
  const flows = flowsOf(line);
  const why =
    flows.length > 0
      ? phrase`for ${listed(flows, 2)} (${ruleList(flowRulesOf(line.changes))})`
      : goesBecause(line);
  return joined(
    [why, filesPhrase(line), restsOnPhrase(line)].filter((part) => part.length > 0),
    ', ',
  );
}

/** declared in `shared/topics.yaml:4`, `prod/topics.yaml:3`: all the places, where there are several */
export function filesPhrase({ changes }: PlanLine): Phrase {
  const places = changes.flatMap(({ provenance }) =>
    provenance.origin === 'declared' && provenance.also !== undefined
      ? [provenance.position, ...provenance.also]
      : [],
  );
  const texts = [...new Set(places.map(({ file, line }) => `${file}:${line}`))];
  return texts.length === 0 ? [] : phrase`declared in ${listed(texts, texts.length)}`;
}

/** because live `flow a -> b has replication_policy identity` */
function restsOnPhrase({ changes }: Pick<PlanLine, 'changes'>): Phrase {
  const texts = [...new Set(changes.flatMap(({ restsOn = [] }) => restsOn))];
  return texts.length === 0 ? [] : phrase`because live ${listed(texts, 3)}`;
}

function goesBecause({ changes }: PlanLine): Phrase {
  for (const { provenance } of changes) {
    if (provenance.origin === 'owned') return phrase`not in the spec, in scope ${provenance.pattern}`;
    if (provenance.origin === 'declared' && provenance.reason !== undefined) {
      return ['removed: ', ...prose(provenance.reason, 120)];
    }
  }
  return [];
}

function flowsOf({ changes }: PlanLine): readonly string[] {
  const flows = changes.flatMap(({ provenance }) =>
    provenance.origin === 'derived' ? provenance.flows : [],
  );
  return [...new Set(flows)].toSorted();
}

function ruleList(rules: readonly string[]): Phrase {
  return joined(
    rules.map((rule) => [code(rule)]),
    ', ',
  );
}

/** The lists that changed, each as a diff that folds. */
function listDiffs(lines: readonly PlanLine[]): readonly string[] {
  return lines.flatMap((line) =>
    line.action === 'create' || line.action === 'delete'
      ? []
      : line.changes.flatMap((change) =>
          change.fields.filter(isListChange).map((field) => listDiff(line, field)),
        ),
  );
}

/** Whether a list of a line changes that only a diff can show. */
export function hasListDiff({ action, changes }: PlanLine): boolean {
  return (
    action !== 'create' && action !== 'delete' && changes.some(({ fields }) => fields.some(isListChange))
  );
}

function isListChange(change: FieldChange): boolean {
  return Math.max(length(change.from), length(change.to)) > 2;
}

function length(value: FieldValue): number {
  return isList(value) ? value.length : 0;
}

/** Lines of a list that are shown without a click: what a flow mirrors is worth them. */
const maxOpenLines = 12;

/** Unchanged entries keep their place, so that the reader sees the list; long lists show only what differs. */
function listDiff(line: PlanLine, { field, from, to }: FieldChange): string {
  const before = isList(from) ? from : [];
  const after = isList(to) ? to : [];
  const gone = before.filter((entry) => !after.includes(entry)).map((entry) => `- ${entry}`);
  const kept = after.map((entry) => (before.includes(entry) ? `  ${entry}` : `+ ${entry}`));
  const all = [...gone, ...kept];
  const shown = all.length > 60 ? all.filter((entry) => !entry.startsWith('  ')).slice(0, 60) : all;
  const more = all.length > shown.length ? [`  (${all.length - shown.length} more entries)`] : [];
  const title = toHtml(phrase`${fieldName(field)} of ${line.what}`);
  return details(title, fence([...shown, ...more], 'diff'), { open: shown.length <= maxOpenLines });
}
