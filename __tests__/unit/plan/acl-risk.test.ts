import { describe, expect, test } from '@jest/globals';
import { supportedOperations } from '../../../src/model/acl-forms.ts';
import { aivenAclPermissions } from '../../../src/model/aiven-acl.ts';
import type { AclOperation, KafkaAcl, StatedResourceType } from '../../../src/model/kafka-acl.ts';
import type { Provenance } from '../../../src/model/provenance.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Risk } from '../../../src/plan/plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveKafkaAcl, liveWorld } from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { aivenAcl, kafkaAcl } from '../../support/build/resources.ts';

type Parts = NonNullable<Parameters<typeof kafkaAcl>[1]>;

const derived: Provenance = {
  origin: 'derived',
  position: declared().position,
  flows: ['onprem -> core'],
  rule: 'T4',
  why: 'the flow writes the mirrored topics',
  without: 'nothing is mirrored',
};

function risksOf(parts: Parts, provenance: Provenance = declared()): readonly Risk[] {
  const acl: KafkaAcl = { ...kafkaAcl('core', parts), provenance };
  return buildPlan({ desired: desiredWorld({ kafkaAcls: [acl] }), live: liveWorld(), findings: [] }).risks;
}

const levels = (risks: readonly Risk[]) => risks.map(({ level, code }) => `${level} ${code}`);

/** What a new ALLOW on one name is: nothing, or the words in which its consequence is told. */
const onOneName: {
  readonly [T in StatedResourceType]: {
    readonly [O in (typeof supportedOperations)[T][number]]: 'nothing' | RegExp;
  };
} = {
  Topic: {
    All: /delete them and their records/,
    Read: 'nothing',
    Write: 'nothing',
    Create: 'nothing',
    Delete: /delete these topics and their records/,
    Alter: /add partitions/,
    Describe: 'nothing',
    DescribeConfigs: 'nothing',
    AlterConfigs: /retention deletes their records/,
  },
  Group: {
    All: /delete them with the offsets/,
    Read: 'nothing',
    Delete: /delete these groups with the offsets/,
    Describe: 'nothing',
    DescribeConfigs: 'nothing',
    AlterConfigs: /configs of these groups/,
  },
  TransactionalId: { All: 'nothing', Write: 'nothing', Describe: 'nothing' },
  Cluster: {
    All: /give itself any right/,
    Create: /create topics of any name/,
    Alter: /give itself any right/,
    Describe: 'nothing',
    ClusterAction: /act as a broker/,
    DescribeConfigs: 'nothing',
    AlterConfigs: /configs of all brokers/,
    IdempotentWrite: 'nothing',
  },
};

const looking: ReadonlySet<AclOperation> = new Set(['Describe', 'DescribeConfigs', 'IdempotentWrite']);
const entries = Object.entries(onOneName).flatMap(([type, operations]) =>
  Object.entries(operations).map(
    ([operation, told]) => [type, operation, told] as [StatedResourceType, AclOperation, 'nothing' | RegExp],
  ),
);

test('every operation that Kafka has on a resource is looked at', () => {
  expect(entries.map(([type, operation]) => `${type} ${operation}`).sort()).toEqual(
    Object.entries(supportedOperations)
      .flatMap(([type, operations]) => operations.map((operation) => `${type} ${operation}`))
      .sort(),
  );
});

describe.each(entries)('a new ALLOW on %s of %s', (resourceType, operation, told) => {
  const isCluster = resourceType === 'Cluster';
  const some = { resourceType, operation, resourceName: isCluster ? 'kafka-cluster' : 'orders' };

  test.each(isCluster ? ['LITERAL' as const] : (['LITERAL', 'PREFIXED'] as const))(
    'on one %s name says what it permits',
    (patternType) => {
      const risks = risksOf({ ...some, patternType });
      if (told === 'nothing') {
        expect(risks).toEqual([]);
      } else {
        expect(levels(risks)).toEqual([`${isCluster ? 'high' : 'medium'} access-widening`]);
        expect(risks[0]?.consequence).toMatch(told);
      }
    },
  );

  if (!isCluster) {
    test('is no news where a flow needs it on names of its own', () => {
      expect(risksOf({ ...some, patternType: 'PREFIXED' }, derived)).toEqual([]);
    });

    test.each([
      ['everything', { resourceName: '*', patternType: 'LITERAL' }],
      ['a prefix of one letter', { resourceName: 'o', patternType: 'PREFIXED' }],
    ] as const)('on %s is high, for a flow too, unless it only tells', (_, wide) => {
      const expected = looking.has(operation) ? [] : ['high access-widening'];
      expect(levels(risksOf({ ...some, ...wide }))).toEqual(expected);
      expect(levels(risksOf({ ...some, ...wide }, derived))).toEqual(expected);
    });
  }

  test.each(['User:*', 'User:?*', 'User:s*', 'User:CN=*'])('for %s is high', (principal) => {
    expect(levels(risksOf({ ...some, principal }))).toEqual(['high access-widening']);
  });
});

test.each([
  [{}, 'medium'],
  [{ resourceName: '*' }, 'medium'],
  [{ principal: 'User:*' }, 'high'],
  [{ principal: 'User:s*' }, 'high'],
] as const)('a new DENY with %j is %s', (parts, level) => {
  expect(levels(risksOf({ ...parts, permission: 'DENY' }))).toEqual([`${level} access-lost`]);
});

test.each([
  ['ALLOW', 'User:svc', 'medium access-lost'],
  ['ALLOW', 'User:*', 'high access-lost'],
  ['DENY', 'User:svc', 'medium access-widening'],
  ['DENY', 'User:s*', 'high access-widening'],
] as const)('a %s of %s that goes away is %s', (permission, principal, risk) => {
  const pattern = { pattern: principal, position: declared().position };
  const cluster = liveCluster('core', [], {
    kafkaAcls: known([liveKafkaAcl('core', { permission, principal })]),
  });
  const { risks } = buildPlan({
    desired: desiredWorld({ ownership: new Map([['core', { principals: [pattern] }]]) }),
    live: liveWorld({ clusters: new Map([['core', cluster]]) }),
    findings: [],
  });
  expect(levels(risks)).toEqual([risk]);
});

test.each([
  ['everything on every topic', { operation: 'All', resourceName: '*', patternType: 'LITERAL' }, 'high'],
  [
    'everything on the cluster',
    { operation: 'All', resourceType: 'Cluster', resourceName: 'kafka-cluster', patternType: 'LITERAL' },
    'high',
  ],
  ['reading every topic', { operation: 'Read', resourceName: '*', patternType: 'LITERAL' }, 'high'],
  [
    'writing what Kafka keeps of groups',
    { operation: 'Write', resourceName: '__consumer_offsets', patternType: 'LITERAL' },
    'high',
  ],
  ['looking at every topic', { operation: 'Describe', resourceName: '*', patternType: 'LITERAL' }, 'medium'],
  ['reading one topic', { operation: 'Read', resourceName: 'orders', patternType: 'LITERAL' }, 'medium'],
] as const)('a denial of %s that goes away is as dangerous as a grant of it', (_, parts, level) => {
  const principal = 'User:mallory';
  const cluster = liveCluster('core', [], {
    kafkaAcls: known([liveKafkaAcl('core', { permission: 'DENY', principal, ...parts })]),
  });
  const { risks } = buildPlan({
    desired: desiredWorld({
      ownership: new Map([['core', { principals: [{ pattern: principal, position: declared().position }] }]]),
    }),
    live: liveWorld({ clusters: new Map([['core', cluster]]) }),
    findings: [],
  });
  expect(levels(risks)).toEqual([`${level} access-widening`]);
  expect(risks[0]?.consequence).toMatch(/^what it forbade is allowed where another entry allows it/);
});

describe.each(aivenAclPermissions)('an Aiven ACL %s', (permission) => {
  const of = (parts: object) =>
    buildPlan({
      desired: desiredWorld({ aivenAcls: [aivenAcl('core', { permission, ...parts })] }),
      live: liveWorld(),
      findings: [],
    }).risks;

  test('on some topics for some users says what admin permits', () => {
    const risks = of({ topic: 'orders.*', username: 'svc-*' });
    expect(levels(risks)).toEqual(permission === 'admin' ? ['medium access-widening'] : []);
    if (permission === 'admin') expect(risks[0]?.consequence).toContain('delete them');
  });

  test.each([
    { topic: '*' },
    { topic: '?*' },
    { topic: '*.*' },
    { topic: 'o*' },
    { username: '*' },
    { username: 's*' },
  ])('with %j is high', (parts) => {
    expect(levels(of(parts))).toEqual(['high access-widening']);
  });
});
