import { expect, test } from '@jest/globals';
import type { StatedTuning } from '../../../src/model/integration.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveIntegration, liveMirrorMaker, liveWorld } from '../../support/build/live.ts';
import { integration, mirrorMaker } from '../../support/build/resources.ts';

function found(tuning: StatedTuning, live: Readonly<Record<string, number>> | undefined): readonly string[] {
  const integrations = known(live === undefined ? [] : [liveIntegration('core', { tuning: live })]);
  const plan = buildPlan({
    desired: desiredWorld({ integrations: [integration('core', { tuning })] }),
    live: liveWorld({ mirrormakers: new Map([[mirrorMaker, liveMirrorMaker({ integrations })]]) }),
    findings: [],
  });
  return plan.findings.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
}

test('a stated setting is held against those that the live integration keeps', () => {
  expect(found({ producer_batch_size: 2_097_152 }, { producer_max_request_size: 4_194_304 })).toEqual([]);
  expect(found({ producer_batch_size: 2_097_152 }, { producer_max_request_size: 2_000_000 })).toEqual([
    expect.stringMatching(
      /^warning tuning-conflict: .*producer_batch_size \(2097152\) is more than producer_max_request_size \(2000000\)/,
    ),
  ]);
});

test("what nobody set is Aiven's default, on a new integration and on a live one", () => {
  for (const live of [undefined, {}]) {
    expect(found({ consumer_fetch_max_wait_ms: 60_000 }, live)).toEqual([
      expect.stringMatching(/^warning tuning-conflict: .*consumer_request_timeout_ms \(30000\)/),
    ]);
  }
});

test('what stated settings break alone is said by the spec check, and what somebody else set is theirs', () => {
  expect(found({ producer_batch_size: 2_097_152, producer_max_request_size: 1_048_576 }, {})).toEqual([]);
  expect(found({ producer_linger_ms: 5 }, { producer_batch_size: 2_097_152 })).toEqual([]);
});
