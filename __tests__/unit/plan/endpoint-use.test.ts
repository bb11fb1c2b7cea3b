import { describe, expect, test } from '@jest/globals';
import type { Desired, Tombstone } from '../../../src/model/desired.ts';
import type { Live } from '../../../src/model/live.ts';
import type { EndpointUse } from '../../../src/model/live-project.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import {
  liveEndpoint,
  liveFlow,
  liveIntegration,
  liveMirrorMaker,
  liveProject,
  liveWorld,
} from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { endpoint, mirrorMaker, project } from '../../support/build/resources.ts';

const name = 'onprem-kafka';
const tombstones: readonly Tombstone[] = [
  { id: { kind: 'endpoint', project, name }, provenance: declared(12) },
];
const endpoints = new Map([[project, known([liveEndpoint()])]]);
/** Of a service that the spec does not name. */
const elsewhere: EndpointUse = {
  endpoint: name,
  service: 'mm2-other',
  alias: 'dc',
  flows: known(['dc -> lake']),
};

function plan(desired: Partial<Desired>, live: Partial<Live>) {
  return buildPlan({
    desired: desiredWorld(desired),
    live: liveWorld({ endpoints, mirrormakers: new Map(), ...live }),
    findings: [],
  });
}

function used(...uses: readonly EndpointUse[]): Partial<Live> {
  return { projects: new Map([[project, known(liveProject({ endpointUses: known(uses) }))]]) };
}

describe('an endpoint under removed', () => {
  test('goes when nothing in the project uses it', () => {
    const { changes, findings } = plan({ tombstones }, used({ ...elsewhere, endpoint: 'another' }));
    expect(changes.map(({ action, kind }) => `${action} ${kind}`)).toEqual(['delete endpoint']);
    expect(findings).toEqual([]);
  });

  test.each([
    ['names the service and the flow', elsewhere, 'mm2-other (alias dc, flow dc -> lake)'],
    ['attached and without a flow', { ...elsewhere, flows: known([]) }, 'mm2-other (alias dc, no flow)'],
    [
      'of which the flows are not told',
      { ...elsewhere, flows: unknown('denied', 'no') },
      'mm2-other (alias dc, flows unknown)',
    ],
    ['by an integration of another type', { endpoint: name, service: 'flink', flows: known([]) }, 'flink'],
  ])('stays while a service outside the spec uses it: %s', (_, use, words) => {
    const { changes, findings } = plan({ tombstones }, used(use));
    expect(changes).toEqual([]);
    expect(findings).toMatchObject([
      {
        code: 'endpoint-in-use',
        severity: 'error',
        message: expect.stringContaining(words),
        position: { line: 12 },
      },
    ]);
  });

  test('stays while a service of the spec uses it, even if the list of the project is behind', () => {
    const service = liveMirrorMaker({
      integrations: known([liveIntegration('onprem')]),
      flows: known([liveFlow()]),
    });
    const { changes, findings } = plan(
      { tombstones },
      { ...used(), mirrormakers: new Map([[mirrorMaker, service]]) },
    );
    expect(changes).toEqual([]);
    expect(findings).toMatchObject([
      {
        code: 'endpoint-in-use',
        message: expect.stringContaining('mm2-core (alias onprem, flow onprem -> core)'),
      },
    ]);
  });

  test('is not mixed up with one of the same name in another project', () => {
    const service = {
      ...liveMirrorMaker({ integrations: known([liveIntegration('onprem')]) }),
      project: 'elsewhere',
    };
    const { changes } = plan({ tombstones }, { ...used(), mirrormakers: new Map([[mirrorMaker, service]]) });
    expect(changes.map(({ action }) => action)).toEqual(['delete']);
  });

  const denied = unknown('denied', 'The token may not list services');
  test.each([
    ['the services cannot be listed', new Map([[project, denied]])],
    [
      'a service does not tell its integrations',
      new Map([[project, known(liveProject({ endpointUses: denied }))]]),
    ],
  ])('stays when the token may not see its use: %s', (_, projects) => {
    const { changes, findings } = plan({ tombstones }, { projects });
    expect(changes).toEqual([]);
    expect(findings).toMatchObject([
      { code: 'endpoint-use-unknown', severity: 'error', position: { line: 12 } },
    ]);
  });

  const cut = unknown('incomplete', 'The answer was cut');
  test.each([
    ['the services cannot be listed', new Map([[project, cut]])],
    [
      'a service does not tell its integrations',
      new Map([[project, known(liveProject({ endpointUses: cut }))]]),
    ],
    ['nobody looked', new Map()],
  ])('is not read when its use is not: %s', (_, projects) => {
    const { changes, findings, unread } = plan({ tombstones }, { projects });
    expect([changes, findings]).toEqual([[], []]);
    expect(unread).toMatchObject([{ place: project, kind: 'endpoint', name }]);
    expect(unread[0]?.reason.message).toContain('which services use it is unknown: ');
  });
});

describe('an endpoint that changes', () => {
  const changed = { endpoints: [endpoint(name, { bootstrap_servers: 'kafka-9.corp.example:9093' })] };

  test('tells who else restarts', () => {
    expect(plan(changed, used(elsewhere)).findings).toMatchObject([
      {
        code: 'endpoint-used-elsewhere',
        severity: 'warning',
        message: expect.stringContaining('mm2-other (alias dc, flow dc -> lake)'),
      },
    ]);
  });

  test('says nothing of the services of the spec, which the plan shows anyway', () => {
    const mirrormakers = new Map([[mirrorMaker, liveMirrorMaker()]]);
    const live = { ...used({ ...elsewhere, service: mirrorMaker }), mirrormakers };
    expect(plan(changed, live).findings).toEqual([]);
  });

  test('says that it is unknown', () => {
    const projects = new Map([[project, unknown('unreachable', 'Aiven did not answer')]]);
    expect(plan(changed, { projects }).findings).toMatchObject([
      { code: 'endpoint-use-unknown', severity: 'warning' },
    ]);
  });

  test('unchanged or new it concerns nobody', () => {
    expect(plan({ endpoints: [endpoint()] }, used(elsewhere)).findings).toEqual([]);
    expect(plan({ endpoints: [endpoint('new')] }, used()).findings).toEqual([]);
  });
});
