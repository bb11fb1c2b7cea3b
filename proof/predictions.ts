import type { DerivedEntry } from './derive.ts';
import { allEffects, type Effect } from './effects.ts';
import type { FlowFacts, WorkerPlace } from './flow-facts.ts';

/** What is lost without one right, in the flows that it was derived for. */
export interface Prediction {
  readonly lost: readonly Effect[];
  /** Whether these are seen depends on what comes first, so it is not compared. */
  readonly open: readonly Effect[];
  /** The process may end by itself, and all its flows with it. */
  readonly mayExit: boolean;
  /** The broker may hide what may not be seen, and log no refusal of this right. */
  readonly silent: boolean;
}

/** The failure that the rule names in `without`, as effects. Throws for a right that nothing is predicted for. */
export function predict(entry: DerivedEntry, facts: FlowFacts): Prediction {
  const prediction = byRule(entry, facts);
  const { sharedOffsetSyncs: shared } = facts;
  if (shared === undefined || entry.acl.resourceName === shared) return prediction;
  // The other flow goes on writing there.
  return {
    ...prediction,
    lost: prediction.lost.filter((effect) => effect !== 'syncs'),
    open: [...prediction.open, 'syncs'],
  };
}

function byRule({ acl, why }: DerivedEntry, facts: FlowFacts): Prediction {
  const { operation, resourceName } = acl;
  if (facts.onward.includes(resourceName)) return notOnward(why.rule, facts);
  switch (ruleOf(acl, why.rule, facts)) {
    case 'S1':
      return { ...noTopic(facts), silent: true };
    case 'S2':
    case 'T6':
      return noTopic(facts);
    case 'S3':
      // Whoever may write no topic at all is refused as an idempotent producer, and of that brokers log nothing.
      return { ...noSyncs, silent: true };
    case 'S4':
      return noTranslation;
    case 'S5':
      return noSyncs;
    case 'S6':
      // Whoever sees another group writes checkpoints of that one.
      return { ...(facts.otherGroup === undefined ? noTranslation : loses('offsets', 'late')), silent: true };
    case 'S9':
      if (operation === 'Read') return heartbeatsInTheWay;
      return facts.mirroredHeartbeatsAhead ? loses('configs', 'heartbeatConfigs') : heartbeatsInTheWay;
    case 'S10':
      return backwardStorage(acl, facts);
    case 'S11':
    case 'S14':
      return noSecondWorker;
    case 'S12':
      return noBackward;
    case 'S13':
      return resourceName === 'heartbeats' ? noBackward : noSecondWorker;
    case 'T1':
      return storage(acl, facts);
    case 'T2':
    case 'T4':
      return noWorker;
    case 'T5':
      return noRecords(facts);
    case 'T7':
      // The task that hangs on the new partition may be the one that copies a topic that comes at the same time.
      return { ...loses('growth'), open: ['later', ...ofOnward] };
    case 'T8':
      return loses('configs');
    case 'T9':
      return checkpoints(operation, facts);
    case 'T10':
      return operation === 'Read' ? noTranslation : noSyncs;
    case 'T11':
    case 'T12':
      return loses('offsets');
    case 'T13':
      return loses('heartbeats');
    case 'T14':
      if (operation === 'AlterConfigs') return loses('heartbeatConfigs');
      // What is there and may not be seen is taken for missing, and what is refused then is whatever comes first.
      return { ...heartbeatsInTheWay, silent: facts.mirroredHeartbeatsAhead };
    case 'T16':
      return transactions(resourceName, facts);
    default:
      throw new Error(`nothing is predicted for ${why.rule} ${operation} ${resourceName}`);
  }
}

/** The same of a flow that the right was not derived for, if it gets something through it. */
export function predictThrough(
  { acl, why }: DerivedEntry,
  { otherGroup }: FlowFacts,
): Prediction | undefined {
  const isOfGroup = why.rule === 'S6' && otherGroup !== undefined && otherGroup.startsWith(acl.resourceName);
  return isOfGroup ? { ...loses('othersOffsets'), silent: true } : undefined;
}

/** In one service the backward heartbeats of a flow and its reverse are one worker, and its rights have one rule of the two. */
function ruleOf({ cluster, resourceName }: Acl, rule: string, { workers }: FlowFacts): string {
  const backwardRules: Readonly<Record<string, string>> = { T1: 'S10', T4: 'S11', T2: 'S13', T16: 'S14' };
  const isOf = (place: WorkerPlace | undefined): boolean =>
    place?.cluster === cluster && resourceName.includes(place.alias);
  const pair = Object.entries(backwardRules).find((both) => both.includes(rule));
  if (pair === undefined || resourceName === 'heartbeats') return rule;
  const [own, backward] = pair;
  return isOf(workers.backward) ? backward : isOf(workers.own) ? own : rule;
}

/** Nothing else than these is lost. */
function loses(...lost: readonly Effect[]): Prediction {
  return { lost, open: [], mayExit: false, silent: false };
}

function allBut(...some: readonly Effect[]): readonly Effect[] {
  return allEffects.filter((effect) => !some.includes(effect));
}

const ofSecondWorker = ['backward', 'backwardStates', 'backwardPositions', 'backwardOn'] as const;

/** The worker does not get as far as its connectors. */
const noWorker: Prediction = {
  ...loses(...allBut('states', ...ofSecondWorker)),
  open: ['states', ...ofSecondWorker],
  mayExit: true,
};

/** The same of the worker of the backward heartbeats. If it ends, so does the process. */
const noSecondWorker: Prediction = {
  ...loses('backward', 'backwardOn', 'mirrored'),
  open: allBut('backward', 'backwardOn', 'mirrored'),
  mayExit: true,
};

const noBackward: Prediction = {
  ...loses('backward', 'backwardOn', 'mirrored'),
  open: ['backwardPositions', 'heartbeatConfigs'],
};

const ofOnward = ['onward', 'onwardGrowth', 'onwardLater'] as const;

/** One task copies everything, so what it does besides depends on luck. Topics come to be before it knows of onward ones. */
function notOnward(rule: string, { onwardComesOver }: FlowFacts): Prediction {
  const lost = rule === 'T7' ? (['onwardGrowth'] as const) : ofOnward;
  // What another flow writes stays visible through its rights; what it only reads does not.
  const silent = rule === 'S1' && !onwardComesOver;
  return { ...loses(...lost), open: allBut(...lost, 'states'), silent };
}

const noTranslation = loses('checkpoints', 'offsets', 'othersOffsets', 'late');
const noSyncs = loses('syncs', ...noTranslation.lost);

/** Heartbeats that are mirrored have offset syncs of their own, and may or may not fail with the rest. */
function noRecords({ mirrorsHeartbeats, onward }: FlowFacts): Prediction {
  const lost: readonly Effect[] = [
    'records',
    'replicas',
    'growth',
    'later',
    'goesOn',
    'once',
    ...noTranslation.lost,
  ];
  if (onward.length > 0) return { ...loses(...lost), open: ['syncs', ...ofOnward] };
  return mirrorsHeartbeats
    ? { ...loses(...lost), open: ['syncs', 'mirrored', 'heartbeatConfigs'] }
    : loses(...lost, 'syncs');
}

/** The topic does not come to be on the target. */
function noTopic(facts: FlowFacts): Prediction {
  const prediction = noRecords(facts);
  return { ...prediction, lost: [...prediction.lost, 'configs'] };
}

/** The task that copies everything fails or hangs at the heartbeats, and what it did before depends on luck. */
const heartbeatsInTheWay: Prediction = {
  ...loses('mirrored'),
  open: allBut('mirrored', 'states', ...ofSecondWorker),
};

type Acl = DerivedEntry['acl'];

/** Of an empty topic all is read without a right, so Read is missed when the worker comes back and there is something. */
function storage({ resourceName, operation }: Acl, facts: FlowFacts): Prediction {
  if (resourceName.startsWith('mm2-configs.')) return noWorker;
  // With exactly-once delivery tasks read and write their positions themselves.
  if (facts.exactlyOnce && resourceName.startsWith('mm2-offsets.')) {
    const prediction = noRecords(facts);
    return { ...prediction, open: [...prediction.open, 'heartbeats'] };
  }
  if (operation === 'Read') {
    // Tasks ask for their positions when they are set up anew, as they are for new partitions, and for heartbeats that
    // are there later than the rest.
    const anew: readonly Effect[] = resourceName.startsWith('mm2-offsets.')
      ? ['growth', 'later', 'onwardGrowth', 'onwardLater']
      : [];
    // What another flow writes comes later, so the task is set up anew at its start already.
    if (facts.onward.length > 0 && facts.onwardComesOver && anew.length > 0) {
      return {
        ...loses(...anew, 'goesOn'),
        open: ['onward', 'records', 'syncs', 'once'],
      };
    }
    const anyOther = allBut(...anew, 'goesOn', 'late', 'states', 'heartbeats', ...ofSecondWorker);
    return { ...loses(...anew, 'goesOn', 'late'), open: facts.mirrorsHeartbeats ? anyOther : ['once'] };
  }
  return resourceName.startsWith('mm2-status.') ? loses('states') : loses('once');
}

function backwardStorage({ resourceName, operation }: Acl, { backwardExactlyOnce }: FlowFacts): Prediction {
  if (resourceName.startsWith('mm2-configs.')) return noSecondWorker;
  if (operation === 'Read') return { ...loses('backwardOn'), open: ['goesOn', 'once', 'late'] };
  if (resourceName.startsWith('mm2-status.')) return loses('backwardStates');
  return backwardExactlyOnce ? noSecondWorker : loses('backwardPositions');
}

/** Group offsets are committed from what is computed, not from what is written. A task whose transactions fail is gone. */
function checkpoints(operation: string, { exactlyOnce }: FlowFacts): Prediction {
  if (operation === 'Read') return loses('late');
  return { ...loses('checkpoints', 'late'), open: exactlyOnce || operation === 'Create' ? ['offsets'] : [] };
}

function transactions(id: string, facts: FlowFacts): Prediction {
  if (id.startsWith('connect-cluster-')) return noWorker;
  if (id.endsWith('-MirrorCheckpointConnector-')) return noTranslation;
  return id.endsWith('-MirrorHeartbeatConnector-') ? loses('heartbeats') : noRecords(facts);
}
