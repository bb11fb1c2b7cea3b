import type { Live, LiveCluster } from '../../../src/model/live.ts';
import { known, type Reading, type Unknown, unknown } from '../../../src/model/reading.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { liveCluster, liveEndpoint, liveFlow, liveMirrorMaker, liveTopic, liveWorld } from '../build/live.ts';

import { attached } from './attached.ts';
import { desiredOf } from './desired-of.ts';
import { connectionDiffers, toCore } from './preflights.ts';

/** One new topic; the flow runs as the spec says. */
const quiet = await desiredOf(`version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: [orders.*] } }
    topics:
      orders.created: { partitions: 6, replication: 3 }
      orders.returned: { partitions: 6, replication: 3 }
  onprem:
    bootstrap_servers: [kafka-1.corp.example:9093]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    mirror:
      endpoint: onprem-kafka
      sasl_plain_username: aiven-mm2
      sasl_plain_password: { secret: ONPREM_MM2_PASSWORD }
    admin:
      sasl_plain_username: kafka-admin
      sasl_plain_password: { secret: ONPREM_ADMIN_PASSWORD }
    manage: { acls: { principals: ['User:aiven-mm2'] } }
mirrormaker:
  mm2-core:
    flows:
      onprem -> core: { topics: ['edge\\.alerts\\..*'], enabled: true }
`);

function quietWorld(core: LiveCluster, onpremIs: Unknown): Live {
  return liveWorld({
    endpoints: new Map([
      [
        'acme',
        known([
          liveEndpoint('onprem-kafka', {
            bootstrap_servers: 'kafka-1.corp.example:9093',
            sasl_plain_password: Secret.named('hidden by Aiven'),
          }),
        ]),
      ],
    ]),
    mirrormakers: new Map([
      [
        'mm2-core',
        liveMirrorMaker({
          integrations: attached,
          flows: known([liveFlow({ topics: ['edge\\.alerts\\..*'], enabled: true })]),
        }),
      ],
    ]),
    clusters: new Map([
      ['core', core],
      [
        'onprem',
        liveCluster('onprem', [], {
          topicNames: onpremIs,
          topics: new Map([['mm2-offset-syncs.core.internal', onpremIs]]),
          kafkaAcls: onpremIs,
          clusterId: onpremIs,
          brokers: onpremIs,
        }),
      ],
    ]),
  });
}

/** A pull request that points an external cluster elsewhere: nothing there may be read. */
export const notContactedPlan: Plan = buildPlan({
  desired: quiet,
  live: quietWorld(
    liveCluster('core', [liveTopic('core', 'orders.returned')]),
    unknown('not-contacted', connectionDiffers),
  ),
  findings: [],
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
        takenByPlan: [],
      })),
    },
  ],
});

/** One place did not answer, and of another one topic is not told. */
export const unreadPlan: Plan = buildPlan({
  desired: quiet,
  live: quietWorld(
    liveCluster('core', [], {
      topicNames: known(['orders.created']),
      topics: new Map<string, Reading<LiveTopic | undefined>>([
        ['orders.created', unknown('incomplete', 'Aiven answered without its configuration twice')],
        ['orders.returned', known(undefined)],
      ]),
    }),
    unknown('unreachable', 'connect ETIMEDOUT kafka-1.corp.example:9093 after 20 s'),
  ),
  findings: [],
});
