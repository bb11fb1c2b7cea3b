import { error, notice, warning } from './rule.ts';

export const flowRules = {
  'unknown-cluster': error(
    'a flow or its tuning names a cluster that is not declared',
    'The Aiven API accepts any alias and the flow then silently does nothing.',
    'flows:\n  onprm -> core: {}',
  ),
  'flow-to-itself': error(
    'a flow from a cluster to itself',
    'Source and target must be two clusters.',
    'flows:\n  core -> core: {}',
  ),
  'no-mirror': error(
    'an external cluster in a flow without `mirror`',
    'MirrorMaker 2 reaches an external cluster through an integration endpoint, which is made of `mirror`.',
    'flows:\n  onprem -> core: {}   # and onprem has no mirror:',
  ),
  'flow-to-same-brokers': error(
    'a flow between two aliases of one cluster',
    'What the flow writes matches its patterns again: `a.orders`, `a.a.orders` and so on.',
    'onprem: { aliases: { a: {}, b: {} } }\nflows:\n  a -> b: {}',
  ),
  'alias-in-two-services': error(
    'an alias that the spec lists is a source, or a target, in two MirrorMaker 2 services',
    'Aliases are listed so that each service has its own: topics of MirrorMaker 2 and mirrored topics are named after them, so flows of two services could meet in one. A service may use an alias in both directions.',
    'onprem: { aliases: { a: {} } }\nmm2-a: { flows: { a -> core: {} } }\nmm2-b: { flows: { a -> lab: {} } }',
  ),
  'alias-attached-twice': error(
    'one MirrorMaker 2 service uses two aliases that lead through one endpoint or to one Aiven service',
    'Aiven attaches a source to a service once and answers 409 to the second.',
    'onprem: { aliases: { a: {}, b: {} } }\nmm2: { flows: { a -> core: {}, b -> lab: {} } }',
  ),
  'alias-inside-alias': warning(
    'the alias of a source is the dotted beginning of another one',
    'Topics of `eu.west` arrive as `eu.west.orders`, which also reads as topic `west.orders` of `eu`: rights and flows for `eu.` reach them too.',
    'flows:\n  eu -> core: {}\n  eu.west -> core: {}',
  ),
  'pattern-twice': notice(
    'a pattern stands twice in a list',
    'MirrorMaker 2 4.2 and later drop the second and warn; earlier ones take both.',
    'topics: [orders, orders]',
  ),
  'pattern-excluded': notice(
    'a topic that the flow names is excluded by the same flow',
    '`topics_exclude` wins over `topics` (MirrorSourceConnector.shouldReplicateTopic), so the name has no effect.',
    "topics: [orders]\ntopics_exclude: ['orders.*']",
  ),
  'pattern-without-topics': warning(
    'a pattern, or the whole flow, mirrors no topic whatever the source has',
    'MirrorMaker 2 leaves out internal topics (`__…`, `.…`, its own), no topic has characters such as spaces in its name, and `topics_exclude` wins over `topics`.',
    'topics: [__consumer_offsets]',
  ),
  'heartbeats-not-excluded': notice(
    'heartbeats are excluded, which has no effect',
    'MirrorMaker 2 mirrors every heartbeats topic it may see, past both lists of patterns. Take the rights on it away instead.',
    'topics_exclude: [heartbeats]',
  ),
  'groups-active-on-target': notice(
    'group offsets are synchronised in both directions',
    'Offsets of a group that has members on the target are refused (UNKNOWN_MEMBER_ID), so each group moves one way at most: to where it is idle.',
    'a -> b: { sync_group_offsets_enabled: true }\nb -> a: { sync_group_offsets_enabled: true }',
  ),
  'principal-in-both-roles': warning(
    'one login is the source of a flow and the target of another, and its rights are not managed here',
    'What one flow may write the other one sees and mirrors: heartbeats above all. With `access: manage` both are derived together.',
    'flows:\n  a -> b: { access: check }\n  b -> a: { access: check }',
  ),
  'flow-in-two-services': error(
    'one flow in two MirrorMaker 2 services, or from one alias to two aliases of one cluster; backward heartbeats count as the reverse flow',
    'Both would join the same Connect group on the target (`<source>-mm2`) and overwrite each other in its topics. After a restart one of them stops, without an error.',
    'mirrormaker:\n  mm2-a: { flows: { onprem -> core: {} } }\n  mm2-b: { flows: { onprem -> core: {} } }',
  ),
  'regex-is-glob': warning(
    'a glob where a regular expression is read',
    'In `edge*` the star repeats the letter before it: it matches `edg`, `edge` and `edgee`, and no other topic. Where a plan sees that it matches nothing and the glob would, it is an error.',
    "topics: ['edge*']",
  ),
  'pattern-comma': error(
    'a comma in a topic pattern',
    'MirrorMaker 2 takes the patterns as one comma-separated list, so the comma splits the pattern in two.',
    "topics: ['orders{1,2}']",
  ),
  'pattern-invalid': error(
    'a topic pattern that cannot be used',
    'Patterns are Java regular expressions on the whole name. They are evaluated with RE2, which has no look-around, back-references and possessive quantifiers, and cannot be made slow.',
    "topics: ['*.orders']",
  ),
  'expect-topics': error(
    'expect_topics cannot be met',
    'at_least is more than at_most, or neither is given.',
    'expect_topics: { at_least: 5, at_most: 2 }',
  ),
  'alias-with-dot': error(
    'a source alias with a dot under the default replication policy',
    'DefaultReplicationPolicy splits remote names at the first dot, so `eu.west.orders` is taken for topic `west.orders` of `eu`: topics are created again and again, and loops are not seen.',
    'flows:\n  eu.west -> core: {}',
  ),
  'remote-name-too-long': error(
    'a mirrored topic would have a name of more than 249 characters',
    'The default policy puts the source alias and a dot before the name. Shorten the alias or use the identity policy.',
    '# alias of 128 characters, topic of 130',
  ),
  'replication-loop': error(
    'topics would be copied round in a circle',
    'Under the identity policy MirrorMaker 2 cannot see where a record came from, so each record comes back for ever. Where a flow with the default policy is in the circle, it comes back under a longer name each time. Exclude the topics in one direction, or use the default policy in all of them.',
    'flows:\n  a -> b: { replication_policy: identity }\n  b -> a: { replication_policy: identity }',
  ),
  'replication-loop-possible': warning(
    'topics might be copied round in a circle',
    'The patterns of the flows could not be shown to be disjoint. Check them by hand, or write them as names and prefixes.',
    "flows:\n  a -> b: { replication_policy: identity, topics: ['x.*y'] }\n  b -> a: { replication_policy: identity, topics: ['.*z'] }",
  ),
  'replication-returns': warning(
    'records come back to their cluster, because it goes by two aliases',
    'MirrorMaker 2 does not send a topic to a cluster whose alias is in its name. Under another alias it does not know the cluster, so a copy of everything comes back.',
    'dc1: { aliases: { src1: {}, src2: {} } }\nflows:\n  src1 -> core: {}\n  core -> src2: {}',
  ),
  'topic-written-by-flow': warning(
    'a listed topic, or one under `removed`, is also written by a flow',
    'Its partitions follow the source, and records of other producers mix with the mirrored ones. Expected when a mirrored topic is created ahead with settings of its own. One that is removed comes back while its source is there, without the records that were mirrored before.',
    'core: { topics: { onprem.orders: {} } }\n# and a flow onprem -> core that mirrors orders',
  ),
  'exactly-once-differs': warning(
    'flows into one cluster differ in exactly_once_delivery_enabled',
    'In MirrorMaker 2 exactly-once is a setting of the target, not of the flow.',
    'a -> c: { exactly_once_delivery_enabled: true }\nb -> c: {}',
  ),
  'checkpoints-off': warning(
    'group offsets are synchronised without checkpoints',
    'MirrorCheckpointConnector does both; with checkpoints off no offset is written.',
    'settings: { emit_checkpoints_enabled: false }\nflows: { a -> b: { sync_group_offsets_enabled: true } }',
  ),
  'sync-without-groups': warning(
    'group offsets are synchronised, and no group is granted',
    'On an external cluster the flow sees only the groups under `groups`; without any nothing is synchronised.',
    'onprem -> core: { sync_group_offsets_enabled: true }',
  ),
  'tuning-conflict': warning(
    'tuning settings of one integration that do not go together',
    'Aiven takes each within its own range. A plan also looks at what the live integration has and the spec does not state.',
    'clusters: { core: { producer_batch_size: 2097152, producer_max_request_size: 1048576 } }',
  ),
  'tuning-unusable': error(
    'a tuning setting with which no record can be copied',
    'Within the range of the Aiven API, and of no use: a timeout, a request or a socket buffer of nothing.',
    'clusters: { core: { producer_request_timeout_ms: 0 } }',
  ),
  'unused-tuning': warning(
    'tuning for a cluster that no flow of the service uses',
    'Clusters are attached because a flow names them; this one is not.',
    'clusters: { partner: { consumer_max_poll_records: 2000 } }',
  ),
} as const;
