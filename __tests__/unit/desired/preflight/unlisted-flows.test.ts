import { describe, expect, test } from '@jest/globals';
import { unlistedFlows } from '../../../../src/desired/preflight/unlisted-flows.ts';
import { known } from '../../../../src/model/reading.ts';
import type { FlowSpec, ManageSpec, RemovedFlow } from '../../../../src/spec/spec.ts';
import { liveFlow, liveMirrorMaker, liveWorld } from '../../../support/build/live.ts';
import { at } from '../../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../../support/build/spec.ts';

const owned: ManageSpec = {
  acls: { position: at(24), principals: [{ pattern: 'User:mm2', position: at(25) }] },
};

function found(options: {
  readonly flows?: readonly FlowSpec[];
  readonly removed?: RemovedFlow;
  readonly enabled?: boolean;
  readonly manage?: ManageSpec;
}) {
  const { flows = [], removed, enabled = true, manage = owned } = options;
  const removedFlows = new Map(removed === undefined ? [] : [['onprem -> core', removed]]);
  const spec = specOf(
    [aivenCluster('core'), externalCluster('onprem', { manage })],
    [mirrorMaker(flows, { service: 'mm2-core', removedFlows })],
  );
  const service = liveMirrorMaker({ flows: known([liveFlow({ enabled })]) });
  return unlistedFlows(spec, liveWorld({ mirrormakers: new Map([['mm2-core', service]]) }));
}

describe('a flow that runs and is not in the spec', () => {
  test('is named where its user is owned, because the rights that it had are taken away', () => {
    expect(found({})).toEqual([
      {
        code: 'flow-not-listed',
        severity: 'warning',
        message:
          'the flow onprem -> core of mm2-core runs and is not in the spec, and User:mm2 keeps no right on onprem but what the spec gives it',
        hint: 'List the flow, name it under removed of mm2-core, or take User:mm2 out of manage.acls.principals of onprem.',
        position: at(25),
      },
    ]);
  });

  test.each<[string, Parameters<typeof found>[0]]>([
    ['that the spec lists', { flows: [flowSpec('onprem', 'core')] }],
    ['that is under removed', { removed: { source: 'onprem', target: 'core', position: at(60) } }],
    ['that is disabled', { enabled: false }],
    ['whose user is not owned', { manage: {} }],
  ])('is no finding for a flow %s', (_, options) => {
    expect(found(options)).toEqual([]);
  });
});
