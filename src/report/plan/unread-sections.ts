import type { PendingResource, Plan, Unread } from '../../plan/plan.ts';
import { isEntry, sentenceKey } from '../changes/plan-lines.ts';
import { kindWord, wordsOf } from '../kinds/words-of.ts';
import { failedReads } from '../words/headline.ts';
import { lineBreak, markdownTable } from '../words/markdown-table.ts';
import { code, type Phrase, phrase, toCell, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { fieldLines, plural } from '../words/resource-words.ts';

/** Clusters whose connection the pull request changes: first in every plan, because credentials follow them. */
export function notContacted(plan: Plan): readonly { readonly place: string; readonly message: string }[] {
  const reasons = plan.unread.filter(({ reason }) => reason.code === 'not-contacted');
  return [
    ...new Map(reasons.map(({ place, reason }) => [place, { place, message: reason.message }])).values(),
  ];
}

/**
 * What the spec asks for where nothing could be compared, compact: it is created after the merge
 * where missing. Undefined: everything could be compared.
 */
export function pendingSection(plan: Plan, limit: number): string | undefined {
  const places = notContacted(plan);
  if (places.length === 0 && plan.pending.length === 0) return undefined;
  const title = places.length > 0 ? '### Connection changed: not contacted' : '### Not compared';
  const lines = Map.groupBy(pendingLines(plan.pending), ({ place }) => place);
  const reasons = new Map(places.map(({ place, message }) => [place, message]));
  const all = [...new Set([...reasons.keys(), ...lines.keys()])];
  const parts = all
    .slice(0, Math.min(limit, 20))
    .map((place) => pendingPlace(place, reasons.get(place), lines.get(place) ?? [], limit));
  const more = all.length - parts.length;
  return [title, ...parts, ...(more > 0 ? [`${plural(more, 'more place')} in the full plan.`] : [])].join(
    '\n\n',
  );
}

function pendingPlace(
  place: string,
  reason: string | undefined,
  lines: readonly PendingLine[],
  limit: number,
): string {
  const why: Phrase = reason === undefined ? [] : [...prose(reason), '. '];
  const next =
    lines.length === 0
      ? ''
      : 'Created after the merge where missing; what is already there is compared then.';
  const rows = lines
    .slice(0, limit)
    .map(({ what, fields }) => [toCell(what), fields.map(toCell).join(lineBreak)]);
  return [
    `${toMarkdown([code(place), ': ', ...why])}${next}`,
    ...(rows.length === 0 ? [] : [markdownTable(['Resource', 'As the spec has it'], rows)]),
    ...(lines.length > limit ? [`${plural(lines.length - limit, 'more line')} in the full plan.`] : []),
  ].join('\n\n');
}

export interface PendingLine {
  readonly place: string;
  readonly what: Phrase;
  /** One line each. */
  readonly fields: readonly Phrase[];
}

/** What one principal may do is one line, as in the tables of what changes. */
export function pendingLines(pending: readonly PendingResource[]): readonly PendingLine[] {
  const groups = Map.groupBy(pending, ({ place, resource: { id } }) =>
    JSON.stringify([place, wordsOf(id.kind).lineKey(id, 'update')]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { place, resource } = first;
    const what = wordsOf(resource.id.kind).linePhrase(resource.id, 1);
    if (isEntry(resource)) return [{ place, what, fields: sentences(group) }];
    return [{ place, what, fields: fieldLines(first.fields.map(({ field, to }) => ({ field, value: to }))) }];
  });
}

function sentences(group: readonly PendingResource[]): readonly Phrase[] {
  const ids = group.map(({ resource: { id } }) => id);
  return [...Map.groupBy(ids, (id) => sentenceKey({ id })).values()].map((same) => {
    const [id] = same;
    return id === undefined ? [] : wordsOf(id.kind).sentence(same);
  });
}

/**
 * Reads that failed. Nothing is planned for what they would have shown, and without this section that would look
 * like no difference. Undefined: every read succeeded.
 */
export function unreadSection(plan: Plan, limit: number): string | undefined {
  const unread = failedReads(plan);
  if (unread.length === 0) return undefined;
  const lines = unread.slice(0, limit).map((each) => `- ⚠️ ${toMarkdown(unreadPhrase(each))}`);
  if (unread.length > limit) lines.push(`- ⚠️ and ${unread.length - limit} more reads`);
  return ['### Could not be read', lines.join('\n')].join('\n\n');
}

const reasonWords: Readonly<Record<Unread['reason']['code'], string>> = {
  'not-contacted': 'not contacted',
  'left-out': 'left out',
  'not-managed': 'not managed',
  unreachable: 'unreachable',
  unauthenticated: 'login refused',
  denied: 'not permitted',
  incomplete: 'incomplete answer',
  'not-there': 'not there',
  unavailable: 'not available',
};

/** topics on `onprem`: login refused: … */
export function unreadPhrase({ place, kind, name, reason }: Unread): Phrase {
  const subject = name === undefined ? [kindWord(kind, 2)] : phrase`${[kindWord(kind)]} ${name}`;
  return phrase`${subject} on ${place}: ${[reasonWords[reason.code]]}: ${prose(reason.message)}`;
}
