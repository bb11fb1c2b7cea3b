import { expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { effectiveSpec } from '../../../src/spec/effective/effective-spec.ts';
import type { FlowSpec } from '../../../src/spec/spec.ts';
import { liveCluster, liveFlow, liveMirrorMaker, liveTopic, liveWorld } from '../../support/build/live.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

const place = { file: 'kafka.yaml', line: 1, column: 1 };
const manage = {
  topics: {
    position: place,
    scope: [{ pattern: 'orders*', position: place }],
    exclude: [],
    prune: 'scope' as const,
    unlistedConfig: 'report' as const,
  },
};

/** What becomes of `orders.eu` on the target, which a running flow may write, and which the spec does not list. */
function fateOf(world: {
  readonly target: 'aiven' | 'external';
  readonly access: FlowSpec['access'];
  readonly leftOut?: boolean;
  readonly untold: boolean;
}): string {
  const [source, target] =
    world.target === 'aiven'
      ? [externalCluster('onprem'), aivenCluster('core', { manage })]
      : [aivenCluster('onprem'), externalCluster('core', { manage })];
  const flow = flowSpec('onprem', 'core', { settings: { topics: ['orders.*'] }, access: world.access });
  const stated = new Set([...flow.stated].filter((field) => field !== 'replication_policy'));
  const one = liveFlow({ topics: ['orders.*'], enabled: true });
  const untold = new Map([
    ['replication_policy', "the class com.example.X is neither of Kafka's two"] as const,
  ]);
  const flows = [{ ...one, id: { ...one.id, service: 'mm2' }, ...(world.untold ? { untold } : {}) }];
  const live = liveWorld({
    mirrormakers: new Map([['mm2', liveMirrorMaker({ service: 'mm2', flows: known(flows) })]]),
    clusters: new Map([
      ['onprem', liveCluster('onprem', [liveTopic('onprem', 'orders.eu')])],
      ['core', liveCluster('core', [liveTopic('core', 'orders.eu')])],
    ]),
  });
  const whole = effectiveSpec(specOf([source, target], [mirrorMaker([{ ...flow, stated }])]), live);
  const spec = world.leftOut ? { ...whole, leftOut: new Set(['onprem']) } : whole;
  const { changes, unread } = buildPlan({ desired: desiredState(spec).desired, live, findings: [] });
  const isIt = (name: string | undefined) => name === 'orders.eu';
  if (changes.some(({ action, id }) => action === 'delete' && 'name' in id && isIt(id.name)))
    return 'deleted';
  return unread.some(({ name }) => isIt(name)) ? 'unknown' : 'left alone';
}

test.each([
  ['Aiven', { target: 'aiven', access: 'manage' }],
  ['Aiven, by a flow that is not looked after', { target: 'aiven', access: 'off' }],
  ['Aiven, while the source is left out', { target: 'aiven', access: 'manage', leftOut: true }],
  ['an external cluster', { target: 'external', access: 'manage' }],
  ['an external cluster, by a flow that is not looked after', { target: 'external', access: 'off' }],
] as const)('what a flow may write on %s is not pruned while nobody knows its names', (_, world) => {
  expect(fateOf({ ...world, untold: true })).toBe('unknown');
  expect(fateOf({ ...world, untold: false })).toBe('deleted'); // the default policy writes onprem.orders.eu
});
