import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { liveCluster, liveTopic, liveWorld } from '../build/live.ts';

import { desiredOf } from './desired-of.ts';

const ordersOnly = await desiredOf(`version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: [orders.*] } }
    topics:
      orders.created: { partitions: 6, replication: 3 }
      orders.returned: { partitions: 6, replication: 3 }
`);

/** Everything is as the spec says. */
export const inSyncPlan: Plan = buildPlan({
  desired: ordersOnly,
  live: liveWorld({
    clusters: new Map([
      [
        'core',
        liveCluster(
          'core',
          ['orders.created', 'orders.returned'].map((name) => liveTopic('core', name)),
        ),
      ],
    ]),
  }),
  findings: [],
});
