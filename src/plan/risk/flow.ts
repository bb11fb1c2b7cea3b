import { matchesPattern, readTopicPattern } from '../../mirrormaker/patterns.ts';
import type { ChangeOf, FieldChange } from '../../model/change.ts';
import type { FlowSettings } from '../../model/flow.ts';
import type { RiskDraft } from '../plan.ts';
import { amount, type FlowRule, type FlowUpdate, flag, list, notKnown } from './flow-field-kinds.ts';
import { risk, risksIn, ruleFor, unknownConsequence, type Verdict } from './verdict.ts';

const rules: { readonly [F in keyof FlowSettings]-?: FlowRule } = {
  enabled: flag({
    on: (field) => [risk('low', 'mirroring-starts', field, 'the flow goes on where it stopped')],
    off: (field) => [
      risk('medium', 'mirroring-stops', field, 'nothing is copied until the flow is enabled again'),
    ],
  }),
  topics: list({
    whole: (field, { before, after }) => (reach(before) === reach(after) ? [] : reaches(field, after)),
    added: (field, { desired }) =>
      desired.settings.replication_policy === 'identity' ? [mixesRecords(field)] : [],
    removed: (field) => [
      risk(
        'medium',
        'mirroring-stops',
        field,
        'topics that only the removed patterns match are no longer copied',
      ),
    ],
  }),
  topics_exclude: list({
    added: (field) => [
      risk('medium', 'mirroring-stops', field, 'topics that the added patterns match are no longer copied'),
    ],
    removed: (field) => [
      risk('medium', 'mirrors-more', field, 'topics that were kept out on purpose are copied from then on'),
    ],
  }),
  replication_policy: replicationPolicy,
  replication_factor: amount({
    up: () => [],
    down: (field) => [
      risk(
        'medium',
        'durability',
        field,
        'topics that the flow makes from then on have fewer copies on the target',
      ),
    ],
  }),
  offset_syncs_topic_location: ({ field }) => [
    risk('medium', 'offset-syncs-move', field, 'consumer group offsets are translated anew from then on'),
  ],
  sync_group_offsets_enabled: flag({
    on: (field) => [groupOffsetsWritten(field)],
    off: (field) => [
      risk(
        'medium',
        'group-offsets-stop',
        field,
        'offsets of consumer groups no longer follow on the target: after a switch they read records again',
      ),
    ],
  }),
  sync_group_offsets_interval_seconds: amount({
    up: (field) => [
      risk(
        'low',
        'group-offsets-lag',
        field,
        'after a switch consumer groups read more records a second time',
      ),
    ],
    down: () => [],
  }),
  emit_heartbeats_enabled: flag({
    on: (field) => [
      risk('low', 'heartbeats-written', field, 'heartbeats are written to a topic on the target'),
    ],
    off: heartbeatsStop,
  }),
  emit_backward_heartbeats_enabled: flag({
    on: (field) => [writesToSource(field)],
    off: heartbeatsStop,
  }),
  exactly_once_delivery_enabled: flag({
    on: (field) => [
      risk(
        'medium',
        'delivery-changes',
        field,
        'records are written in transactions: the flow needs more rights, and stops without them',
      ),
    ],
    off: (field) => [
      risk('medium', 'delivery-changes', field, 'after a failure records may be copied twice from then on'),
    ],
  }),
  config_properties_exclude: list({
    added: (field) => [
      risk(
        'medium',
        'configs-not-copied',
        field,
        'these configs of mirrored topics no longer follow the source',
      ),
    ],
    removed: configsCopied,
  }),
};

export function flowRisks(change: ChangeOf<'flow'>): readonly RiskDraft[] {
  switch (change.action) {
    case 'create':
      return begins(change.desired.settings);
    case 'delete':
      return [
        {
          level: 'medium',
          code: 'mirroring-stops',
          consequence: 'nothing is copied any more; records and topics that were copied stay',
          gate: 'flows in allow-delete',
        },
      ];
    case 'update':
    case 'replace':
      return change.fields.flatMap((field) => risksIn(flowFieldVerdict(field, change)));
  }
}

function flowFieldVerdict(field: FieldChange, whole: FlowUpdate): Verdict {
  const rule = ruleFor(rules, field.field);
  return rule?.(field, whole) ?? notKnown(field.field, 'this version does not know the field');
}

/** What a new flow does beyond its own topics; a disabled one too, because to enable it later changes nothing else. */
function begins(settings: FlowSettings): readonly RiskDraft[] {
  return [
    ...reaches('topics', settings.topics),
    ...(settings.replication_policy === 'identity' ? [mixesRecords('replication_policy')] : []),
    ...(settings.sync_group_offsets_enabled ? [groupOffsetsWritten('sync_group_offsets_enabled')] : []),
    ...(settings.emit_backward_heartbeats_enabled
      ? [writesToSource('emit_backward_heartbeats_enabled')]
      : []),
  ];
}

/** Of every sort that names of topics may have, with nothing in common: what matches them all is not about some topics. */
const anyNames = [
  'orders',
  'payments.eu',
  'audit-log',
  'users_v2',
  'x',
  'Invoices',
  'ZZ',
  '7',
  '2030-import',
];

/** What the patterns match together, whatever their spelling; MirrorMaker 2 takes none for all. */
function reach(patterns: readonly string[]): 'everything' | 'some topics' | 'cannot tell' {
  if (patterns.length === 0) return 'everything';
  const read = patterns.map(readTopicPattern);
  if (anyNames.every((name) => read.some((pattern) => matchesPattern(pattern, name)))) return 'everything';
  return read.some(({ kind }) => kind === 'not-evaluable') ? 'cannot tell' : 'some topics';
}

function reaches(field: string, patterns: readonly string[]): readonly RiskDraft[] {
  switch (reach(patterns)) {
    case 'everything':
      return [mirrorsEverything(field)];
    case 'cannot tell':
      return [unknownConsequence(field, 'a pattern cannot be evaluated, and may match every topic')];
    case 'some topics':
      return [];
  }
}

function mixesRecords(field: string): RiskDraft {
  return risk(
    'medium',
    'records-mix',
    field,
    'records go to topics of the same name on the target, and mix with what those hold already',
  );
}

function groupOffsetsWritten(field: string): RiskDraft {
  return risk(
    'medium',
    'group-offsets-written',
    field,
    'offsets of consumer groups that are not active on the target are overwritten there',
  );
}

function writesToSource(field: string): RiskDraft {
  return risk('medium', 'heartbeats-written', field, 'heartbeats are written to a topic on the source');
}

function mirrorsEverything(field: string): RiskDraft {
  return risk(
    'medium',
    'mirrors-everything',
    field,
    'every topic of the source that the login may read is copied, later ones as well',
  );
}

function heartbeatsStop(field: string): RiskDraft[] {
  return [
    risk(
      'medium',
      'heartbeats-stop',
      field,
      'whatever watches the flow by its heartbeats takes it for stopped',
    ),
  ];
}

function replicationPolicy({ field, to }: FieldChange): Verdict {
  const consequence = 'records go to topics of another name from then on; consumers must follow';
  const mixes = ', and they mix with what topics of the same name hold on the target';
  return [risk('high', 'names-change', field, to === 'identity' ? consequence + mixes : consequence)];
}

/** MirrorMaker 2 copies the configs that are not excluded onto the topics of the target. */
function configsCopied(field: string): RiskDraft[] {
  const consequence =
    'mirrored topics take these configs over from the source: where they are stricter there, records on the target are deleted';
  return [{ ...risk('medium', 'configs-copied', field, consequence), concerns: 'records' }];
}
