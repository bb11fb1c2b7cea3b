import type { RiskDraft } from '../plan.ts';
import type { ConfigChange } from './topic-config-kinds.ts';
import { type Amount, compacts, cutLevel, deletes } from './topic-values.ts';
import { loss, risk, type Verdict, verdictOf } from './verdict.ts';

/*
 * What a change means for how long records are kept: by retention, by compaction, in open segments, on local disks and
 * in the remote storage.
 */

export const compactedSooner =
  'all but the last record of a key are removed sooner: consumers may miss the values in between';

/** By what is new in the set of policies: `delete` and `compact` each remove records that the other keeps. */
export function cleanupPolicy({ field, topic }: ConfigChange): Verdict | 'unknown-value' {
  const now = topic.before.policies;
  const then = topic.after.policies;
  if (now === undefined || then === undefined) return 'unknown-value';
  const risks: RiskDraft[] = [];
  if (!now.has('delete') && then.has('delete') && deletes(topic.after)) {
    risks.push(
      loss('high', field, 'records older than the retention are deleted, the last value of a key as well'),
    );
  }
  if (!now.has('compact') && then.has('compact')) {
    risks.push(
      loss('high', field, 'only the last record of each key is kept, and records without a key are refused'),
    );
  }
  if (now.has('compact') && !then.has('compact') && risks.length === 0) {
    risks.push(
      risk(
        'low',
        'disk-grows',
        field,
        'older records of a key are no longer removed before the retention ends',
      ),
    );
  }
  if (now.has('delete') && now.has('compact') && !then.has('delete')) {
    risks.push(risk('low', 'disk-grows', field, 'records are no longer deleted by age or size'));
  }
  return verdictOf(risks);
}

/** Records go sooner where the topic is compacted; elsewhere the config has no effect. */
export function whereCompacted(consequence: string) {
  return ({ field, topic }: ConfigChange, before: Amount, after: Amount): Verdict =>
    compacts(topic.after) ? [loss(cutLevel(before, after), field, consequence)] : 'harmless';
}

export function retentionCut({ field, topic }: ConfigChange, before: Amount, after: Amount): Verdict {
  if (topic.after.policies?.has('delete') === false) return 'harmless'; // compacted only: no retention
  const isTiered = topic.before.flag('remote.storage.enable') === true;
  const where = isTiered ? ', in the remote storage too' : '';
  const consequence = `older records are deleted soon after the apply${where}`;
  return [loss(isTiered ? 'high' : cutLevel(before, after), field, consequence)];
}

export function keptLonger({ field, topic }: ConfigChange): Verdict {
  const isEndless = !deletes(topic.after) && deletes(topic.before);
  return isEndless
    ? [risk('low', 'disk-grows', field, 'nothing is deleted any more, so the topic grows without a limit')]
    : 'harmless';
}

/** Local retention frees only the local copy of what is in the remote storage; without tiered storage it has no effect. */
export function localCopyFreed({ field, topic }: ConfigChange): Verdict {
  if (topic.after.flag('remote.storage.enable') === false) return 'harmless';
  return [
    risk(
      'low',
      'slower-reads',
      field,
      'older records are read from the remote storage, which is slower; none is deleted',
    ),
  ];
}

export function tieredStorageOn({ field }: ConfigChange): Verdict {
  const consequence =
    'older records move to the remote storage, and switching it off again deletes them or makes them unreadable';
  return [risk('medium', 'tiered-storage', field, consequence)];
}

export function tieredStorageOff({ field, topic }: ConfigChange): Verdict {
  return [
    loss(
      'high',
      field,
      topic.after.flag('remote.log.delete.on.disable') === true
        ? 'everything in the remote storage is deleted; only what is still on local disks is left'
        : 'records that are only in the remote storage can no longer be read',
    ),
  ];
}

/** Records in the open segment are neither deleted nor compacted, so they are kept beyond the retention until it is closed. */
export function segmentsSooner({ field, topic }: ConfigChange): Verdict {
  if (!deletes(topic.after) && !compacts(topic.after)) return 'harmless';
  const consequence =
    'segments are closed sooner: records that the retention or compaction has not reached because of it are deleted';
  return [loss('medium', field, consequence)];
}

/** The other direction of `segmentsSooner`: nothing is lost, and records take room for longer. */
export function segmentsLater({ field, topic }: ConfigChange): Verdict {
  if (!deletes(topic.after) && !compacts(topic.after)) return 'harmless';
  return [risk('low', 'kept-longer', field, 'records stay longer than retention and compaction say')];
}
