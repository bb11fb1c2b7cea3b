import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { liveCluster, liveEndpoint, liveFlow, liveMirrorMaker, liveTopic, liveWorld } from '../build/live.ts';

import { attached } from './attached.ts';
import { desiredOf } from './desired-of.ts';

const regions = Array.from({ length: 700 }, (_, index) => `orders.region-${index}.events`);
const old = [0, 1, 2].map((index) => liveTopic('core', `old.${index}`));

/** More rights for one flow than a comment can hold, as its pattern has no prefix to grant, and three deletions. */
export const longPlan: Plan = buildPlan({
  desired: await desiredOf(
    `version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: [old.*] } }
    removed: { topics: { ${old.map(({ id }) => `${id.name}: { reason: no longer written }`).join(', ')} } }
  onprem:
    bootstrap_servers: [kafka-1.corp.example:9093]
    security_protocol: PLAINTEXT
    mirror: { endpoint: onprem-kafka, principal: User:aiven-mm2 }
    admin: {}
    manage: { acls: { principals: ['User:aiven-mm2'] } }
mirrormaker:
  mm2-core:
    flows:
      onprem -> core: { topics: ['.*\\.events'], enabled: true }
`,
    { observed: new Map([['onprem', regions]]) },
  ),
  live: liveWorld({
    endpoints: new Map([
      [
        'acme',
        known([
          {
            ...liveEndpoint(),
            config: { bootstrap_servers: 'kafka-1.corp.example:9093', security_protocol: 'PLAINTEXT' },
          },
        ]),
      ],
    ]),
    mirrormakers: new Map([
      [
        'mm2-core',
        liveMirrorMaker({
          integrations: attached,
          flows: known([liveFlow({ topics: ['.*\\.events'], enabled: true })]),
        }),
      ],
    ]),
    clusters: new Map([
      ['core', liveCluster('core', old)],
      [
        'onprem',
        liveCluster(
          'onprem',
          regions.map((name) => liveTopic('onprem', name)),
        ),
      ],
    ]),
  }),
  findings: [],
});
