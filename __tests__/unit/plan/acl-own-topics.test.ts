import { describe, expect, test } from '@jest/globals';
import type { AivenAclPermission } from '../../../src/model/aiven-acl.ts';
import type { AclOperation, KafkaAcl } from '../../../src/model/kafka-acl.ts';
import type { Provenance } from '../../../src/model/provenance.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveKafkaAcl, liveWorld } from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { aivenAcl, kafkaAcl } from '../../support/build/resources.ts';

type Parts = NonNullable<Parameters<typeof kafkaAcl>[1]>;

function risksOf(parts: Parts, provenance: Provenance = declared()) {
  const acl: KafkaAcl = { ...kafkaAcl('core', { resourceType: 'Topic', ...parts }), provenance };
  return buildPlan({ desired: desiredWorld({ kafkaAcls: [acl] }), live: liveWorld(), findings: [] }).risks;
}

const derived: Provenance = {
  origin: 'derived',
  position: declared().position,
  flows: ['onprem -> core'],
  rule: 'T1',
  why: 'its worker keeps its configuration there',
  without: 'it exits',
};

type Level = 'high' | 'medium' | 'none';

/** What Read and Write of a literal name mean. */
const topics: readonly (readonly [name: string, read: Level, write: Level])[] = [
  ['__consumer_offsets', 'medium', 'high'],
  ['__transaction_state', 'medium', 'high'],
  ['__cluster_metadata', 'medium', 'high'],
  ['__remote_log_metadata', 'medium', 'high'],
  ['mm2-configs.onprem.internal', 'high', 'high'],
  ['mm2-offsets.onprem.internal', 'none', 'high'],
  ['mm2-status.onprem.internal', 'none', 'medium'],
  ['mm2-offset-syncs.core.internal', 'none', 'high'],
  ['onprem.checkpoints.internal', 'none', 'high'],
  ['heartbeats', 'none', 'medium'],
  ['connect-configs', 'high', 'high'],
  ['connect-offsets', 'none', 'high'],
  ['_schemas', 'none', 'high'],
  ['orders', 'none', 'none'],
];

const levelOf = (risks: readonly { readonly level: string }[]) =>
  risks.map(({ level }) => level)[0] ?? 'none';
const worst = (...levels: readonly Level[]): Level =>
  (['high', 'medium'] as const).find((level) => levels.includes(level)) ?? 'none';

describe.each(topics)('%s', (resourceName, read, write) => {
  const rows: readonly (readonly [AclOperation, AivenAclPermission, Level])[] = [
    ['Read', 'read', read],
    ['Write', 'write', write],
    ['All', 'admin', worst(read, write, 'medium')],
  ];
  test.each(rows)('%s, and %s of Aiven', (operation, permission, expected) => {
    expect(levelOf(risksOf({ resourceName, operation }))).toBe(expected);
    expect(
      levelOf(risksOf({ resourceName: resourceName.slice(0, -1), patternType: 'PREFIXED', operation })),
    ).toBe(expected);
    const ofAiven = (topic: string, one = permission) =>
      buildPlan({
        desired: desiredWorld({ aivenAcls: [aivenAcl('core', { username: 'svc', topic, permission: one })] }),
        live: liveWorld(),
        findings: [],
      }).risks;
    expect(levelOf(ofAiven(resourceName))).toBe(expected);
    expect(levelOf(ofAiven(resourceName, 'readwrite'))).toBe(worst(read, write));
  });

  test('only tells, or makes, without a risk', () => {
    for (const operation of ['Describe', 'DescribeConfigs', 'Create'] as const) {
      expect(risksOf({ resourceName, operation })).toEqual([]);
    }
  });

  test('is no news where a flow needs it, nor as the name of a group', () => {
    for (const operation of ['Read', 'Write'] as const) {
      expect(risksOf({ resourceName, operation }, derived)).toEqual([]);
    }
    if (resourceName.startsWith('connect-')) return; // groups of sink connectors are called so
    expect(risksOf({ resourceType: 'Group', resourceName, operation: 'Read' })).toEqual([]);
  });
});

test.each<[prefix: string, operation: AclOperation, level: Level]>([
  ['__', 'Read', 'high'], // Connect's configs at Aiven are under it
  ['__', 'Write', 'high'],
  ['__c', 'Write', 'high'],
  ['mm2-', 'Read', 'high'],
  ['mm2-offset', 'Read', 'none'],
  ['connect-', 'Read', 'high'],
  ['orders-', 'Write', 'none'],
])('under %s, %s is %s', (resourceName, operation, level) => {
  expect(levelOf(risksOf({ resourceName, patternType: 'PREFIXED', operation }))).toBe(level);
});

test('the consequence says what comes of it', () => {
  const [risk] = risksOf({ resourceName: 'connect-configs', operation: 'Read' });
  expect(risk?.consequence).toBe(
    'its principal may read these topics; so it reads the configs of all connectors, with the logins in them (configs topic of Kafka Connect or MirrorMaker 2)',
  );
});

describe('User:ANONYMOUS is everybody who reaches a listener without client authentication', () => {
  test.each(['Read', 'Write', 'Describe', 'All'] as const)('%s', (operation) => {
    const [risk] = risksOf({ principal: 'User:ANONYMOUS', resourceName: 'orders', operation });
    expect(risk).toMatchObject({ level: 'high', code: 'access-widening' });
    expect(risk?.consequence).toContain('everybody who reaches a listener without client authentication');
  });

  test('a pattern that covers it is too, a name that is like it is not', () => {
    expect(levelOf(risksOf({ principal: 'User:ANONYMOU?', resourceName: 'orders', operation: 'Read' }))).toBe(
      'high',
    );
    expect(risksOf({ principal: 'User:anonymous', resourceName: 'orders', operation: 'Read' })).toEqual([]);
  });

  test('a denial, and an entry that goes away, meet everybody', () => {
    const denied = risksOf({ principal: 'User:ANONYMOUS', permission: 'DENY' });
    expect(denied).toMatchObject([{ level: 'high', code: 'access-lost' }]);
    const cluster = liveCluster('core', [], {
      kafkaAcls: known([liveKafkaAcl('core', { principal: 'User:ANONYMOUS' })]),
    });
    const owned = { pattern: 'User:ANONYMOUS', position: declared().position };
    const { risks } = buildPlan({
      desired: desiredWorld({ ownership: new Map([['core', { principals: [owned] }]]) }),
      live: liveWorld({ clusters: new Map([['core', cluster]]) }),
      findings: [],
    });
    expect(risks).toMatchObject([{ level: 'high', code: 'access-lost' }]);
  });
});
