import { describe, expect, test } from '@jest/globals';
import { unlistedFlows } from '../../../../src/desired/preflight/unlisted-flows.ts';
import type { IntegrationSource } from '../../../../src/model/integration.ts';
import { known } from '../../../../src/model/reading.ts';
import type { FlowSpec, ManageSpec, RemovedFlow } from '../../../../src/spec/spec.ts';
import { liveFlow, liveIntegration, liveMirrorMaker, liveWorld } from '../../../support/build/live.ts';
import { at } from '../../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../../support/build/spec.ts';

const owned: ManageSpec = {
  acls: { position: at(24), principals: [{ pattern: 'User:mm2', position: at(25) }] },
};

const endpoint: IntegrationSource = { type: 'endpoint', endpoint: 'onprem-kafka' };
const sources: Readonly<Record<string, IntegrationSource>> = {
  core: { type: 'service', project: 'acme', service: 'kafka-core' },
  elsewhere: { type: 'service', project: 'acme', service: 'kafka-other' },
};

function found(options: {
  readonly flows?: readonly FlowSpec[];
  readonly removed?: RemovedFlow;
  readonly enabled?: boolean;
  readonly manage?: ManageSpec;
  /** Of the flow's source; left out: the one that the spec has. */
  readonly alias?: string;
  /** The aliases that are attached; left out: both. */
  readonly attached?: readonly string[];
}) {
  const { flows = [], removed, enabled = true, manage = owned } = options;
  const removedFlows = new Map(removed === undefined ? [] : [['onprem -> core', removed]]);
  const spec = specOf(
    [aivenCluster('core'), externalCluster('onprem', { manage })],
    [mirrorMaker(flows, { service: 'mm2-core', removedFlows })],
  );
  const { alias = 'onprem', attached = [alias, 'core'] } = options;
  const service = liveMirrorMaker({
    flows: known([liveFlow({ enabled }, alias)]),
    integrations: known(attached.map((name) => liveIntegration(name, { source: sources[name] ?? endpoint }))),
  });
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

  test('is named as well under an alias that the spec does not have', () => {
    expect(found({ alias: 'by-hand' }).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'flow-not-listed: the flow by-hand -> core of mm2-core runs and is not in the spec, and User:mm2 keeps no right on onprem but what the spec gives it',
    ]);
  });

  test.each<[string, Parameters<typeof found>[0]]>([
    ['that the spec lists', { flows: [flowSpec('onprem', 'core')] }],
    ['that is under removed', { removed: { source: 'onprem', target: 'core', position: at(60) } }],
    ['that is disabled', { enabled: false }],
    ['whose user is not owned', { manage: {} }],
    ['whose source is not attached, so that it copies nothing', { attached: ['core'] }],
    ['from another cluster', { alias: 'elsewhere' }],
  ])('is no finding for a flow %s', (_, options) => {
    expect(found(options)).toEqual([]);
  });
});
