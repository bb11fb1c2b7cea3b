import { describe, expect, test } from '@jest/globals';
import type { Desired } from '../../../src/model/desired.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { joinRecords, reviewRecord, unreviewed } from '../../../src/review/record.ts';
import {
  desiredWorld,
  flow,
  flowSettings,
  integration,
  liveFlow,
  liveIntegration,
  liveMirrorMaker,
  liveWorld,
  mirrorMaker,
} from '../../support/world-builder.ts';

function plan(desired: Partial<Desired>, live: Parameters<typeof liveMirrorMaker>[0] = {}): Plan {
  return buildPlan({
    desired: desiredWorld(desired),
    live: liveWorld({ mirrormakers: new Map([[mirrorMaker, liveMirrorMaker(live)]]) }),
    findings: [],
  });
}

function missing(now: Plan, shown: Plan, { isUnfinished = true } = {}) {
  return unreviewed(now, joinRecords([reviewRecord(shown, 7)], { isUnfinished })).map(({ why }) => why);
}

describe('a flow that was shown to be created, was created disabled, and was never enabled', () => {
  const desired = { flows: [flow({ topics: ['a'] })] };
  const shown = plan(desired);
  const half = flowSettings({ topics: ['a'], enabled: false });
  const left = (settings: Partial<ReturnType<typeof flowSettings>> = {}, wanted = desired) =>
    plan(wanted, { flows: known([liveFlow({ ...half, ...settings })]) });

  test('is enabled by the next run, as it was shown', () => {
    expect(left().operations).toMatchObject([{ action: 'update', field: 'enabled', to: 'true' }]);
    expect(missing(left(), shown)).toEqual([]);
  });

  test.each([
    ['an apply has succeeded since', left(), shown, { isUnfinished: false }],
    ['what is there is not what the first step leaves', left({ topics: ['b'] }), shown, {}],
    ['it was to be created otherwise', left(), plan({ flows: [flow({ topics: ['b'] })] }), {}],
    ['it was to be created disabled', left(), plan({ flows: [flow({ topics: ['a'], enabled: false })] }), {}],
    ['nobody was shown its creation', left(), plan({}), {}],
  ])('is refused when %s', (_, now, record, options) => {
    expect(missing(now, record, options).length).toBeGreaterThan(0);
  });
});

describe('an integration that was shown to be replaced, and was only deleted', () => {
  const wanted = { integrations: [integration('onprem', { source: { type: 'endpoint', endpoint: 'new' } })] };
  const shown = plan(wanted, { integrations: known([liveIntegration('onprem')]) });

  test('is created by the next run', () => {
    expect(shown.changes.map(({ action }) => action)).toEqual(['replace']);
    expect(missing(plan(wanted), shown)).toEqual([]);
  });

  test('is refused as anything else, and once an apply has succeeded', () => {
    const other = {
      integrations: [integration('onprem', { source: { type: 'endpoint', endpoint: 'else' } })],
    };
    expect(missing(plan(other), shown)).toEqual(['not-shown']);
    expect(missing(plan(wanted), shown, { isUnfinished: false })).toEqual(['not-shown']);
  });
});
