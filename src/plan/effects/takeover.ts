import type { ChangeOf, FieldValue } from '../../model/change.ts';
import { emptinessOf } from '../../model/emptiness.ts';
import { lastNameOf } from '../../model/field-path.ts';
import type { ConfigTakeover, ConfigTakeovers, UntoldTopic } from '../../model/flow-effect.ts';
import { heldTogether } from '../../model/held-bytes.ts';
import type { Provenance } from '../../model/provenance.ts';
import { someNames } from '../../model/some-names.ts';
import type { RiskDraft, RiskLevel } from '../plan.ts';
import { heldIn, topicRisks } from '../risk/topic.ts';
import { unknownConsequence } from '../risk/verdict.ts';

/**
 * What it means for topics of the target that a flow gives them the configs of its source. Judged as if the spec changed these
 * configs itself; a topic that is empty has nothing to lose.
 */
export function takeoverRisks(
  { topics, untold }: ConfigTakeovers,
  provenance: Provenance,
  subject: Subject,
): readonly RiskDraft[] {
  const judged = topics.map((takeover) => ({ takeover, drafts: draftsOf(takeover, provenance) }));
  const losing = judged.filter(({ drafts }) => drafts.some(({ concerns }) => concerns === 'records'));
  const others = judged.filter((one) => !losing.includes(one) && one.drafts.length > 0);
  return [
    ...(losing.length === 0 ? [] : [lost(losing, subject)]),
    ...(others.length === 0 ? [] : [copied(others, subject)]),
    ...(untold.length === 0 ? [] : [notTold(untold, subject)]),
  ];
}

/** Whose doing it is, and where the topics are as far as that is not plain. */
export interface Subject {
  readonly flow: string;
  readonly where: string;
}

interface Judged {
  readonly takeover: ConfigTakeover;
  readonly drafts: readonly RiskDraft[];
}

function draftsOf(takeover: ConfigTakeover, provenance: Provenance): readonly RiskDraft[] {
  const isEmpty = emptinessOf(takeover.live) === 'empty';
  return takeoverDrafts(takeover, provenance).filter(({ concerns }) => !isEmpty || concerns !== 'records');
}

/** As if the topic held records. */
export function takeoverDrafts(
  { live, fields }: ConfigTakeover,
  provenance: Provenance,
): readonly RiskDraft[] {
  const { id } = live;
  const desired = { id, config: new Map(), protect: false, unlistedConfig: 'keep', provenance } as const;
  const change: ChangeOf<'topic'> = {
    kind: 'topic',
    action: 'update',
    id,
    desired,
    live,
    fields,
    provenance,
  };
  return topicRisks(change);
}

function lost(losing: readonly Judged[], subject: Subject): RiskDraft {
  const drafts = losing.flatMap(({ drafts: all }) => all.filter(({ concerns }) => concerns === 'records'));
  const level = worst(drafts);
  const first = losing.find(({ drafts: all }) => all.some((draft) => draft.level === level)) ?? losing[0];
  const draft = first?.drafts.find((one) => one.concerns === 'records' && one.level === level);
  const held = heldTogether(losing.map(({ takeover }) => takeover.live));
  const kept = losing
    .filter(({ takeover }) => takeover.isProtected)
    .map(({ takeover }) => takeover.live.id.name);
  return {
    level,
    code: 'data-loss',
    field: 'topics',
    consequence: `${wordsOf(first, draft, losing.length, subject)}: ${draft?.consequence ?? 'records may be deleted'}`,
    concerns: 'records',
    atStake: losing.map(({ takeover: { live, isProtected } }) => ({ name: live.id.name, isProtected })),
    ...heldIn(held),
    ...gateFor(kept),
  };
}

function copied(others: readonly Judged[], subject: Subject): RiskDraft {
  const drafts = others.flatMap(({ drafts: all }) => all);
  const level = worst(drafts);
  const first = others.find(({ drafts: all }) => all.some((draft) => draft.level === level));
  const draft = first?.drafts.find((one) => one.level === level);
  return {
    level,
    code: 'configs-copied',
    consequence: `${wordsOf(first, draft, others.length, subject)}${draft === undefined ? '' : `: ${draft.consequence}`}`,
  };
}

function notTold(untold: readonly UntoldTopic[], { flow, where }: Subject): RiskDraft {
  const names = untold.flatMap(({ name }) => name ?? []);
  const which = names.length === 0 ? 'topics of the target' : someNames(names, 3);
  const [first] = untold;
  const draft = unknownConsequence(
    'topics',
    `${which}${where} would take over configs of the source${where === '' ? '' : ` through ${flow.replace(/,$/, '')}`}, and records with a shorter retention: ${first?.because ?? ''}`,
    'records',
  );
  const { field: _, ...rest } = draft;
  const kept = untold.flatMap(({ name, isProtected }) => (isProtected && name !== undefined ? [name] : []));
  return {
    ...rest,
    atStake: untold.map(({ name, isProtected }) => ({
      ...(name === undefined ? {} : { name }),
      isProtected,
    })),
    ...gateFor(kept),
  };
}

export function gateFor(kept: readonly string[]): Pick<RiskDraft, 'gate'> {
  return kept.length === 0 ? {} : { gate: `\`protect: false\` in the spec for ${someNames(kept, 3)}` };
}

/** `retention.ms of orders becomes 86400000, now 604800000, as the flow copies configs, and 2 more topics`. */
function wordsOf(
  judged: Judged | undefined,
  draft: RiskDraft | undefined,
  count: number,
  { flow, where }: Subject,
): string {
  const { live, fields } = judged?.takeover ?? { live: undefined, fields: [] };
  const field = fields.find((one) => one.field === draft?.field) ?? fields[0];
  const name = field === undefined ? 'the configs' : lastNameOf(field.field);
  const more = count > 1 ? ` (and more of ${count - 1} other topics)` : '';
  return `${flow} copies configs of the source, so ${name} of ${live?.id.name ?? 'a topic'}${where} becomes ${valueText(field?.to ?? null)}, now ${text(field?.from ?? null)}${more}`;
}

export function valueText(value: FieldValue): string {
  return value === null ? "the target's default" : text(value);
}

function text(value: FieldValue): string {
  return typeof value === 'string' ? value : 'not told';
}

function worst(drafts: readonly RiskDraft[]): RiskLevel {
  for (const level of ['high', 'medium'] as const)
    if (drafts.some((draft) => draft.level === level)) return level;
  return 'low';
}
