import { expect, test } from '@jest/globals';
import type { FlowId } from '../../../src/model/flow.ts';
import type { LiveIntegration } from '../../../src/model/integration.ts';
import type { LiveMirrorMaker } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { flowHealth } from '../../../src/plan/flow-health.ts';
import { flowHealthLine } from '../../../src/report/flow-health-line.ts';

const id: FlowId = { kind: 'flow', project: 'acme', service: 'mm2', source: 'onprem', target: 'core' };
const failed = { state: 'failed', description: 'Integration has failed: no login' };

test.each<readonly [line: string, live: Partial<LiveMirrorMaker>]>([
  ['runs: both integrations are active, and Aiven reports progress 0.5', { flows: flows({ progress: 0.5 }) }],
  [
    'does not run yet, look again later: both integrations are active, and Aiven reports progress 0',
    { flows: flows({ progress: 0 }) },
  ],
  ['may run, cannot tell: both integrations are active, and Aiven reports no progress', { flows: flows({}) }],
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
])('%s', (line, live) => {
  const health = flowHealth(id, {
    project: 'acme',
    service: 'mm2',
    integrations: known([attached('onprem'), attached('core')]),
    flows: flows({ progress: 1 }),
    settings: known({}),
    ...live,
  });
  expect(flowHealthLine(health)).toBe(`Flow onprem -> core ${line}`);
});

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
