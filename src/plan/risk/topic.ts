import type { ChangeOf, FieldChange } from '../../model/change.ts';
import type { RiskDraft } from '../plan.ts';

export function topicRisks(change: ChangeOf<'topic'>): readonly RiskDraft[] {
  if (change.action === 'create') return [];
  if (change.action === 'delete') {
    return [
      {
        level: 'high',
        code: 'data-loss',
        consequence: 'the topic goes away, and all its records with it',
        gate: 'topics in allow-delete',
      },
    ];
  }
  return change.fields.flatMap((field) => fieldRisks(field));
}

function fieldRisks(change: FieldChange): readonly RiskDraft[] {
  const { field } = change;
  const from = typeof change.from === 'string' ? change.from : undefined;
  const to = typeof change.to === 'string' ? change.to : undefined;
  const medium = (code: string, consequence: string): RiskDraft[] => [
    { level: 'medium', code, field, consequence },
  ];
  switch (field) {
    case 'partitions':
      return medium(
        'partitions-grow',
        'records with one key go to another partition from then on; partitions never shrink again',
      );
    case 'replication':
      return medium('replicas-move', 'brokers copy whole partitions, which takes a while and costs network');
    case 'config.retention.ms':
    case 'config.retention.bytes':
    case 'config.local.retention.ms':
    case 'config.local.retention.bytes':
      return shrinks(from, to)
        ? medium('data-loss', 'records beyond the new retention are deleted soon after the apply')
        : [];
    case 'config.cleanup.policy':
      return cleanupRisks(field, from ?? '', to ?? 'delete');
    case 'config.min.insync.replicas':
      return shrinks(from, to)
        ? medium('durability', 'a write counts as safe with fewer copies')
        : medium('availability', 'producers with acks=all are refused when fewer replicas are in sync');
    case 'config.unclean.leader.election.enable':
      return to === 'true'
        ? medium('durability', 'a replica that lags may become leader, and acknowledged records are lost')
        : [];
    case 'config.max.message.bytes':
      return shrinks(from, to) ? medium('producers-refused', 'larger records are refused from then on') : [];
    default:
      return [];
  }
}

function cleanupRisks(field: string, from: string, to: string): readonly RiskDraft[] {
  const before = new Set(from.split(',').map((policy) => policy.trim()));
  const after = new Set(to.split(',').map((policy) => policy.trim()));
  const risks: RiskDraft[] = [];
  if (!before.has('delete') && after.has('delete')) {
    risks.push({
      level: 'high',
      code: 'data-loss',
      field,
      consequence: 'records older than the retention are deleted, the last value of a key as well',
    });
  }
  if (!before.has('compact') && after.has('compact')) {
    risks.push({
      level: 'medium',
      code: 'data-loss',
      field,
      consequence: 'only the last record of each key is kept, and records without a key are refused',
    });
  }
  return risks;
}

/** -1 stands for "no limit"; no value stands for the cluster's default, which may be smaller. */
function shrinks(from: string | undefined, to: string | undefined): boolean {
  const before = toNumber(from);
  const after = toNumber(to);
  if (after === undefined) return before !== undefined;
  return before === undefined || after < before;
}

function toNumber(text: string | undefined): bigint | number | undefined {
  if (text === undefined || !/^-?\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < 0n ? Number.POSITIVE_INFINITY : value;
}
