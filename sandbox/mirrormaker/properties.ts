import type { MirrorMakerCluster, MirrorMakerConfig } from '../aiven/mirrormaker-config.ts';
import type { Flow, UserConfig } from '../aiven/state.ts';
import { endpointLogin, type ServiceLogin, serviceLogin } from './cluster-login.ts';

export interface PropertiesOptions {
  readonly config: MirrorMakerConfig;
  /** How MirrorMaker 2 reaches the brokers of an Aiven service. `undefined`: it cannot, and the cluster's flows do not run. */
  readonly services: (project: string, service: string) => ServiceLogin | undefined;
  /**
   * Seconds between two rounds of what MirrorMaker 2 repeats: looking for topics, groups and configs, writing checkpoints,
   * group offsets and its own positions. For what the API has a field for, a set field wins. MirrorMaker 2's own
   * defaults (60 s, 600 s) unless told.
   */
  readonly everySeconds?: number;
  /** With a flow that delivers exactly once all workers do, not only those of its target. Which ones Aiven means is not published. */
  readonly exactlyOnceEverywhere?: boolean;
}

/**
 * `mm2.properties` for Apache Kafka's `MirrorMaker`, from what was written through the Aiven API. Empty if nothing is to
 * run: no enabled flow between two attached clusters. How Aiven makes its properties is not published. Where that leaves
 * a choice, the comments say so.
 */
export function mirrorMakerProperties(options: PropertiesOptions): ReadonlyMap<string, string> {
  const { config, services, everySeconds, exactlyOnceEverywhere = false } = options;
  const clusters = new Map(
    config.clusters.flatMap((cluster) => {
      const login = loginOf(cluster, services);
      return login === undefined ? [] : [[cluster.alias, { ...cluster, ...login }] as const];
    }),
  );
  const flows = runningFlows(config, (alias) => clusters.has(alias));
  if (flows.length === 0) return new Map();
  const used = [...clusters.values()].filter(({ alias }) => flows.some((flow) => touches(flow, alias)));

  return new Map<string, string>([
    ['clusters', used.map(({ alias }) => alias).join(',')],
    // Apache's default is true and would start a worker for every pair of clusters.
    ['emit.heartbeats.enabled', 'false'],
    // Else every class of every jar is looked at, which takes twenty seconds.
    ['plugin.discovery', 'service_load'],
    ...(everySeconds === undefined ? [] : intervals(everySeconds)),
    ...settings(config.settings),
    ...exactlyOnceProcess(flows),
    ...used.flatMap((cluster) =>
      prefixed(`${cluster.alias}.`, [
        ...cluster.properties,
        ...tuning(cluster.tuning),
        ...workerStorage(flows, cluster.alias, cluster.brokers),
        ...exactlyOnceWorker(flows, cluster.alias, exactlyOnceEverywhere),
        ['plugin.discovery', 'service_load'],
        ...(everySeconds === undefined ? [] : workerIntervals(everySeconds)),
      ]),
    ),
    ...flows.flatMap((flow) =>
      prefixed(`${flow.source_cluster}->${flow.target_cluster}.`, [
        ['enabled', 'true'],
        ...flowFields(flow),
        ...ownTopics(
          flow,
          clusters.get(flow.source_cluster)?.brokers,
          clusters.get(flow.target_cluster)?.brokers,
        ),
      ]),
    ),
    ...heartbeats(flows, (alias) => clusters.get(alias)?.brokers),
  ]);
}

/** Aiven takes flows between aliases that are not attached, and runs none of them. */
export function runningFlows(
  config: Pick<MirrorMakerConfig, 'flows'>,
  attached: (alias: string) => boolean,
): readonly Flow[] {
  return config.flows.filter(
    (flow) => flow.enabled && attached(flow.source_cluster) && attached(flow.target_cluster),
  );
}

function touches(flow: Flow, alias: string): boolean {
  return flow.source_cluster === alias || flow.target_cluster === alias;
}

type Property = readonly [name: string, value: string];

function loginOf(cluster: MirrorMakerCluster, services: PropertiesOptions['services']) {
  const { source } = cluster;
  if (source.type === 'endpoint') return { properties: endpointLogin(source.userConfig), brokers: undefined };
  const login = services(source.project, source.service);
  return login && { properties: serviceLogin(login), brokers: login.brokers };
}

/** Fields of a replication flow. What is not set keeps MirrorMaker 2's default, which is Aiven's too unless said. */
function flowFields(flow: Flow): readonly Property[] {
  return [
    ...list('topics', flow['topics']),
    ...list('topics.exclude', flow['topics.blacklist'] ?? flow['topics.exclude'] ?? flow['topics_exclude']),
    ...excludedConfigs(flow['config_properties_exclude']),
    ...plain('replication.policy.class', flow['replication_policy_class']),
    ...plain('replication.factor', flow['replication_factor']),
    ...plain('sync.group.offsets.enabled', flow['sync_group_offsets_enabled']),
    ...plain('sync.group.offsets.interval.seconds', flow['sync_group_offsets_interval_seconds']),
    ...plain('offset.lag.max', flow['offset_lag_max']),
    ...plain('offset-syncs.topic.location', flow['offset_syncs_topic_location']),
    // Aiven has no field for it. Apache's default is true and needs the right to give rights on the target.
    ['sync.topic.acls.enabled', 'false'],
    // With exactly-once a source connector is refused unless it reads what is committed.
    ...(flow['exactly_once_delivery_enabled'] === true
      ? [['source.consumer.isolation.level', 'read_committed'] as const]
      : []),
    // The nearest replica of a broker is the one in the same rack; brokers without racks ignore it.
    ...(flow['follower_fetching_enabled'] === true
      ? [['source.consumer.client.rack', 'sandbox'] as const]
      : []),
  ];
}

/** Aiven adds `unclean.leader.election.enable` to what is set. */
function excludedConfigs(value: unknown): readonly Property[] {
  return typeof value === 'string'
    ? [
        [
          'config.properties.exclude',
          [...(value === '' ? [] : [value]), 'unclean\\.leader\\.election\\.enable'].join(','),
        ],
      ]
    : [];
}

/**
 * A worker can only write heartbeats into its own target. So "backward" is a worker of the opposite pair that has no
 * flow. Aiven's default is false for both.
 */
function heartbeats(
  flows: readonly Flow[],
  brokers: (alias: string) => number | undefined,
): readonly Property[] {
  return flows.flatMap((flow) => {
    const reverse = flows.find((other) => isReverse(flow, other));
    const forward =
      flow['emit_heartbeats_enabled'] === true || reverse?.['emit_backward_heartbeats_enabled'] === true;
    const own: Property = [
      `${flow.source_cluster}->${flow.target_cluster}.emit.heartbeats.enabled`,
      String(forward),
    ];
    // With a reverse flow, its own line above says it.
    if (reverse !== undefined) return [own];
    const backward = flow['emit_backward_heartbeats_enabled'] === true;
    const back = `${flow.target_cluster}->${flow.source_cluster}.`;
    return [
      own,
      [`${back}enabled`, 'false'],
      [`${back}emit.heartbeats.enabled`, String(backward)],
      ...(backward
        ? plain(
            `${back}heartbeats.topic.replication.factor`,
            internalReplication([flow], brokers(flow.source_cluster)),
          )
        : []),
    ];
  });
}

function isReverse(flow: Flow, other: Flow): boolean {
  return other.source_cluster === flow.target_cluster && other.target_cluster === flow.source_cluster;
}

/** `user_config.kafka_mirrormaker` of the MirrorMaker service: for all flows, unless a flow says otherwise. */
function settings(config: UserConfig): readonly Property[] {
  return [
    ...plain('emit.checkpoints.enabled', config['emit_checkpoints_enabled']),
    ...plain('emit.checkpoints.interval.seconds', config['emit_checkpoints_interval_seconds']),
    ...list('groups', config['groups']),
    ...list('groups.exclude', config['groups_exclude']),
    ...plain('offset.lag.max', config['offset_lag_max']),
    ...plain('refresh.groups.enabled', config['refresh_groups_enabled']),
    ...plain('refresh.groups.interval.seconds', config['refresh_groups_interval_seconds']),
    ...plain('refresh.topics.enabled', config['refresh_topics_enabled']),
    ...plain('refresh.topics.interval.seconds', config['refresh_topics_interval_seconds']),
    ...plain('sync.group.offsets.enabled', config['sync_group_offsets_enabled']),
    ...plain('sync.group.offsets.interval.seconds', config['sync_group_offsets_interval_seconds']),
    ...plain('sync.topic.configs.enabled', config['sync_topic_configs_enabled']),
    // The emulated service has one node with one CPU.
    ...plain('tasks.max', config['tasks_max_per_cpu']),
    ...plain('admin.timeout.ms', config['admin_timeout_ms']),
  ];
}

/** Of an integration: its `consumer_` fields matter where the cluster is a source, its `producer_` fields where it is a target. */
function tuning(config: UserConfig): readonly Property[] {
  return Object.entries(config).flatMap(([field, value]) => plain(field.replaceAll('_', '.'), value));
}

/**
 * Replication of the topics that a worker makes for itself. On an Aiven service Aiven sees to it, so it fits the
 * brokers. Of an external cluster it knows the flow's `replication_factor` only; Apache's default is 3.
 */
function workerStorage(
  flows: readonly Flow[],
  alias: string,
  brokers: number | undefined,
): readonly Property[] {
  const factor = internalReplication(
    flows.filter((flow) => touches(flow, alias)),
    brokers,
  );
  return ['config', 'offset', 'status'].flatMap((kind) =>
    plain(`${kind}.storage.replication.factor`, factor),
  );
}

function ownTopics(
  flow: Flow,
  sourceBrokers: number | undefined,
  targetBrokers: number | undefined,
): readonly Property[] {
  const onTarget = internalReplication([flow], targetBrokers);
  const atTarget = flow['offset_syncs_topic_location'] === 'target';
  return [
    ...plain('checkpoints.topic.replication.factor', onTarget),
    ...plain('heartbeats.topic.replication.factor', onTarget),
    ...plain(
      'offset-syncs.topic.replication.factor',
      atTarget ? onTarget : internalReplication([flow], sourceBrokers),
    ),
  ];
}

function internalReplication(flows: readonly Flow[], brokers: number | undefined): number | undefined {
  if (brokers !== undefined) return Math.min(3, brokers);
  const stated = flows
    .map((flow) => flow['replication_factor'])
    .filter((factor) => typeof factor === 'number');
  return stated.length === 0 ? undefined : Math.min(3, ...stated);
}

/** One switch per worker, and so per target, although Aiven has it per flow: how Aiven solves that is not published. */
function exactlyOnceWorker(flows: readonly Flow[], alias: string, everywhere: boolean): readonly Property[] {
  return flows.some((flow) => (everywhere || flow.target_cluster === alias) && exactlyOnce(flow))
    ? [['exactly.once.source.support', 'enabled']]
    : [];
}

/** Workers fence each other's tasks over it (KIP-710). */
function exactlyOnceProcess(flows: readonly Flow[]): readonly Property[] {
  return flows.some(exactlyOnce)
    ? [
        ['dedicated.mode.enable.internal.rest', 'true'],
        ['listeners', 'http://127.0.0.1:0'],
      ]
    : [];
}

function exactlyOnce(flow: Flow): boolean {
  return flow['exactly_once_delivery_enabled'] === true;
}

function intervals(seconds: number): readonly Property[] {
  return [
    'refresh.topics',
    'refresh.groups',
    'emit.checkpoints',
    'sync.group.offsets',
    'sync.topic.configs',
  ].map((job) => [`${job}.interval.seconds`, String(seconds)]);
}

function workerIntervals(seconds: number): readonly Property[] {
  return [['offset.flush.interval.ms', String(seconds * 1000)]];
}

function prefixed(prefix: string, properties: readonly Property[]): readonly Property[] {
  return properties.map(([name, value]) => [prefix + name, value]);
}

function plain(name: string, value: unknown): readonly Property[] {
  return value === undefined || value === null ? [] : [[name, String(value)]];
}

/** Kafka splits lists at commas, so a comma inside a pattern splits that pattern, as it does on the real service. */
function list(name: string, value: unknown): readonly Property[] {
  return Array.isArray(value) ? [[name, value.join(',')]] : plain(name, value);
}
