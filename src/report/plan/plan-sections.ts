import type { DerivedProvenance } from '../../model/provenance.ts';
import { keyOf, nameOf, placeOf } from '../../model/resource.ts';
import type { Phase } from '../../plan/phases.ts';
import type { LeftAlone, Plan, Step } from '../../plan/plan.ts';
import { kindWord, wherePhrase, wordsOf } from '../kinds/words-of.ts';
import { type Fold, markdownTable } from '../words/markdown-table.ts';
import { code, joined, listed, type Phrase, phrase, toCell, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { docsUrl, linkMarkdown } from '../words/report-context.ts';
import { actionVerbs, plural } from '../words/resource-words.ts';

/** Why resources that nobody wrote down should exist: rule by rule. Undefined: nothing is derived. `version`: of this action. */
export function whySection(plan: Plan, version: string): Fold | undefined {
  const asked = [...plan.changes, ...plan.pending.map(({ resource }) => resource)];
  const derived = asked
    .map(({ provenance }) => provenance)
    .filter((provenance): provenance is DerivedProvenance => provenance.origin === 'derived');
  const rules = Map.groupBy(derived, ({ rule, why, without }) => JSON.stringify([rule, why, without]));
  if (rules.size === 0) return undefined;
  const rows = [...rules.values()].slice(0, 60).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const flows = [...new Set(group.flatMap((provenance) => provenance.flows))].toSorted();
    return [[first.rule, flows, first] as const];
  });
  const table = markdownTable(
    ['Rule', 'Flow', 'Because', 'Without it'],
    rows.map(([rule, flows, { why, without }]) => [
      toCell([code(rule)]),
      toCell(listed(flows, 3)),
      toCell(prose(why)),
      toCell(prose(without)),
    ]),
  );
  const isAccess = asked.some(
    ({ id, provenance }) => provenance.origin === 'derived' && id.kind !== 'integration',
  );
  const url = docsUrl(version, 'mirrormaker.md#aivens-pages-row-by-row');
  const pages = `Aiven's own pages name some of these topics and rights otherwise: ${linkMarkdown({ label: 'row by row', url })}.`;
  return {
    title: `Rules of the flows (${rules.size})`,
    body: isAccess ? `${table}\n\n${pages}` : table,
  };
}

/** The steps of the apply in their order; undefined: there are none. */
export function orderSection(plan: Plan): Fold | undefined {
  if (plan.steps.length === 0) return undefined;
  const steps = plan.steps.map((step, index) => `${index + 1}. ${toMarkdown(stepPhrase(step))}`);
  return { title: `Order of apply (${steps.length})`, body: steps.join('\n') };
}

const phaseVerbs: Readonly<Partial<Record<Phase, string>>> = {
  'grant-acls': 'grant',
  'enable-flows': 'enable',
  'revoke-acls': 'revoke',
};

/** create topics `a`, `b` on `core` */
export function stepPhrase(step: Step): Phrase {
  const [first] = step.changes;
  if (first === undefined) return phrase`nothing on ${step.place}`;
  const where = wherePhrase(first.id);
  const words = wordsOf(step.kind);
  const groups = Map.groupBy(step.changes, ({ action }) => phaseVerbs[step.phase] ?? actionVerbs[action]);
  const parts = [...groups].map(([verb, changes]): Phrase => {
    if (words.told === 'as a sentence') {
      const holders = [...new Set(changes.map(({ id }) => words.holder(id)))];
      const entries = plural(changes.length, `${words.one} entry`, `${words.one} entries`);
      const preposition = step.phase === 'revoke-acls' ? 'from' : 'to';
      return phrase`${[`${verb} ${entries} ${preposition}`]} ${listed(holders, 3)}`;
    }
    return phrase`${[`${verb} ${kindWord(step.kind, changes.length)}`]} ${listed(
      changes.map(({ id }) => nameOf(id)),
      6,
    )}`;
  });
  return [...joined(parts, '; '), ...where];
}

/** Resources that are there, are not in the spec and stay, by reason; undefined: there are none. */
export function leftAloneSection(plan: Plan): Fold | undefined {
  // What the spec had or stated before has a section of its own.
  const leftRunning = new Set(plan.leftRunning.map(({ id }) => keyOf(id)));
  const leftAlone = plan.leftAlone.filter(
    ({ id, why }) => why !== 'no-longer-stated' && !leftRunning.has(keyOf(id)),
  );
  if (leftAlone.length === 0) return undefined;
  const groups = Map.groupBy(leftAlone, ({ id, why }) => JSON.stringify([placeOf(id), id.kind, why]));
  const lines = [...groups.values()].map((group) => `- ${toMarkdown(leftAlonePhrase(group))}`);
  const intro =
    'What exists and the spec does not ask for, as a whole or in some fields. None of it is changed:';
  return { title: `Left alone (${leftAlone.length})`, body: [intro, lines.join('\n')].join('\n\n') };
}

const reasonsLeftAlone: Readonly<Record<LeftAlone['why'], string>> = {
  'outside-manage': 'outside `manage`',
  'not-listed': 'not listed, and `prune` is `removed`',
  internal: 'internal to Kafka or MirrorMaker 2',
  mirrored: 'a flow writes a topic of this name',
  protected: 'protected by the spec',
  'not-stated': 'the spec does not state this',
  'no-longer-stated': 'no longer stated by the spec',
  'may-be-needed': 'a flow of which not everything is known may need it',
  'access-off': 'a flow with access: off needs it',
  'default-acl': 'the entry every new service starts with',
  'host-no-address': 'the host is not an address, which a spec cannot state',
  'acl-form': 'a spec cannot state such a name, principal or operation',
  'resource-type': 'ACLs on delegation tokens and on users, which a spec cannot state',
};

function leftAlonePhrase(group: readonly LeftAlone[]): Phrase {
  const [first] = group;
  if (first === undefined) return [];
  const shown = joined(
    group.slice(0, 10).map(({ id, fields = [] }): Phrase => {
      const values = fields.map(({ field, value }): Phrase => [code(`${field}=${value}`)]);
      return values.length === 0 ? [code(nameOf(id))] : phrase`${nameOf(id)} (${joined(values, ', ')})`;
    }),
    ', ',
  );
  const all = group.length > 10 ? phrase`${shown} and ${group.length - 10} more` : shown;
  return phrase`${[kindWord(first.id.kind, group.length)]} ${all}${wherePhrase(first.id)}: ${[reasonLeftAlone(first)]}`;
}

/** Pruning is for topics; a flow, an endpoint or an integration goes only by its line under `removed`, if at all. */
function reasonLeftAlone({ id, why }: LeftAlone): string {
  return why === 'not-listed' && id.kind !== 'topic' ? 'not listed' : reasonsLeftAlone[why];
}
