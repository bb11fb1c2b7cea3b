import { describe, expect, test } from '@jest/globals';
import type { MirrorLogins } from '../../../src/desired/derived/view.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { FlowField } from '../../../src/model/flow.ts';
import type { AclOperation, KafkaAclId } from '../../../src/model/kafka-acl.ts';
import type { LoginRights } from '../../../src/model/login-rights.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { effectiveSpec } from '../../../src/spec/effective/effective-spec.ts';
import type { FlowSpec, KafkaAclSpec, Spec } from '../../../src/spec/spec.ts';
import { liveCluster, liveFlow, liveMirrorMaker, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

/** What a flow of the spec may do once the plan is applied, told by the plan that is shown: one account of what goes and what stays. */

type Access = FlowSpec['access'];

const readEdge: KafkaAclId = {
  kind: 'kafka-acl',
  cluster: 'onprem',
  principal: 'User:mm2',
  host: '*',
  resourceType: 'Topic',
  resourceName: 'edge.readings',
  patternType: 'LITERAL',
  operation: 'Read',
  permission: 'ALLOW',
};

const hasAll: LoginRights = {
  topics: new Map([['edge.readings', 1]]),
  topicOperations: new Map<string, ReadonlySet<AclOperation>>([
    ['edge.readings', new Set(['Read', 'Describe', 'DescribeConfigs'])],
    ['mm2-offset-syncs.core.internal', new Set(['Read', 'Write', 'Describe'])],
  ]),
  clusterOperations: new Set(),
  groups: new Map(),
  brokersBefore28: false,
};
const tried: MirrorLogins = new Map([['onprem', known(hasAll)]]);
const untried: MirrorLogins = new Map([['onprem', unknown('unreachable', 'no route')]]);

/** Everything that the flow would need under `manage` is there, whoever gave it. */
function planOf(options: {
  readonly access: Access;
  readonly logins: MirrorLogins;
  readonly owned?: boolean;
  readonly denials?: readonly KafkaAclSpec[];
  readonly live?: readonly KafkaAclId[];
  readonly without?: KafkaAclId;
  readonly shaped?: (spec: Spec) => Spec;
}) {
  const { owned = false, denials = [], shaped = (spec) => spec } = options;
  const principals = [{ pattern: 'User:mm2', position: at(7) }];
  const make = (access: Access, kafkaAcls: readonly KafkaAclSpec[]) => {
    const manage = owned ? { manage: { acls: { position: at(6), principals } } } : {};
    const onprem = externalCluster('onprem', { kafkaAcls, ...manage });
    return specOf(
      [onprem, aivenCluster('core'), aivenCluster('edge')],
      [
        mirrorMaker([
          flowSpec('onprem', 'core', { access }),
          flowSpec('onprem', 'edge', { access, settings: { topics: ['logs'] } }),
        ]),
      ],
    );
  };
  const spec = shaped(make(options.access, denials));
  const needed = desiredState(make('manage', []), new Map()).desired.kafkaAcls.map(({ id }) => id);
  const { without } = options;
  const there = needed.filter(
    (id) => id.resourceName !== without?.resourceName || id.operation !== without.operation,
  );
  const { desired, findings: ofSpec } = desiredState(spec, new Map());
  const live = liveWorld({
    clusters: new Map([
      [
        'onprem',
        liveCluster('onprem', [], {
          kafkaAcls: known([...there, ...(options.live ?? [])].map((id) => ({ id }))),
        }),
      ],
      ['core', liveCluster('core')],
      ['edge', liveCluster('edge')],
    ]),
  });
  const { findings, flows } = preflightFlows({ spec, desired, live, logins: options.logins });
  const plan = buildPlan({ desired, live, flows, findings: [...ofSpec, ...findings] });
  const changes = plan.changes.filter(({ kind }) => kind === 'kafka-acl');
  return { plan, changes, login: plan.flows[0]?.logins[0], needed };
}

const denial = (parts: Partial<KafkaAclSpec>): KafkaAclSpec => ({
  principal: 'User:mm2',
  host: '*',
  resourceType: 'Topic',
  resourceName: 'edge.readings',
  patternType: 'LITERAL',
  permission: 'DENY',
  operations: ['Read'],
  position: at(31),
  namePosition: at(31),
  ...parts,
});

describe('a denial that the plan adds', () => {
  const members: readonly (readonly [string, Partial<KafkaAclSpec>])[] = [
    ['for the login', {}],
    ['for everybody', { principal: 'User:*' }],
    ['on a prefix', { resourceName: 'edge.', patternType: 'PREFIXED' }],
    ['on every topic', { resourceName: '*' }],
    ['of what Read brings', { operations: ['Describe'] }],
    ['of everything', { operations: ['All'] }],
  ];
  const ways = (['manage', 'check', 'off'] as const).flatMap((access) =>
    [tried, untried].flatMap((logins) => members.map(([words, parts]) => ({ access, logins, words, parts }))),
  );

  test.each(ways)('$words under access: $access takes away what the flow needs, and is named', (way) => {
    const { plan, login } = planOf({ ...way, denials: [denial(way.parts)] });
    const said = plan.findings.filter(({ code }) => code === 'access-denied');
    expect(said).toEqual([
      expect.objectContaining({
        severity: 'warning',
        lasts: true,
        position: at(31),
        message: expect.stringMatching(
          /^this plan adds ".* must not .*" on onprem, which takes away what flows need: "/,
        ),
      }),
    ]);
    if (way.logins === tried)
      expect(login?.takenByPlan.join()).toMatch(
        /^(?:Read|Read, Describe|.*Describe).* on Topic edge\.readings/,
      );
  });

  test.each([
    ['another user', { principal: 'User:other' }],
    ['another topic', { resourceName: 'edge.other' }],
    ['another operation', { operations: ['Delete'] }],
  ] as const)('is none of the flow, of %s', (_, parts) => {
    const { plan, login } = planOf({ access: 'manage', logins: tried, denials: [denial(parts)] });
    expect(plan.findings.filter(({ code }) => code === 'access-denied')).toEqual([]);
    expect(login?.takenByPlan).toEqual([]);
  });
});

describe('a denial that the plan leaves alone', () => {
  const live = [{ ...readEdge, permission: 'DENY' as const }];
  const undecided = (spec: Spec): Spec => {
    const odd = liveFlow({ enabled: true, topics: ['logs'] }, 'onprem', 'edge');
    const untold = new Map<FlowField, string>([['topics_exclude', 'two lists differ']]);
    const flow = { ...odd, untold, id: { ...odd.id, service: 'mm2' } };
    const mirrormakers = new Map([['mm2', liveMirrorMaker({ service: 'mm2', flows: known([flow]) })]]);
    return effectiveSpec(spec, { mirrormakers, endpoints: new Map() });
  };
  const leftOut = (spec: Spec): Spec => ({ ...spec, leftOut: new Set(['edge']) });

  test.each([
    ['another flow of the login is not known', { shaped: undecided }],
    ['another flow of the login is left out', { shaped: leftOut }],
    [
      'no line of a spec could say it',
      { live: [{ ...readEdge, permission: 'DENY' as const, host: '10.0.0.0/8' }] },
    ],
    ['its principal is not owned', { owned: false }],
  ])('because %s counts as there after it', (_, parts) => {
    const lacking: LoginRights = {
      ...hasAll,
      topicOperations: new Map([['edge.readings', new Set<AclOperation>(['Describe', 'DescribeConfigs'])]]),
    };
    const world = { access: 'manage', owned: true, live, without: readEdge, ...parts } as const;
    expect(planOf({ ...world, logins: new Map([['onprem', known(lacking)]]) }).login?.grantedByPlan).toBe(
      false,
    );
    expect(planOf({ ...world, logins: untried }).plan.findings).toContainEqual(
      expect.objectContaining({
        code: 'access-denied',
        message: expect.stringContaining('onprem denies with'),
      }),
    );
  });
});

describe('rights that somebody gave by hand to an owned login', () => {
  test('stay where a flow with access: off needs them, and are named as left alone', () => {
    const { changes, plan, login, needed } = planOf({ access: 'off', logins: tried, owned: true });
    expect(changes).toEqual([]);
    expect(plan.leftAlone.filter(({ why }) => why === 'access-off').map(({ id }) => id)).toEqual(
      expect.arrayContaining([...needed]),
    );
    expect(login).toMatchObject({ takenByPlan: [] });
  });

  test('stay where they bring more than it needs, and go where they bring nothing of it', () => {
    const wide: KafkaAclId = {
      ...readEdge,
      resourceName: 'edge.',
      patternType: 'PREFIXED',
      operation: 'All',
    };
    const other: KafkaAclId = { ...readEdge, resourceName: 'payroll' };
    const denied: KafkaAclId = { ...readEdge, permission: 'DENY' };
    const { changes } = planOf({ access: 'off', logins: tried, owned: true, live: [wide, other, denied] });
    expect(changes.map(({ action, id }) => [action, id])).toEqual(
      expect.arrayContaining([
        ['delete', denied],
        ['delete', other],
      ]),
    );
    expect(changes).toHaveLength(2);
  });

  test('are no error under access: check where an entry of the spec brings them', () => {
    const everything = [
      denial({ permission: 'ALLOW', operations: ['All'], resourceName: '*' }),
      denial({ permission: 'ALLOW', operations: ['All'], resourceName: '*', resourceType: 'Group' }),
    ];
    const errors = (denials: readonly KafkaAclSpec[]) =>
      planOf({ access: 'check', logins: tried, owned: true, denials }).plan.findings.filter(
        ({ code }) => code === 'owned-but-only-checked',
      ).length;
    expect([errors([]), errors(everything)]).toEqual([2, 0]);
  });
});
