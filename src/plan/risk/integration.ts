import type { ChangeOf, FieldChange } from '../../model/change.ts';
import { type IntegrationTuningKey, integrationTuningDefaults } from '../../model/integration.ts';
import type { RiskDraft } from '../plan.ts';
import {
  type FieldRule,
  harmless,
  risk,
  risksIn,
  ruleFor,
  unknownConsequence,
  type Verdict,
  wholeNumber,
} from './verdict.ts';

type IntegrationUpdate = ChangeOf<'integration'> & { readonly action: 'update' | 'replace' };

/** What each field means beyond the restart that every change of an integration brings. */
const rules: { readonly [F in 'source' | IntegrationTuningKey]: FieldRule<IntegrationUpdate> } = {
  source: ({ field }) => [
    risk(
      'medium',
      'integration-replaced',
      field,
      'the cluster is detached and attached again: flows that use it stop for about two minutes; if it is another cluster, they go on at the positions of the old one, and skip or repeat records',
    ),
  ],
  consumer_auto_offset_reset: offsetReset,
  consumer_fetch_max_bytes: harmless,
  consumer_fetch_max_wait_ms: harmless,
  consumer_fetch_min_bytes: harmless,
  consumer_max_partition_fetch_bytes: harmless,
  consumer_max_poll_records: harmless,
  consumer_receive_buffer_bytes: harmless,
  consumer_request_timeout_ms: requestTimeout,
  producer_batch_size: harmless,
  producer_buffer_memory: bufferMemory,
  producer_compression_type: harmless,
  producer_linger_ms: harmless,
  producer_max_request_size: requestSize,
  producer_request_timeout_ms: requestTimeout,
  producer_send_buffer_bytes: harmless,
};

export function integrationRisks(change: ChangeOf<'integration'>): readonly RiskDraft[] {
  switch (change.action) {
    case 'create':
      return change.desired.tuning['consumer_auto_offset_reset'] === 'latest'
        ? [recordsNotCopied('consumer_auto_offset_reset')]
        : [];
    case 'update':
    case 'replace':
      return [
        ...restart(change),
        ...change.fields.flatMap((field) => risksIn(integrationFieldVerdict(field, change))),
      ];
  }
}

function integrationFieldVerdict(field: FieldChange, whole: IntegrationUpdate): Verdict {
  const rule = ruleFor(rules, field.field);
  return rule?.(field, whole) ?? [unknownConsequence(field.field, 'this version does not know the field')];
}

/** A new source replaces the integration, and its own entry says so. */
function restart({ fields }: IntegrationUpdate): readonly RiskDraft[] {
  if (fields.some(({ field }) => field === 'source')) return [];
  return [
    {
      level: 'medium',
      code: 'connectors-restart',
      consequence: 'all flows of this MirrorMaker 2 service pause for about a minute',
    },
  ];
}

function offsetReset({ field, to }: FieldChange): Verdict {
  switch (to ?? integrationTuningDefaults.consumer_auto_offset_reset) {
    case 'latest':
      return [recordsNotCopied(field)];
    case 'earliest':
      return [
        risk(
          'low',
          'records-copied',
          field,
          'topics that are new to a flow are copied from their first record on',
        ),
      ];
    default:
      return [unknownConsequence(field, 'the value that it goes back to is not told')];
  }
}

function recordsNotCopied(field: string): RiskDraft {
  return risk(
    'medium',
    'records-not-copied',
    field,
    'of topics that are new to a flow, the records that are there already are never copied',
  );
}

function requestSize(change: FieldChange): Verdict {
  const { producer_max_request_size: reset } = integrationTuningDefaults;
  return shrinks(change, reset, 'a flow stops at a record that is larger than this');
}

/** KafkaProducer.ensureValidRecordSize holds a record against both. */
function bufferMemory(change: FieldChange, { desired, live }: IntegrationUpdate): Verdict {
  const { producer_max_request_size: standard, producer_buffer_memory: reset } = integrationTuningDefaults;
  const stated = desired.tuning['producer_max_request_size'];
  const largest =
    stated === null ? standard : (stated ?? live.tuning['producer_max_request_size'] ?? standard);
  const after = change.to === null ? reset : wholeNumber(change.to);
  if (after !== undefined && after >= Number(largest)) return 'harmless';
  return shrinks(change, reset, 'a flow stops at a record that is larger than this');
}

function requestTimeout(change: FieldChange): Verdict {
  const { consumer_request_timeout_ms: reset } = integrationTuningDefaults; // the producer's is the same
  return shrinks(change, reset, 'a flow fails where brokers need longer than this to answer');
}

/** `reset`: what is written for a key that goes back to its default. */
function shrinks({ field, from, to }: FieldChange, reset: number, consequence: string): Verdict {
  const after = to === null ? reset : wholeNumber(to);
  if (after === undefined) return [unknownConsequence(field, 'the new value is not a number')];
  const before = wholeNumber(from); // Aiven shows only what was set: without a value now, it may shrink
  return before !== undefined && after >= before
    ? 'harmless'
    : [risk('medium', 'flow-may-stop', field, consequence)];
}
