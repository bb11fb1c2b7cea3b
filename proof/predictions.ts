import type { FlowSettings } from '../src/model/flow.ts';
import type { Derived, DerivedEntry } from './derive.ts';
import { allEffects, type Effect } from './effects.ts';
import type { FlowNames, Scenario } from './scenario.ts';

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

/** Of a flow, what decides between failures. */
export interface FlowFacts {
  readonly exactlyOnce: boolean;
  /** The same of the worker of its backward heartbeats. */
  readonly backwardExactlyOnce: boolean;
  /** The heartbeats of the source are mirrored beside its topics. */
  readonly mirrorsHeartbeats: boolean;
  /** The topic of the source's heartbeats on the target is there before MirrorMaker 2 is. */
  readonly mirroredHeartbeatsAhead: boolean;
  /** The prefixes, on source and target, of what another flow writes and this one mirrors onward. */
  readonly onward: readonly string[];
}

export function flowFacts(
  scenario: Scenario,
  { flows, topics }: Derived,
  { name, source, target, onward }: FlowNames,
): FlowFacts & { readonly settings: FlowSettings } {
  const settings = flows.find(({ id }) => id.source === source && id.target === target)?.settings;
  if (settings === undefined) throw new Error(`the flow ${name} is not derived`);
  return {
    settings,
    exactlyOnce: settings.exactly_once_delivery_enabled,
    backwardExactlyOnce: scenario.exactlyOnceEverywhere === true && settings.exactly_once_delivery_enabled,
    mirrorsHeartbeats: settings.emit_backward_heartbeats_enabled,
    onward: onward === undefined ? [] : ['', `${source}.`].map((alias) => alias + stemOf(onward.topic)),
    mirroredHeartbeatsAhead: topics.some(
      ({ id }) => id.cluster === target && id.name === `${source}.heartbeats`,
    ),
  };
}

/** `edge.orders.eu` under the prefix `edge.orders.`. */
function stemOf(topic: string): string {
  return topic.replace(/[^.]*$/, '');
}

/** The failure that the rule names in `without`, as effects. Throws for a right that nothing is predicted for. */
export function predict({ acl, why }: DerivedEntry, facts: FlowFacts): Prediction {
  const { operation, resourceName } = acl;
  if (facts.onward.includes(resourceName)) return notOnward(why.rule);
  switch (why.rule) {
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
      return { ...noTranslation, silent: true };
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
function notOnward(rule: string): Prediction {
  const lost = rule === 'T7' ? (['onwardGrowth'] as const) : ofOnward;
  return { ...loses(...lost), open: allBut(...lost, 'states') };
}

const noTranslation = loses('checkpoints', 'offsets', 'late');
const noSyncs = loses('syncs', ...noTranslation.lost);

/** Heartbeats that are mirrored have offset syncs of their own, and may or may not fail with the rest. */
function noRecords({ mirrorsHeartbeats, onward }: FlowFacts): Prediction {
  const lost: readonly Effect[] = ['records', 'growth', 'later', 'goesOn', 'once', ...noTranslation.lost];
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
    const anew: readonly Effect[] = resourceName.startsWith('mm2-offsets.') ? ['growth', 'later'] : [];
    // What another flow writes comes later, so the task is set up anew at its start already.
    if (facts.onward.length > 0 && anew.length > 0) {
      return {
        ...loses(...anew, 'onwardGrowth', 'onwardLater', 'goesOn'),
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
