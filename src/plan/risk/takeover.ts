import type { ChangeOf, FieldValue } from '../../model/change.ts';
import { lastNameOf } from '../../model/field-path.ts';
import { flowName } from '../../model/flow.ts';
import type {
  ConfigTakeover,
  ConfigTakeovers,
  FlowPreflight,
  UntoldTakeover,
} from '../../model/flow-preflight.ts';
import { heldTogether } from '../../model/held-bytes.ts';
import type { Provenance } from '../../model/provenance.ts';
import { keyOf } from '../../model/resource.ts';
import { someNames } from '../../model/some-names.ts';
import type { TopicId } from '../../model/topic.ts';
import { emptinessOf } from '../emptiness.ts';
import type { RiskDraft, RiskLevel } from '../plan.ts';
import { heldIn, topicRisks } from './topic.ts';
import { risk, unknownConsequence } from './verdict.ts';

/**
 * What it means for topics of the target that a flow gives them the configs of its source. Judged as if the spec changed these
 * configs itself; a topic that is empty has nothing to lose.
 */
export function takeoverRisks(
  { topics, untold }: ConfigTakeovers,
  provenance: Provenance,
  subject: Subject = { flow: 'the flow', where: '' },
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

/**
 * What a change of a topic comes to on the target of a flow that copies configs. On the source it is judged as if the spec changed
 * the target's topic as well; on the target the flow may undo it.
 */
export function followRisks(
  flow: FlowPreflight,
  { id, provenance }: ChangeOf<'topic'>,
): readonly RiskDraft[] {
  const isOfThis = ({ changed }: { readonly changed: TopicId }) => keyOf(changed) === keyOf(id);
  const follows = (flow.follows ?? []).filter(isOfThis);
  const mixed = (flow.mixes ?? []).filter(isOfThis).map(({ remote, targetCluster }): RiskDraft => {
    const consequence = `flow ${flowName(flow)} adds its records to ${remote} on ${targetCluster}, and they mix with what that holds already`;
    return { level: 'medium', code: 'records-mix', consequence, onto: targetCluster };
  });
  const followed = follows.flatMap(({ takesOver, targetCluster, putBack, undecided }) => {
    const subject = { flow: `flow ${flowName(flow)}`, where: ` on ${targetCluster}` };
    return [
      ...takeoverRisks(takesOver, provenance, subject).map((draft) =>
        draft.field === undefined
          ? { ...draft, onto: targetCluster }
          : { ...draft, ...fieldOf(takesOver), onto: targetCluster },
      ),
      ...putBack.map(({ field, from, to }) =>
        risk(
          'medium',
          'configs-copied',
          field,
          `${subject.flow} copies configs of the source, so ${lastNameOf(field)} becomes ${valueText(to)} soon after the apply sets ${valueText(from)}: every apply and every sync would overwrite the other`,
        ),
      ),
      ...undecided.map(({ field, because }) =>
        unknownConsequence(
          field,
          `${subject.flow} copies configs of the source, and may undo this: ${because}`,
        ),
      ),
    ];
  });
  return [...mixed, ...followed];
}

function fieldOf({ topics }: ConfigTakeovers): Pick<RiskDraft, 'field'> {
  const field = topics[0]?.fields[0]?.field;
  return field === undefined ? {} : { field };
}

/** Whose doing it is, and where the topics are as far as that is not plain. */
interface Subject {
  readonly flow: string;
  readonly where: string;
}

interface Judged {
  readonly takeover: ConfigTakeover;
  readonly drafts: readonly RiskDraft[];
}

function draftsOf({ live, fields }: ConfigTakeover, provenance: Provenance): readonly RiskDraft[] {
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
  const isEmpty = emptinessOf(live) === 'empty';
  return topicRisks(change).filter(({ concerns }) => !isEmpty || concerns !== 'records');
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

function notTold(untold: readonly UntoldTakeover[], { where }: Subject): RiskDraft {
  const names = untold.flatMap(({ name }) => name ?? []);
  const which = names.length === 0 ? 'topics of the target' : someNames(names, 3);
  const [first] = untold;
  const draft = unknownConsequence(
    'topics',
    `${which}${where} would take over configs of the source, and records with a shorter retention: ${first?.because ?? ''}`,
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

function gateFor(kept: readonly string[]): Pick<RiskDraft, 'gate'> {
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

function valueText(value: FieldValue): string {
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
