import { expect, test } from '@jest/globals';
import type { FlowHealth } from '../../../src/plan/flows/flow-health.ts';
import { outcomeComment } from '../../../src/report/texts/outcome-comment.ts';

test('the applied comment says of every flow whether it runs, and quotes foreign text as code', () => {
  const body = outcomeComment({
    outcome: { results: [] },
    context: {
      name: 'prod',
      digest: 'sha256:00',
      run: { label: 'kafka #1', url: 'https://github.com/acme/kafka/actions/runs/1' },
      commit: { branch: 'main', sha: '3ba9b49ea7860ff6de37364cd34825655631a1b4' },
      finishedAt: new Date('2026-01-15T09:30:00Z'),
    },
    milliseconds: 1000,
    secondRead: 'no difference',
    flows: [
      health('onprem', 'runs', 'both integrations are active, and Aiven reports progress 1'),
      health('edge', 'failed', 'the integration of edge has failed: @team [x](http://evil)'),
    ],
  });
  expect(body.split('\n').filter((line) => line.startsWith('- '))).toEqual([
    '- ✅ Flow `onprem -> core` runs: both integrations are active, and Aiven reports progress 1.',
    '- ❌ Flow `edge -> core` does not run: the integration of edge has failed: `@team` `[x](http://evil)`.',
  ]);
});

function health(source: string, state: FlowHealth['state'], because: string): FlowHealth {
  return {
    flow: { kind: 'flow', project: 'acme', service: 'mm2', source, target: 'core' },
    state,
    because,
  };
}
