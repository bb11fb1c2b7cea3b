import type { LiveDraft } from '../untouched/drafts.ts';
import type { MatrixWorld } from './world.ts';

const plaintext = (host: string) => ({
  bootstrap_servers: [`${host}.example:9093`],
  security_protocol: 'PLAINTEXT',
});
const endpoint = (host: string) => ({
  name: `${host}-kafka`,
  userConfig: { bootstrap_servers: `${host}.example:9093`, security_protocol: 'PLAINTEXT' },
});
const plain = { access: 'off', create_topics: 'none' };
const policy = 'org.apache.kafka.connect.mirror.DefaultReplicationPolicy';

const surroundings: LiveDraft = {
  endpoints: [endpoint('onprem'), endpoint('edge')],
  integrations: [
    { alias: 'core', from: 'kafka-core', tuning: {}, others: {} },
    { alias: 'onprem', from: 'onprem-kafka', tuning: {}, others: {} },
  ],
};

function spec(flows: object, others: object = {}): object {
  return {
    clusters: {
      core: { service: 'kafka-core' },
      onprem: { ...plaintext('onprem'), mirror: { endpoint: 'onprem-kafka' } },
    },
    mirrormaker: { mm2: { flows, ...others } },
  };
}

export const flowWorlds: readonly MatrixWorld[] = [
  {
    kind: 'flow',
    name: 'a flow as Terraform makes it: topics.blacklist, every field of its schema, newer ones',
    live: {
      ...surroundings,
      flows: [
        {
          source_cluster: 'onprem',
          target_cluster: 'core',
          enabled: true,
          topics: ['orders'],
          'topics.blacklist': ['.*[\\-\\.]internal', '__.*'],
          replication_policy_class: policy,
          sync_group_offsets_enabled: true,
          sync_group_offsets_interval_seconds: 1,
          emit_heartbeats_enabled: true,
          emit_backward_heartbeats_enabled: false,
          offset_syncs_topic_location: 'source',
          replication_factor: 2,
          config_properties_exclude: 'follower\\.replication\\.throttled\\.replicas,min\\.insync\\.replicas',
          exactly_once_delivery_enabled: false,
          follower_fetching_enabled: true,
          offset_lag_max: 7,
        },
        { source_cluster: 'core', target_cluster: 'onprem', enabled: false, topics: ['back'] },
      ],
    },
    spec: spec(
      {
        'onprem -> core': {
          ...plain,
          topics: ['orders', 'payments'],
          topics_exclude: ['__.*', 'secret.*'],
          sync_group_offsets_interval_seconds: 60,
        },
      },
      { removed: { flows: { 'core -> onprem': { reason: 'one way only' } } } },
    ),
    wanted: {
      'flow mm2/onprem -> core': {
        changed: {
          topics: ['orders', 'payments'],
          topics_exclude: ['["__.*","secret.*"]'],
          sync_group_offsets_interval_seconds: 60,
        },
      },
      'flow mm2/core -> onprem': 'gone',
    },
  },
  {
    kind: 'flow',
    name: "a flow as the API's own description has it: topics_exclude, switches absent",
    live: {
      ...surroundings,
      flows: [
        {
          source_cluster: 'onprem',
          target_cluster: 'core',
          enabled: false,
          topics: ['orders'],
          topics_exclude: ['__.*'],
        },
      ],
    },
    spec: spec({
      'onprem -> core': {
        ...plain,
        topics: ['orders'],
        topics_exclude: ['__.*', 'secret.*'],
        emit_heartbeats_enabled: true,
        config_properties_exclude: ['retention\\.ms'],
        enabled: true,
      },
    }),
    wanted: {
      'flow mm2/onprem -> core': {
        changed: {
          enabled: true,
          topics_exclude: ['["__.*","secret.*"]'],
          emit_heartbeats_enabled: true,
          config_properties_exclude: 'retention\\.ms',
        },
      },
    },
  },
  {
    kind: 'flow',
    name: 'a new flow beside one with two lists of excluded topics that nobody here names',
    live: {
      ...surroundings,
      flows: [
        {
          source_cluster: 'elsewhere',
          target_cluster: 'core',
          enabled: true,
          topics: ['x'],
          'topics.blacklist': ['one'],
          topics_exclude: ['two'],
        },
      ],
    },
    spec: spec({ 'onprem -> core': { ...plain, topics: ['orders'], topics_exclude: ['__.*'] } }),
    wanted: {
      'flow mm2/onprem -> core': {
        made: { enabled: true, topics: ['orders'], topics_exclude: ['["__.*"]'] },
      },
    },
  },
  {
    kind: 'flow',
    name: 'a flow of a client that sends null and empty texts for what was never set, its list under two names',
    live: {
      ...surroundings,
      flows: [
        {
          source_cluster: 'onprem',
          target_cluster: 'core',
          enabled: true,
          topics: ['orders'],
          'topics.blacklist': ['__.*'],
          'topics.exclude': ['__.*'],
          topics_exclude: null,
          replication_policy_class: '',
          offset_syncs_topic_location: '',
          replication_factor: null,
          sync_group_offsets_enabled: null,
          sync_group_offsets_interval_seconds: null,
          emit_heartbeats_enabled: null,
          config_properties_exclude: ' min\\.insync\\.replicas , retention\\.ms',
          follower_fetching_enabled: null,
        },
      ],
    },
    spec: spec({
      'onprem -> core': {
        ...plain,
        topics: ['payments', 'orders'],
        topics_exclude: ['__.*', 'secret.*'],
        offset_syncs_topic_location: 'source',
        emit_heartbeats_enabled: false,
        config_properties_exclude: ['retention\\.ms', 'min\\.insync\\.replicas'],
        enabled: true,
      },
    }),
    wanted: {
      'flow mm2/onprem -> core': {
        changed: {
          topics: ['payments', 'orders'],
          topics_exclude: ['["__.*","secret.*"]'],
        },
        // Empty texts mean that nothing was set.
        mayChange: ['replication_policy_class', 'offset_syncs_topic_location'],
      },
    },
  },
];
