import type { PendingResource, Plan, Unread } from '../plan/plan.ts';
import { failedReads } from './headline.ts';
import { markdownTable } from './markdown-table.ts';
import { code, type Phrase, phrase, toCell, toMarkdown } from './phrase.ts';
import { aclGroupKey, aclOperationsOf } from './plan-lines.ts';
import { prose } from './prose.ts';
import { aclResourcePhrase, aclVerb, fieldsPhrase, plural, resourcePhrase } from './resource-words.ts';

/** Clusters whose connection the pull request changes: first in every plan, because credentials follow them. */
export function notContacted(plan: Plan): readonly { readonly place: string; readonly message: string }[] {
  const reasons = plan.unread.filter(({ reason }) => reason.code === 'not-contacted');
  return [
    ...new Map(reasons.map(({ place, reason }) => [place, { place, message: reason.message }])).values(),
  ];
}

/** What the spec asks for where nothing could be compared, compact: it is created after the merge where missing. */
export function pendingSection(plan: Plan, limit: number): string | undefined {
  const places = notContacted(plan);
  if (places.length === 0 && plan.pending.length === 0) return undefined;
  const title = places.length > 0 ? '### Connection changed: not contacted' : '### Not compared';
  const reasons = places.map(({ place, message }) => `- ${toMarkdown(phrase`${place}: ${prose(message)}`)}`);
  const lines = pendingLines(plan.pending);
  const parts = [title];
  if (reasons.length > 0 && limit > 0) parts.push(reasons.slice(0, Math.min(limit, 20)).join('\n'));
  if (lines.length > 0) {
    parts.push('Created after the merge where missing; what is already there is compared then.');
    if (limit > 0) {
      const rows = lines
        .slice(0, limit)
        .map(({ place, what, fields }) => [toCell([code(place)]), toCell(what), toCell(fields)]);
      parts.push(markdownTable(['Where', 'Resource', 'As the spec has it'], rows));
    }
    if (lines.length > limit) parts.push(`${plural(lines.length - limit, 'more line')} in the full plan.`);
  }
  return parts.join('\n\n');
}

export interface PendingLine {
  readonly place: string;
  readonly what: Phrase;
  readonly fields: Phrase;
}

/** ACL entries of one principal on one resource share a line. */
export function pendingLines(pending: readonly PendingResource[]): readonly PendingLine[] {
  const groups = Map.groupBy(pending, ({ place, resource: { id } }) =>
    id.kind === 'kafka-acl' ? aclGroupKey(id) : JSON.stringify([place, id]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { id } = first.resource;
    if (id.kind === 'kafka-acl') {
      const operations = aclOperationsOf(group.map(({ resource }) => resource.id)).join(', ');
      const fields = phrase`${aclVerb(id)} ${[operations]} on ${aclResourcePhrase(id)}`;
      return [{ place: first.place, what: phrase`ACL ${id.principal}`, fields }];
    }
    const fields = fieldsPhrase(first.fields.map(({ field, to }) => ({ field, value: to })));
    return [{ place: first.place, what: resourcePhrase(id), fields }];
  });
}

/** Reads that failed: nothing is planned for them, and the reader must not take silence for agreement. */
export function unreadSection(plan: Plan, limit: number): string | undefined {
  const unread = failedReads(plan);
  if (unread.length === 0) return undefined;
  const lines = unread.slice(0, limit).map((each) => `- ⚠️ ${toMarkdown(unreadPhrase(each))}`);
  if (unread.length > limit) lines.push(`- ⚠️ and ${unread.length - limit} more reads`);
  return ['### Could not be read: nothing is planned for it', lines.join('\n')].join('\n\n');
}

const readWords: Readonly<Record<Unread['what'], string>> = {
  endpoints: 'endpoints',
  integrations: 'integrations',
  flows: 'flows',
  settings: 'service settings',
  topics: 'topics',
  topic: 'topic',
  'kafka-acls': 'ACLs',
  'aiven-acls': 'Aiven ACLs',
};

const reasonWords: Readonly<Record<Unread['reason']['code'], string>> = {
  'not-contacted': 'not contacted',
  'not-managed': 'not managed',
  unreachable: 'unreachable',
  unauthenticated: 'login refused',
  denied: 'not permitted',
  incomplete: 'incomplete answer',
  unavailable: 'not available',
};

/** topics on `onprem`: login refused: … */
export function unreadPhrase({ place, what, name, reason }: Unread): Phrase {
  const subject = name === undefined ? [readWords[what]] : phrase`${[readWords[what]]} ${name}`;
  return phrase`${subject} on ${place}: ${[reasonWords[reason.code]]}: ${prose(reason.message)}`;
}
