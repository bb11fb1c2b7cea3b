import { sourceRules } from '../../src/mirrormaker/access-source.ts';
import { internalTopicRules } from '../../src/mirrormaker/internal-topics.ts';
import type { Change } from '../../src/model/change.ts';
import type { FlowPreflight } from '../../src/model/flow-preflight.ts';
import { known, unknown } from '../../src/model/reading.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { assessRisks } from '../../src/plan/risk/risk.ts';
import type { ReportContext } from '../../src/report/words/report-context.ts';
import {
  at,
  changeEndpoint,
  createAcls,
  createAivenAcl,
  createEndpoint,
  createFlow,
  createIntegration,
  createTopic,
  declared,
  deleteAcls,
  deleteTopic,
  derivedBy,
  field,
  kafkaAcl,
  planOf,
  removed,
  topic,
  topicId,
  updateFlow,
  updateTopic,
} from './plan-builder.ts';

export const context: ReportContext = {
  run: { label: 'kafka #482', url: 'https://github.com/acme/kafka/actions/runs/17230045112' },
  head: '4f2c9e1b00000000000000000000000000000000',
  base: { branch: 'main', sha: 'a81d0c3000000000000000000000000000000000' },
  readAt: new Date('2026-11-22T18:04:31Z'),
  specDigest: 'sha256:77aa01be92c30000000000000000000000000000000000000000000000000000',
  version: '1.4.0',
  fullPlanUrl: 'https://github.com/acme/kafka/actions/runs/17230045112#summary-48812',
  sourceUrl: 'https://github.com/acme/kafka/blob/4f2c9e1b',
};

const { S1, S2, S3, S4, S6 } = sourceRules;
const internalTopic = derivedBy(internalTopicRules.I4);
const readSource = derivedBy(S1);
const readConfigs = derivedBy(S2);
const writeSyncs = derivedBy(S3);
const readSyncs = derivedBy(S4);
const describeGroups = derivedBy(S6);
const syncs = { resourceName: 'mm2-offset-syncs.core.internal', patternType: 'LITERAL' } as const;
const readings = { resourceName: 'edge.readings', patternType: 'LITERAL' } as const;
const alerts = { resourceName: 'edge.alerts.' } as const;
const groups = { resourceType: 'Group', resourceName: 'edge-' } as const;

const topology: Plan['topology'] = {
  clusters: [
    { key: 'core', aliases: ['core'], type: 'aiven', contacted: true },
    { key: 'onprem', aliases: ['onprem'], type: 'external', contacted: true },
    { key: 'partner', aliases: ['partner'], type: 'external', contacted: true },
  ],
  flows: [
    {
      service: 'mm2-core',
      source: 'onprem',
      target: 'core',
      topics: ['edge\\.readings', 'edge\\.alerts\\..*'],
      enabled: true,
      state: 'changed',
    },
    {
      service: 'mm2-core',
      source: 'partner',
      target: 'core',
      topics: ['shared\\..*'],
      enabled: false,
      state: 'new',
    },
  ],
};

const toCore: FlowPreflight = {
  service: 'mm2-core',
  source: 'onprem',
  target: 'core',
  enabled: true,
  matches: known({
    seenBy: 'admin',
    partitions: 24,
    doubtful: [],
    topics: ['edge.alerts.door', 'edge.alerts.power', 'edge.readings'].map((name, index) => ({
      name,
      partitions: index === 2 ? 12 : 6,
      remote: `onprem.${name}`,
      onTarget: index === 2 ? 'exists' : 'new',
    })),
  }),
  notEvaluable: [],
  logins: [
    {
      cluster: 'onprem',
      endpoint: 'onprem-kafka',
      state: 'accepted',
      message: '',
      needed: 9,
      lacks: [
        'Describe on Group edge-*',
        'Read on Topic edge.readings',
        'DescribeConfigs on Topic edge.readings',
        'Read on Topic edge.alerts.*',
        'DescribeConfigs on Topic edge.alerts.*',
        'Write on Topic mm2-offset-syncs.core.internal',
        'Read on Topic mm2-offset-syncs.core.internal',
      ],
      stopsBy: [],
      notTold: 0,
      grantedByPlan: true,
    },
  ],
};
const fromPartner: FlowPreflight = {
  ...toCore,
  source: 'partner',
  enabled: false,
  matches: known({
    seenBy: 'mirror',
    partitions: 3,
    doubtful: [],
    topics: [{ name: 'shared.prices', partitions: 3, remote: 'partner.shared.prices', onTarget: 'new' }],
  }),
  logins: [
    {
      cluster: 'partner',
      endpoint: 'partner-kafka',
      state: 'accepted',
      message: '',
      needed: 3,
      lacks: ['Describe on Group billing-*'],
      stopsBy: [],
      notTold: 0,
      grantedByPlan: false,
    },
  ],
};
const connectionDiffers =
  'the connection of onprem differs from the default branch: no credentials are sent there before the change is merged';

const busyChanges: readonly Change[] = [
  changeEndpoint('update', 'onprem-kafka', [
    field(
      'bootstrap_servers',
      'kafka-1.corp.example:9092',
      'kafka-1.corp.example:9093,kafka-2.corp.example:9093',
    ),
    field('security_protocol', 'SASL_PLAINTEXT', 'SASL_SSL'),
    field(
      'sasl_plain_password',
      { secret: 'set', name: 'ONPREM_MM2_PASSWORD' },
      { secret: 'changed', name: 'ONPREM_MM2_PASSWORD' },
    ),
  ]),
  createEndpoint('partner-kafka', {
    bootstrap_servers: 'kafka.partner.example:9094',
    security_protocol: 'SSL',
    ssl_client_cert: { secret: 'set', name: 'PARTNER_CLIENT_CERT' },
    ssl_client_key: { secret: 'set', name: 'PARTNER_CLIENT_KEY' },
  }),
  updateTopic('core', 'audit', [field('partitions', '6', '12')]),
  createTopic('core', 'orders.created', {
    partitions: '24',
    replication: '3',
    'config.retention.ms': '604800000',
    'config.max.message.bytes': '2097152',
    'tags.team': 'orders',
  }),
  deleteTopic('core', 'orders.legacy', removed('replaced by orders.created'), 44_023_414_784),
  updateTopic(
    'core',
    'payments',
    [field('config.retention.ms', '604800000', '259200000'), field('config.compression.type', 'zstd', null)],
    declared(),
    { 'compression.type': 'producer' },
  ),
  createAivenAcl(),
  ...deleteAcls(['Read', 'Write'], {
    cluster: 'core',
    principal: 'User:svc-old',
    resourceName: 'orders.created',
    patternType: 'LITERAL',
  }),
  ...createAcls(
    ['Read', 'Describe'],
    { cluster: 'core', principal: 'User:svc-audit', resourceName: 'orders.' },
    declared(),
  ),
  createTopic(
    'onprem',
    'mm2-offset-syncs.core.internal',
    { partitions: '1', replication: '3', 'config.cleanup.policy': 'compact' },
    internalTopic,
  ),
  ...createAcls(['Describe'], groups, describeGroups),
  ...createAcls(['Read'], readings, readSource),
  ...createAcls(['DescribeConfigs'], readings, readConfigs),
  ...createAcls(['Read'], alerts, readSource),
  ...createAcls(['DescribeConfigs'], alerts, readConfigs),
  ...createAcls(['Read'], syncs, readSyncs),
  ...createAcls(['Write'], syncs, writeSyncs),
  createIntegration('mm2-core', 'partner', { source: 'endpoint partner-kafka' }),
  updateFlow(
    'mm2-core',
    ['onprem', 'core'],
    [
      field('topics', ['edge\\.old\\..*'], ['edge\\.readings', 'edge\\.alerts\\..*']),
      field('sync_group_offsets_interval_seconds', '60', '600'),
    ],
  ),
  createFlow('mm2-core', ['partner', 'core'], {
    enabled: 'false',
    topics: ['shared\\..*'],
    replication_policy: 'default',
    offset_syncs_topic_location: 'target',
  }),
];

/** A bit of everything: what a busy pull request looks like. */
export const busyPlan: Plan = planOf({
  changes: busyChanges,
  risks: assessRisks(busyChanges),
  findings: [
    {
      code: 'replication-change-unsupported',
      severity: 'warning',
      message:
        'topic edge.readings on onprem has replication factor 2 and the spec asks for 3: left as it is',
      hint: 'Move replicas with kafka-reassign-partitions, or set replication to the live value.',
      position: at(78),
    },
  ],
  leftAlone: [
    { id: topicId('core', '__consumer_offsets'), why: 'internal' },
    { id: topicId('core', 'scratch.a'), why: 'outside-manage' },
    { id: topicId('core', 'scratch.b'), why: 'outside-manage' },
    {
      id: topicId('core', 'payments'),
      why: 'not-stated',
      fields: [{ field: 'segment.bytes', value: '536870912' }],
    },
  ],
  unchanged: 61,
  topology,
  flows: [toCore, fromPartner],
});

/** A pull request that points an external cluster elsewhere: nothing there may be read. */
export const notContactedPlan: Plan = planOf({
  changes: [createTopic('core', 'orders.created', { partitions: '6', replication: '3' })],
  unread: (['topic', 'kafka-acl'] as const).map((kind) => ({
    place: 'onprem',
    kind,
    reason: unknown('not-contacted', connectionDiffers),
  })),
  pending: [
    {
      place: 'onprem',
      resource: topic(topicId('onprem', 'mm2-offset-syncs.core.internal'), internalTopic),
      fields: [
        { field: 'partitions', to: '1' },
        { field: 'replication', to: '3' },
        { field: 'config.cleanup.policy', to: 'compact' },
      ],
    },
    ...(['Read', 'DescribeConfigs'] as const).map((operation) => ({
      place: 'onprem',
      resource: kafkaAcl({ ...alerts, operation }, operation === 'Read' ? readSource : readConfigs),
      fields: [],
    })),
  ],
  unchanged: 12,
  flows: [
    {
      ...toCore,
      matches: unknown('not-contacted', connectionDiffers),
      logins: toCore.logins.map((login) => ({
        ...login,
        state: 'not-contacted',
        message: connectionDiffers,
        lacks: [],
        grantedByPlan: false,
      })),
    },
  ],
  topology: {
    clusters: topology.clusters.map((cluster) => ({ ...cluster, contacted: cluster.key !== 'onprem' })),
    flows: topology.flows.map((each, index) => ({ ...each, state: index === 0 ? 'unchanged' : each.state })),
  },
});

/** One place did not answer. */
export const unreadPlan: Plan = planOf({
  changes: [createFlow('mm2-core', ['partner', 'core'], { enabled: 'false', topics: ['shared\\..*'] })],
  unread: [
    {
      place: 'onprem',
      kind: 'topic',
      reason: unknown('unreachable', 'connect ETIMEDOUT kafka-1.corp.example:9093 after 20 s'),
    },
    {
      place: 'core',
      kind: 'topic',
      name: 'orders.created',
      reason: unknown('incomplete', 'Aiven answered without its configuration twice'),
    },
  ],
  unchanged: 30,
  topology: { clusters: topology.clusters, flows: topology.flows.slice(1) },
});

export const inSyncPlan: Plan = planOf({ unchanged: 70, topology });
