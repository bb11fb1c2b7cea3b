import { describe, expect, test } from '@jest/globals';
import { withLiveSettings } from '../../../src/desired/derived/mirror-flows.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { liveBasis } from '../../../src/desired/live-basis.ts';
import type { FlowField, FlowSettings, LiveFlow } from '../../../src/model/flow.ts';
import type { Live, LiveMirrorMaker } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { nameOf } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { effectiveSpec } from '../../../src/spec/effective/effective-spec.ts';
import { liveProbes } from '../../../src/spec/effective/probes.ts';
import { liveCluster, liveFlow, liveMirrorMaker, liveTopic, liveWorld } from '../../support/build/live.ts';
import { kafkaAclId } from '../../support/build/resources.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** What is planned where the live flow decides, and how it says so. */

describe('a live setting that the spec does not state', () => {
  const cases: readonly (readonly [FlowField, Partial<FlowSettings>, string])[] = [
    ['emit_heartbeats_enabled', { emit_heartbeats_enabled: true }, 'heartbeats'],
    [
      'emit_backward_heartbeats_enabled',
      { emit_backward_heartbeats_enabled: true },
      'mm2-configs.dc2.internal',
    ],
    [
      'offset_syncs_topic_location',
      { offset_syncs_topic_location: 'target' },
      'mm2-offset-syncs.dc1.internal',
    ],
    [
      'exactly_once_delivery_enabled',
      { exactly_once_delivery_enabled: true },
      'User:mm2 may Write TransactionalId connect-cluster-dc1-mm2',
    ],
    ['sync_group_offsets_enabled', { sync_group_offsets_enabled: true }, 'User:mm2 may Read Group *'],
    ['replication_factor', { replication_factor: 2 }, 'mm2-configs.dc1.internal'],
    ['topics', { topics: ['orders\\..*'] }, 'User:mm2 may Read Topic prefix orders.'],
  ];

  test.each(cases)(
    '%s is what is derived, and each operation that rests on it says so',
    async (field, live, name) => {
      const plan = await planOf({ flow: { groups: ['*'] }, live: running(live) });
      const change = plan.changes.find(({ id }) => nameOf(id) === name);
      const value = String(Object.values(live)[0]);
      expect(change?.restsOn).toEqual([`flow dc1 -> dc2 has ${field} ${value}`]);
    },
  );

  test.each(cases)(
    '%s, stated as it is live: the same is planned, and rests on nothing',
    async (field, live) => {
      const silent = await planOf({ flow: { groups: ['*'] }, live: running(live) });
      const stated = await planOf({ flow: { groups: ['*'], [field]: live[field] }, live: running(live) });
      expect(stated.operations).toEqual(silent.operations);
      expect(stated.digest).toBe(silent.digest);
      expect(stated.changes.flatMap(({ restsOn = [] }) => restsOn)).toEqual([]);
    },
  );

  test('that is the default decides nothing that the spec does not', async () => {
    const live = running({ emit_heartbeats_enabled: false, topics: ['.*'], replication_policy: 'default' });
    const plan = await planOf({ flow: {}, live });
    expect(plan.changes.length).toBeGreaterThan(5);
    expect(plan.changes.flatMap(({ restsOn = [] }) => restsOn)).toEqual([]);
  });

  test('decides what is taken away: the rights of the default are not needed', async () => {
    const unused = kafkaAclId('dc1', {
      principal: 'User:mm2',
      resourceName: 'mm2-offset-syncs.dc2.internal',
      operation: 'Write',
    });
    const plan = await planOf({
      flow: {},
      live: running({ offset_syncs_topic_location: 'target' }),
      acls: [unused],
      owned: true,
    });
    const gone = plan.changes.find(({ action, kind }) => action === 'delete' && kind === 'kafka-acl');
    expect(gone?.id).toEqual(unused);
    expect(gone?.restsOn).toEqual(['flow dc1 -> dc2 has offset_syncs_topic_location target']);
  });

  test('decides what is pruned: a topic that no flow writes under the live policy', async () => {
    const plan = await planOf({
      flow: {},
      live: running({ replication_policy: 'identity', topics: ['orders'] }),
      prune: true,
      topics: ['dc1.orders'],
    });
    const gone = plan.changes.find(({ action, kind }) => action === 'delete' && kind === 'topic');
    expect(gone && nameOf(gone.id)).toBe('dc1.orders');
    expect(gone?.restsOn).toContain('flow dc1 -> dc2 has replication_policy identity');
  });
});

test('a flow that does not exist is created with defaults, and nothing rests on anything live', async () => {
  const plan = await planOf({ flow: {}, live: known([]) });
  expect(plan.changes.some(({ kind, action }) => kind === 'flow' && action === 'create')).toBe(true);
  expect(plan.changes.flatMap(({ restsOn = [] }) => restsOn)).toEqual([]);
});

test('a setting of the live service is named in the same way', async () => {
  const plan = await planOf({
    flow: {},
    live: running({}),
    service: { settings: known({ emit_checkpoints_enabled: false }) },
    acls: [
      kafkaAclId('dc2', {
        principal: 'User:mm2',
        resourceName: 'dc1.checkpoints.internal',
        operation: 'Write',
      }),
    ],
    owned: true,
  });
  const gone = plan.changes.find(({ action, kind }) => action === 'delete' && kind === 'kafka-acl');
  expect(gone?.restsOn).toEqual(['service mm2-core has emit_checkpoints_enabled false']);
});

describe('a live flow that could not be read', () => {
  const unread = unknown('denied', 'Aiven says no');
  const stated = {
    topics: ['.*'],
    topics_exclude: ['x'],
    replication_policy: 'default',
    replication_factor: 3,
    offset_syncs_topic_location: 'source',
    sync_group_offsets_enabled: false,
    emit_heartbeats_enabled: false,
    emit_backward_heartbeats_enabled: false,
    exactly_once_delivery_enabled: false,
    config_properties_exclude: ['x'],
  };

  test('decides nothing: what it needs is unknown, and is neither granted nor taken away', async () => {
    const acl = kafkaAclId('dc1', { principal: 'User:mm2', resourceName: 'anything' });
    const plan = await planOf({ flow: {}, live: unread, acls: [acl], owned: true });
    expect(plan.changes.filter(({ kind }) => kind === 'topic' || kind === 'kafka-acl')).toEqual([]);
    expect(plan.leftAlone).toContainEqual({ id: acl, why: 'may-be-needed' });
    expect(plan.unread).toMatchObject([{ place: 'mm2-core', kind: 'flow', reason: unread }]);
    expect(plan.findings).toContainEqual(expect.objectContaining({ code: 'flow-needs-unknown' }));
  });

  test('does not matter where the spec states all that decides', async () => {
    const plan = await planOf({ flow: stated, live: unread });
    expect(plan.changes.some(({ kind }) => kind === 'kafka-acl')).toBe(true);
    expect(plan.findings.map(({ code }) => code)).not.toContain('flow-needs-unknown');
  });

  test.each([
    ['not stated', {}, 0],
    ['stated', { topics_exclude: ['a'] }, 1],
  ])('one field that Aiven does not tell, %s', async (_, flow, changes) => {
    const untold = new Map<FlowField, string>([['topics_exclude', 'two lists differ']]);
    const live = known([{ ...flowBetween({ enabled: true }), untold }]);
    const plan = await planOf({ flow, live });
    expect(plan.changes.some(({ kind }) => kind === 'kafka-acl')).toBe(changes > 0);
    expect(plan.unread.map(({ reason }) => reason.message)).toEqual(
      changes > 0
        ? []
        : [
            'which topics dc1 -> dc2 excludes cannot be told: two lists differ',
            'dc1 -> dc2: Aiven does not tell topics_exclude, because two lists differ',
          ],
    );
  });
});

describe('a certificate that is on a live endpoint only makes the login somebody, nobody knows who', () => {
  const withCertificate = { ssl_client_cert: 'set' };
  type There = Readonly<Record<string, object>>;
  async function principal(aliases: object | undefined, there: There | 'unread', project = 'acme') {
    const loaded = await loadTexts({
      'kafka.yaml': JSON.stringify({
        version: 1,
        name: 'prod',
        project: 'acme',
        clusters: {
          core: { service: 'kafka-core' },
          dc: {
            bootstrap_servers: ['k:1'],
            security_protocol: 'SSL',
            mirror: {},
            ...(aliases && { aliases }),
          },
        },
        mirrormaker: {
          mm2: { flows: { [`${Object.keys(aliases ?? { dc: {} })[0]} -> core`]: { topics: ['a'] } } },
        },
      }),
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
    const listed = Object.entries(there === 'unread' ? {} : there).map(([name, certificate]) => ({
      id: { kind: 'endpoint', project, name } as const,
      endpointId: name,
      config: { bootstrap_servers: 'k:1', security_protocol: 'SSL', ...certificate } as const,
    }));
    const reading = there === 'unread' ? unknown('denied', 'the token may not') : known(listed);
    const endpoints: Live['endpoints'] = new Map([[project, reading]]);
    const cluster = effectiveSpec(loaded.spec, { endpoints, mirrormakers: new Map() }).clusters.get('dc');
    return cluster?.type === 'external'
      ? (cluster.mirror?.principal ?? 'nobody knows')
      : 'no external cluster';
  }
  const two = { s1: { endpoint: 'e1' }, s2: { endpoint: 'e2' } };

  test.each<[string, object | undefined, There | 'unread', string]>([
    ['without one', undefined, { dc: {} }, 'User:ANONYMOUS'],
    ['on the one endpoint', undefined, { dc: withCertificate }, 'nobody knows'],
    ['that is not there yet', undefined, {}, 'User:ANONYMOUS'],
    ['where nobody could look', undefined, 'unread', 'nobody knows'],
    ['on the endpoint of an alias', two, { e1: withCertificate, e2: {} }, 'nobody knows'],
    ['on that of another alias', two, { e1: {}, e2: withCertificate }, 'nobody knows'],
    [
      'on none of its aliases, and on one under the name of the cluster',
      two,
      { e1: {}, e2: {}, dc: withCertificate },
      'User:ANONYMOUS',
    ],
  ])('%s', async (_, aliases, there, expected) => {
    expect(await principal(aliases, there)).toBe(expected);
  });

  test('an endpoint of that name in another project is another one', async () => {
    expect(await principal(undefined, { dc: withCertificate }, 'acme-other')).toBe('User:ANONYMOUS');
  });
});

function flowBetween(settings: Partial<FlowSettings>): LiveFlow {
  return liveFlow(settings, 'dc1', 'dc2');
}

function running(settings: Partial<FlowSettings>): LiveMirrorMaker['flows'] {
  return known([flowBetween({ enabled: true, ...settings })]);
}

async function planOf(options: {
  readonly flow: object;
  readonly live: LiveMirrorMaker['flows'];
  readonly service?: Partial<LiveMirrorMaker>;
  readonly acls?: readonly ReturnType<typeof kafkaAclId>[];
  readonly owned?: boolean;
  readonly prune?: boolean;
  readonly topics?: readonly string[];
}): Promise<Plan> {
  const { flow, acls = [], owned, prune, topics = [] } = options;
  const cluster = (name: string) => ({
    bootstrap_servers: [`${name}:9092`],
    security_protocol: 'PLAINTEXT',
    mirror: { principal: 'User:mm2' },
    admin: {},
    manage: {
      ...(owned === true ? { acls: { principals: ['User:mm2'] } } : {}),
      ...(prune === true ? { topics: { scope: ['dc1.*'], prune: 'scope' } } : {}),
    },
  });
  const text = JSON.stringify({
    version: 1,
    name: 'prod',
    project: 'acme',
    clusters: { dc1: cluster('dc1'), dc2: cluster('dc2') },
    mirrormaker: { 'mm2-core': { flows: { 'dc1 -> dc2': flow } } },
  });
  const loaded = await loadTexts({ 'kafka.yaml': text });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const live = liveWorld({
    mirrormakers: new Map([['mm2-core', liveMirrorMaker({ flows: options.live, ...options.service })]]),
    clusters: new Map(
      ['dc1', 'dc2'].map((key) => [
        key,
        liveCluster(key, key === 'dc2' ? topics.map((name) => liveTopic(key, name)) : [], {
          kafkaAcls: known(acls.filter((id) => id.cluster === key).map((id) => ({ id }))),
        }),
      ]),
    ),
  });
  const spec = withLiveSettings(effectiveSpec(loaded.spec, live), live);
  const { desired, findings } = desiredState(spec);
  const derive = (probed: typeof spec) => desiredState(probed).desired;
  return buildPlan({
    desired,
    live,
    findings,
    restsOn: liveBasis({ spec, desired, derive, flowProbes: liveProbes(spec) }),
  });
}
