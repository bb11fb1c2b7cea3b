import { describe, expect, test } from '@jest/globals';
import { connectGroup, transactionalIds } from '../../../src/mirrormaker/names.ts';
import type { AclPatternType, KafkaAcl } from '../../../src/model/kafka-acl.ts';
import type { Provenance } from '../../../src/model/provenance.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveWorld } from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { kafkaAcl } from '../../support/build/resources.ts';

type Parts = NonNullable<Parameters<typeof kafkaAcl>[1]>;

function risksOf(parts: Parts, provenance: Provenance = declared()) {
  const acl: KafkaAcl = { ...kafkaAcl('core', parts), provenance };
  return buildPlan({ desired: desiredWorld({ kafkaAcls: [acl] }), live: liveWorld(), findings: [] }).risks;
}

const told = (parts: Parts): string =>
  risksOf(parts)
    .map(({ level, consequence }) => `${level}: ${consequence}`)
    .join();

type Case = readonly [name: string, pattern: AclPatternType, expected: RegExp];

const workers = /^high: .*joins the workers of Kafka Connect or MirrorMaker 2/;
const sink = /^medium: .*sets how far a sink connector/;
const registry = /^high: .*joins the schema registries/;
const nothing = /^$/;

describe('Read on a group', () => {
  const cases: readonly Case[] = [
    [connectGroup('onprem'), 'LITERAL', workers],
    ['eu-dc1-mm2', 'LITERAL', workers],
    ['onprem-mm2', 'PREFIXED', workers],
    ['connect', 'LITERAL', workers],
    ['connect-cluster', 'LITERAL', workers],
    ['connect-clu', 'PREFIXED', workers],
    ['connect-', 'PREFIXED', workers],
    ['mirrormaker2-cluster', 'LITERAL', workers],
    ['prod-connect-cluster', 'LITERAL', workers],
    ['connect-s3-orders', 'LITERAL', sink],
    ['connect-s3-', 'PREFIXED', sink],
    ['schema-registry', 'LITERAL', registry],
    ['schema-', 'PREFIXED', registry],
    ['billing', 'LITERAL', nothing],
    ['billing-', 'PREFIXED', nothing],
    ['disconnect', 'LITERAL', nothing],
    ['onprem-mm2-audit', 'LITERAL', nothing],
    ['-mm2', 'LITERAL', nothing], // no alias
    ['con*', 'LITERAL', nothing], // the character
  ];
  test.each(cases)('%s (%s)', (resourceName, patternType, expected) => {
    const group: Parts = { resourceType: 'Group', resourceName, patternType };
    expect(told({ ...group, operation: 'Read' })).toMatch(expected);
    expect(told({ ...group, operation: 'All' })).toMatch(expected === nothing ? /^medium/ : expected);
    expect(told({ ...group, operation: 'Describe' })).toBe('');
    expect(told({ ...group, operation: 'Delete' })).toMatch(/^medium: its principal may delete these groups/);
  });
});

describe('Write on a transactional id', () => {
  const [{ leader, taskPrefixes }] = [transactionalIds('onprem', ['MirrorSourceConnector'])];
  const leaderIs = /^high: .*fences the leader of Kafka Connect/;
  const tasks = /^high: .*fences tasks of MirrorMaker 2/;
  const cases: readonly Case[] = [
    [leader, 'LITERAL', leaderIs],
    ['connect-cluster-', 'PREFIXED', leaderIs],
    ['connect-cluster-prod', 'LITERAL', leaderIs],
    [taskPrefixes[0] ?? '', 'PREFIXED', tasks],
    [`${taskPrefixes[0]}0`, 'LITERAL', tasks],
    ['onprem-mm2-', 'PREFIXED', tasks],
    ['orders-', 'PREFIXED', nothing],
    ['orders-mm2', 'LITERAL', nothing],
  ];
  test.each(cases)('%s (%s)', (resourceName, patternType, expected) => {
    const id: Parts = { resourceType: 'TransactionalId', resourceName, patternType };
    expect(told({ ...id, operation: 'Write' })).toMatch(expected);
    expect(told({ ...id, operation: 'All' })).toMatch(expected);
    expect(told({ ...id, operation: 'Describe' })).toBe('');
  });
});

test('what a flow needs is no news', () => {
  const derived: Provenance = {
    origin: 'derived',
    position: declared().position,
    flows: ['onprem -> core'],
    rule: 'T6',
    why: 'its worker joins the group',
    without: 'it stops',
  };
  expect(risksOf({ resourceType: 'Group', resourceName: 'onprem-mm2', operation: 'Read' }, derived)).toEqual(
    [],
  );
});

test('an entry for everybody says both', () => {
  const [risk] = risksOf({
    ...{ principal: 'User:*', resourceType: 'Group', resourceName: 'onprem-mm2', operation: 'Read' },
  });
  expect(risk?.consequence).toMatch(
    /^everybody may read as these groups.*; so it joins the workers.*; it is for everybody/,
  );
});
