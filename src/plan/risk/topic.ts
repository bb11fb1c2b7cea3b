import type { ChangeOf, FieldChange } from '../../model/change.ts';
import { emptinessOf } from '../../model/emptiness.ts';
import { lastNameOf, partOf } from '../../model/field-path.ts';
import { type HeldBytes, heldBytesOf } from '../../model/held-bytes.ts';
import { gateOfDeletion } from '../../model/resource.ts';
import type { LiveTopic, Topic } from '../../model/topic.ts';
import { type TopicConfigName, topicConfigNames } from '../../model/topic-config-names.ts';
import type { RiskDraft } from '../plan.ts';
import { topicConfigRule } from './topic-configs.ts';
import { amountOf, compacts, effectiveTopic, isLess, type TopicUpdate } from './topic-values.ts';
import {
  type FieldRule,
  harmless,
  loss,
  risk,
  risksIn,
  ruleFor,
  unknownConsequence,
  type Verdict,
  verdictOf,
} from './verdict.ts';

/** What of a desired topic is compared with the live one. */
type TopicField = Exclude<
  keyof Topic,
  'id' | 'protect' | 'unlistedConfig' | 'keepsLayout' | 'provenance' | 'positions'
>;

/** By the field, or by what it is a part of: `config` of `config.retention.ms`. */
const rules: { readonly [F in TopicField]-?: FieldRule<TopicUpdate> } = {
  partitions: partitionsChange,
  replication: replicationChange,
  config: configChange,
  tags: harmless,
  description: harmless,
  owner_user_group_id: ownerChange,
};

export function topicRisks(change: ChangeOf<'topic'>): readonly RiskDraft[] {
  if (change.action === 'create') return []; // nothing was there that could be lost
  const { live } = change;
  const held = heldBytesOf(live);
  const drafts =
    change.action === 'delete'
      ? [topicGoes(live)]
      : change.fields.flatMap((field) => risksIn(topicFieldVerdict(field, change)));
  return drafts.map((draft) => {
    if (draft.concerns !== 'records') return draft;
    return {
      ...draft,
      ...heldIn(held),
      ...(isProtectedBySpec(change) ? { gate: '`protect: false` for this topic in the spec' } : {}),
    };
  });
}

/** As a risk tells it. */
export function heldIn(held: HeldBytes | undefined): Pick<RiskDraft, 'heldBytes' | 'heldIsAtLeast'> {
  if (held === undefined) return {};
  return { heldBytes: held.bytes, ...(held.isAtLeast ? { heldIsAtLeast: true } : {}) };
}

/** A derived topic is protected from being deleted, but not from what its flow needs. */
export function isProtectedBySpec({ desired }: ChangeOf<'topic'>): boolean {
  return desired?.protect === true && desired.provenance.origin !== 'derived';
}

function topicFieldVerdict(field: FieldChange, whole: TopicUpdate): Verdict {
  const { of, name } = partOf(field.field);
  const rule = ruleFor(rules, of === 'resource' ? name : of);
  return (
    rule?.(field, whole) ?? [
      unknownConsequence(field.field, 'this version does not know the field', 'records'),
    ]
  );
}

function topicGoes(live: LiveTopic): RiskDraft {
  const isEmpty = emptinessOf(live) === 'empty';
  return {
    level: isEmpty ? 'medium' : 'high',
    code: isEmpty ? 'empty-topic-goes' : 'data-loss',
    consequence: isEmpty
      ? 'the topic goes away; it is empty now, and the apply deletes it only if it still is'
      : 'the topic goes away, and all its records with it',
    gate: gateOfDeletion('topics'),
    concerns: 'records',
  };
}

function configChange(field: FieldChange, whole: TopicUpdate): Verdict {
  const name = lastNameOf(field.field);
  if (!isTopicConfigName(name)) {
    return [
      unknownConsequence(
        field.field,
        'this version does not know the config, so records may be deleted',
        'records',
      ),
    ];
  }
  return topicConfigRule(name)(field, whole);
}

function isTopicConfigName(name: string): name is TopicConfigName {
  return topicConfigNames.some((known) => known === name);
}

/** Aiven's governance asks the owners of a topic who may use it. */
function ownerChange({ field }: FieldChange): Verdict {
  const consequence =
    'another user group owns the topic, and decides about access to it where Aiven asks its owners';
  return [risk('medium', 'owner-changes', field, consequence)];
}

function partitionsChange(field: FieldChange, whole: TopicUpdate): Verdict {
  const sides = numbersOf(field);
  if (sides === undefined || isLess(sides.to, sides.from)) {
    return [unknownConsequence(field.field, 'partitions never shrink', 'records')];
  }
  const isCompacted = whole.live.config.has('cleanup.policy') && compacts(effectiveTopic(whole).after);
  const consequence = isCompacted
    ? 'keys go to other partitions, for good, and the last value of each stays in the old one as well'
    : 'keys go to other partitions, for good';
  return [risk('medium', 'partitions-grow', field.field, consequence)];
}

function replicationChange(field: FieldChange, whole: TopicUpdate): Verdict {
  const sides = numbersOf(field);
  if (sides === undefined) return [unknownConsequence(field.field, 'a number cannot be read', 'records')];
  const { from, to } = sides;
  if (isLess(from, to)) {
    const consequence = 'brokers copy whole partitions, which takes a while and costs network';
    return [risk('medium', 'replicas-move', field.field, consequence)];
  }
  const inSync = effectiveTopic(whole).after.amount('min.insync.replicas');
  return verdictOf([
    to <= 1n
      ? {
          ...loss(
            'high',
            field.field,
            'one copy is left of each partition: a broker that fails takes its records with it',
          ),
          code: 'durability',
        }
      : risk(
          'medium',
          'durability',
          field.field,
          'copies are removed, so records survive fewer failed brokers',
        ),
    ...(inSync !== undefined && isLess(to, inSync)
      ? [
          risk(
            'high',
            'availability',
            field.field,
            'producers with acks=all are refused: min.insync.replicas asks for more replicas than are left',
          ),
        ]
      : []),
  ]);
}

function numbersOf({ field, from, to }: FieldChange): { from: bigint; to: bigint } | undefined {
  const before = typeof from === 'string' ? amountOf(field, from) : undefined;
  const after = typeof to === 'string' ? amountOf(field, to) : undefined;
  return typeof before === 'bigint' && typeof after === 'bigint' ? { from: before, to: after } : undefined;
}
