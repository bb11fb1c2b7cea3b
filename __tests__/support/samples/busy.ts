import { randomUUID } from 'node:crypto';
import type { Live } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import {
  inherited,
  liveCluster,
  liveEndpoint,
  liveFlow,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
  overridden,
} from '../build/live.ts';
import { kafkaAclId } from '../build/resources.ts';

import { attached } from './attached.ts';
import { desiredOf } from './desired-of.ts';
import { fromPartner, toCore } from './preflights.ts';

/** What the sample plans are plans of: a spec as somebody writes it, against what Aiven and the clusters hold. */
const spec = `version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage:
      topics: { scope: [audit, orders.*, payments] }
      acls: { principals: ['User:svc-*'] }
    topics:
      audit: { partitions: 12, replication: 3 }
      orders.created:
        partitions: 24
        replication: 3
        tags: { team: orders }
        config: { retention.ms: 7d, max.message.bytes: 2MiB }
      orders.returned: { partitions: 6, replication: 3 }
      payments: { config: { retention.ms: 3d, compression.type: null } }
    removed:
      topics:
        orders.legacy: { reason: replaced by orders.created }
    acls:
      kafka:
        - { principal: User:svc-audit, topic: orders., pattern: prefixed, allow: [Read, Describe] }
      aiven:
        - { username: svc-legacy, topic: orders.*, permission: read }
  onprem:
    bootstrap_servers: [kafka-1.corp.example:9093, kafka-2.corp.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    mirror:
      endpoint: onprem-kafka
      sasl_plain_username: aiven-mm2
      sasl_plain_password: { secret: ONPREM_MM2_PASSWORD }
    admin:
      sasl_plain_username: kafka-admin
      sasl_plain_password: { secret: ONPREM_ADMIN_PASSWORD }
    manage:
      topics: { scope: [edge.*] }
      acls: { principals: ['User:aiven-mm2'] }
    topics:
      edge.readings: { partitions: 12, replication: 3 }
  partner:
    bootstrap_servers: [kafka.partner.example:9094]
    security_protocol: SSL
    mirror:
      endpoint: partner-kafka
      ssl_client_cert: { secret: PARTNER_CLIENT_CERT }
      ssl_client_key: { secret: PARTNER_CLIENT_KEY }
mirrormaker:
  mm2-core:
    flows:
      onprem -> core:
        topics: ['edge\\.readings', 'edge\\.alerts\\..*']
        groups: ['edge-*']
        sync_group_offsets_enabled: true
        sync_group_offsets_interval_seconds: 600
        enabled: true
      partner -> core:
        topics: ['shared\\..*']
        offset_syncs_topic_location: target
        access: check
        enabled: false
`;
/** Another one than the live endpoint has. */
const newPassword = { secrets: { ONPREM_MM2_PASSWORD: randomUUID() } };
const desired = await desiredOf(spec, newPassword);

const readings = liveTopic('onprem', 'edge.readings', { partitions: 12, replication: 2 });
const alerts = ['door', 'power'].map((name) => liveTopic('onprem', `edge.alerts.${name}`));
const onprem = liveCluster('onprem', [readings, ...alerts], {
  topicNames: known(['edge.alerts.door', 'edge.alerts.power', 'edge.readings']),
});

/** Before the change that the busy plan shows. */
const before: Live = liveWorld({
  endpoints: new Map([
    [
      'acme',
      known([
        liveEndpoint('onprem-kafka', {
          bootstrap_servers: 'kafka-1.corp.example:9092',
          security_protocol: 'SASL_PLAINTEXT',
        }),
      ]),
    ],
  ]),
  mirrormakers: new Map([
    [
      'mm2-core',
      liveMirrorMaker({
        integrations: attached,
        flows: known([
          liveFlow({
            topics: ['edge\\.old\\..*'],
            enabled: true,
            sync_group_offsets_enabled: true,
            sync_group_offsets_interval_seconds: 60,
          }),
        ]),
      }),
    ],
  ]),
  clusters: new Map([
    [
      'core',
      liveCluster(
        'core',
        [
          liveTopic('core', 'audit'),
          liveTopic('core', 'orders.legacy', { partitions: 12, size: 44_023_414_784 }),
          liveTopic('core', 'orders.returned'),
          liveTopic('core', 'payments', {
            config: new Map([
              ['retention.ms', overridden('604800000')],
              ['compression.type', overridden('zstd', 'producer')],
              ['segment.bytes', overridden('536870912')],
              ['cleanup.policy', inherited('delete')],
            ]),
          }),
          ...['__consumer_offsets', 'scratch.a', 'scratch.b'].map((name) => liveTopic('core', name)),
        ],
        {
          kafkaAcls: known(
            (['Read', 'Write'] as const).map((operation) => ({
              id: kafkaAclId('core', {
                principal: 'User:svc-old',
                resourceName: 'orders.created',
                operation,
              }),
            })),
          ),
        },
      ),
    ],
    ['onprem', onprem],
    ['partner', liveCluster('partner', [], { kafkaAcls: unknown('not-managed', 'no login of this action') })],
  ]),
});

/** A bit of everything: what a busy pull request looks like. */
export const busyPlan: Plan = buildPlan({
  desired,
  live: before,
  findings: [],
  flows: [toCore, fromPartner],
});
