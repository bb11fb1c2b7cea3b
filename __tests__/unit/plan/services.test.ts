import { describe, expect, test } from '@jest/globals';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveMirrorMaker, liveWorld } from '../../support/build/live.ts';
import { flow, mirrorMaker, topic } from '../../support/build/resources.ts';

function findings(desired: Parameters<typeof desiredWorld>[0], serviceState?: string) {
  const state = serviceState === undefined ? {} : { serviceState };
  return buildPlan({
    desired: desiredWorld(desired),
    live: liveWorld({
      clusters: new Map([['core', { ...liveCluster('core', []), ...state }]]),
      mirrormakers: new Map([[mirrorMaker, { ...liveMirrorMaker(), ...state }]]),
    }),
    findings: [],
  }).findings.filter(({ code }) => code === 'service-not-running');
}

describe('a service that is being rebuilt', () => {
  const both = { topics: [topic('core', 'orders')], flows: [flow()] };

  test('is a warning where something is planned in it', () => {
    expect(findings(both, 'REBUILDING')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('core is in state REBUILDING') },
      { severity: 'warning', message: expect.stringContaining(`${mirrorMaker} is in state REBUILDING`) },
    ]);
  });

  test('is none where nothing is, and one that runs is none', () => {
    expect(findings({}, 'REBUILDING')).toEqual([]);
    expect(findings(both)).toEqual([]);
  });
});
