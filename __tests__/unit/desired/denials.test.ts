import { describe, expect, test } from '@jest/globals';
import type { MirrorLogins } from '../../../src/desired/derived/view.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { AclOperation, KafkaAclId } from '../../../src/model/kafka-acl.ts';
import type { LoginRights } from '../../../src/model/login-rights.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { liveCluster, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

const read: KafkaAclId = {
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
const denying = (parts: Partial<KafkaAclId>): KafkaAclId => ({ ...read, permission: 'DENY', ...parts });
const lacksRead: LoginRights = {
  topics: new Map([['edge.readings', 1]]),
  topicOperations: new Map<string, ReadonlySet<AclOperation>>([
    ['edge.readings', new Set(['Describe', 'DescribeConfigs'])],
    ['mm2-offset-syncs.core.internal', new Set(['Read', 'Write', 'Describe'])],
  ]),
  clusterOperations: new Set(),
  groups: new Map([['billing', true]]),
  brokersBefore28: false,
};
const untried: MirrorLogins = new Map([['onprem', unknown('unreachable', 'no route')]]);
const tried: MirrorLogins = new Map([['onprem', known(lacksRead)]]);

/** All that the flow needs is granted, and these entries stand beside it. */
function told(options: {
  readonly denials: readonly KafkaAclId[];
  readonly logins: MirrorLogins;
  readonly owned?: readonly string[];
  readonly granted?: boolean;
}) {
  const principals = (options.owned ?? []).map((pattern) => ({ pattern, position: at(7) }));
  const onprem = externalCluster(
    'onprem',
    principals.length === 0 ? {} : { manage: { acls: { position: at(6), principals } } },
  );
  const spec = specOf([onprem, aivenCluster('core')], [mirrorMaker([flowSpec('onprem', 'core')])]);
  const { desired } = desiredState(spec, new Map());
  const granted = options.granted === false ? [] : desired.kafkaAcls.map(({ id }) => ({ id }));
  const live = liveWorld({
    clusters: new Map([
      [
        'onprem',
        liveCluster('onprem', [], {
          kafkaAcls: known([...granted, ...options.denials.map((id) => ({ id }))]),
        }),
      ],
      ['core', liveCluster('core')],
    ]),
  });
  const { findings, flows } = preflightFlows({ spec, desired, live, logins: options.logins });
  return { findings, login: flows[0]?.logins[0] };
}

const members: readonly (readonly [string, Partial<KafkaAclId>, says: string, lasts: true | undefined])[] = [
  ['of the right itself', {}, 'User:mm2 must not Read Topic edge.readings', true],
  ['of everything', { operation: 'All' }, 'User:mm2 must not All Topic edge.readings', true],
  ['of what Read brings', { operation: 'Describe' }, 'User:mm2 must not Describe Topic edge.readings', true],
  ['for everybody', { principal: 'User:*' }, 'User:* must not Read Topic edge.readings', true],
  [
    'on a prefix',
    { patternType: 'PREFIXED', resourceName: 'edge.' },
    'User:mm2 must not Read Topic prefix edge.',
    true,
  ],
  ['on every topic', { resourceName: '*' }, 'User:mm2 must not Read Topic *', true],
  // It may be meant for another client.
  [
    'from one host',
    { host: '10.0.0.1' },
    'User:mm2 must not Read Topic edge.readings from 10.0.0.1',
    undefined,
  ],
];

describe('a denial that no line of the spec owns takes away what the plan grants to a flow', () => {
  test.each(members)('%s: found among the ACLs', (_, parts, says, lasts) => {
    const { findings } = told({ denials: [denying(parts)], logins: untried });
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'access-denied',
        severity: 'warning',
        message: expect.stringContaining(`onprem denies with "${says}" what flows need: "User:mm2 may `),
        hint: expect.stringContaining('Delete that denial on onprem'),
      }),
    ]);
    expect(findings[0]?.lasts).toBe(lasts);
  });

  test.each(members)(
    '%s: as the brokers say of the login, and it does not come with the plan',
    (_, parts, says) => {
      const { findings, login } = told({ denials: [denying(parts)], logins: tried });
      expect(login).toMatchObject({
        lacks: ['Read on Topic edge.readings'],
        stopsBy: [{ words: 'Read on Topic edge.readings', stops: { end: 'source', name: 'edge.readings' } }],
        grantedByPlan: false,
      });
      expect(findings).toEqual([
        expect.objectContaining({
          code: 'mirror-login-lacks',
          hint: expect.stringContaining(`Delete the denial "${says}" on onprem`),
          lasts: true,
        }),
      ]);
    },
  );

  test('also when the right itself is still to be created', () => {
    const { login } = told({ denials: [denying({ principal: 'User:*' })], logins: tried, granted: false });
    expect(login?.grantedByPlan).toBe(false);
  });
});

describe('no denial stands in the way', () => {
  test('where the plan deletes it, because its principal is owned', () => {
    const { findings, login } = told({ denials: [denying({})], logins: tried, owned: ['User:mm2'] });
    expect(findings).toEqual([]);
    expect(login?.grantedByPlan).toBe(true);
    expect(told({ denials: [denying({})], logins: untried, owned: ['User:mm*'] }).findings).toEqual([]);
  });

  test.each([
    ['of another user', { principal: 'User:other' }],
    ['on another topic', { resourceName: 'edge.other' }],
    ['of another operation', { operation: 'Write' }],
  ] as const)('%s', (_, parts) => {
    expect(told({ denials: [denying(parts)], logins: untried }).findings).toEqual([]);
  });
});
