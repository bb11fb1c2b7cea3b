import { expect, test } from '@jest/globals';
import type { Desired, Tombstone } from '../../../src/model/desired.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import {
  liveCluster,
  liveEndpoint,
  liveFlow,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
} from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { mirrorMaker, project, topic } from '../../support/build/resources.ts';

const ids = {
  topic: { kind: 'topic', cluster: 'core', name: 'ledger' },
  flow: { kind: 'flow', project, service: mirrorMaker, source: 'onprem', target: 'core' },
  endpoint: { kind: 'endpoint', project, name: 'onprem-kafka' },
} as const satisfies { readonly [K in Tombstone['id']['kind']]: Tombstone['id'] };

const there = liveWorld({
  endpoints: new Map([[project, known([liveEndpoint()])]]),
  mirrormakers: new Map([[mirrorMaker, liveMirrorMaker({ flows: known([liveFlow()]) })]]),
  clusters: new Map([['core', liveCluster('core', [liveTopic('core', 'ledger')])]]),
});
const unreadable = unknown('unavailable', 'no answer');
const notRead = liveWorld({
  endpoints: new Map([[project, unreadable]]),
  mirrormakers: new Map([[mirrorMaker, liveMirrorMaker({ flows: unreadable })]]),
  clusters: new Map([['core', liveCluster('core', [], { topicNames: unreadable })]]),
});

const removing = (id: Tombstone['id']) => desiredWorld({ tombstones: [{ id, provenance: declared() }] });

function told(id: Tombstone['id'], live = there, now: Partial<Desired> = {}) {
  const { findings } = buildPlan({ desired: desiredWorld(now), live, findings: [], before: removing(id) });
  return findings.filter(({ loosens }) => loosens === true);
}

test.each(Object.values(ids))(
  'the line of a $kind goes before it is deleted: that it stays is said',
  (id) => {
    expect(told(id)).toMatchObject([
      { code: 'no-longer-enforced', severity: 'warning', message: expect.stringContaining('is still there') },
    ]);
    expect(told(id, notRead)).toMatchObject([{ message: expect.stringContaining('was not looked at') }]);
  },
);

test.each(Object.values(ids))(
  'the line of a $kind goes after it is deleted, or stays: nothing is said',
  (id) => {
    expect(told(id, liveWorld())).toEqual([]);
    expect(told(id, there, removing(id))).toEqual([]);
  },
);

test('a topic that is listed again, and a cluster that is left out: nothing is said', () => {
  expect(told(ids.topic, there, { topics: [topic('core', 'ledger')] })).toEqual([]);
  expect(told(ids.topic, there, { leavesOut: () => true })).toEqual([]);
});
