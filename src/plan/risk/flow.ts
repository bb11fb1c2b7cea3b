import type { ChangeOf } from '../../model/change.ts';
import type { RiskDraft } from '../plan.ts';

export function flowRisks(change: ChangeOf<'flow'>): readonly RiskDraft[] {
  if (change.action === 'create') {
    return change.desired.settings.topics.includes('.*')
      ? [
          {
            level: 'medium',
            code: 'mirrors-everything',
            field: 'topics',
            consequence: 'every topic of the source that the login may read is copied, later ones as well',
          },
        ]
      : [];
  }
  if (change.action === 'delete') {
    return [
      {
        level: 'medium',
        code: 'mirroring-stops',
        consequence: 'nothing is copied any more; records and topics that were copied stay',
        gate: 'flows in allow-delete',
      },
    ];
  }
  return change.fields.flatMap(({ field, from, to }): RiskDraft[] => {
    switch (field) {
      case 'enabled':
        return to === 'false'
          ? [
              {
                level: 'medium',
                code: 'mirroring-stops',
                field,
                consequence: 'nothing is copied until the flow is enabled again',
              },
            ]
          : [];
      case 'replication_policy':
        return [
          {
            level: 'high',
            code: 'names-change',
            field,
            consequence: 'records go to topics of another name from then on; consumers must follow',
          },
        ];
      case 'offset_syncs_topic_location':
        return [
          {
            level: 'medium',
            code: 'offset-syncs-move',
            field,
            consequence: 'consumer group offsets are translated anew from then on',
          },
        ];
      case 'topics':
        return lostPatterns(from, to)
          ? [
              {
                level: 'medium',
                code: 'mirroring-stops',
                field,
                consequence: 'topics that only the removed patterns match are no longer copied',
              },
            ]
          : [];
      default:
        return [];
    }
  });
}

function lostPatterns(from: unknown, to: unknown): boolean {
  if (!Array.isArray(from) || !Array.isArray(to)) return true;
  return from.some((pattern) => !to.includes(pattern));
}
