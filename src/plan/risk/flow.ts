import { matchesPattern, readTopicPattern, type TopicPattern } from '../../mirrormaker/patterns.ts';
import { defaultExclude } from '../../mirrormaker/topic-filter.ts';
import { type Breadth, breadthOf } from '../../model/breadth.ts';
import type { ChangeOf, FieldChange } from '../../model/change.ts';
import type { FlowSettings } from '../../model/flow.ts';
import { defaultConfigPropertiesExclude, flowDefaults } from '../../model/flow-defaults.ts';
import { gateOfDeletion } from '../../model/resource.ts';
import type { RiskDraft } from '../plan.ts';
import { amount, type FlowRule, type FlowUpdate, flag, list, notKnown } from './flow-field-kinds.ts';
import { risk, risksIn, ruleFor, unknownConsequence, type Verdict } from './verdict.ts';

const rules: { readonly [F in keyof FlowSettings]-?: FlowRule } = {
  enabled: (change, whole) =>
    flag({
      on: (field) => [
        risk('low', 'mirroring-starts', field, 'the flow goes on where it stopped'),
        ...beginsAgain(whole),
      ],
      off: (field) => [
        risk('medium', 'mirroring-stops', field, 'nothing is copied until the flow is enabled again'),
      ],
    })(change, whole),
  topics: list({
    byDefault: flowDefaults.topics,
    whole: (field, { before, after }) =>
      isWider(reachOf(after), reachOf(before)) ? reaches[reachOf(after)](field) : [],
    added: (field, { desired }) =>
      desired.settings.replication_policy === 'identity' ? [mixesRecords(field)] : [],
    removed: (field) => [
      risk('medium', 'mirroring-stops', field, 'topics that only they matched are no longer copied'),
    ],
  }),
  topics_exclude: list({
    byDefault: defaultExclude,
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
    risk(
      'medium',
      'offset-syncs-move',
      field,
      'consumer group offsets are translated from the beginning again',
    ),
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
  sync_group_offsets_interval_seconds: amount({ up: offsetsLag, down: () => [] }),
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
  offset_lag_max: amount({ up: offsetsLag, down: () => [] }),
  follower_fetching_enabled: flag({
    on: (field) => [
      risk(
        'low',
        'reads-move',
        field,
        'the flow reads from the nearest replicas, which may be a little behind their leaders',
      ),
    ],
    off: (field) => [
      risk(
        'low',
        'reads-move',
        field,
        'the flow reads from the leaders, which costs traffic between zones and load on those brokers',
      ),
    ],
  }),
  config_properties_exclude: list({
    byDefault: defaultConfigPropertiesExclude,
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
          consequence:
            'nothing is copied any more; records and topics that were copied stay, unless the plan deletes them as well',
          gate: gateOfDeletion('flows'),
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
    ...reaches[reachOf(settings.topics)]('topics'),
    ...(settings.replication_policy === 'identity' ? [mixesRecords('replication_policy')] : []),
    ...(settings.sync_group_offsets_enabled ? [groupOffsetsWritten('sync_group_offsets_enabled')] : []),
    ...(settings.emit_backward_heartbeats_enabled
      ? [writesToSource('emit_backward_heartbeats_enabled')]
      : []),
  ];
}

/** What a flow does from then on that was set up while it was disabled. What the same change sets up is told of that field. */
function beginsAgain({ desired: { settings }, fields }: FlowUpdate): readonly RiskDraft[] {
  const changed = new Set<string>(fields.map(({ field }) => field));
  return begins(settings)
    .filter(({ field }) => field !== undefined && !changed.has(field))
    .map((draft) => ({ ...draft, field: 'enabled' }));
}

type Reach = Breadth | 'cannot tell';

/** What the patterns match together, whatever their spelling; MirrorMaker 2 takes none for all. */
function reachOf(patterns: readonly string[]): Reach {
  if (patterns.length === 0) return 'every name';
  const read = patterns.map(readTopicPattern);
  const matchAny = (some: readonly TopicPattern[]) => (name: string) =>
    some.some((pattern) => matchesPattern(pattern, name));
  const together = breadthOf(matchAny(read), { mayAskFor: [] });
  if (together !== 'some names') return together;
  // A flow may list thousands: only those that ask for one character at most are tried with each.
  const breadth = breadthOf(matchAny(read.filter(asksForLittle)));
  const isOpen = breadth === 'some names' && read.some(({ kind }) => kind === 'not-evaluable');
  return isOpen ? 'cannot tell' : breadth;
}

function asksForLittle(pattern: TopicPattern): boolean {
  switch (pattern.kind) {
    case 'exact':
      return pattern.prefixes.some((prefix) => prefix.length <= 1);
    case 'open':
      return pattern.head.length <= 1;
    case 'everything':
      return true;
    case 'not-evaluable':
      return false;
  }
}

/** Narrowest first. */
const reaches: { readonly [R in Reach]: (field: string) => readonly RiskDraft[] } = {
  'some names': () => [],
  'one character given': everything(
    'every topic whose name has one character in common is copied, as far as the login may read it, later ones as well',
  ),
  'names of all sorts': everything(
    'topics with names of all sorts are copied, as far as the login may read them, later ones as well',
  ),
  'every name': everything('every topic of the source that the login may read is copied, later ones as well'),
  'cannot tell': (field) => [
    unknownConsequence(field, 'a pattern cannot be evaluated, and may match every topic'),
  ],
};

function isWider(after: Reach, before: Reach): boolean {
  if (before === 'cannot tell') return after !== before;
  const order = Object.keys(reaches);
  return order.indexOf(after) > order.indexOf(before);
}

function everything(consequence: string): (field: string) => readonly RiskDraft[] {
  return (field) => [risk('medium', 'mirrors-everything', field, consequence)];
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

function offsetsLag(field: string): RiskDraft[] {
  const consequence = 'after a switch groups re-read more';
  return [risk('low', 'group-offsets-lag', field, consequence)];
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
