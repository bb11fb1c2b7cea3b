import { expect, test } from '@jest/globals';
import { sharedWithUnlisted } from '../../../../src/desired/preflight/unlisted-sharing.ts';
import type { FlowSettings } from '../../../../src/model/flow.ts';
import type { IntegrationSource } from '../../../../src/model/integration.ts';
import { known } from '../../../../src/model/reading.ts';
import type { RemovedFlow } from '../../../../src/spec/spec.ts';
import { liveFlow, liveIntegration, liveMirrorMaker, liveWorld } from '../../../support/build/live.ts';
import { at } from '../../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../../support/build/spec.ts';

const topics = ['orders'];

/** The spec has onprem -> core in mm2; core -> onprem runs in mm3, which the spec names too. */
function found(options: {
  readonly listed?: Partial<FlowSettings>;
  readonly runs: Partial<FlowSettings>;
  readonly removed?: boolean;
  /** The alias of onprem there; left out: the one that the spec has. */
  readonly target?: string;
  /** Left out: both. */
  readonly attached?: readonly (readonly [string, IntegrationSource])[];
}) {
  const { listed = {}, runs, removed = false, target = 'onprem' } = options;
  const onprem: IntegrationSource = { type: 'endpoint', endpoint: 'onprem-kafka' };
  const core: IntegrationSource = { type: 'service', project: 'acme', service: 'kafka-core' };
  const {
    attached = [
      ['core', core],
      [target, onprem],
    ] as const,
  } = options;
  const stone: RemovedFlow = { source: 'core', target: 'onprem', position: at(60) };
  const spec = specOf(
    [aivenCluster('core'), externalCluster('onprem')],
    [
      mirrorMaker([flowSpec('onprem', 'core', { settings: { topics, ...listed } })]),
      mirrorMaker([], {
        service: 'mm3',
        removedFlows: new Map(removed ? [['core -> onprem', stone]] : []),
      }),
    ],
  );
  const service = liveMirrorMaker({
    service: 'mm3',
    flows: known([liveFlow({ topics, ...runs }, 'core', target)]),
    integrations: known(
      attached.map(([name, source]) => {
        const one = liveIntegration(name, { source });
        return { ...one, id: { ...one.id, service: 'mm3' } };
      }),
    ),
  });
  return sharedWithUnlisted(spec, liveWorld({ mirrormakers: new Map([['mm3', service]]) })).map(
    ({ severity, code, position }) => `${severity} ${code} at line ${position?.line}`,
  );
}

const onTarget = { offset_syncs_topic_location: 'target' } as const;
const backward = { emit_backward_heartbeats_enabled: true };

test.each<[string, Parameters<typeof found>[0], readonly string[]]>([
  ['the same location of offset syncs', { runs: {} }, []],
  ['one offset-syncs topic', { listed: onTarget, runs: {} }, ['warning offset-syncs-shared at line 50']],
  ['the same the other way round', { runs: onTarget }, ['warning offset-syncs-shared at line 50']],
  ['other topics', { runs: { ...onTarget, topics: ['payments'] } }, []],
  [
    'all topics, as Aiven runs a flow without a list',
    { runs: { ...onTarget, topics: [] } },
    ['warning offset-syncs-shared at line 50'],
  ],
  [
    'backward heartbeats of the listed flow',
    { listed: backward, runs: {} },
    ['warning flow-in-two-services at line 50'],
  ],
  [
    'backward heartbeats of the listed flow, and another alias of the same cluster',
    { listed: backward, runs: {}, target: 'by-hand' },
    ['warning flow-in-two-services at line 50'],
  ],
  ['nothing is attached', { listed: onTarget, runs: {}, attached: [] }, []],
  [
    'backward heartbeats of the running flow',
    { runs: backward },
    ['warning flow-in-two-services at line 50'],
  ],
  ['disabled', { runs: { ...backward, enabled: false } }, []],
  ['under removed', { runs: backward, removed: true }, []],
])('a flow that runs and is not in the spec, and its reverse in the spec: %s', (_, options, expected) => {
  expect(found(options)).toEqual(expected);
});
