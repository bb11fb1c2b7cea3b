import { type Adoption, adopt } from '../../../src/adopt/adopt.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { lastingIn } from '../../../src/plan/drift.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Changers } from '../../../src/report/adopt/who-section.ts';
import {
  liveCluster,
  liveFlow,
  liveIntegration,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
  overridden,
} from '../build/live.ts';
import { loadTexts } from '../spec-files.ts';
import { desiredOf } from './desired-of.ts';

const text = `version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage:
      topics: { scope: [orders.*, payments], prune: scope }
      acls: { principals: ['User:svc-*'] }
    topics:
      orders.created: { partitions: 6, replication: 3 }
      payments: { config: { retention.ms: 3d } }
    acls:
      kafka:
        - { principal: User:svc-audit, topic: orders., pattern: prefixed, allow: [Read, Describe] }
  edge:
    service: kafka-edge
mirrormaker:
  mm2-core:
    flows:
      edge -> core: { topics: ['edge\\.alerts\\..*'], enabled: true }
`;

const live = liveWorld({
  mirrormakers: new Map([
    [
      'mm2-core',
      liveMirrorMaker({
        integrations: known(
          ['core', 'edge'].map((cluster) =>
            liveIntegration(cluster, {
              source: { type: 'service', project: 'acme', service: `kafka-${cluster}` },
            }),
          ),
        ),
        flows: known([liveFlow({ topics: ['edge\\.alerts\\..*'], enabled: false }, 'edge')]),
      }),
    ],
  ]),
  clusters: new Map([
    [
      'core',
      liveCluster('core', [
        liveTopic('core', 'orders.created', { partitions: 12 }),
        liveTopic('core', 'orders.scratch', { size: 1_048_576 }),
        liveTopic('core', 'payments', { config: new Map([['retention.ms', overridden('604800000')]]) }),
      ]),
    ],
    ['edge', liveCluster('edge')],
  ]),
});

/** What a schedule finds after somebody was there with Kafka's own tools and Aiven's console. */
export const driftPlan: Plan = buildPlan({ desired: await desiredOf(text), live, findings: [] });

const loaded = await loadTexts({ 'kafka/prod.yaml': text });
if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));

/** What the spec can take over of it. */
export const driftAdoption: Adoption = await adopt({
  drift: { plan: driftPlan, lasting: lastingIn(driftPlan) },
  whole: driftPlan,
  spec: loaded.spec,
  live,
  files: new Map([['kafka/prod.yaml', text]]),
  mayNotChange: () => undefined,
  errorsIn: async () => [],
  planOf: async (files) =>
    buildPlan({ desired: await desiredOf(files.get('kafka/prod.yaml') ?? ''), live, findings: [] }),
});

/** Two are told by Aiven's events. */
export const driftChangers: Changers = {
  units: driftAdoption.accepted.map((unit, index) => ({
    unit,
    event:
      index > 1
        ? undefined
        : {
            at: Date.parse(`2026-11-19T16:2${index}:00Z`),
            actor: 'ada@acme.example',
            type: 'service_update',
            description: '',
            service: 'kafka-core',
          },
  })),
  unread: undefined,
  namesActors: true,
};
