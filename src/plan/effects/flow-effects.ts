import type { Change } from '../../model/change.ts';
import { emptinessOf } from '../../model/emptiness.ts';
import { lastNameOf } from '../../model/field-path.ts';
import type { FlowEffect, FlowOnTheWay, GrownTopic, MixedTopic } from '../../model/flow-effect.ts';
import { someNames } from '../../model/some-names.ts';
import type { RiskDraft } from '../plan.ts';
import { risk, unknownConsequence } from '../risk/verdict.ts';
import { gateFor, type Subject, takeoverRisks, valueText } from './takeover.ts';

/**
 * What it means that flows carry on a change. What they do to a topic of a target is judged as if the spec did it itself; what
 * they undo of the change is a risk of the change.
 */
export function effectRisks(effect: FlowEffect, change: Change): readonly RiskDraft[] {
  if (change.action === 'delete') return [];
  const { over, takesOver, targetCluster, putBack, undecided, mixes, grows } = effect;
  const isOwn = change.kind === 'flow' && over.length === 1;
  const subject: Subject = isOwn
    ? { flow: 'the flow', where: '' }
    : { flow: flowsInWords(over), where: ` on ${targetCluster}` };
  const drafts = [
    ...takeoverRisks(takesOver, change.provenance, subject),
    ...mixRisks(mixes, subject),
    ...growthRisks(grows, subject),
  ];
  return [
    ...drafts.map((draft) => placed(draft, effect, change)),
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
}

/** At the field of the change that it comes from, where that is one. */
function placed(
  draft: RiskDraft,
  { takesOver, targetCluster }: FlowEffect,
  { kind, fields }: Change,
): RiskDraft {
  const onto = kind === 'topic' ? { ...draft, onto: targetCluster } : draft;
  if (draft.field === undefined || kind === 'flow') return onto;
  const { field: _, ...rest } = onto;
  const changed = takesOver.topics.flatMap((topic) => topic.fields).map(({ field }) => field);
  const [only, ...more] = fields.filter((one) => changed.includes(one.field));
  const field = fields.find((one) => one.field === draft.field) ?? (more.length === 0 ? only : undefined);
  return field === undefined ? rest : { ...rest, field: field.field };
}

/** `flow core -> edge, behind west -> core,`: the last one does it. */
function flowsInWords(over: readonly FlowOnTheWay[]): string {
  const last = over.at(-1);
  const before = over.slice(0, -1).map(({ name }) => name);
  const unlisted = over.filter(({ state }) => state === 'unlisted').map(({ name }) => name);
  const ending = over.filter(({ state }) => state === 'ends').map(({ name }) => name);
  const which = (names: readonly string[]) => (over.length === 1 ? 'which' : `where ${someNames(names, 3)}`);
  const additions = [
    ...(before.length === 0 ? [] : [`behind ${before.join(' and ')}`]),
    ...(unlisted.length === 0 ? [] : [`${which(unlisted)} is not in the spec and runs`]),
    ...(ending.length === 0 ? [] : [`${which(ending)} is changed only after the topics are`]),
  ];
  const words = additions.map((each) => `, ${each}`).join('');
  return `flow ${last?.name ?? ''}${words}${words === '' ? '' : ','}`;
}

function mixRisks(mixes: readonly MixedTopic[], { flow, where }: Subject): readonly RiskDraft[] {
  const holding = mixes.filter(({ live }) => live !== undefined && emptinessOf(live) !== 'empty');
  const unseen = mixes.filter(({ live }) => live === undefined);
  return [
    ...(holding.length === 0
      ? []
      : [
          {
            ...risk(
              'high',
              'records-mix',
              'topics',
              `${flow} adds records to ${named(holding)}${where}, which may hold others: they mix, and nothing tells them apart`,
            ),
            ...atStake(holding),
          },
        ]),
    ...(unseen.length === 0
      ? []
      : [
          {
            ...unknownConsequence(
              'topics',
              `${flow} may add records to ${named(unseen)}${where}, and they mix with what is there`,
            ),
            ...atStake(unseen),
          },
        ]),
  ];
}

function named(mixes: readonly MixedTopic[]): string {
  const names = mixes.flatMap(({ name }) => name ?? []);
  return names.length === 0 ? 'topics of the target' : someNames(names, 3);
}

function atStake(mixes: readonly MixedTopic[]): Pick<RiskDraft, 'concerns' | 'atStake' | 'gate'> {
  const kept = mixes.flatMap(({ name, isProtected }) => (isProtected && name !== undefined ? [name] : []));
  return {
    concerns: 'records',
    atStake: mixes.map(({ name, isProtected }) => ({
      ...(name === undefined ? {} : { name }),
      isProtected,
    })),
    ...gateFor(kept),
  };
}

function growthRisks(grows: readonly GrownTopic[], { flow, where }: Subject): readonly RiskDraft[] {
  const [first] = grows;
  if (first === undefined) return [];
  const { name, from, to } = first;
  const now = from === undefined ? 'if it has fewer, which could not be read' : `now ${from}`;
  const more = grows.length > 1 ? ` (and of ${grows.length - 1} other topics)` : '';
  return [
    risk(
      'medium',
      'partitions-grow',
      'partitions',
      `${flow} gives ${name}${where} ${to} partitions, ${now}${more}: records with one key go to another partition from then on, and partitions never shrink again`,
    ),
  ];
}
