import { describe, expect, test } from '@jest/globals';
import type { MirrorLogins } from '../../../src/desired/derived/view.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { flowEffects } from '../../../src/desired/effects/flow-effects.ts';
import { topicsToCompare } from '../../../src/desired/effects/topics-to-read.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { LiveFlow } from '../../../src/model/flow.ts';
import type { LiveCluster, LiveMirrorMaker } from '../../../src/model/live.ts';
import { known, type Reading, unknown } from '../../../src/model/reading.ts';
import type { LiveTopic, LiveTopicConfig } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { checkGates, type Gates } from '../../../src/review/gates.ts';
import type { Spec } from '../../../src/spec/spec.ts';
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

const day = 86_400_000;
const own = (value: string | number, inherited = String(7 * day)): LiveTopicConfig => ({
  value: String(value),
  overridden: true,
  inherited,
});
const not = (value: string | number, from: LiveTopicConfig['from'] = 'default'): LiveTopicConfig => ({
  value: String(value),
  overridden: false,
  inherited: String(value),
  ...(from === undefined ? {} : { from }),
});

type Configs = Readonly<Record<string, LiveTopicConfig>>;

function topic(cluster: string, name: string, configs: Configs, parts: Partial<LiveTopic> = {}): LiveTopic {
  const all = { 'cleanup.policy': not('delete'), 'retention.ms': not(7 * day), ...configs };
  return liveTopic(cluster, name, { config: new Map(Object.entries(all)), size: 1000, ...parts });
}

interface World {
  readonly policy?: 'identity' | 'default';
  readonly settings?: Parameters<typeof flowSettings>[0];
  /** The live flow; left out: there is none. */
  readonly now?: LiveFlow['settings'];
  readonly service?: Partial<LiveMirrorMaker>;
  readonly onprem?: LiveCluster;
  readonly core?: LiveCluster;
  readonly protect?: boolean;
  /** `sync_topic_configs_enabled` of the service. */
  readonly syncs?: boolean;
  readonly logins?: MirrorLogins;
}

const shorter = liveCluster('onprem', [topic('onprem', 'orders', { 'retention.ms': own(day) })]);
const longer = liveCluster('core', [topic('core', 'orders', { 'retention.ms': own(30 * day) })]);

function planned(world: World): { readonly plan: Plan; readonly spec: Spec } {
  const {
    policy = 'identity',
    settings = {},
    now,
    onprem = shorter,
    core = longer,
    logins = new Map(),
  } = world;
  const flow = flowSpec('onprem', 'core', {
    settings: { topics: ['orders'], replication_policy: policy, enabled: true, ...settings },
  });
  const topics = world.protect
    ? topicSpecs(topicSpec('orders', { protect: true, unlistedConfig: 'keep', partitions: 6 }))
    : topicSpecs();
  const ofService = {
    emit_checkpoints_enabled: true,
    sync_topic_configs_enabled: world.syncs ?? true,
    stated: new Set(['sync_topic_configs_enabled'] as const),
  };
  const spec = specOf(
    [externalCluster('onprem'), aivenCluster('core', { topics })],
    [mirrorMaker([flow], { settings: ofService })],
  );
  const flows = now === undefined ? [] : [liveOf(now)];
  const live = liveWorld({
    mirrormakers: new Map([
      ['mm2', liveMirrorMaker({ service: 'mm2', flows: known(flows), ...world.service })],
    ]),
    clusters: new Map([
      ['onprem', onprem],
      ['core', core],
    ]),
  });
  const { desired } = desiredState(spec);
  const preflight = preflightFlows({ spec, desired, live, logins });
  const effects = flowEffects({ spec, desired, live, logins });
  return { plan: buildPlan({ desired, live, findings: [], flows: preflight.flows, effects }), spec };
}

function risks(world: World): readonly string[] {
  return (
    planned(world)
      .plan.risks.filter(({ id, code }) => id.kind === 'flow' && code !== 'records-mix')
      // Those are tried with the other effects of flows.
      .filter(({ consequence }) => !consequence.includes('may add records'))
      .map(
        ({ level, code, concerns, consequence, gate }) =>
          `${level} ${code}${concerns === undefined ? '' : ` ${concerns}`}: ${consequence}${gate === undefined ? '' : ` | ${gate}`}`,
      )
  );
}

const cut =
  'high data-loss records: the flow copies configs of the source, so retention.ms of orders becomes 86400000, now 2592000000: older records are deleted soon after the apply';
const identity = flowSettings({ topics: ['orders'], replication_policy: 'identity', enabled: true });

describe('a flow that begins, into a topic that is there', () => {
  test('takes records that only the target keeps, as much as there is', () => {
    expect(risks({})).toEqual([cut]);
    expect(planned({}).plan.risks.find(({ code }) => code === 'data-loss')?.heldBytes).toBe(1000);
  });

  test.each<[string, World, readonly string[]]>([
    ['nothing where the source keeps longer', { onprem: longerSource() }, []],
    [
      'nothing where there is no record',
      { core: coreOf({ 'retention.ms': own(30 * day) }, { endOffset: 0 }) },
      [],
    ],
    ['nothing where the topic is not there yet', { core: liveCluster('core') }, []],
    ['nothing where the service syncs no configs', { syncs: false }, []],
    ['nothing while it is switched off', { settings: { enabled: false } }, []],
    [
      'nothing where the configs are excluded',
      { settings: { config_properties_exclude: ['retention\\..*', 'cleanup\\.policy'] } },
      [],
    ],
    [
      'a default of Kafka there brings back the default here',
      { onprem: liveCluster('onprem', [topic('onprem', 'orders', {})]) },
      [
        "high data-loss records: the flow copies configs of the source, so retention.ms of orders becomes the target's default, now 2592000000: older records are deleted soon after the apply",
      ],
    ],
    [
      "a value in a broker's file stays behind",
      { onprem: liveCluster('onprem', [topic('onprem', 'orders', { 'retention.ms': not(day, 'file') })]) },
      [],
    ],
    [
      'a value that all brokers of the source were given is copied',
      { onprem: liveCluster('onprem', [topic('onprem', 'orders', { 'retention.ms': not(day, 'cluster') })]) },
      [cut],
    ],
    [
      'compaction',
      {
        onprem: liveCluster('onprem', [topic('onprem', 'orders', { 'cleanup.policy': own('compact') })]),
        core: coreOf({}),
      },
      [
        'high data-loss records: the flow copies configs of the source, so cleanup.policy of orders becomes compact, now delete: only the last record of each key is kept, and records without a key are refused',
      ],
    ],
    [
      'what loses no record is told as well',
      {
        onprem: liveCluster('onprem', [topic('onprem', 'orders', { 'max.message.bytes': own(1) })]),
        core: coreOf({ 'max.message.bytes': not(1_048_588) }),
      },
      [
        'medium configs-copied: the flow copies configs of the source, so max.message.bytes of orders becomes 1, now 1048588: larger records are refused from then on',
      ],
    ],
    [
      'under the default policy a topic that has the name with the alias',
      {
        policy: 'default',
        core: liveCluster('core', [topic('core', 'onprem.orders', { 'retention.ms': own(30 * day) })]),
      },
      [cut.replace('orders becomes', 'onprem.orders becomes')],
    ],
    ['under the default policy a topic of its own name', { policy: 'default' }, []],
  ])('%s', (_, world, expected) => {
    expect(risks(world)).toEqual(expected);
  });
});

describe('a flow that runs', () => {
  test.each<[string, World, readonly string[]]>([
    [
      'brings nothing new with another field',
      { now: { ...identity, replication_factor: 2 }, settings: { replication_factor: 3 } },
      [],
    ],
    [
      'comes to take more topics',
      { now: { ...identity, topics: ['other'] }, settings: { topics: ['other', 'orders'] } },
      [cut],
    ],
    [
      'is switched on',
      { now: { ...identity, enabled: false } },
      [cut, 'low mirroring-starts: the flow goes on where it stopped'],
    ],
    [
      'excluded the config before',
      {
        now: { ...identity, config_properties_exclude: ['retention\\.ms'] },
        settings: { config_properties_exclude: ['other'] },
      },
      [
        cut,
        'medium configs-not-copied: these configs of mirrored topics no longer follow the source',
        'medium configs-copied records: mirrored topics take these configs over from the source: where they are stricter there, records on the target are deleted',
      ],
    ],
  ])('%s', (_, world, expected) => {
    expect(risks(world)).toEqual(expected);
  });
});

describe('what cannot be read', () => {
  const denied = unknown('denied', 'not for this login');
  const without = (cluster: LiveCluster): LiveCluster => ({
    ...cluster,
    topics: new Map<string, Reading<LiveTopic | undefined>>([['orders', denied]]),
  });
  const words = (because: string) =>
    `medium consequence-unknown records: consequence unknown: orders would take over configs of the source, and records with a shorter retention: ${because}`;
  test.each<[string, World, readonly string[]]>([
    ['the configs of the source', { onprem: without(shorter) }, [words('not for this login')]],
    ['the configs of the target', { core: without(longer) }, [words('not for this login')]],
    [
      'the topics of the source',
      { onprem: { ...shorter, topicNames: denied } },
      [words('the topics of onprem could not be looked at: not for this login')],
    ],
    [
      'the topics of the target',
      { core: { ...longer, topicNames: denied } },
      [words('whether it is on core could not be looked at')],
    ],
    [
      'the topics of both',
      { onprem: { ...shorter, topicNames: denied }, core: { ...longer, topicNames: denied } },
      [
        words('the topics of onprem could not be looked at: not for this login').replace(
          'orders would',
          'topics of the target would',
        ),
      ],
    ],
    [
      'a pattern',
      { settings: { topics: ['ord(?=e).*'] } },
      [
        'medium consequence-unknown: consequence unknown: a pattern cannot be evaluated, and may match every topic',
        words('a pattern of the flow cannot be evaluated here'),
      ],
    ],
  ])('%s', (_, world, expected) => {
    expect(risks(world)).toEqual(expected);
  });

  test('a flow that could not be read is not planned, so it does nothing', () => {
    expect(risks({ service: { flows: denied } })).toEqual([]);
  });
});

describe('topics that are protected', () => {
  const gates: Gates = { allowDelete: new Set(), protectedTopics: [], maxDeletes: 9, maxChanges: 99 };
  const refusals = (world: World, protectedTopics: readonly string[] = []) =>
    checkGates(planned(world).plan, { ...gates, protectedTopics }).map(
      ({ code, message }) => `${code}: ${message}`,
    );

  test('by the workflow', () => {
    const message =
      'topic-protected: the plan takes data from topics that the input protected-topics names: onprem -> core on mm2';
    expect(refusals({}, ['ord*'])).toEqual([message]);
    expect(refusals({}, ['payments*'])).toEqual([]);
    const denied = unknown('denied', 'no');
    const blind = { onprem: { ...shorter, topicNames: denied }, core: { ...longer, topicNames: denied } };
    expect(refusals(blind, ['payments*'])).toEqual([message]);
  });

  test('by the spec', () => {
    expect(refusals({ protect: true })).toEqual([
      'topic-protected: the plan takes data from topics that the spec protects: onprem -> core on mm2',
    ]);
    expect(risks({ protect: true })).toEqual([`${cut} | \`protect: false\` in the spec for orders`]);
    const withoutLoss = { protect: true, onprem: longerSource() };
    expect(refusals(withoutLoss)).toHaveLength(1); // the records of both mix
    expect(refusals({ ...withoutLoss, policy: 'default', core: copyOf() })).toEqual([]);
  });
});

test('both topics are read in full, and that of the target counted, where a flow would begin to copy configs, and no others', () => {
  const more = liveCluster('onprem', [...names('onprem', 'orders', 'payments', 'own')]);
  const core = liveCluster('core', [...names('core', 'orders', 'other')]);
  const { spec } = planned({ settings: { topics: ['orders', 'payments'] } });
  const { desired } = desiredState(spec);
  const live = (now: LiveFlow['settings'] | undefined) =>
    liveWorld({
      mirrormakers: new Map([
        ['mm2', liveMirrorMaker({ service: 'mm2', flows: known(now === undefined ? [] : [liveOf(now)]) })],
      ]),
      clusters: new Map([
        ['onprem', more],
        ['core', core],
      ]),
    });
  expect(topicsToCompare({ spec, live: live(undefined), logins: new Map(), desired })).toEqual(
    new Map([
      ['onprem', { topics: ['orders'], countedTopics: [] }],
      ['core', { topics: ['orders'], countedTopics: ['orders'] }],
    ]),
  );
  expect(
    topicsToCompare({
      spec,
      live: live({ ...identity, topics: ['orders', 'payments'] }),
      logins: new Map(),
      desired,
    }),
  ).toEqual(new Map());
});

function liveOf(now: LiveFlow['settings']): LiveFlow {
  const flow = liveFlow(now);
  return { ...flow, id: { ...flow.id, service: 'mm2' } };
}

function names(cluster: string, ...all: readonly string[]): readonly LiveTopic[] {
  return all.map((name) => topic(cluster, name, {}));
}

function copyOf(): LiveCluster {
  return liveCluster('core', [topic('core', 'onprem.orders', { 'retention.ms': own(30 * day) })]);
}

function longerSource(): LiveCluster {
  return liveCluster('onprem', [topic('onprem', 'orders', { 'retention.ms': own(90 * day) })]);
}

function coreOf(configs: Configs, parts: Partial<LiveTopic> = {}): LiveCluster {
  return liveCluster('core', [topic('core', 'orders', configs, parts)]);
}
