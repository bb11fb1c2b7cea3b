import type { Flow, FlowSettings } from '../src/model/flow.ts';
import type { Derived } from './derive.ts';
import { mirrorsHeartbeats } from './effects.ts';
import { comesOver, type FlowNames, type RunNames, type Scenario } from './scenario.ts';

/** Of a flow, what decides between failures. */
export interface FlowFacts {
  readonly exactlyOnce: boolean;
  /** The same of the worker of its backward heartbeats. */
  readonly backwardExactlyOnce: boolean;
  /** The heartbeats of the source are mirrored beside its topics. */
  readonly mirrorsHeartbeats: boolean;
  /** The topic of the source's heartbeats on the target is there before MirrorMaker 2 is. */
  readonly mirroredHeartbeatsAhead: boolean;
  /** The prefixes, on source and target, of what another flow shows and this one mirrors onward. */
  readonly onward: readonly string[];
  /** That other flow writes it, so it is there later than the rest. */
  readonly onwardComesOver: boolean;
  /** What a worker of its own is called on its target, and the one of its backward heartbeats on its source. */
  readonly workers: { readonly own: WorkerPlace; readonly backward: WorkerPlace | undefined };
  /** The offset-syncs topic, if another flow writes there too. */
  readonly sharedOffsetSyncs: string | undefined;
  /** A group of the other flow that reads the topic of this one. */
  readonly otherGroup: string | undefined;
}

/** The key of a cluster, and the alias that names of a worker end with there. */
export interface WorkerPlace {
  readonly cluster: string;
  readonly alias: string;
}

export function flowFacts(options: {
  readonly scenario: Scenario;
  readonly names: RunNames;
  readonly derived: Derived;
  readonly own: FlowNames;
}): FlowFacts & { readonly settings: FlowSettings } {
  const { scenario, names, own } = options;
  const { flows, topics } = options.derived;
  const { name, source, target, onward, otherGroup } = own;
  const settings = flows.find(({ id }) => id.source === source && id.target === target)?.settings;
  const flow = scenario.flows[names.flows.indexOf(own)];
  if (settings === undefined || flow === undefined) throw new Error(`the flow ${name} is not derived`);
  return {
    settings,
    exactlyOnce: settings.exactly_once_delivery_enabled,
    backwardExactlyOnce: scenario.exactlyOnceEverywhere === true && settings.exactly_once_delivery_enabled,
    mirrorsHeartbeats: mirrorsHeartbeats(scenario, flow),
    onward: onward === undefined ? [] : ['', `${source}.`].map((alias) => alias + stemOf(onward.topic)),
    onwardComesOver: scenario.flows[0] !== undefined && comesOver(scenario.flows[0], flow.source),
    workers: {
      own: { cluster: names.clusterOf(target), alias: source },
      backward: settings.emit_backward_heartbeats_enabled
        ? { cluster: names.clusterOf(source), alias: target }
        : undefined,
    },
    otherGroup,
    sharedOffsetSyncs: sharedOffsetSyncs(own, settings, flows, names),
    mirroredHeartbeatsAhead: topics.some(
      ({ id }) => id.cluster === names.clusterOf(target) && id.name === `${source}.heartbeats`,
    ),
  };
}

function sharedOffsetSyncs(
  own: FlowNames,
  settings: FlowSettings,
  flows: Derived['flows'],
  { clusterOf }: RunNames,
): string | undefined {
  const topicOf = (one: Flow['settings'], source: string, target: string) => {
    const [cluster, other] =
      one.offset_syncs_topic_location === 'source' ? [source, target] : [target, source];
    return { name: `mm2-offset-syncs.${other}.internal`, cluster: clusterOf(cluster) };
  };
  const topic = topicOf(settings, own.source, own.target);
  const writers = flows.filter(({ id, settings: other }) => {
    const its = topicOf(other, id.source, id.target);
    return its.name === topic.name && its.cluster === topic.cluster;
  });
  return writers.length > 1 ? topic.name : undefined;
}

/** `edge.orders.eu` under the prefix `edge.orders.`. */
function stemOf(topic: string): string {
  return topic.replace(/[^.]*$/, '');
}
