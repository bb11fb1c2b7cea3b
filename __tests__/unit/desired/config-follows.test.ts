import { expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { flowEffects } from '../../../src/desired/effects/flow-effects.ts';
import { topicsToCompare } from '../../../src/desired/effects/topics-to-read.ts';
import type { Live, LiveCluster } from '../../../src/model/live.ts';
import { known, type Reading, unknown } from '../../../src/model/reading.ts';
import type { LiveTopic, LiveTopicConfig } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { checkGates } from '../../../src/review/gates.ts';
import { liveCluster, liveFlow, liveMirrorMaker, liveTopic, liveWorld } from '../../support/build/live.ts';
import { flowSettings } from '../../support/build/resources.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
} from '../../support/build/spec.ts';

const days = (count: number) => String(count * 86_400_000);
const own = (value: string, inherited: string): LiveTopicConfig => ({ value, overridden: true, inherited });
const not = (value: string, from: 'default' | 'cluster' = 'default'): LiveTopicConfig => ({
  value,
  overridden: false,
  inherited: value,
  from,
});

interface Case {
  readonly policy?: 'identity' | 'default';
  /** `retention.ms` of `orders` on the source; `none`: the topic is not there. */
  readonly source: LiveTopicConfig | 'none' | 'unread';
  /** What the spec asks of it; `null`: a reset, `nothing`: the spec has the topic without the config, left out: not in the spec. */
  readonly sourceSpec?: string | null | 'nothing';
  readonly target: LiveTopicConfig | 'none' | 'unread';
  readonly targetSpec?: string | null;
  readonly exclude?: readonly string[];
  readonly syncs?: boolean;
  readonly enabled?: boolean;
  /** Whether the flow runs already. */
  readonly runs?: boolean;
  readonly topics?: readonly string[];
  readonly parts?: Partial<LiveTopic>;
}

const configOf = (value: string | null | undefined) =>
  new Map<string, string | null>(value === undefined || value === 'nothing' ? [] : [['retention.ms', value]]);

function cluster(
  key: string,
  name: string,
  value: Case['target'],
  parts: Partial<LiveTopic> = {},
): LiveCluster {
  if (value === 'none') return liveCluster(key);
  const retention = value === 'unread' ? not('1') : value;
  const config = new Map([
    ['cleanup.policy', not('delete')],
    ['retention.ms', retention],
  ]);
  const read = liveCluster(key, [liveTopic(key, name, { config, partitions: 3, size: 1000, ...parts })]);
  const denied = new Map<string, Reading<LiveTopic | undefined>>([
    [name, unknown('denied', 'not for this login')],
  ]);
  return value === 'unread' ? { ...read, topics: denied } : read;
}

function world(one: Case) {
  const { policy = 'default', enabled = true, runs = true, topics = ['orders'], exclude } = one;
  const remote = policy === 'identity' ? 'orders' : 'onprem.orders';
  const settings = {
    topics,
    replication_policy: policy,
    enabled,
    ...(exclude === undefined ? {} : { config_properties_exclude: exclude }),
  };
  const asked = { partitions: 3, unlistedConfig: 'keep' } as const;
  const sourceTopics =
    one.sourceSpec === undefined
      ? topicSpecs()
      : topicSpecs(topicSpec('orders', { ...asked, config: configOf(one.sourceSpec) }));
  const targetTopics = topicSpecs(
    topicSpec(remote, { ...asked, protect: true, config: configOf(one.targetSpec) }),
  );
  const ofService = {
    emit_checkpoints_enabled: true,
    sync_topic_configs_enabled: one.syncs ?? true,
    stated: new Set(['sync_topic_configs_enabled'] as const),
  };
  const spec = specOf(
    [externalCluster('onprem', { topics: sourceTopics }), aivenCluster('core', { topics: targetTopics })],
    [mirrorMaker([flowSpec('onprem', 'core', { settings })], { settings: ofService })],
  );
  const flow = liveFlow(flowSettings(settings));
  const flows = runs ? [{ ...flow, id: { ...flow.id, service: 'mm2' } }] : [];
  const live: Live = liveWorld({
    mirrormakers: new Map([['mm2', liveMirrorMaker({ service: 'mm2', flows: known(flows) })]]),
    clusters: new Map([
      ['onprem', cluster('onprem', 'orders', one.source)],
      ['core', cluster('core', remote, one.target, one.parts)],
    ]),
  });
  return { spec, live, remote };
}

function planned(one: Case) {
  const { spec, live, remote } = world(one);
  const { desired } = desiredState(spec);
  const effects = flowEffects({ spec, desired, live, logins: new Map() });
  const plan = buildPlan({ desired, live, findings: [], effects });
  const gates = { allowDelete: new Set<never>(), maxDeletes: 9, maxChanges: 99 };
  const isStopped = checkGates(plan, { ...gates, protectedTopics: [] }).length > 0;
  const isStoppedByInput =
    checkGates(plan, { ...gates, protectedTopics: [remote] }).filter(({ message }) => /input/.test(message))
      .length > 0;
  const told = plan.risks
    .filter(({ id, consequence }) => id.kind === 'topic' && /copies configs|take over/.test(consequence))
    .map(
      ({ level, code, id, consequence }) =>
        `${level} ${code} at ${id.kind === 'topic' ? id.cluster : ''}: ${consequence}`,
    );
  return { told, stops: [isStopped, isStoppedByInput], plan };
}

const sync = 'flow onprem -> core copies configs of the source, so retention.ms';
const soon = 'older records are deleted soon after the apply';
const cut = (name: string, to: string, now: string) =>
  `high data-loss at onprem: ${sync} of ${name} on core becomes ${to}, now ${now}: ${soon}`;
const putBack = (to: string, from: string) =>
  `medium configs-copied at core: ${sync} becomes ${to} soon after the apply sets ${from}: every apply and every sync would overwrite the other`;
const lowered: Case = {
  source: own(days(30), days(7)),
  sourceSpec: days(1),
  target: own(days(30), '-1'),
};

test.each<[string, Case, readonly string[]]>([
  [
    'a source topic that is created under the name of one that is there',
    { policy: 'identity', source: 'none', sourceSpec: days(1), target: own(days(300), '-1') },
    [cut('orders', days(1), days(300))],
  ],
  [
    'a created one that states no retention',
    { policy: 'identity', source: 'none', sourceSpec: 'nothing', target: own(days(300), days(7)) },
    [cut('orders', "the target's default", days(300))],
  ],
  [
    'a default of the source that becomes its own value',
    { source: not(days(7)), sourceSpec: days(10), target: not('-1', 'cluster') },
    [cut('onprem.orders', days(10), '-1')],
  ],
  [
    'a flow and its source topic that are created together',
    { policy: 'identity', runs: false, source: 'none', sourceSpec: days(1), target: own(days(300), '-1') },
    [cut('orders', days(1), days(300))],
  ],
  ['a shorter retention of the source', lowered, [cut('onprem.orders', days(1), days(30))]],
  [
    'the same under the identity policy',
    { ...lowered, policy: 'identity' },
    [cut('orders', days(1), days(30))],
  ],
  [
    'a reset of the source',
    { source: own(days(30), days(7)), sourceSpec: null, target: own(days(30), days(7)) },
    [cut('onprem.orders', days(7), days(30))],
  ],
])('%s cuts the topic of the target, and stops where that is protected', (_, one, expected) => {
  const { told, stops, plan } = planned(one);
  expect(told).toEqual(expected);
  expect(stops).toEqual([true, true]);
  const { remote } = world(one);
  const losses = plan.risks.filter(({ code }) => code === 'data-loss');
  expect(losses.flatMap(({ atStake }) => atStake ?? [])).toEqual([{ name: remote, isProtected: true }]);
  expect(losses.find(({ atStake }) => atStake !== undefined)?.heldBytes).toBe(1000);
});

test.each<[string, Case, readonly string[]]>([
  [
    'what the target is given and the source does not have',
    { source: own(days(30), days(7)), target: own(days(30), '-1'), targetSpec: days(300) },
    [putBack(days(30), days(300))],
  ],
  [
    'the same under the identity policy',
    {
      policy: 'identity',
      source: own(days(30), days(7)),
      target: own(days(30), '-1'),
      targetSpec: days(300),
    },
    [putBack(days(30), days(300))],
  ],
  [
    'what a created topic of the target is given',
    { source: own(days(30), days(7)), target: 'none', targetSpec: days(300) },
    [putBack(days(30), days(300))],
  ],
  [
    'what a topic is given as a flow begins',
    { runs: false, source: own(days(30), days(7)), target: own(days(30), '-1'), targetSpec: days(300) },
    [putBack(days(30), days(300))],
  ],
  [
    'and where the source has a default',
    { source: not(days(7)), target: not(days(7)), targetSpec: days(300) },
    [putBack("the target's default", days(300))],
  ],
])('%s is put back by the flow', (_, one, expected) => {
  expect(planned(one).told).toEqual(expected);
  expect(planned(one).stops).toEqual([false, false]);
});

test.each<[string, Case]>([
  [
    'a source that keeps longer than the target from now on',
    {
      source: own(days(30), days(7)),
      sourceSpec: days(90),
      target: own(days(30), days(7)),
      targetSpec: days(90),
    },
  ],
  ['no change of either', { ...lowered, sourceSpec: days(30) }],
  ['a retention that was shorter before', { ...lowered, source: own(days(1), days(7)) }],
  ['a config that the flow leaves out', { ...lowered, exclude: ['retention\\..*'] }],
  ['a service that syncs no configs', { ...lowered, syncs: false }],
  ['a flow that is switched off', { ...lowered, enabled: false }],
  ['a topic that the flow does not take', { ...lowered, topics: ['payments'] }],
  ['a topic that is not on the target', { ...lowered, target: 'none' }],
  ['a topic of the target without records', { ...lowered, parts: { size: 0, endOffset: 0 } }],
  [
    'both sides that get the same',
    {
      source: own(days(30), days(7)),
      sourceSpec: days(300),
      target: own(days(30), '-1'),
      targetSpec: days(300),
    },
  ],
  [
    'a change of the target that the flow leaves out',
    {
      source: own(days(30), days(7)),
      target: own(days(30), '-1'),
      targetSpec: days(300),
      exclude: ['retention\\..*'],
    },
  ],
])('nothing is said of %s', (_, one) => {
  expect(planned(one).told).toEqual([]);
  expect(planned(one).stops).toEqual([false, false]);
});

test.each<[string, Case, string]>([
  ['the configs of the target', { ...lowered, target: 'unread' }, 'not for this login'],
  ['a pattern', { ...lowered, topics: ['ord(?=e).*'] }, 'a pattern of the flow cannot be evaluated here'],
  [
    'what a reset brings back',
    { source: { value: days(30), overridden: true }, sourceSpec: null, target: own(days(30), '-1') },
    'what retention.ms of orders on the source goes back to is not told',
  ],
])('%s that nobody knows is no reason to go on', (_, one, because) => {
  expect(planned(one).told).toEqual([
    `medium consequence-unknown at onprem: consequence unknown: onprem.orders on core would take over configs of the source through flow onprem -> core, and records with a shorter retention: ${because}`,
  ]);
  expect(planned(one).stops).toEqual([true, true]);
});

test('a target topic whose source nobody can read', () => {
  const one: Case = { source: 'unread', target: own(days(30), '-1'), targetSpec: days(300) };
  expect(planned(one).told).toEqual([
    'medium consequence-unknown at core: consequence unknown: flow onprem -> core copies configs of the source, and may undo this: not for this login',
  ]);
  expect(planned(one).stops).toEqual([false, false]);
});

test('the topic on the other side of a change is read, and only then', () => {
  const compared = (one: Case) => {
    const { spec, live } = world(one);
    return topicsToCompare({ spec, live, logins: new Map(), desired: desiredState(spec).desired });
  };
  expect(compared(lowered)).toEqual(
    new Map([
      ['onprem', { topics: ['orders'], countedTopics: [] }],
      ['core', { topics: ['onprem.orders'], countedTopics: ['onprem.orders'] }],
    ]),
  );
  expect(compared({ ...lowered, sourceSpec: days(30) })).toEqual(new Map());
});
