import { withLiveSettings } from '../../src/desired/derived/mirror-flows.ts';
import { observedTopics } from '../../src/desired/derived/view.ts';
import { desiredState } from '../../src/desired/desired.ts';
import { flowEffects } from '../../src/desired/effects/flow-effects.ts';
import { preflightFlows } from '../../src/desired/preflight/preflight.ts';
import type { FlowSettings } from '../../src/model/flow.ts';
import type { Live, LiveCluster } from '../../src/model/live.ts';
import { known, type Reading, unknown } from '../../src/model/reading.ts';
import type { LiveTopic, LiveTopicConfig } from '../../src/model/topic.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { checkGates } from '../../src/review/gates.ts';
import { effectiveSpec } from '../../src/spec/effective/effective-spec.ts';
import type { Spec } from '../../src/spec/spec.ts';
import {
  liveCluster,
  liveFlow,
  liveIntegration,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
} from './build/live.ts';
import { aivenCluster, flowSpec, mirrorMaker, specOf, topicSpec, topicSpecs } from './build/spec.ts';

/** A topic with `retention.ms` in days; left out: the brokers' 7. */
export interface EstateTopic {
  readonly days?: number;
  readonly partitions?: number;
}

export interface EstateLiveTopic extends EstateTopic {
  /** How many; 3 where it is left out. */
  readonly records?: number;
}

export interface EstateCluster {
  /** By name. */
  readonly live?: Readonly<Record<string, EstateLiveTopic>>;
  readonly spec?: Readonly<Record<string, EstateTopic & { readonly protect?: boolean }>>;
  /** The run leaves it out. */
  readonly leftOut?: boolean;
  /** The service that its alias is attached to now; left out: its own, `kafka-<key>`. */
  readonly attachedTo?: string;
}

type Settings = Partial<FlowSettings>;

export interface EstateFlow {
  readonly source: string;
  readonly target: string;
  /** As it is set up in Aiven; left out: it is not there. */
  readonly live?: Settings;
  /** As the spec has it; `removed`: named under removed. Left out: the spec does not list it. */
  readonly spec?: Settings | 'removed';
  /** `expect_topics: { at_most }`. */
  readonly atMost?: number;
}

/** Clusters of Aiven with topics, and the flows between them, all of one MirrorMaker 2 service. */
export interface Estate {
  readonly clusters: Readonly<Record<string, EstateCluster>>;
  readonly flows: readonly EstateFlow[];
  /** What the service has; `unread`: nobody could look. */
  readonly settings?: Readonly<Record<string, unknown>> | 'unread';
  /** What the spec states of it. */
  readonly stated?: { readonly sync_topic_configs_enabled: boolean };
}

export const brokersDays = 7;

export function daysInMs(days: number): string {
  return String(days * 86_400_000);
}

const brokers: LiveTopicConfig = {
  value: daysInMs(brokersDays),
  overridden: false,
  inherited: daysInMs(brokersDays),
  from: 'default',
};

export function estateTopic(cluster: string, name: string, one: EstateLiveTopic): LiveTopic {
  const { days, partitions = 1, records = 3 } = one;
  const retention = days === undefined ? brokers : { ...brokers, value: daysInMs(days), overridden: true };
  const policy: LiveTopicConfig = {
    value: 'delete',
    overridden: false,
    inherited: 'delete',
    from: 'default',
  };
  return liveTopic(cluster, name, {
    partitions,
    config: new Map([
      ['cleanup.policy', policy],
      ['retention.ms', retention],
    ]),
    ...(records === 0 ? { startOffset: 0, endOffset: 0 } : { size: records * 100 }),
  });
}

const position = { file: 'kafka.yaml', line: 9, column: 1 };

export function specOfEstate({ clusters, flows, stated }: Estate): Spec {
  const spec = specOf(
    Object.entries(clusters).map(([key, { spec: topics = {} }]) =>
      aivenCluster(key, {
        topics: topicSpecs(
          ...Object.entries(topics).map(([name, { days, partitions, protect = false }]) =>
            topicSpec(name, {
              partitions: partitions ?? 1,
              protect,
              unlistedConfig: 'keep',
              config: new Map(days === undefined ? [] : [['retention.ms', daysInMs(days)]]),
            }),
          ),
        ),
      }),
    ),
    [
      mirrorMaker(
        flows.flatMap(({ source, target, spec: settings, atMost }) => {
          const expectTopics = atMost === undefined ? {} : { expectTopics: { atMost, position } };
          if (settings === undefined || settings === 'removed') return [];
          return [flowSpec(source, target, { settings, ...expectTopics })];
        }),
        {
          removedFlows: new Map(
            flows.flatMap(({ source, target, spec: settings }) =>
              settings === 'removed'
                ? [
                    [
                      `${source} -> ${target}`,
                      {
                        source,
                        target,
                        position,
                        reason: 'done',
                      },
                    ],
                  ]
                : [],
            ),
          ),
          ...(stated === undefined
            ? {}
            : {
                settings: {
                  emit_checkpoints_enabled: true,
                  ...stated,
                  stated: new Set(['sync_topic_configs_enabled'] as const),
                },
              }),
        },
      ),
    ],
  );
  const leftOut = Object.entries(clusters).flatMap(([key, one]) => (one.leftOut === true ? [key] : []));
  return { ...spec, leftOut: new Set(leftOut) };
}

export function liveOfEstate({ clusters, flows, settings = {} }: Estate): Live {
  const named = <I extends { readonly service: string }>(id: I): I => ({ ...id, service: 'mm2' });
  const flowsThere = flows.flatMap(({ source, target, live }) => {
    if (live === undefined) return [];
    const one = liveFlow({ enabled: true, topics: ['.*'], ...live }, source, target);
    return [{ ...one, id: named(one.id) }];
  });
  const integrations = Object.entries(clusters).map(([key, { attachedTo = `kafka-${key}` }]) => {
    const one = liveIntegration(key, { source: { type: 'service', project: 'acme', service: attachedTo } });
    return { ...one, id: named(one.id) };
  });
  const settingsRead: Reading<Readonly<Record<string, unknown>>> =
    settings === 'unread' ? unknown('denied', 'not for this token') : known(settings);
  return liveWorld({
    mirrormakers: new Map([
      [
        'mm2',
        liveMirrorMaker({
          service: 'mm2',
          flows: known(flowsThere),
          integrations: known(integrations),
          settings: settingsRead,
        }),
      ],
    ]),
    clusters: new Map(Object.entries(clusters).map(([key, one]) => [key, clusterOf(key, one)])),
  });
}

function clusterOf(key: string, { live = {}, leftOut }: EstateCluster): LiveCluster {
  const topics = Object.entries(live).map(([name, one]) => estateTopic(key, name, one));
  const cluster = liveCluster(key, topics);
  if (leftOut !== true) return cluster;
  const out = unknown('left-out', `${key} is left out of this run`);
  return { ...cluster, topicNames: out, topics: new Map(), partitionCounts: new Map() };
}

export interface PlannedEstate {
  readonly plan: Plan;
  readonly spec: Spec;
  /** `orders on west: high data-loss: …`, of what flows bring about. */
  readonly told: readonly string[];
  /** Which gates stop it: `spec`, `input`. */
  readonly stoppedBy: (protectedTopics: readonly string[]) => readonly string[];
}

export function planEstate(estate: Estate): PlannedEstate {
  const live = liveOfEstate(estate);
  const spec = withLiveSettings(effectiveSpec(specOfEstate(estate), live), live);
  const logins = new Map();
  const { desired, findings } = desiredState(spec, observedTopics(live, logins));
  const preflight = preflightFlows({ spec, desired, live, logins });
  const effects = flowEffects({ spec, desired, live, logins });
  const plan = buildPlan({
    desired,
    live,
    findings: [...findings, ...preflight.findings],
    flows: preflight.flows,
    effects,
  });
  return {
    plan,
    spec,
    told: plan.risks
      .filter(({ consequence }) => /\bflow\b/.test(consequence))
      .map(({ id, level, code, consequence }) => `${level} ${code} at ${placedName(id)}: ${consequence}`),
    stoppedBy: (protectedTopics) =>
      checkGates(plan, {
        allowDelete: new Set(['flows', 'topics', 'acls', 'endpoints']),
        protectedTopics,
        maxDeletes: 999,
        maxChanges: 999,
      })
        .filter(({ code }) => code === 'topic-protected')
        .map(({ message }) => (message.includes('input') ? 'input' : 'spec')),
  };
}

function placedName(id: Plan['risks'][number]['id']): string {
  if (id.kind === 'topic') return `${id.name} on ${id.cluster}`;
  if (id.kind === 'flow') return `${id.source} -> ${id.target}`;
  return id.kind === 'integration' ? `alias ${id.cluster}` : id.kind;
}
