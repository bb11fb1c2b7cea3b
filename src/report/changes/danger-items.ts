import type { MergeVerdict } from '../../model/merge-verdict.ts';
import { nameOf, placeOf } from '../../model/resource.ts';
import type { Risk } from '../../plan/plan.ts';
import { kindWord, wherePhrase } from '../kinds/words-of.ts';
import { joined, listed, type Phrase, phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { riskName, riskSigns, sameWords } from '../words/risk-words.ts';
import { filesPhrase, hasListDiff, reasonsOf, rowPhrase, symbol } from './change-tables.ts';
import { heldWords } from './held-words.ts';
import { dangerRank, harmlessRank, isEntry, type PlanLine, type PlanPlace } from './plan-lines.ts';

/** What needs a decision: one change, or several of which the same can be said. */
export interface DangerItem {
  /** Loses records, sends credentials elsewhere, or is high: it belongs into the alert. */
  readonly isAlert: boolean;
  readonly lines: readonly PlanLine[];
  /** Whether every field of its changes is said. */
  readonly isWhole: boolean;
  /** A bullet, and bullets below it where several things happen. */
  readonly markdown: string;
}

/** Each change that needs a look, once, with what happens and what that needs; worst first. */
export function dangerItems(
  places: readonly PlanPlace[],
  verdict: MergeVerdict | undefined,
): readonly DangerItem[] {
  const lines = places
    .flatMap((place) => place.lines)
    .filter((line) => dangerRank(line) < harmlessRank)
    .toSorted((a, b) => urgency(a) - urgency(b) || dangerRank(a) - dangerRank(b));
  return [...Map.groupBy(lines, sameDanger).values()].map((group) => item(group, verdict));
}

function urgency({ risks }: PlanLine): number {
  if (risks.some(({ level, concerns }) => level === 'high' && concerns === 'records')) return 0;
  return risks.some(({ level }) => level === 'high') ? 1 : 2;
}

/** Changes with one list of risks and the same values, in one place; a line of many ACL entries stands alone. */
function sameDanger(line: PlanLine): string {
  const own = isEntry(line) ? line.what : [];
  const risks = line.risks.map((risk) => [sameWords(risk), risk.field ?? '']);
  const values = line.action === 'update' ? line.rows.map(({ now, after }) => [now, after]) : [];
  return JSON.stringify([line.action, line.id.kind, placeOf(line.id), own, risks, values]);
}

function item(lines: readonly PlanLine[], verdict: MergeVerdict | undefined): DangerItem {
  const risks = lines.flatMap((line) => line.risks);
  const isAlert = risks.some(({ level, concerns }) => level === 'high' || concerns !== undefined);
  const [first] = lines;
  if (first === undefined) return { isAlert, lines, isWhole: true, markdown: '' };
  const groups = [...Map.groupBy(risks, sayingTheSame).values()];
  const subject = `${symbol(first)} ${toMarkdown(subjectPhrase(lines))}`;
  const sentences = groups.map((group) => riskSentence(group, lines, verdict));
  const [only] = sentences;
  const markdown =
    sentences.length === 1 && only !== undefined
      ? `- ${bullet(only, subject)}`
      : [`- ${subject}`, ...sentences.map((sentence) => `  - ${bullet(sentence, '')}`)].join('\n');
  const isWhole =
    lines.length === 1 &&
    !hasListDiff(first) &&
    first.rows.length <= maxRows &&
    first.rows.every((row) => isSaid(row.risks, first));
  return { isAlert, lines, isWhole, markdown };
}

/** Entries and fields are said with their risk, what is deleted by its subject; the fields of what is created are not. */
function isSaid(risks: readonly Risk[], { action, id }: PlanLine): boolean {
  if (action === 'delete' && !isEntry({ id })) return true;
  if (isEntry({ id })) return risks.length > 0;
  // A risk of the change as a whole hangs at its first row, whose values it does not say.
  return action !== 'create' && risks.some(({ field }) => field !== undefined);
}

function sayingTheSame(risk: Risk): string {
  return JSON.stringify([sameWords(risk), risk.field ?? '']);
}

/** topic `orders.legacy` on `core` (12 partitions × 3 replicas, 41 GiB, removed: replaced by `orders`) */
function subjectPhrase(lines: readonly PlanLine[]): Phrase {
  const [first] = lines;
  if (first === undefined) return [];
  if (lines.length > 1) {
    const names = lines.flatMap(({ changes }) => changes.map(({ id }) => nameOf(id)));
    return phrase`${[kindWord(first.id.kind, names.length)]} ${listed(names, maxNames)}${wherePhrase(first.id)}`;
  }
  const gone = first.action === 'delete' && !isEntry(first) ? first.rows.map((row) => row.now) : [];
  const notes = [...gone, filesPhrase(first), ...reasonsOf(first)].filter((note) => note.length > 0);
  const inBrackets: Phrase = notes.length === 0 ? [] : [' (', ...joined(notes, '; '), ')'];
  return [...first.what, ...wherePhrase(first.id), ...inBrackets];
}

const maxNames = 40;
/** Of one line; of more, the table has them all. */
const maxRows = 3;

/** 🛑 **data lost:** topic `a` on `core`, `retention.ms` `2` → `1`: records go. */
function bullet({ head, field, rest }: RiskSentence, subject: string): string {
  const about = [subject, field].filter((part) => part !== '').join(', ');
  return about === '' ? `${head} ${rest}` : `${head} ${about}: ${rest}`;
}

interface RiskSentence {
  /** 🛑 **data lost:** */
  readonly head: string;
  /** `retention.ms` `604800000` (7 d) → `259200000` (3 d); empty where it is not of one field. */
  readonly field: string;
  readonly rest: string;
}

function riskSentence(
  group: readonly Risk[],
  lines: readonly PlanLine[],
  verdict: MergeVerdict | undefined,
): RiskSentence {
  const [risk] = group;
  const [line] = lines;
  if (risk === undefined || line === undefined) return { head: '', field: '', rest: '' };
  const field = lines.length === 1 || !isEntry(line) ? aboutPhrase(line, group, risk) : [];
  const held = line.action === 'delete' && lines.length === 1 ? '' : heldWords(group);
  const needs =
    risk.gate === undefined ? '' : ` Needs ${toMarkdown(prose(risk.gate))}${metWord(risk.gate, verdict)}`;
  const name = toMarkdown(riskName(risk));
  return {
    head: `${riskSigns[risk.level]}**${name}:**`,
    field: toMarkdown(field),
    rest: `${toMarkdown(phrase`${prose(risk.consequence, 300)}${[held]}.`)}${needs}`,
  };
}

/** What of a line a risk is about: entries, or a field with its two values. Empty: the line as a whole. */
function aboutPhrase(line: PlanLine, group: readonly Risk[], { field }: Risk): Phrase {
  if (isEntry(line)) {
    const rows = line.rows.filter(({ risks }) => group.some((risk) => risks.includes(risk)));
    const sentences = rows.map((row) => (line.action === 'delete' ? row.now : row.after));
    const more = sentences.length > maxRows ? [` and ${sentences.length - maxRows} more`] : [];
    return [...joined(sentences.slice(0, maxRows), '; '), ...more];
  }
  const isUpdate = line.action === 'update' || line.action === 'replace';
  // What concerns the change as a whole is about none of its fields.
  const row =
    field === undefined
      ? undefined
      : line.rows.find(({ risks }) => risks.some((risk) => risk.field === field));
  return row === undefined || !isUpdate ? [] : rowPhrase(line, row);
}

function metWord(gate: string, verdict: MergeVerdict | undefined): string {
  if (verdict === undefined) return '.';
  return verdict.unmet.has(gate) ? ': ❌ not met' : ': ✅ met';
}

/** A list of items; `all`: how many there are with those that are not shown. Undefined: there are none to show. */
export function dangerList(shown: readonly DangerItem[], all: number): string | undefined {
  if (shown.length === 0) return undefined;
  const more = all - shown.length;
  return [
    ...shown.map(({ markdown }) => markdown),
    ...(more > 0 ? [`- and ${more} more like these in the full plan`] : []),
  ].join('\n');
}
