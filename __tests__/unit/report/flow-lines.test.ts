import { expect, test } from '@jest/globals';
import type { FlowState, FlowVerdict } from '../../../src/plan/flows/flow-state.ts';
import { outcomeComment } from '../../../src/report/texts/outcome-comment.ts';
import { readMarker } from '../../../src/report/words/marker.ts';

const copies: FlowState = { state: 'copies', records: 3, topics: 1, onlyHeartbeats: false };
const stopped: FlowState = {
  state: 'does-not-run',
  because: 'the integration of edge has failed: @team [x](http://evil)',
};

test('the worst flow comes first, foreign text is code, and only what is proven has a tick', () => {
  const body = comment([
    verdict('onprem', copies),
    verdict('dc1', { state: 'caught-up', topics: 1, seconds: 15 }),
    verdict('dc2', { state: 'silent', topics: 2 }),
    verdict('dc3', { state: 'cannot-tell', because: 'dc3 has no admin identity' }),
    verdict('dc4', {
      state: 'partly',
      missing: ['dc4.b', 'dc4.c'],
      stalled: ['dc4.d'],
      behind: ['dc4.e'],
      because: 'a reason',
    }),
    verdict('edge', stopped),
  ]);
  expect(body.split('\n').filter((line) => line.startsWith('- '))).toEqual([
    '- ❌ Flow `edge -> core` does not run: the integration of edge has failed: `@team` `[x](http://evil)`.',
    '- ⚠️ Flow `dc4 -> core` runs only partly: `dc4.b`, `dc4.c` are not on `core`, although `dc4` has records for them; new records of `dc4` do not arrive in `dc4.d`; `dc4.e` gets nothing and ends before the records that `dc4` has; a reason.',
    '- ❔ Flow `dc3 -> core` cannot be judged: dc3 has no admin identity.',
    '- 💤 Flow `dc2 -> core` has nothing to copy: none of the 2 topics of `dc2` that it mirrors holds a record.',
    '- ✅ Flow `dc1 -> core` is caught up: nothing new came to `dc1` in 15 seconds, and the topic with records ends alike on `core`.',
    '- ✅ Flow `onprem -> core` copies: 3 new records arrived in 1 topic on `core`.',
  ]);
});

test.each<readonly [title: string, says: string, flows: readonly FlowVerdict[]]>([
  ['applied', '✅ **Nothing is left to apply.**', [verdict('onprem', copies)]],
  ['applied', '✅ **Nothing is left to apply.**', [verdict('dc3', { state: 'cannot-tell', because: 'x' })]],
  [
    'a flow does not run',
    'There was nothing to write',
    [verdict('onprem', copies), verdict('edge', stopped)],
  ],
  ['2 flows do not run', 'There was nothing to write', [verdict('edge', stopped), verdict('dc1', stopped)]],
  [
    'a flow runs only partly',
    'There was nothing to write',
    [verdict('dc1', { state: 'partly', missing: ['a'], stalled: [], behind: [] })],
  ],
])('a re-run with nothing to apply: %s', (title, says, flows) => {
  const body = comment(flows);
  expect(body.split('\n')[1]).toBe(`## Kafka plan for \`prod\`: ${title}`);
  expect(body).toContain(says);
  expect(body.includes('Nothing is left')).toBe(title === 'applied');
});

test('says since when a flow does not run, and notes it for the run after it', () => {
  const flows = [verdict('edge', stopped), verdict('dc1', stopped)];
  const body = comment(flows, { 'mm2: edge -> core': '2026-01-10T04:00:00.000Z' });
  expect(body).toContain('`[x](http://evil)`. Since at least 2026-01-10 04:00 UTC.');
  expect(JSON.parse(String(readMarker(body)?.fields['since']))).toEqual({
    'mm2: edge -> core': '2026-01-10T04:00:00.000Z',
    'mm2: dc1 -> core': '2026-01-15T09:30:00.000Z',
  });
  expect(readMarker(comment([verdict('onprem', copies)]))?.fields['since']).toBeUndefined();
});

function comment(flows: readonly FlowVerdict[], since = {}): string {
  return outcomeComment({
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
    flows,
    since,
  });
}

function verdict(source: string, state: FlowState): FlowVerdict {
  return { flow: { kind: 'flow', project: 'acme', service: 'mm2', source, target: 'core' }, ...state };
}
