import { expect, test } from '@jest/globals';
import type { FlowId } from '../../../src/model/flow.ts';
import type { LiveIntegration } from '../../../src/model/integration.ts';
import type { LiveMirrorMaker } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { type Arrivals, arrivalsBetween } from '../../../src/plan/flows/flow-arrivals.ts';
import { flowHealth } from '../../../src/plan/flows/flow-health.ts';
import { flowHealthLine } from '../../../src/report/words/flow-health-line.ts';

const id: FlowId = { kind: 'flow', project: 'acme', service: 'mm2', source: 'onprem', target: 'core' };
const failed = { state: 'failed', description: 'Integration has failed: no login' };

const nothing: Arrivals = { state: 'none', seconds: 15 };
const none = 'and no new record arrived on core in 15 seconds';

test.each<readonly [line: string, live: Partial<LiveMirrorMaker>, arrivals?: Arrivals]>([
  [
    'runs: both integrations are active, and 20 new records arrived in 2 topics on core',
    { flows: flows({ progress: 0 }) },
    some({ records: 20, topics: 2 }),
  ],
  [
    'runs: both integrations are active, and 1 new record arrived in 1 topic on core',
    { flows: flows({}) },
    some({ records: 1, topics: 1 }),
  ],
  [
    'runs: both integrations are active, and heartbeats arrive on core',
    { flows: flows({}) },
    some({ onlyHeartbeats: true }),
  ],
  [
    'does not run: the integration of onprem has failed: Integration has failed: no login',
    { integrations: known([attached('onprem', { active: false, status: failed }), attached('core')]) },
    some({ records: 20 }),
  ],
  [
    'runs: both integrations are active, Aiven reports progress 1, and records are not counted there',
    {},
    { state: 'unknown', because: 'records are not counted there' },
  ],
  ['runs: both integrations are active, and Aiven reports progress 1', {}, { state: 'none', seconds: 0 }],
  [
    `runs: both integrations are active, Aiven reports progress 0.5, ${none}`,
    { flows: flows({ progress: 0.5 }) },
  ],
  [
    `does not run yet, look again later: both integrations are active, Aiven reports progress 0, ${none}`,
    { flows: flows({ progress: 0 }) },
  ],
  [
    `may run, cannot tell: both integrations are active, Aiven reports no progress, ${none}`,
    { flows: flows({}) },
  ],
  [
    'does not run yet, look again later: the integration of onprem is not active yet',
    { integrations: known([attached('onprem', { active: false }), attached('core')]) },
  ],
  [
    'does not run: the integration of onprem has failed: Integration has failed: no login',
    { integrations: known([attached('onprem', { active: false, status: failed }), attached('core')]) },
  ],
  [
    'does not run: the integration of core has failed: Aiven does not say why',
    {
      integrations: known([
        attached('onprem'),
        attached('core', { active: false, status: { state: 'failed', description: '' } }),
      ]),
    },
  ],
  ['does not run: core is not attached to mm2', { integrations: known([attached('onprem')]) }],
  ['does not run: mm2 does not list it', { flows: known([]) }],
  ['does not run: it is disabled', { flows: known([{ id, settings: { enabled: false }, progress: 0 }]) }],
  ['may run, cannot tell: Aiven timed out', { flows: unknown('unreachable', 'Aiven timed out') }],
  ['may run, cannot tell: not allowed', { integrations: unknown('denied', 'not allowed') }],
])('%s', (line, live, arrivals = nothing) => {
  const mirrorMaker: LiveMirrorMaker = {
    project: 'acme',
    service: 'mm2',
    integrations: known([attached('onprem'), attached('core')]),
    flows: flows({ progress: 1 }),
    settings: known({}),
    ...live,
  };
  expect(flowHealthLine(flowHealth(id, mirrorMaker, arrivals))).toBe(`Flow onprem -> core ${line}`);
});

type Offsets = Readonly<Record<string, number | undefined>>;

test.each<readonly [string, Offsets, Offsets, Arrivals]>([
  ['nothing moved', { 'onprem.a': 5 }, { 'onprem.a': 5 }, nothing],
  ['a topic grew', { 'onprem.a': 5 }, { 'onprem.a': 7 }, some({ records: 2, topics: 1 })],
  ['a topic is new', {}, { 'onprem.a': 3 }, some({ records: 3, topics: 1 })],
  ['a topic is new and empty', {}, { 'onprem.a': 0 }, nothing],
  ['a topic was created again', { 'onprem.a': 5 }, { 'onprem.a': 2 }, some({ records: 2, topics: 1 })],
  ['a topic is gone', { 'onprem.a': 5 }, {}, nothing],
  ['a topic was there and not read at first', { 'onprem.a': undefined }, { 'onprem.a': 5 }, nothing],
  ['a topic is there and not read now', { 'onprem.a': 5 }, { 'onprem.a': undefined }, nothing],
  [
    'only heartbeats',
    { 'onprem.heartbeats': 1 },
    { 'onprem.heartbeats': 4 },
    some({ records: 3, topics: 1, onlyHeartbeats: true }),
  ],
  [
    'heartbeats are no records of the source',
    {},
    { 'onprem.heartbeats': 4, 'onprem.a': 1, 'onprem.b': 1 },
    some({ records: 2, topics: 2 }),
  ],
])('arrivals: %s', (_, before, now, arrivals) => {
  const [first, second] = [before, now].map((offsets) => new Map(Object.entries(offsets)));
  expect(arrivalsBetween(first ?? new Map(), second ?? new Map(), 15)).toEqual(arrivals);
});

function some(parts: Partial<Extract<Arrivals, { state: 'some' }>>): Arrivals {
  return { state: 'some', records: 1, topics: 1, onlyHeartbeats: false, ...parts };
}

function flows(more: { readonly progress?: number }): LiveMirrorMaker['flows'] {
  return known([{ id, settings: { enabled: true }, ...more }]);
}

function attached(cluster: string, more: Partial<LiveIntegration> = {}): LiveIntegration {
  return {
    id: { kind: 'integration', project: 'acme', service: 'mm2', cluster },
    integrationId: cluster,
    source: { type: 'service', project: 'acme', service: cluster },
    tuning: {},
    active: true,
    ...more,
  };
}
