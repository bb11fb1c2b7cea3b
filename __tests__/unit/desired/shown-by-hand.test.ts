import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { KafkaAclId } from '../../../src/model/kafka-acl.ts';
import { known } from '../../../src/model/reading.ts';
import { liveCluster, liveTopic, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { kafkaAclId } from '../../support/build/resources.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

type Entry = Parameters<typeof kafkaAclId>[1];

/** A flow that lists the group `billing` and one pattern, and entries on its source that the spec does not have. */
function findings(given: readonly Entry[], { topics = ['a'], owned = false } = {}) {
  const principals = [{ pattern: 'User:mm2', position: at(7) }];
  const onprem = externalCluster(
    'onprem',
    owned ? { manage: { acls: { position: at(6), principals } } } : {},
  );
  const flow = flowSpec('onprem', 'core', {
    groups: [{ pattern: 'billing', position: at(5) }],
    settings: { topics, sync_group_offsets_enabled: true },
  });
  const spec = specOf([onprem, aivenCluster('core')], [mirrorMaker([flow])]);
  const { desired } = desiredState(spec, new Map([['onprem', ['a']]]));
  const there: readonly KafkaAclId[] = [
    ...desired.kafkaAcls.map(({ id }) => id),
    ...given.map((entry) => kafkaAclId('onprem', entry)),
  ];
  const live = liveWorld({
    clusters: new Map([
      [
        'onprem',
        liveCluster('onprem', [liveTopic('onprem', 'a')], { kafkaAcls: known(there.map((id) => ({ id }))) }),
      ],
      ['core', liveCluster('core')],
    ]),
  });
  const all = preflightFlows({ spec, desired, live, logins: new Map() }).findings;
  return all.filter(({ code }) => ['groups-of-another-flow', 'visible-not-granted'].includes(code));
}

const group = (parts: Entry): Entry => ({
  principal: 'User:mm2',
  resourceType: 'Group',
  resourceName: 'payroll',
  operation: 'Describe',
  ...parts,
});

describe('groups that a right given by hand shows to the login', () => {
  test.each([
    ['by name', {}, 'payroll'],
    ['by prefix', { resourceName: 'pay', patternType: 'PREFIXED' }, 'pay*'],
    ['all of them', { resourceName: '*' }, '*'],
    ['to everybody', { principal: 'User:*' }, 'payroll'],
    ['by what brings Describe', { operation: 'Read' }, 'payroll'],
    ['by everything', { operation: 'All' }, 'payroll'],
  ] as const)('%s are translated as well, and that is said', (_, parts, shown) => {
    expect(findings([group(parts)])).toEqual([
      expect.objectContaining({
        code: 'groups-of-another-flow',
        severity: 'warning',
        message: expect.stringContaining(`which also sees ${shown} because of a right given by hand`),
      }),
    ]);
  });

  test.each([
    ['that the flow lists', { resourceName: 'billing' }],
    ['of another user', { principal: 'User:other' }],
    ['that are denied', { permission: 'DENY' }],
  ] as const)('not those %s', (_, parts) => {
    expect(findings([group(parts)])).toEqual([]);
  });

  test('not where the plan takes the right away, because its principal is owned', () => {
    expect(findings([group({})], { owned: true })).toEqual([]);
  });
});

describe('topics that a right given by hand shows to the login', () => {
  const topic: Entry = {
    principal: 'User:mm2',
    resourceType: 'Topic',
    resourceName: 'orders.',
    patternType: 'PREFIXED',
    operation: 'Describe',
  };

  test('are named where a pattern may match new ones that the flow may not read', () => {
    expect(findings([topic], { topics: ['a', '.*\\.eu'] })).toEqual([
      expect.objectContaining({ code: 'visible-not-granted', message: expect.stringContaining('orders.') }),
    ]);
    expect(findings([], { topics: ['a', '.*\\.eu'] })).toEqual([]);
  });

  test('do no harm where no pattern matches them', () => {
    expect(findings([topic])).toEqual([]);
  });
});
