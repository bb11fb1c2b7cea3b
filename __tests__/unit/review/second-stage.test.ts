import { describe, expect, test } from '@jest/globals';
import type { Desired } from '../../../src/model/desired.ts';
import { known } from '../../../src/model/reading.ts';
import { keyOf } from '../../../src/model/resource.ts';
import { Secret } from '../../../src/model/secret.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { decide } from '../../../src/review/decide.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { readRecord, writeRecord } from '../../../src/review/record-text.ts';
import { carriedOver, joinRecords, unreviewed } from '../../../src/review/reviewed.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveFlow, liveIntegration, liveMirrorMaker, liveWorld } from '../../support/build/live.ts';
import { noTopology } from '../../support/build/plan.ts';
import { flow, flowSettings, integration, mirrorMaker } from '../../support/build/resources.ts';

function plan(desired: Partial<Desired>, live: Parameters<typeof liveMirrorMaker>[0] = {}): Plan {
  return buildPlan({
    desired: desiredWorld(desired),
    live: liveWorld({ mirrormakers: new Map([[mirrorMaker, liveMirrorMaker(live)]]) }),
    findings: [],
  });
}

function missing(now: Plan, shown: Plan, { isUnfinished = true } = {}) {
  return unreviewed(now, joinRecords([reviewRecord(shown, 7)], { isUnfinished, topology: noTopology })).map(
    ({ why }) => why,
  );
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
    ['an apply has succeeded since', left(), shown, { isUnfinished: false, topology: noTopology }],
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

describe('an integration that was shown to be replaced, with settings that the spec does not say', () => {
  const wanted = { integrations: [integration('onprem', { source: { type: 'endpoint', endpoint: 'new' } })] };
  const stored = new Map([
    ['producer_linger_ms', '50'],
    ['user_config.newer', '{"a":["b`"]}'],
  ]);
  const shown = (settings: ReadonlyMap<string, string | Secret> = stored) =>
    plan(wanted, { integrations: known([liveIntegration('onprem', { stored: settings })]) });
  const key = keyOf(integration('onprem').id);

  function decided(now: Plan, texts: readonly (readonly string[])[], approveDigest = '') {
    const evidence = texts.map((each, index) => ({
      pullRequest: { number: index + 7, labels: [], head: { sha: 'a'.repeat(40) }, fromFork: false },
      record: readRecord(each),
    }));
    const range = { branch: 'main', direct: [], moved: false, unfinished: 'every change' } as const;
    const policy = { requirePlan: true, approveDigest, directPush: 'refuse', allowDeleteLabel: '' } as const;
    const decision = decide(now, { state: 'found', range, evidence, earlier: [] }, policy);
    return decision.state === 'approved' ? decision.carried.get(key) : decision.refusal.reason;
  }
  const recorded = (of: Plan) => writeRecord(reviewRecord(of, 7));

  test('is created by the next run with them', () => {
    expect(decided(plan(wanted), [recorded(shown())])).toEqual(stored);
    // Also where a person approves by hand what is left.
    expect(decided(plan(wanted), [recorded(shown())], plan(wanted).digest)).toEqual(stored);
  });

  test('gets nothing of an old record once an apply has succeeded: it may be another integration', () => {
    const carried = (isUnfinished: boolean) =>
      carriedOver(
        plan(wanted),
        joinRecords([reviewRecord(shown(), 7)], { isUnfinished, topology: noTopology }),
      );
    expect(carried(true)).toEqual(new Map([[key, stored]]));
    expect(carried(false)).toEqual(new Map());
  });

  test('is replaced only with the settings that were there when it was shown', () => {
    const others = shown(new Map([...stored, ['producer_linger_ms', '60']]));
    expect(decided(shown(), [recorded(shown())])).toBeUndefined();
    expect(decided(others, [recorded(shown())])).toBe('from-changed');
    expect(decided(shown(new Map()), [recorded(shown())])).toBe('from-changed');
    expect(decided(others, [recorded(shown()), recorded(others)])).toBeUndefined();
  });

  test('is not created when the record does not tell them, or two tell different ones', () => {
    const others = shown(new Map([...stored, ['producer_linger_ms', '60']]));
    expect(decided(plan(wanted), [recorded(shown()), recorded(others)])).toBe('plan-changed');
    const masked = recorded(shown()).map((text) => text.replace('"50"', '"***"'));
    expect(decided(plan(wanted), [masked])).toBe('plan-changed');
    const secret = shown(
      new Map<string, string | Secret>([...stored, ['newer', Secret.of('newer', 'for-tests-only')]]),
    );
    expect(recorded(secret).join('')).not.toContain('for-tests-only');
    expect(decided(plan(wanted), [recorded(secret)])).toBe('plan-changed');
    const long = shown(new Map([...stored, ['newer', 'x'.repeat(30_000)]]));
    expect(decided(plan(wanted), [recorded(long)])).toBe('plan-changed');
  });
});
